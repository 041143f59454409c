/*
 * pattern: shapes of paths and addresses, as settings write them.
 *
 *	*	any run of bytes without a slash, also none
 *	**	any run of bytes, also none
 *
 * Everything else stands for itself; ASCII letters match in either case.
 */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/str.h"

/* Does all of `text` have the shape?  Takes O(text * text) at most. */
bool pattern_match(struct str pattern, struct str text);

/* Has a canonical address (base/url.h), without its scheme, one of these shapes?
 * "example.org/talks/7" */
bool patterns_match_address(
    const struct str_list *patterns, struct str canonical);

#endif
