/*
 * found_event: an event that a source gave, as a candidate.
 *
 * Private to src/collect.
 */
#ifndef COLLECT_FOUND_EVENT_H
#define COLLECT_FOUND_EVENT_H

#include "collect/kind.h"
#include "model/issue.h"

/* One more field. */
struct found_field {
	const char *name;
	struct str text;
};

/* What is not known is unset; offsets and the like do not count. */
struct found_event {
	struct event event; /* start and finish are -1 if unknown */
	struct str id;      /* what the source calls it */
	/* "cancelled", "postponed", "tentative"; unset if it takes place. */
	struct str status;
	bool free;                      /* it is known to cost nothing */
	const struct found_field *more; /* that this kind alone has */
	size_t mores;
};

/* All unknown. */
struct found_event found_event(void);

/* It becomes a candidate, or counts as left if it has no address or title;
 * origin as in harvest_end. */
void harvest_event(struct harvest *h, const struct found_event *found,
    const char *const *origin);

/* One more place, or group. */
void event_add_place(
    struct arena *arena, struct event *event, const struct place *place);
void event_add_group(
    struct arena *arena, struct event *event, struct str name, struct str url);

/*
 * Read a moment as services write it, "2026-11-02T18:30-06:00", also without
 * seconds, with parts of them, and without a zone: the day and the minutes on
 * the clock that it was written by.  Of a day alone *ret_minutes is -1.  False,
 * and nothing set, for anything else.
 */
bool local_moment_read(struct str text, struct date *ret_day, int *ret_minutes);

/* Day and time of an event that begins and ends so; an end in the small hours
 * belongs to the evening before.  `finish` may be unset.  False if the
 * beginning is no moment. */
bool event_set_moments(
    struct event *event, struct str start, struct str finish);

/* The same of moments in UTC (seconds since 1970), on the clock of a zone;
 * `finish` may be 0.  False if there is no such zone. */
bool event_set_in_zone(
    struct event *event, int64_t start, int64_t finish, struct str zone);

#endif
