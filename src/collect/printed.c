/*
 * What was printed: the pages of events in the last issues and the drafts are
 * looked at until the event is over.  Those that moved, have another name, were
 * called off or are gone are told; nothing is found.
 */
#include "base/limits.h"
#include "collect/event_identity.h"
#include "collect/page_events.h"
#include "collect/printed_events.h"

enum { ASKED_MOST = 500 };

struct printed {
	struct printed_events events;
	size_t told;
	size_t silent; /* pages that did not answer */
	size_t dumb;   /* that tell programs of no such event */
};

/* --------------------------------------------------------------------- comparing */

/* Of the events of its page: the one with its address on its day, else one
 * with its address, else the only one. */
static const struct found_event *find(struct harvest *h,
    const struct printed_event *printed, const struct page_events *events)
{
	const struct found_event *best =
	    events->count == 1 ? &events->event[0] : NULL;

	for (size_t i = 0; i < events->count; i++) {
		const struct event *e = &events->event[i].event;
		bool single;

		if (!str_eq(event_identity(h->arena, e->url, &single),
			printed->identity))
			continue;
		if (date_cmp(e->first, printed->first) == 0)
			return &events->event[i];
		best = &events->event[i];
	}
	return best;
}

static bool read_page(struct harvest *h, struct error *err)
{
	const struct printed_event *printed = h->answer.data;
	struct printed *all = h->data;
	const struct found_event *now;
	struct page_events events;

	(void)err;
	if (h->answer.status == 404 || h->answer.status == 410) {
		printed_event_tell(h, printed,
		    arena_printf(h->arena, "its page is gone (%d): %.*s",
			h->answer.status, STR_ARG(printed->url)));
		all->told++;
		return true;
	}
	if (h->answer.status == 0 || h->answer.status >= 500) {
		all->silent++;
		return true;
	}
	now = h->answer.status == 200 &&
		      page_events_read(h->arena, &h->answer, &events)
		  ? find(h, printed, &events)
		  : NULL;
	all->dumb += now == NULL;
	if (now != NULL)
		all->told += printed_event_compare(h, printed,
		    &(struct event_now){ .title = now->event.title,
			.status = now->status,
			.first = now->event.first });
	return true;
}

/* ------------------------------------------------------------------------- asking */

static bool start(struct harvest *h, struct error *err)
{
	struct printed *all = ARENA_NEW(h->arena, struct printed);
	struct printed_events *events = &all->events;

	h->data = all;
	if (!printed_events_read(h->arena, h->options, events, err))
		return false;
	for (size_t i = 0; i < events->count && i < ASKED_MOST; i++)
		harvest_ask(h, &(struct ask){ .url = events->event[i].url,
				   .accept = "text/html, */*;q=0.5",
				   .read = read_page,
				   .data = &events->event[i],
				   .may_fail = true,
				   .most = LIMIT_SOURCE_PAGE });
	if (events->count > ASKED_MOST)
		harvest_lacks(
		    h, arena_printf(h->arena,
			   "of %zu events that were printed, %d are looked at",
			   events->count, ASKED_MOST));
	return true;
}

static void sum_up(struct harvest *h, const struct printed *all)
{
	size_t count = all->events.count - all->silent - all->dumb;

	if (all->told == 0 && count > 0)
		harvest_note(
		    h, arena_printf(h->arena,
			   "of %zu events that were printed, none has changed",
			   count));
	if (all->dumb > 0)
		harvest_note(h,
		    arena_printf(h->arena,
			"pages that tell programs nothing of their event, and "
			"cannot be watched: %zu",
			all->dumb));
	if (all->silent > 0)
		harvest_lacks(
		    h, arena_printf(h->arena,
			   "the pages of %zu of %zu events did not answer",
			   all->silent, all->events.count));
}

static bool finish(struct harvest *h, struct error *err)
{
	const struct printed *all = h->data;

	(void)err;
	if (all != NULL && all->events.count > 0)
		sum_up(h, all);
	else if (all != NULL)
		harvest_note(
		    h, STR("no event that was printed is still to come"));
	return true;
}

const struct kind kind_printed = {
	.name = "printed",
	.what = "the pages of events that were printed: what has changed",
	.start = start,
	.finish = finish,
};
