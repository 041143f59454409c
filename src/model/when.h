/*
 * when: the days of an event as people write them.
 *
 *	2026-03-03			one day, also 2026-3-3
 *	2026-03-03 - 2026-03-05		first and last; also –, &, "," "to" and *
 *	2026-03-03-05, 2026-03-03 & 03-05
 *	Mar 3, March 3rd, March 3 & 4, March 3, 2026, 3 March
 *	3/5, 3/5/2026, 3/5-3/6		month, then day
 *
 * A year that is not written is the one that puts the day nearest to the
 * issue: not more than 31 days before it nor more than eleven months after.
 */
#ifndef MODEL_WHEN_H
#define MODEL_WHEN_H

#include "base/date.h"

/* Invariant: first is not after last. */
struct when {
	struct date first, last; /* last counts in */
	int start, finish;       /* minutes after midnight, or -1 */
	struct str zone;         /* "UTC", "CET"; at NULL if not written */
};

/*
 * Take the days, and the time behind them ("18:30 - 20:00 CET"), off the
 * front of *rest.  False, and nothing touched, if no day stands there.
 * `issue` is the date of the issue; without one a day needs its year.
 */
bool when_take(struct str *rest, struct date issue, struct when *ret_when);

/* The same for the first place in s where a day stands behind a character
 * that is no letter or digit. *ret_at is its offset. */
bool when_find(struct str s, struct date issue, struct when *ret_when,
    size_t *ret_at, struct str *ret_rest);

#endif
