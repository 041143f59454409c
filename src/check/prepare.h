/*
 * prepare: an issue laid out for the rules: lines, links, nodes by kind.
 * Private to src/check.
 */
#ifndef CHECK_PREPARE_H
#define CHECK_PREPARE_H

#include "check/rule.h"

/* Fill line, link, odd, literal and node of a checker whose issue, settings and arena are
 * set.  Linear in the file. */
void check_prepare(struct checker *c);

#endif
