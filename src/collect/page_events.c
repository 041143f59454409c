/* The page as a tree, and its microformats: https://microformats.org/wiki. */
#include "collect/page_events.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>

#include "base/decode.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/feed_priv.h"
#include "model/country.h"
#include "model/place.h"

enum {
	DEPTH_MAX = 500, /* see feed_discover.c */
	TEXT_MAX = 1000,
};

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

static bool is_tag(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       str_eq_fold(str_of((const char *)node->name), str_of(name));
}

static struct str attribute(
    struct page *p, const xmlNode *node, const char *name)
{
	xmlChar *value =
	    xmlGetProp((xmlNode *)(uintptr_t)node, (const xmlChar *)name);
	struct str text = { NULL, 0 };

	if (value != NULL)
		text =
		    arena_str(p->arena, str_trim(str_of((const char *)value)));
	xmlFree(value);
	return text;
}

/* All text below it, of which `max` bytes are kept. */
static struct str content(struct page *p, const xmlNode *node, size_t max)
{
	xmlChar *value = xmlNodeGetContent((xmlNode *)(uintptr_t)node);
	struct str text = { NULL, 0 };

	if (value != NULL)
		text = arena_str(
		    p->arena, str_sub(str_of((const char *)value), 0, max));
	xmlFree(value);
	return text;
}

/* The next one in the order of the page, below `top`; not below `node` itself
 * if that is to be passed over. */
static const xmlNode *next_of(
    const xmlNode *node, const xmlNode *top, bool into)
{
	if (into && node->children != NULL)
		return node->children;
	while (node != top && node->next == NULL)
		node = node->parent;
	return node != top ? node->next : NULL;
}

static bool has_class(struct page *p, const xmlNode *node, const char *wanted)
{
	struct str classes;

	if (node->type != XML_ELEMENT_NODE || node->properties == NULL)
		return false;
	classes = attribute(p, node, "class");
	while (classes.len > 0) {
		size_t end = 0;

		classes = str_trim_left(classes);
		while (end < classes.len && !char_is_space(classes.at[end]))
			end++;
		if (str_eq(str_sub(classes, 0, end), str_of(wanted)))
			return true;
		classes = str_sub(classes, end, classes.len);
	}
	return false;
}

static bool is_event(struct page *p, const xmlNode *node)
{
	return has_class(p, node, "h-event") || has_class(p, node, "vevent");
}

/* The first with one of two names below an event, but not below another one. */
static const xmlNode *find(
    struct page *p, const xmlNode *event, const char *name, const char *older)
{
	const xmlNode *node = next_of(event, event, true);

	while (node != NULL) {
		bool other = is_event(p, node);

		if (has_class(p, node, name) || has_class(p, node, older))
			return node;
		node = next_of(node, event, !other);
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
	if (is_tag(node, "abbr"))
		text = attribute(p, node, "title");
	else if (is_tag(node, "data"))
		text = attribute(p, node, "value");
	else if (is_tag(node, "img") || is_tag(node, "area"))
		text = attribute(p, node, "alt");
	if (text.len == 0)
		text = content(p, node, 4 * TEXT_MAX);
	return feed_text(p->arena, text, FEED_PLAIN, TEXT_MAX);
}

static struct str url_of(struct page *p, const xmlNode *node)
{
	struct str url = { NULL, 0 };

	if (node == NULL)
		return url;
	url = attribute(p, node, "href");
	if (url.len == 0)
		url = attribute(p, node, "src");
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
	const xmlNode *part = next_of(node, node, true);

	for (; part != NULL; part = next_of(part, node, true)) {
		struct str text;

		if (!has_class(p, part, "value") &&
		    !has_class(p, part, "value-title"))
			continue;
		text = has_class(p, part, "value-title")
			   ? attribute(p, part, "title")
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
	if (is_tag(node, "time") || is_tag(node, "ins") || is_tag(node, "del"))
		text = attribute(p, node, "datetime");
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
		    url_of(p, is_tag(node, "a")
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
	return is_tag(node, "script") &&
	       str_starts_fold(
		   attribute(p, node, "type"), STR("application/ld+json"));
}

/* --------------------------------------------------------------------- the whole */

static void on_start(void *data, const xmlChar *name, const xmlChar **list)
{
	htmlParserCtxtPtr parser = data;

	if (parser->nameNr > DEPTH_MAX)
		xmlStopParser(parser);
	else
		xmlSAX2StartElement(data, name, list);
}

/* NULL if there is nothing in it; the caller frees it. */
static htmlDocPtr parse(struct str html)
{
	htmlParserCtxtPtr parser = htmlNewParserCtxt();
	htmlDocPtr tree;

	if (parser == NULL)
		xout_of_memory(html.len);
	parser->sax->startElement = on_start;
	tree = htmlCtxtReadMemory(parser, html.at, (int)html.len, NULL, "UTF-8",
	    HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC);
	if (tree == NULL)
		tree = parser->myDoc;
	htmlFreeParserCtxt(parser);
	return tree;
}

static void read_tree(struct page *p, const xmlNode *top)
{
	const xmlNode *node = top;

	for (; node != NULL; node = next_of(node, top, true))
		if (is_data(p, node))
			page_events_of_data(p->arena,
			    content(p, node, LIMIT_SOURCE_PAGE), p->address,
			    p->events);
	/* Data says more than classes. */
	if (p->events->count > 0)
		return;
	for (node = top; node != NULL; node = next_of(node, top, true))
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
	htmlDocPtr tree = NULL;
	struct strbuf html;

	strbuf_init(&html, LIMIT_SOURCE_PAGE * 4);
	decode_page(&html, str_sub(answer->body, 0, LIMIT_SOURCE_PAGE),
	    answer->content_type);
	if (html.len > 0)
		tree = parse(strbuf_str(&html));
	if (tree != NULL && xmlDocGetRootElement(tree) != NULL)
		read_tree(&page, xmlDocGetRootElement(tree));
	xmlFreeDoc(tree);
	strbuf_release(&html);
	*ret_events = events;
	return events.count + events.left > 0;
}
