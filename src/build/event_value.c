/* An event as templates see it. */
#include "base/strbuf.h"
#include "base/url.h"
#include "build/html.h"
#include "build/site.h"

struct value date_value(struct arena *arena, struct date date)
{
	struct strbuf iso;
	struct value v;

	if (!date_is_set(date))
		return value_none();
	strbuf_init(&iso, 16);
	date_add_iso(&iso, date);
	v = value_text(arena_str(arena, strbuf_str(&iso)));
	strbuf_release(&iso);
	return v;
}

static struct value group_values(struct arena *arena, const struct event *event)
{
	struct value groups = value_list(arena);

	for (size_t i = 0; i < event->groups; i++) {
		struct value group = value_map(arena);

		value_set(
		    arena, group, "name", value_text(event->group[i].name));
		value_set(arena, group, "url", value_text(event->group[i].url));
		value_append(arena, groups, group);
	}
	return groups;
}

static struct value extra_values(
    struct issue_view *v, const struct event *event)
{
	struct value extras = value_list(v->arena);

	for (size_t i = 0; i < event->extras; i++) {
		struct value extra = value_map(v->arena);
		size_t from = v->buffer->len;
		bool linked = html_begin_link(
		    v->html, event->extra[i].url, (struct str){ NULL, 0 });

		html_add_text(v->html, event->extra[i].text);
		if (linked)
			strbuf_lit(v->buffer, "</a>");
		value_set(
		    v->arena, extra, "html", value_html(take_output(v, from)));
		value_append(v->arena, extras, extra);
	}
	return extras;
}

static struct value place_value(struct arena *arena, const struct event *event)
{
	struct strbuf text;
	struct value v;

	if (event->places == 0)
		return value_none();
	strbuf_init(&text, LIMIT_PAGE);
	for (size_t i = 0; i < event->places; i++) {
		if (i > 0)
			strbuf_lit(&text, "; ");
		strbuf_add(&text, event->place[i].text);
	}
	v = text.len > 0 ? value_text(arena_str(arena, strbuf_str(&text)))
			 : value_none();
	strbuf_release(&text);
	return v;
}

static struct str mode_name(enum event_mode mode)
{
	static const struct str names[] = {
		[MODE_UNKNOWN] = STR_INIT("unknown"),
		[MODE_IN_PERSON] = STR_INIT("in-person"),
		[MODE_VIRTUAL] = STR_INIT("virtual"),
		[MODE_HYBRID] = STR_INIT("hybrid"),
	};

	return names[mode];
}

/* "Europe/Lisbon" is "Lisbon time" to readers; "UTC" stays. */
static struct str zone_words(struct arena *arena, struct str zone)
{
	size_t from = zone.len, len;
	char *city;

	while (from > 0 && zone.at[from - 1] != '/')
		from--;
	if (from == 0)
		return zone;
	len = zone.len - from;
	city = ARENA_ARRAY(arena, len, char);
	for (size_t i = 0; i < len; i++)
		city[i] = zone.at[from + i] == '_' ? ' ' : zone.at[from + i];
	return arena_printf(arena, "%.*s time", (int)len, city);
}

/* "18:30-20:30 Lisbon time", or none.  One that ends after midnight has
 * more than 24 hours in `finish`; its days are said elsewhere. */
static struct value time_value(struct arena *arena, const struct event *event)
{
	struct str text;

	if (event->start < 0)
		return value_none();
	text = arena_printf(
	    arena, "%02d:%02d", event->start / 60, event->start % 60);
	if (event->finish >= 0)
		text = arena_printf(arena, "%.*s\u2013%02d:%02d", STR_ARG(text),
		    event->finish / 60 % 24, event->finish % 60);
	if (event->zone.at != NULL)
		text = arena_printf(arena, "%.*s %.*s", STR_ARG(text),
		    STR_ARG(zone_words(arena, event->zone)));
	return value_text(text);
}

struct value event_value(struct issue_view *v, const struct event *event)
{
	struct arena *arena = v->arena;
	const struct settings *settings = &v->site->settings;
	const struct section *section = &v->typed->section[event->section];
	const struct md_node *node = section->item[event->item].node;
	struct value map = value_map(arena);
	struct str day = date_weekday_name(date_weekday(event->first));

	value_set(arena, map, "id",
	    value_text(arena_printf(
		arena, "e%zu", (size_t)(event - v->typed->event) + 1)));
	value_set(arena, map, "first", date_value(arena, event->first));
	value_set(arena, map, "last", date_value(arena, event->last));
	value_set(arena, map, "days",
	    value_number(
		date_to_days(event->last) - date_to_days(event->first) + 1));
	value_set(arena, map, "weekday", value_text(str_sub(day, 0, 3)));
	value_set(arena, map, "title", value_text(event->title));
	value_set(arena, map, "url",
	    url_scheme_is_safe(event->url) ? value_text(event->url)
					   : value_none());
	value_set(arena, map, "groups", group_values(arena, event));
	value_set(arena, map, "place", place_value(arena, event));
	value_set(arena, map, "mode", value_text(mode_name(event->mode)));
	value_set(arena, map, "region",
	    event->region != STR_NONE
		? value_text(settings->region[event->region].id)
		: value_none());
	value_set(arena, map, "ics", value_text(event_calendar_path(v, event)));
	value_set(arena, map, "extras", extra_values(v, event));
	value_set(arena, map, "time", time_value(arena, event));
	value_set(arena, map, "complete", value_bool(event->complete));
	value_set(arena, map, "html",
	    event->complete ? value_none()
			    : value_html(block_html(v, node->first, NULL)));
	return map;
}
