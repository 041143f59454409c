/*
 * ical: the events of an iCalendar file (RFC 5545), by libical.
 *
 * What others wrote: it may hold anything, in any order.  The day of an event
 * is that of its own clock: of the time zone that it names, or that the
 * calendar does.  A range counts its last day in, which the file does not.
 *
 * Whatever the file says, it takes no longer than the budget: what would is
 * left.
 */
#ifndef BASE_ICAL_H
#define BASE_ICAL_H

#include "base/arena.h"
#include "base/date.h"

/* What is wanted of a file. */
struct ical_wanted {
	struct date from; /* events that are over on this day are not */
	/* Events that begin on this day or later are not, and of what is
	 * repeated all times are given.  All zeros: there is no end, and of
	 * what is repeated only the next time is given. */
	struct date until;
	/* Whose clock times in UTC are meant by, if the calendar does not say;
	 * may be unset. */
	struct str zone;
	bool called_off; /* those too that do not take place */
	size_t max;      /* bytes that a file may have */
	size_t most;     /* events */
	/* Days that may be looked at for all that is repeated; a hundred
	 * thousand take about a hundredth of a second. */
	long budget;
};

struct ical_event {
	struct str title;      /* never empty; one line */
	struct str url, place; /* may be unset */
	struct date first, last;
	int start, finish; /* minutes after midnight, or -1 */
	struct str zone; /* "Europe/Lisbon", which the system knows; or unset */
	struct str uid;  /* may be unset */
	struct str organizer; /* a name; may be unset */
	bool called_off, tentative;
	/* It was in UTC, and nobody says in which zone the place is, so that
	 * the day may be another. */
	bool unplaced;
};

struct ical {
	struct str name;          /* of the calendar; may be unset */
	struct ical_event *event; /* as they stand in the file */
	size_t count;
	size_t left; /* events that have no title or no day, are called off (if
			those are not wanted), or are repeated in a way that is
			not followed: more often than daily, or not within the
			budget */
};

/* What somebody is asked for who has another one waiting: the next times in a
 * file of LIMIT_CALENDAR, in some hundredths of a second. */
struct ical_wanted ical_next(struct date from);

/*
 * Read the events; times of a series that were moved or called off are told of
 * by themselves.  The address of an event is its URL, or the first web address
 * of its description, or its place if that is one.  False if the text is no
 * calendar, or too long; it may hold any bytes.
 */
bool ical_read(struct arena *arena, struct str text,
    const struct ical_wanted *wanted, struct ical *ret_ical);

#endif
