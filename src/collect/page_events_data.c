/* Events in JSON-LD: https://schema.org/Event. */
#include "base/from_json.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/feed_priv.h"
#include "collect/page_events.h"
#include "model/country.h"
#include "model/place.h"

enum {
	DEPTH_MAX = 12, /* of what holds events */
	TEXT_MAX = 1000,
};

struct reader {
	struct arena *arena;
	struct str address;
	struct page_events *events;
};

/* Texts have HTML in them, which nobody meant. */
static struct str text_at(
    struct reader *r, const json_t *value, const char *path)
{
	return feed_text(
	    r->arena, from_json_text(value, path), FEED_MAYBE, TEXT_MAX);
}

static struct str url_at(
    struct reader *r, const json_t *value, const char *path)
{
	struct str url = from_json_text(value, path);

	return url.len > 0 ? feed_url(r->arena, r->address, url) : url;
}

/* "EventCancelled" of "https://schema.org/EventCancelled". */
static struct str last_word(struct str name)
{
	size_t at = name.len;

	while (at > 0 && name.at[at - 1] != '/' && name.at[at - 1] != '#' &&
	       name.at[at - 1] != ':')
		at--;
	return str_sub(name, at, name.len);
}

/* How many there are, where one alone may stand for a list of one. */
static size_t count_of(const json_t *value, const char *path)
{
	const json_t *at = from_json_at(value, path);
	size_t count = from_json_count(at, "");

	return count > 0 || from_json_is_list(at) ? count : at != NULL;
}

static json_t *one_of(const json_t *value, const char *path, size_t i)
{
	json_t *at = from_json_at(value, path);

	return from_json_is_list(at) ? from_json_item(at, "", i) : at;
}

/* ------------------------------------------------------------------------- types */

bool page_events_is_type(struct str type)
{
	type = last_word(type);
	return (str_ends(type, STR("Event")) &&
		   !str_eq(type, STR("PublicationEvent"))) ||
	       str_eq(type, STR("Festival")) ||
	       str_eq(type, STR("Hackathon")) ||
	       str_eq(type, STR("CourseInstance"));
}

static bool has_type(const json_t *thing, bool (*is)(struct str))
{
	for (size_t i = 0; i < count_of(thing, "@type"); i++)
		if (is(from_json_text(one_of(thing, "@type", i), "")))
			return true;
	return false;
}

static bool is_virtual_type(struct str type)
{
	return str_eq(last_word(type), STR("VirtualLocation"));
}

/* ----------------------------------------------------------------------- places */

static void add_place_text(struct reader *r, struct event *e, struct str text)
{
	struct place place = { .text = text };
	struct str country;

	if (place_split(text, &place.city, &country)) {
		place.country = country_code(country);
		place.text.at = NULL;
		place.text.len = 0;
	}
	if (text.len > 0)
		event_add_place(r->arena, e, &place);
}

static void add_address(
    struct reader *r, struct event *e, const json_t *address)
{
	struct str country = text_at(r, address, "addressCountry");
	struct place place = { .city = text_at(r, address, "addressLocality") };
	struct str code;

	if (country.len == 0)
		country = text_at(r, address, "addressCountry.name");
	code = country_code(country);
	place.country = code.len > 0 ? code : country;
	place.state =
	    country_state(place.country, text_at(r, address, "addressRegion"));
	if (place.city.len > 0 || place.country.len > 0)
		event_add_place(r->arena, e, &place);
}

/* A place, a virtual one, or only a text.  *ret_virtual, *ret_real: which. */
static void read_location(struct reader *r, struct event *e,
    const json_t *location, bool *ret_virtual, bool *ret_real)
{
	struct str text = text_at(r, location, "");
	size_t before = e->places;

	if (has_type(location, is_virtual_type) || url_is_web(text)) {
		*ret_virtual = true;
		return;
	}
	*ret_real = true;
	for (size_t i = 0; i < count_of(location, "address"); i++) {
		const json_t *address = one_of(location, "address", i);
		struct str line = text_at(r, address, "");

		if (line.len > 0)
			add_place_text(r, e, line);
		else
			add_address(r, e, address);
	}
	if (e->places == before)
		add_place_text(
		    r, e, text.len > 0 ? text : text_at(r, location, "name"));
}

static enum event_mode mode_named(struct str name)
{
	static const struct {
		const char *name;
		enum event_mode mode;
	} modes[] = {
		{ "OnlineEventAttendanceMode", MODE_VIRTUAL },
		{ "OfflineEventAttendanceMode", MODE_IN_PERSON },
		{ "MixedEventAttendanceMode", MODE_HYBRID },
		{ "online", MODE_VIRTUAL },
		{ "offline", MODE_IN_PERSON },
		{ "mixed", MODE_HYBRID },
	};

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (str_eq_fold(last_word(name), str_of(modes[i].name)))
			return modes[i].mode;
	return MODE_UNKNOWN;
}

