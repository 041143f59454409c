/*
 * ical_repeat: when something that is repeated takes place next; a part of
 * ical.
 *
 * libical looks for a day that a rule never has (30 February) until the year
 * 2582, which takes longer than anybody waits.  Here days are walked one by
 * one, and each is paid for.
 */
#ifndef BASE_ICAL_REPEAT_H
#define BASE_ICAL_REPEAT_H

#include <libical/ical.h>

#include "base/date.h"

/* How far ahead a next time is looked for, and how old a series may be of
 * which the times are counted; in days. */
enum { REPEAT_AHEAD = 400, REPEAT_COUNTED = 4000 };

struct repeat {
	/* As it is read: daily at most. */
	struct icalrecurrencetype rule;
	struct date first; /* the first time; one, whatever the rule says */
	struct date until; /* the last day it may be; all zeros: no end */
	int ahead;         /* days that are looked at; 0: REPEAT_AHEAD */
};

/* Is it a rule that can be followed? */
bool repeat_is_known(const struct icalrecurrencetype *rule);

/* Is the day one on which it does not take place? */
typedef bool repeat_skips(void *data, struct date day);

/*
 * The first time on the day `from` or later.  False if there is none within
 * REPEAT_AHEAD days, if it cannot be counted, or if *budget, the days that may
 * still be looked at, is used up.
 */
bool repeat_next(const struct repeat *repeat, struct date from,
    repeat_skips *skips, void *data, long *budget, struct date *ret_day);

/* Does the rule have this day? */
bool repeat_has(const struct repeat *repeat, struct date day, long *budget);

#endif
