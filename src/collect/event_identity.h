/*
 * event_identity: telling whether two things that sources say are one event.
 *
 * Pure functions.  Private to src/collect.
 */
#ifndef COLLECT_EVENT_IDENTITY_H
#define COLLECT_EVENT_IDENTITY_H

#include "store/inbox.h"

/*
 * What an event is called by its address: the service's own number or name of
 * it if the address has one, else the canonical address.  *ret_single: it is
 * that of one event on one day, which may move; else the address may be that
 * of a series, each time of which is an event.
 */
struct str event_identity(
    struct arena *arena, struct str url, bool *ret_single);

/* Do two titles mean the same?  2: they are equal but for case and marks, or
 * one holds the other; 1: most of their words are the same; 0: no. */
int titles_alike(struct str a, struct str b);

enum event_match {
	EVENT_OTHER,
	EVENT_MAYBE, /* the same day, and titles that are alike */
	EVENT_SAME,
	EVENT_MOVED, /* the same, on another day */
};

/* A candidate that is an event, with what it is compared by. */
struct known_event {
	struct candidate c;
	struct str identity;
	bool single;
};
struct known_event known_event(
    struct arena *arena, const struct candidate *candidate);

enum event_match event_match(struct arena *arena, const struct known_event *a,
    const struct known_event *b);

#endif
