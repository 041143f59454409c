/*
 * page_events: the events that a web page tells programs of.
 *
 * By data in a script (JSON-LD with schema.org's Event and what is one of its
 * kinds, alone, in lists and in graphs), by attributes that say the same
 * (microdata, RDFa Lite), or by classes (microformats: h-event,
 * and the older hCalendar).  The page is what came over HTTP, as in
 * page_link.h; what is broken in it costs only that part.  Private to
 * src/collect.
 */
#ifndef COLLECT_PAGE_EVENTS_H
#define COLLECT_PAGE_EVENTS_H

#include <libxml/tree.h>

#include "collect/found_event.h"

struct page_events {
	struct found_event *event; /* none twice; at most LIMIT_SOURCE_EVENTS */
	size_t count;
	/* What looked like an event but has no title or no day that there is. */
	size_t left;
};

/* False if there is nothing of an event in it.  Days and times are those that
 * the page writes, on its own clock. */
bool page_events_read(struct arena *arena, const struct answer *page,
    struct page_events *ret_events);

/* The parts of it, for page_events.c. */
void page_events_of_data(struct arena *arena, struct str json,
    struct str address, struct page_events *events);
void page_events_of_items(struct arena *arena, const xmlNode *top,
    struct str address, struct page_events *events);
/* Is this the type of an event: "https://schema.org/MusicEvent"? */
bool page_events_is_type(struct str type);
void page_events_add(struct arena *arena, struct page_events *events,
    const struct found_event *event);

#endif
