/* Upcoming events: their page, and calendars of all, of regions, of each. */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/url.h"
#include "base/zone.h"
#include "build/calendar.h"
#include "build/html.h"
#include "build/site.h"

#define ALL_EVENTS "all"

/* An event of the list, and what tells it from others. */
struct listed {
	const struct event *event;
	struct str name;
};

/* The newest issue, with the events that are still to come, by date. */
struct upcoming {
	struct site *site;
	struct site_issue *issue;
	struct issue typed;
	struct issue_view view;
	struct listed *event; /* without doubles, by date */
	size_t events;
	struct calendar_event *entry; /* one for each event */
};

static bool is_upcoming(const struct site *site, const struct event *event)
{
	return date_cmp(event->last, site->today) >= 0;
}

struct str event_calendar_path(
    const struct issue_view *view, const struct event *event)
{
	if (view->event_name == NULL || !is_upcoming(view->site, event) ||
	    event->title.at == NULL)
		return (struct str){ NULL, 0 };
	return address_link(view->site, view->arena,
	    calendar_address(view->site, view->arena,
		view->event_name[event - view->typed->event]));
}

static struct str name_of(const struct upcoming *u, const struct event *event)
{
	return u->view.event_name[event - u->typed.event];
}

/* By day; of one day as the issue has them. */
static int by_date(const void *left, const void *right)
{
	const struct listed *a = left, *b = right;
	int order = date_cmp(a->event->first, b->event->first);

	return order != 0 ? order
			  : (a->event > b->event) - (a->event < b->event);
}

/* So that the same event of one day stands together. */
static int by_identity(const void *left, const void *right)
{
	const struct listed *a = left, *b = right;
	int order = date_cmp(a->event->first, b->event->first);

	if (order == 0)
		order = str_cmp(a->name, b->name);
	return order != 0 ? order
			  : (a->event > b->event) - (a->event < b->event);
}

/* A hybrid event is listed under Virtual and under its region: the first
 * listing stays. */
static void drop_doubles(struct upcoming *u)
{
	size_t kept = 0;

	qsort(u->event, u->events, sizeof(u->event[0]), by_identity);
	for (size_t i = 0; i < u->events; i++) {
		const struct listed *l = &u->event[i];

		if (kept > 0 && str_eq(u->event[kept - 1].name, l->name) &&
		    date_cmp(
			u->event[kept - 1].event->first, l->event->first) == 0)
			continue;
		u->event[kept++] = *l;
	}
	u->events = kept;
	qsort(u->event, u->events, sizeof(u->event[0]), by_date);
}

static void collect_events(struct upcoming *u)
{
	u->event =
	    ARENA_ARRAY(u->site->arena, u->typed.events + 1, struct listed);
	for (size_t i = 0; i < u->typed.events; i++) {
		const struct event *event = &u->typed.event[i];

		if (is_upcoming(u->site, event) && event->title.at != NULL)
			u->event[u->events++] =
			    (struct listed){ event, name_of(u, event) };
	}
	if (u->events > 0)
		drop_doubles(u);
}

static struct str place_text(struct arena *arena, const struct event *event)
{
	struct strbuf text;
	struct str copy;

	strbuf_init(&text, LIMIT_SMALL_FILE);
	for (size_t i = 0; i < event->places; i++) {
		if (i > 0)
			strbuf_lit(&text, "; ");
		strbuf_add(&text, event->place[i].text);
	}
	copy = arena_str(arena, strbuf_str(&text));
	strbuf_release(&text);
	return copy.len > 0 ? copy : (struct str){ NULL, 0 };
}

static struct str group_text(struct arena *arena, const struct event *event)
{
	struct strbuf text;
	struct str copy;

	strbuf_init(&text, LIMIT_SMALL_FILE);
	for (size_t i = 0; i < event->groups; i++) {
		if (i > 0)
			strbuf_lit(&text, ", ");
		strbuf_add(&text, event->group[i].name);
	}
	if (event->url.at != NULL)
		strbuf_printf(&text, "%s%.*s", text.len > 0 ? "\n" : "",
		    STR_ARG(event->url));
	copy = arena_str(arena, strbuf_str(&text));
	strbuf_release(&text);
	return copy;
}

/* A local time in a zone, as UTC. */
static struct moment as_utc(struct str zone, struct date day, int minutes)
{
	int32_t days = date_to_days(day) + minutes / (24 * 60);
	int local = minutes % (24 * 60);
	int64_t all = (int64_t)days * 24 * 60 + local -
		      zone_offset(zone, date_from_days(days), local);
	int32_t utc_days =
	    (int32_t)(all >= 0 ? all / 1440 : (all - 1439) / 1440);

