/* The page as a tree, and its microformats: https://microformats.org/wiki. */
#include "collect/page_events.h"

#include "base/limits.h"
#include "base/url.h"
#include "collect/feed_priv.h"
#include "collect/page_tree.h"
#include "model/country.h"
#include "model/place.h"

enum { TEXT_MAX = 1000 };

struct page {
	struct arena *arena;
	struct str address;
	struct page_events *events;
};

/* ---------------------------------------------------------------------- the list */

static bool is_same(const struct event *a, const struct event *b)
{
	return str_eq(a->url, b->url) && str_eq(a->title, b->title) &&
	       date_cmp(a->first, b->first) == 0;
}

void page_events_add(struct arena *arena, struct page_events *events,
    const struct found_event *event)
{
	for (size_t i = 0; i < events->count; i++)
		if (is_same(&events->event[i].event, &event->event))
			return;
	if (events->count == LIMIT_SOURCE_EVENTS)
		return;
	events->event = ARENA_GROW(arena, events->event, events->count);
	events->event[events->count++] = *event;
}

/* ---------------------------------------------------------------------- the tree */

static bool has_class(struct page *p, const xmlNode *node, const char *wanted)
{
	return page_tree_has_word(p->arena, node, "class", wanted);
}

static bool is_event(struct page *p, const xmlNode *node)
{
	return has_class(p, node, "h-event") || has_class(p, node, "vevent");
}

/* The first with one of two names below an event, but not below another one. */
static const xmlNode *find(
    struct page *p, const xmlNode *event, const char *name, const char *older)
{
	const xmlNode *node = page_tree_next(event, event, true);

	while (node != NULL) {
		bool other = is_event(p, node);

		if (has_class(p, node, name) || has_class(p, node, older))
			return node;
		node = page_tree_next(node, event, !other);
	}
	return NULL;
}

/* ------------------------------------------------------------------ what they say */

/* A text for people: of an abbreviation what it stands for. */
static struct str text_of(struct page *p, const xmlNode *node)
{
	struct str text = { NULL, 0 };

	if (node == NULL)
		return text;
	if (page_tree_is(node, "abbr"))
		text = page_tree_attribute(p->arena, node, "title");
	else if (page_tree_is(node, "data"))
		text = page_tree_attribute(p->arena, node, "value");
	else if (page_tree_is(node, "img") || page_tree_is(node, "area"))
		text = page_tree_attribute(p->arena, node, "alt");
	if (text.len == 0)
		text = page_tree_text(p->arena, node, 4 * TEXT_MAX);
	return feed_text(p->arena, text, FEED_PLAIN, TEXT_MAX);
}

static struct str url_of(struct page *p, const xmlNode *node)
{
	struct str url = { NULL, 0 };

	if (node == NULL)
		return url;
	url = page_tree_attribute(p->arena, node, "href");
	if (url.len == 0)
		url = page_tree_attribute(p->arena, node, "src");
	if (url.len == 0)
		url = text_of(p, node);
	return feed_url(p->arena, p->address, url);
}

/* "19:00" of "7pm", "7:00 p.m." and "07:00:00pm"; else the text as it is. */
static struct str clock_of(struct arena *arena, struct str text)
{
	struct str clock, rest, hours, minutes = STR("00");
	uint64_t hour, minute;
	size_t digits = 0;

	text = str_trim(text);
	while (digits < text.len &&
	       (char_is_digit(text.at[digits]) || text.at[digits] == ':'))
		digits++;
	clock = str_sub(text, 0, digits);
	rest = str_trim_left(str_sub(text, digits, text.len));
	hours = str_take(&clock, ':');
	if (clock.at != NULL)
		minutes = str_take(&clock, ':');
	if ((!str_starts_fold(rest, STR("am")) &&
		!str_starts_fold(rest, STR("pm")) &&
		!str_starts_fold(rest, STR("a.m")) &&
		!str_starts_fold(rest, STR("p.m"))) ||
	    !str_to_number(hours, 12, &hour) || hour == 0 ||
	    !str_to_number(minutes, 59, &minute))
		return text;
	hour = hour % 12 + (char_lower(rest.at[0]) == 'p' ? 12 : 0);
	return arena_printf(arena, "%02d:%02d", (int)hour, (int)minute);
}

static struct str moment_of(struct page *p, const xmlNode *node);

/* Date and time may stand apart, each with the class "value". */
static struct str parts_of(struct page *p, const xmlNode *node)
{
	struct str date = { NULL, 0 }, time = { NULL, 0 };
	const xmlNode *part = page_tree_next(node, node, true);

	for (; part != NULL; part = page_tree_next(part, node, true)) {
		struct str text;

		if (!has_class(p, part, "value") &&
		    !has_class(p, part, "value-title"))
			continue;
		text = has_class(p, part, "value-title")
			   ? page_tree_attribute(p->arena, part, "title")
			   : moment_of(p, part);
		if (str_find_char(text, '-', 0) == 4)
			date = text;
		else if (str_find_char(clock_of(p->arena, text), ':', 0) !=
			 STR_NONE)
			time = clock_of(p->arena, text);
	}
	if (time.len == 0 || date.len == 0)
		return date.len > 0 ? date : time;
	return arena_printf(
	    p->arena, "%.*sT%.*s", STR_ARG(date), STR_ARG(time));
}

