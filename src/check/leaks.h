/*
 * leaks: what of a template readers must not see.
 * Private to src/check.
 */
#ifndef CHECK_LEAKS_H
#define CHECK_LEAKS_H

#include "check/rule.h"

/* Does the text hold one of the placeholders that the settings name? */
bool leaks_placeholder(const struct settings *s, struct str text);

#endif
