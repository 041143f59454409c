/*
 * calendar: iCalendar (RFC 5545, 7986) of a list of events.
 *
 * The one place that adds a day: DTEND of an all-day event is the day after
 * its last.  Lines are folded at 75 octets between code points, end in CRLF.
 */
#ifndef BUILD_CALENDAR_H
#define BUILD_CALENDAR_H

#include "base/date.h"
#include "base/strbuf.h"
#include "build/feed.h"

struct calendar_event {
	struct str uid;
	struct str title, description, place, url; /* at NULL: left out */
	struct date first, last;                   /* last counts in */
	/* With a time of day: start is set, as UTC; finish may be unset. */
	bool timed, has_finish;
	struct moment start, finish; /* offset 0 */
	struct moment stamp;         /* DTSTAMP, offset 0 */
	int64_t sequence;            /* 0 at first */
	bool cancelled;
	const struct str *category;
	size_t categories;
};

struct calendar {
	struct str name, description, url, product;
	const struct calendar_event *event;
	size_t events;
};

void calendar_add_ics(struct strbuf *out, const struct calendar *calendar);

#endif
