/*
 * ical: the events of an iCalendar file (RFC 5545), by libical.
 *
 * What others wrote: it may hold anything, in any order.  The day of an event
 * is that of its own clock: of the time zone that it names, or that the
 * calendar does.  A range counts its last day in, which the file does not.
 *
 * It takes some hundredths of a second at most, whatever the file says: the
 * thread that reads it has other readers waiting.  What would take longer is
 * left.
 */
#ifndef BASE_ICAL_H
#define BASE_ICAL_H

#include "base/arena.h"
#include "base/date.h"

enum { ICAL_EVENTS_MOST = 500 };

struct ical_event {
	struct str title;      /* never empty; one line */
	struct str url, place; /* may be unset */
	struct date first, last;
	int start;       /* minutes after midnight, or -1: all day */
	struct str zone; /* "Europe/Lisbon"; may be unset */
};

struct ical {
	struct ical_event *event; /* as they stand in the file */
	size_t count;
	size_t left; /* events that have no title or no day, are called off, or
			are repeated in a way that is not followed: more often
			than daily, not within REPEAT_AHEAD days
			(ical_repeat.h), by weeks or days of the year, or with
			times taken out by a rule */
};

/*
 * Read the events that are not over on the day `from`; of one that is repeated,
 * its next time, past those that are called off or moved.  False if the text is no calendar; it may hold any bytes, but
 * no more than LIMIT_CALENDAR.
 */
bool ical_read(struct arena *arena, struct str text, struct date from,
    struct ical *ret_ical);

#endif