static struct str moment_of(struct page *p, const xmlNode *node)
{
	struct str text = { NULL, 0 };

	if (node == NULL)
		return text;
	if (page_tree_is(node, "time") || page_tree_is(node, "ins") ||
	    page_tree_is(node, "del"))
		text = page_tree_attribute(p->arena, node, "datetime");
	if (text.len == 0)
		text = parts_of(p, node);
	return text.len > 0 ? text : text_of(p, node);
}

/* ------------------------------------------------------------------------- events */

static void read_place(struct page *p, const xmlNode *node, struct event *e)
{
	struct place place = { .text = { NULL, 0 } };
	struct str country;

	if (node == NULL)
		return;
	place.city = text_of(p, find(p, node, "p-locality", "locality"));
	country = text_of(p, find(p, node, "p-country-name", "country-name"));
	place.country = country_code(country);
	if (place.country.len == 0)
		place.country = country;
	place.state = country_state(
	    place.country, text_of(p, find(p, node, "p-region", "region")));
	if (place.city.len == 0) {
		place.text = text_of(p, node);
		if (place_split(place.text, &place.city, &country)) {
			place.country = country_code(country);
			place.text = (struct str){ NULL, 0 };
		}
	}
	if (url_is_web(place.text))
		e->mode = MODE_VIRTUAL;
	else if (place.text.len > 0 || place.city.len > 0)
		event_add_place(p->arena, e, &place);
}

static void read_organizer(struct page *p, const xmlNode *node, struct event *e)
{
	struct str name;

	if (node == NULL)
		return;
	name = text_of(p, find(p, node, "p-name", "fn"));
	if (name.len == 0)
		name = text_of(p, node);
	if (name.len > 0)
		event_add_group(p->arena, e, name,
		    url_of(p, page_tree_is(node, "a")
				  ? node
				  : find(p, node, "u-url", "url")));
}

static void read_event(struct page *p, const xmlNode *node)
{
	struct found_event found = found_event();
	struct event *e = &found.event;
	struct str start, end;

	e->title = text_of(p, find(p, node, "p-name", "summary"));
	if (e->title.len == 0)
		e->title = text_of(p, node);
	e->url = url_of(p, find(p, node, "u-url", "url"));
	if (e->url.len == 0)
		e->url = p->address;
	start = moment_of(p, find(p, node, "dt-start", "dtstart"));
	end = moment_of(p, find(p, node, "dt-end", "dtend"));
	/* An end that is but a time is on the day of the beginning. */
	if (str_find_char(end, ':', 0) <= 2)
		end = arena_printf(p->arena, "%.*sT%.*s",
		    STR_ARG(str_sub(start, 0, 10)), STR_ARG(end));
	if (e->title.len == 0 || !event_set_moments(e, start, end)) {
		p->events->left++;
		return;
	}
	read_place(p, find(p, node, "p-location", "location"), e);
	read_organizer(p, find(p, node, "p-organizer", "organizer"), e);
	if (str_eq_fold(text_of(p, find(p, node, "p-status", "status")),
		STR("cancelled")))
		found.status = STR("cancelled");
	page_events_add(p->arena, p->events, &found);
}

static bool is_data(struct page *p, const xmlNode *node)
{
	return page_tree_is(node, "script") &&
	       str_starts_fold(page_tree_attribute(p->arena, node, "type"),
		   STR("application/ld+json"));
}

/* --------------------------------------------------------------------- the whole */

static void read_tree(struct page *p, const xmlNode *top)
{
	const xmlNode *node = top;

	for (; node != NULL; node = page_tree_next(node, top, true))
		if (is_data(p, node))
			page_events_of_data(p->arena,
			    page_tree_text(p->arena, node, LIMIT_SOURCE_PAGE),
			    p->address, p->events);
	/* Data says more than attributes, and those more than classes. */
	if (p->events->count == 0)
		page_events_of_items(p->arena, top, p->address, p->events);
	if (p->events->count > 0)
		return;
	for (node = top; node != NULL; node = page_tree_next(node, top, true))
		if (is_event(p, node))
			read_event(p, node);
}

bool page_events_read(struct arena *arena, const struct answer *answer,
    struct page_events *ret_events)
{
	struct page_events events = { .count = 0 };
	struct page page = {
		.arena = arena, .address = answer->url, .events = &events
	};
	xmlDocPtr tree = page_tree_parse(answer);

	if (tree != NULL && xmlDocGetRootElement(tree) != NULL)
		read_tree(&page, xmlDocGetRootElement(tree));
	xmlFreeDoc(tree);
	*ret_events = events;
	return events.count + events.left > 0;
}