static void read_locations(
    struct reader *r, struct event *e, const json_t *thing)
{
	bool is_virtual = false, is_real = false;

	for (size_t i = 0; i < count_of(thing, "location"); i++)
		read_location(
		    r, e, one_of(thing, "location", i), &is_virtual, &is_real);
	e->mode = mode_named(from_json_text(thing, "eventAttendanceMode"));
	if (e->mode == MODE_UNKNOWN && (is_virtual || is_real))
		e->mode = !is_real     ? MODE_VIRTUAL
			  : is_virtual ? MODE_HYBRID
				       : MODE_IN_PERSON;
}

/* ---------------------------------------------------------------------- the rest */

static void read_organizers(
    struct reader *r, struct event *e, const json_t *thing)
{
	for (size_t i = 0; i < count_of(thing, "organizer"); i++) {
		const json_t *one = one_of(thing, "organizer", i);
		struct str name = text_at(r, one, "name");

		if (name.len == 0)
			name = text_at(r, one, "");
		if (name.len > 0)
			event_add_group(
			    r->arena, e, name, url_at(r, one, "url"));
	}
}

static struct str status_of(const json_t *thing)
{
	struct str status = last_word(from_json_text(thing, "eventStatus"));

	if (str_eq_fold(status, STR("EventCancelled")) ||
	    str_eq_fold(status, STR("Cancelled")))
		return STR("cancelled");
	if (str_eq_fold(status, STR("EventPostponed")) ||
	    str_eq_fold(status, STR("Postponed")))
		return STR("postponed");
	return (struct str){ NULL, 0 };
}

static bool is_free(const json_t *thing)
{
	bool all = count_of(thing, "offers") > 0;

	for (size_t i = 0; i < count_of(thing, "offers"); i++) {
		const json_t *offer = one_of(thing, "offers", i);

		all = all && from_json_number(offer, "price", 1) == 0;
	}
	return all || from_json_is(thing, "isAccessibleForFree");
}

static void read_event(struct reader *r, const json_t *thing)
{
	struct found_event found = found_event();
	struct event *e = &found.event;

	e->title = text_at(r, thing, "name");
	e->url = url_at(r, thing, "url");
	if (e->url.len == 0)
		e->url = r->address;
	if (e->title.len == 0 ||
	    !event_set_moments(e, from_json_text(thing, "startDate"),
		from_json_text(thing, "endDate"))) {
		r->events->left++;
		return;
	}
	read_locations(r, e, thing);
	read_organizers(r, e, thing);
	found.status = status_of(thing);
	found.free = is_free(thing);
	page_events_add(r->arena, r->events, &found);
}

/* What may hold events: lists, graphs, and lists of what a page shows. */
static void read_thing(struct reader *r, const json_t *thing, int depth)
{
	static const char *const holders[] = { "@graph", "itemListElement",
		"item", "mainEntity", "event", "events", "subEvent" };

	if (thing == NULL || depth > DEPTH_MAX)
		return;
	if (from_json_is_list(thing)) {
		for (size_t i = 0; i < from_json_count(thing, ""); i++)
			read_thing(r, from_json_item(thing, "", i), depth + 1);
		return;
	}
	if (has_type(thing, page_events_is_type))
		read_event(r, thing);
	for (size_t i = 0; i < sizeof(holders) / sizeof(holders[0]); i++)
		read_thing(r, from_json_at(thing, holders[i]), depth + 1);
}

/* Without what people put around it: comments of HTML, CDATA. */
static struct str bare(struct str json)
{
	static const struct str around[] = { STR_INIT("<!--"),
		STR_INIT("//<![CDATA["), STR_INIT("/*<![CDATA[*/"),
		STR_INIT("<![CDATA["), STR_INIT("//") };
	static const struct str behind[] = { STR_INIT("-->"), STR_INIT("//]]>"),
		STR_INIT("/*]]>*/"), STR_INIT("]]>"), STR_INIT(";") };

	json = str_trim(json);
	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++)
		if (str_starts(json, around[i]))
			json = str_trim(str_sub(json, around[i].len, json.len));
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++)
		if (str_ends(json, behind[i]))
			json = str_trim(
			    str_sub(json, 0, json.len - behind[i].len));
	return json;
}

void page_events_of_data(struct arena *arena, struct str json,
    struct str address, struct page_events *events)
{
	struct reader r = {
		.arena = arena, .address = address, .events = events
	};
	struct strbuf mended;
	struct error ignored;
	json_t *all;

	strbuf_init(&mended, LIMIT_SOURCE_PAGE * 4);
	feed_mend_json(&mended, bare(json));
	all = from_json_loosely(strbuf_str(&mended), &ignored);
	read_thing(&r, all, 0);
	from_json_free(all);
	strbuf_release(&mended);
}