	return (struct moment){ .date = date_from_days(utc_days),
		.minutes = (int)(all - (int64_t)utc_days * 1440) };
}

/* DTSTAMP of a calendar without a method is when the entry was revised last
 * (RFC 5545, 3.8.7.2). */
static struct moment stamp_of(const struct upcoming *u, struct str name)
{
	return (struct moment){ .date = site_event_revised(u->site, name) };
}

static struct calendar_event calendar_entry(
    struct upcoming *u, const struct event *event)
{
	struct arena *arena = u->site->arena;
	struct str host = url_host(u->site->settings.address);
	struct str name = name_of(u, event);
	struct calendar_event entry = {
		.uid = arena_printf(
		    arena, "%.*s@%.*s", STR_ARG(name), STR_ARG(host)),
		.title = event->title,
		.description = group_text(arena, event),
		.place = place_text(arena, event),
		.url = url_is_absolute(event->url) ? event->url
						   : (struct str){ NULL, 0 },
		.first = event->first,
		.last = event->last,
		.stamp = stamp_of(u, name),
		.sequence = site_event_sequence(u->site, name),
		.timed = event->start >= 0,
		.has_finish = event->start >= 0 && event->finish >= 0,
	};

	if (entry.timed)
		entry.start = as_utc(event->zone, event->first, event->start);
	if (entry.has_finish)
		entry.finish = as_utc(event->zone, event->first, event->finish);
	return entry;
}

static bool write_calendar(struct upcoming *u, struct str name,
    struct str title, const struct calendar_event *entry, size_t entries,
    struct error *err)
{
	const struct site *site = u->site;
	struct arena *arena = site->arena;
	struct calendar calendar = {
		.name = title,
		.description = site->settings.description,
		.url = address_absolute(
		    site, arena, site->settings.addresses.events),
		.product = STR("-//Sennight//EN"),
		.event = entry,
		.events = entries,
	};
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_FEED);
	calendar_add_ics(&out, &calendar);
	ok = output_put(site->output,
	    address_file(arena, calendar_address(site, arena, name)),
	    strbuf_str(&out), err);
	strbuf_release(&out);
	return ok;
}

/* Of a region also the events that are listed there a second time. */
static bool write_region_calendar(
    struct upcoming *u, size_t region, struct error *err)
{
	const struct region_rule *rule = &u->site->settings.region[region];
	struct calendar_event *entry = ARENA_ARRAY(
	    u->site->arena, u->typed.events + 1, struct calendar_event);
	size_t entries = 0;

	for (size_t i = 0; i < u->typed.events; i++) {
		const struct event *event = &u->typed.event[i];

		if (event->region == region && is_upcoming(u->site, event) &&
		    event->title.at != NULL)
			entry[entries++] = calendar_entry(u, event);
	}
	return write_calendar(u, rule->id,
	    arena_printf(u->site->arena, "%.*s: %.*s",
		STR_ARG(u->site->settings.name), STR_ARG(rule->title)),
	    entry, entries, err);
}

/* One that does not take place, for those who have it in their calendar. */
static struct calendar_event cancelled_entry(
    struct upcoming *u, const struct correction *c)
{
	struct arena *arena = u->site->arena;
	struct str host = url_host(u->site->settings.address);

	return (struct calendar_event){
		.uid = arena_printf(
		    arena, "%.*s@%.*s", STR_ARG(c->event), STR_ARG(host)),
		.title = c->title,
		.place = c->place.len > 0 ? c->place : (struct str){ NULL, 0 },
		.url = url_is_absolute(c->url) && url_scheme_is_safe(c->url)
			   ? c->url
			   : (struct str){ NULL, 0 },
		.first = c->was,
		.last = date_cmp(c->last, c->was) >= 0 ? c->last : c->was,
		.stamp = stamp_of(u, c->event),
		.sequence = site_event_sequence(u->site, c->event),
		.cancelled = true,
	};
}

static bool is_listed(const struct upcoming *u, struct str name)
{
	for (size_t i = 0; i < u->events; i++)
		if (str_eq(u->event[i].name, name))
			return true;
	return false;
}

/* Each gets a calendar of its own, and all stand in that of all events, behind
 * the `listed` entries. */
static bool add_cancelled(
    struct upcoming *u, size_t *entries, struct error *err)
{
	const struct corrections *list = &u->site->corrections;

	for (size_t i = 0; i < list->count; i++) {
		const struct correction *c = &list->correction[i];
		struct calendar_event *entry = &u->entry[*entries];

		if (c->kind != CORRECTION_OFF || c->event.len == 0 ||
		    date_cmp(c->was, u->site->today) < 0 ||
		    is_listed(u, c->event))
			continue;
		*entry = cancelled_entry(u, c);
		++*entries;
		if (!write_calendar(u, c->event, c->title, entry, 1, err))
			return false;
	}
	return true;
}

