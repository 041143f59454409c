/*
 * known_events: the events that the inbox has, and putting more to them: one
 * candidate for each event, whoever told of it.
 *
 * Private to src/collect.
 */
#ifndef COLLECT_KNOWN_EVENTS_H
#define COLLECT_KNOWN_EVENTS_H

#include "collect/event_identity.h"
#include "collect/kind.h"
#include "collect/printed_events.h"

struct known_events {
	struct arena *arena;
	const struct collect_options *options;
	struct known_event *event;
	size_t count;
	struct printed_events printed;
};

/* All of the inbox that are not over, and what was printed. */
bool known_events_read(struct arena *arena,
    const struct collect_options *options, struct known_events *ret_known,
    struct error *err);

/*
 * Put an event of a source into the inbox: as a new candidate, or as what one
 * more source says of one that is there.  One that is called off and was never
 * there is not put in.  One that may be the same as another
 * says so in its field `maybe`, for an editor to judge.
 *
 * What stands in a draft or an issue stays as it is there; if what is known now
 * differs, that is noted in `harvest`, whose candidate it is.
 */
bool known_events_add(struct known_events *known, struct harvest *harvest,
    const struct candidate *candidate, enum inbox_added *ret_added,
    struct error *err);

#endif
