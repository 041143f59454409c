/*
 * printed_events: the events in the last issues and in drafts that are not over,
 * and how what is known of one now differs from what stands there.
 *
 * Private to src/collect.
 */
#ifndef COLLECT_PRINTED_EVENTS_H
#define COLLECT_PRINTED_EVENTS_H

#include "collect/kind.h"

struct printed_event {
	const char *path; /* of the issue */
	size_t line;
	struct str title, url;
	struct str identity; /* as in event_identity.h */
	bool single;
	struct date first;
};

/* Of one event the last printing; an address that may be that of a series is
 * another event each day. */
struct printed_events {
	struct printed_event *event;
	size_t count;
};

/* Those of the issues of the last weeks, and of all drafts.  All is in the
 * arena. */
bool printed_events_read(struct arena *arena,
    const struct collect_options *options, struct printed_events *ret_events,
    struct error *err);

/* The one that this is; NULL if it was not printed.  Of what may be a series,
 * only one on that day. */
const struct printed_event *printed_events_find(
    const struct printed_events *events, struct arena *arena, struct str url,
    struct date first);

/* What is said of it now. */
struct event_now {
	struct str title;
	struct str status; /* as in found_event.h; may be unset */
	struct date first;
};

/* Note what has changed, "content/issue.md:12: Night of stars: it was called
 * off": a line each; returns how many. */
size_t printed_event_compare(struct harvest *h,
    const struct printed_event *printed, const struct event_now *now);

/* Note one thing, with file, line and title. */
void printed_event_tell(
    struct harvest *h, const struct printed_event *printed, struct str what);

#endif
