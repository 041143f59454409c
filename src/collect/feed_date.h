/*
 * feed_date: points in time as feeds have them.
 *
 * RFC 3339 and its relatives ("2004-01", "20040131T0500Z"), and RFC 822 as
 * people and programs write it: without or with a wrong weekday, full names of
 * months, years of two digits, the order of C's ctime and of Americans, am and
 * pm, names of zones.
 */
#ifndef COLLECT_FEED_DATE_H
#define COLLECT_FEED_DATE_H

#include "base/str.h"

/*
 * Seconds since 1970.  Without a zone, or with one that nobody knows, it counts
 * as UTC; without a time it is the day's first second.  0 for what is no date
 * and for all before 1970.
 */
int64_t feed_date_read(struct str s);

#endif
