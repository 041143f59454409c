/*
 * moment: points in time, in whole seconds since 1970, UTC.
 */
#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include "base/strbuf.h"

/* The last one that can be written: the end of the year 9999. */
#define MOMENT_LAST INT64_C(253402300799)

/*
 * Read all of s as people's programs write times: a day, YYYY-MM-DD or
 * YYYY/MM/DD, with hours and minutes behind a T or blanks, perhaps seconds and
 * parts of them, and Z, UTC or a distance from it (+02:00, +0200, +02) at the
 * end.  Without one it counts as UTC; a day alone is its first second.  False,
 * and *ret_seconds untouched, for anything else and before 1970.
 */
bool moment_read(struct str s, int64_t *ret_seconds);

/* Append 2026-03-04T17:05:00Z.  `seconds` is 0..MOMENT_LAST. */
void moment_add(struct strbuf *out, int64_t seconds);

#endif
