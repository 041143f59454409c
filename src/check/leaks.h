/*
 * leaks: what of a template readers must not see.
 * Private to src/check.
 */
#ifndef CHECK_LEAKS_H
#define CHECK_LEAKS_H

#include "check/rule.h"

/* Does the text hold one of the placeholders that the settings name? */
bool leaks_placeholder(const struct settings *s, struct str text);
/* A draft's link to its discussion, whose place is known; NULL if it has none.
 * What stands in it may wait: there is no discussion yet, and publishing keeps
 * the line out of sight until there is. */
const struct md_node *leaks_discussion(struct checker *c);

#endif
