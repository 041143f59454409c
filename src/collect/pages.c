/* A page with events (page_events.h): those that are not over. */
#include "collect/page_events.h"

static const char *const origin[] = { "title", "name", "url", "url", "first",
	"startDate", "last", "endDate", "mode", "eventAttendanceMode", "places",
	"location", "groups", "organizer", "status", "eventStatus", NULL };

static bool read(struct harvest *h, struct error *err)
{
	struct page_events events;

	if (!page_events_read(h->arena, &h->answer, &events))
		return error_set(err,
		    "the page tells of no event in a way that programs read "
		    "(schema.org's Event, h-event)");
	for (size_t i = 0; i < events.count; i++)
		harvest_event(h, &events.event[i], origin);
	for (size_t i = 0; i < events.left; i++)
		harvest_leave(h, STR("an event of it has no title or day"));
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	struct page_events events;

	if (answer == NULL || !page_events_read(arena, answer, &events) ||
	    events.count == 0)
		return false;
	ret_rule->kind = str_of(kind_page.name);
	ret_rule->url = address;
	return true;
}

const struct kind kind_page = {
	.name = "page",
	.rank = KIND_RANK_PAGE,
	.what = "a page with events for programs (JSON-LD, microdata, h-event)",
	.needs = KIND_NEEDS_URL,
	.read = read,
	.knows = knows,
};
