/*
 * closing: the last day to do something, where people write it down.
 *
 *	CFP closes 2026-04-01		closes, closing, close, expires, ends
 *	deadline: 30 November 2026	deadline, due
 *	open until July 7		until, till, by
 *
 * Only a day behind one of these words counts, with at most a few small words
 * between ("closes on", "deadline extended to"), so that no other day is taken
 * for it.  A day such as 3/4 could be two days, and is none.
 */
#ifndef MODEL_CLOSING_H
#define MODEL_CLOSING_H

#include "base/date.h"

/*
 * The first such day in s; of a range ("until June 3 - 5") its last.  `issue`
 * is the date of the issue, for days without a year (see when.h).  False, and
 * *ret_closes untouched, if there is none.
 */
bool closing_find(struct str s, struct date issue, struct date *ret_closes);

#endif
