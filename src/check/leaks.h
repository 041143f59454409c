/*
 * leaks: what of a template readers must not see.
 * Private to src/check.
 */
#ifndef CHECK_LEAKS_H
#define CHECK_LEAKS_H

#include "check/rule.h"

/* Does the text hold one of the placeholders that the settings name? */
bool leaks_placeholder(const struct settings *s, struct str text);
/* Is what stands there in a draft's link to its discussion?  There is none yet,
 * and publishing keeps the line out of sight until there is. */
bool leaks_waits_for_discussion(struct checker *c, size_t offset);

#endif