static bool write_calendars(struct upcoming *u, struct error *err)
{
	struct site *site = u->site;
	size_t entries = u->events;

	u->entry = ARENA_ARRAY(site->arena,
	    u->events + site->corrections.count + 1, struct calendar_event);
	for (size_t i = 0; i < u->events; i++)
		u->entry[i] = calendar_entry(u, u->event[i].event);
	if (!add_cancelled(u, &entries, err) ||
	    !write_calendar(u, STR(ALL_EVENTS), site->settings.name, u->entry,
		entries, err))
		return false;
	for (size_t i = 0; i < u->events; i++)
		if (!write_calendar(u, u->event[i].name,
			u->event[i].event->title, &u->entry[i], 1, err))
			return false;
	for (size_t i = 0; i < site->settings.regions; i++)
		if (!write_region_calendar(u, i, err))
			return false;
	return true;
}

/* Ids must be unique in the page: only the list by date has them. */
static struct value region_value(struct upcoming *u, size_t region)
{
	struct site *site = u->site;
	const struct region_rule *rule = &site->settings.region[region];
	struct value map = value_map(site->arena);
	struct value events = value_list(site->arena);

	for (size_t i = 0; i < u->typed.events; i++)
		if (u->typed.event[i].region == region &&
		    is_upcoming(site, &u->typed.event[i]) &&
		    u->typed.event[i].title.at != NULL)
			value_append(site->arena, events,
			    event_value(&u->view, &u->typed.event[i]));
	value_set(site->arena, map, "id", value_text(rule->id));
	value_set(site->arena, map, "title", value_text(rule->title));
	value_set(site->arena, map, "count",
	    value_number((int64_t)value_count(events)));
	value_set(site->arena, map, "calendar_url",
	    value_text(address_link(site, site->arena,
		calendar_address(site, site->arena, rule->id))));
	value_set(site->arena, map, "events", events);
	return map;
}

static struct value regions_value(struct upcoming *u)
{
	struct value regions = value_list(u->site->arena);

	for (size_t i = 0; i < u->site->settings.regions; i++) {
		struct value region = region_value(u, i);

		if (value_get(region, STR("count"))->number > 0)
			value_append(u->site->arena, regions, region);
	}
	return regions;
}

static bool write_events_page(struct upcoming *u, struct error *err)
{
	struct site *site = u->site;
	struct value variables = value_map(site->arena);
	struct value events = value_list(site->arena);
	struct event *plain =
	    ARENA_ARRAY(site->arena, u->events + 1, struct event);
	struct page_words words = {
		.kind = "events",
		.title = STR("Upcoming events"),
		.address = site->settings.addresses.events,
		.description =
		    arena_printf(site->arena, "%zu upcoming events, from %.*s",
			u->events, STR_ARG(u->issue->title)),
	};

	for (size_t i = 0; i < u->events; i++) {
		plain[i] = *u->event[i].event;
		value_append(site->arena, events,
		    event_value(&u->view, u->event[i].event));
	}
	words.jsonld = jsonld_events(plain, u->events, site->arena);
	value_set(site->arena, variables, "site", site->site_value);
	value_set(site->arena, variables, "page",
	    page_value(site, site->arena, &words));
	value_set(site->arena, variables, "issue",
	    issue_summary(site, u->issue, site->arena));
	value_set(site->arena, variables, "events", events);
	value_set(site->arena, variables, "regions", regions_value(u));
	return site_render(site, "events.html", site->settings.addresses.events,
	    variables, site->arena, err);
}

bool site_write_events(struct site *site, struct error *err)
{
	struct upcoming u = { .site = site, .issue = site->issue };
	struct strbuf buffer;
	struct html html;
	bool ok;

	if (site->issues == 0)
		return true;
	if (!site_read_issue(site, site->arena, u.issue->file, &u.typed, err))
		return false;
	event_times_apply(site, &u.typed, site->arena);
	strbuf_init(&buffer, LIMIT_PAGE);
	html_init(&html, &buffer, site->arena, HTML_WEB,
	    address_link(site, site->arena, u.issue->address));
	u.view = (struct issue_view){ .site = site,
		.issue = u.issue,
		.typed = &u.typed,
		.arena = site->arena,
		.html = &html,
		.buffer = &buffer,
		.event_name = site_event_names(site, site->arena, &u.typed) };
	collect_events(&u);
	site->report->events = u.events;
	ok = write_calendars(&u, err) && write_events_page(&u, err);
	strbuf_release(&buffer);
	return ok;
}
