/*
 * github_steps: which of several texts tells people how to test something.
 *
 * There is no rule for that but a habit: a heading such as "Testing steps" or
 * "How to test", or one of these words in a line.  What is quoted ("> ...") or
 * stands in a block of code is of others.  Private to src/collect.
 */
#ifndef COLLECT_GITHUB_STEPS_H
#define COLLECT_GITHUB_STEPS_H

#include "base/str.h"

/* 0: it does not; 1: a line of it has the words; 2: a heading has. */
int testing_steps_in(struct str markdown);

#endif
