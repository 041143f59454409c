/* The public queue, and what a submission is held to. */
#include "serve/sending.h"

enum { PAGE = 50 };

/* What waits, in the order of its way. */
static const struct {
	enum candidate_state state;
	const char *title;
} tabs[] = {
	{ CANDIDATE_NEW, "Waiting for an editor" },
	{ CANDIDATE_ACCEPTED, "Accepted" },
	{ CANDIDATE_PLACED, "In the draft" },
};
enum { TABS = sizeof(tabs) / sizeof(tabs[0]) };

/* Which tab is asked for: the first, if the query is none that we made. */
static size_t tab_of(const struct exchange *x)
{
	struct str wanted = form_value(&x->form, "state");

	for (size_t i = 0; i < TABS; i++)
		if (str_eq(str_of(candidate_state_name(tabs[i].state)), wanted))
			return i;
	return 0;
}

static struct str tab_address(const struct workplace *place,
    struct arena *arena, size_t tab, int64_t after)
{
	struct str address = live_link(place->live, arena, "/queue/");

	return after == 0
		   ? arena_printf(arena, "%.*s?state=%s", STR_ARG(address),
			 candidate_state_name(tabs[tab].state))
		   : arena_printf(arena, "%.*s?state=%s&after=%lld",
			 STR_ARG(address),
			 candidate_state_name(tabs[tab].state),
			 (long long)after);
}

static struct value tabs_value(
    const struct workplace *place, struct arena *arena, size_t chosen)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < TABS; i++) {
		struct value map = value_map(arena);

		value_set(
		    arena, map, "title", value_text(str_of(tabs[i].title)));
		value_set(arena, map, "address",
		    value_text(tab_address(place, arena, i, 0)));
		value_set(arena, map, "chosen", value_bool(i == chosen));
		value_append(arena, list, map);
	}
	return list;
}

static bool make_queue(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value v = readers_value(place, arena), items = value_list(arena);
	size_t tab = tab_of(x);
	struct inbox_filter filter = { .state = tabs[tab].state,
		.source = STR(CANDIDATE_READER),
		.shown = true,
		.most = PAGE + 1 };
	struct candidates list;
	uint64_t after;

	if (!place->settings->submit.queue)
		return readers_say(place, x, "no-queue", err);
	if (str_to_number(form_value(&x->form, "after"), INT64_MAX, &after))
		filter.after = (int64_t)after;
	if (!inbox_list(place->store, arena, &filter, &list, err))
		return false;
	for (size_t i = 0; i < list.count && i < PAGE; i++)
		value_append(arena, items,
		    sending_value(place, arena, &list.candidate[i]));
	value_set(arena, v, "items", items);
	value_set(arena, v, "tabs", tabs_value(place, arena, tab));
	/* What nobody has looked at gets no link from us. */
	value_set(
	    arena, v, "linked", value_bool(tabs[tab].state != CANDIDATE_NEW));
	value_set(arena, v, "next",
	    list.count > PAGE ? value_text(tab_address(place, arena, tab,
				    list.candidate[PAGE - 1].id))
			      : value_none());
	return readers_page(place, x, "queue.html", "The queue", v, err);
}

/* ----------------------------------------------------------------- guidelines */

static struct value sections_value(
    const struct settings *s, struct arena *arena)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < s->sections; i++) {
		struct value map = value_map(arena);

		if (s->section[i].kind == SECTION_PLAIN ||
		    s->section[i].kind == SECTION_PERF ||
		    s->section[i].kind == SECTION_CHANGES)
			continue;
		value_set(arena, map, "title", value_text(s->section[i].title));
		value_set(arena, map, "kind",
		    value_text(section_kind_name(s->section[i].kind)));
		value_append(arena, list, map);
	}
	return list;
}

static struct value tags_value(const struct settings *s, struct arena *arena)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < s->tags; i++)
		value_append(arena, list, value_text(s->tag[i].name));
	return list;
}

/* The rules that hold, of those families that speak of what a form has: not of
 * how it is written in Markdown. */
static bool is_of_forms(const struct check_about *about)
{
	static const char *const families[] = { "links", "items", "tags",
		"duplicates", "text" };

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strcmp(about->family, families[i]) == 0)
			return about->level >= CHECK_WARNING;
	return false;
}

static struct value rules_value(const struct settings *s, struct arena *arena)
{
	struct value list = value_list(arena);
	const struct check_about *about = check_about_all(arena, s);

	for (size_t i = 0; i < check_rules(); i++) {
		struct value map = value_map(arena);

		if (!is_of_forms(&about[i]))
			continue;
		value_set(arena, map, "error",
		    value_bool(about[i].level == CHECK_ERROR));
		value_set(
		    arena, map, "text", value_text(str_of(about[i].message)));
		value_set(
		    arena, map, "advice", value_text(str_of(about[i].advice)));
		value_append(arena, list, map);
	}
	return list;
}

bool guidelines_make(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value v = readers_value(place, arena);

	value_set(arena, v, "sections", sections_value(place->settings, arena));
	value_set(arena, v, "tags", tags_value(place->settings, arena));
	value_set(arena, v, "rules", rules_value(place->settings, arena));
	return readers_page(
	    place, x, "guidelines.html", "What to send in, and how", v, err);
}

const struct route queue_routes[] = {
	{ "queue/", ROUTE_GET | ROUTE_QUERY, make_queue },
};
const size_t queue_route_count = sizeof(queue_routes) / sizeof(queue_routes[0]);
