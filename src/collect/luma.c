/*
 * Luma: the events of calendars, as its own pages ask for them.
 *
 * The public iCalendar file knows no time zone, so that the day of an event in
 * America is often wrong by one; this interface has zone, city and country.
 * It is not documented and may change; then that file, and the events' pages,
 * are what is left (kinds `calendar` and `page`).
 */
#include "base/from_json.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/found_event.h"
#include "model/country.h"

enum { PAGE = 50 };

static const char *const origin[] = { "title", "event.name", "url", "event.url",
	"first", "event.start_at", "last", "event.end_at", "zone",
	"event.timezone", "mode", "event.location_type", "places",
	"event.geo_address_info", "groups", "calendar.name", NULL };

static kind_read read_items;

/* ------------------------------------------------------------------- an event */

static void read_place(struct harvest *h, struct event *e, const json_t *event)
{
	const json_t *where = from_json_at(event, "geo_address_info");
	struct str country = from_json_text(where, "country_code");
	struct place place = { .city = from_json_text(where, "city") };

	if (country.len == 0)
		country = from_json_text(where, "country");
	place.country = country_code(country);
	place.state =
	    country_state(place.country, from_json_text(where, "region_short"));
	if (place.state.len == 0)
		place.state = country_state(
		    place.country, from_json_text(where, "region"));
	if (place.city.len > 0)
		event_add_place(h->arena, e, &place);
}

static enum event_mode mode_of(const json_t *event)
{
	static const char *const online[] = { "zoom", "meet", "discord",
		"youtube", "twitch", "twitter", "online" };
	struct str type = from_json_text(event, "location_type");

	if (str_eq_fold(type, STR("offline")))
		return MODE_IN_PERSON;
	for (size_t i = 0; i < sizeof(online) / sizeof(online[0]); i++)
		if (str_eq_fold(type, str_of(online[i])))
			return MODE_VIRTUAL;
	return MODE_UNKNOWN;
}

/* "slug" is at luma.com; events of others have a whole address. */
static struct str url_of(struct harvest *h, const json_t *event)
{
	struct str url = from_json_text(event, "url");

	return url.len == 0 || url_is_web(url)
		   ? url
		   : arena_printf(
			 h->arena, "https://luma.com/%.*s", STR_ARG(url));
}

/* What is asked for: by its id, and by the name that the settings have for it
 * (which may be the id). */
struct calendar {
	struct str id, name;
};

/* Who holds an event; it may be in several calendars. */
static void add_calendar(struct harvest *h, struct event *e,
    const struct calendar *asked, const json_t *calendar)
{
	struct str title = from_json_text(calendar, "name");
	struct str id = from_json_text(calendar, "api_id");
	struct str slug = from_json_text(calendar, "slug");

	if (title.len == 0)
		return;
	if (str_eq(id, asked->id))
		slug = asked->name;
	if (slug.len == 0 || !url_is_plain(slug))
		slug = id;
	event_add_group(h->arena, e, title,
	    slug.len == 0
		? slug
		: arena_printf(h->arena, "https://luma.com/%s%.*s",
		      str_starts(slug, STR("cal-")) ? "calendar/" : "",
		      STR_ARG(slug)));
}

static void read_entry(
    struct harvest *h, const struct calendar *calendar, const json_t *entry)
{
	const json_t *event = from_json_at(entry, "event");
	struct found_event found = found_event();
	struct event *e = &found.event;
	int64_t start = from_json_moment(event, "start_at");

	e->title = from_json_text(event, "name");
	e->url = url_of(h, event);
	found.id = from_json_text(event, "api_id");
	if (start == 0 ||
	    !event_set_in_zone(e, start, from_json_moment(event, "end_at"),
		from_json_text(event, "timezone"))) {
		harvest_leave(
		    h, arena_printf(h->arena,
			   "of \"%.*s\" the day or the time zone is not known",
			   STR_ARG(str_sub(e->title, 0, 200))));
		return;
	}
	e->mode = mode_of(event);
	read_place(h, e, event);
	add_calendar(h, e, calendar, from_json_at(entry, "calendar"));
	harvest_event(h, &found, origin);
}

/* --------------------------------------------------------------------- calendars */

static void ask_items(
    struct harvest *h, const struct calendar *calendar, struct str cursor)
{
	harvest_ask(
	    h, &(struct ask){
		   .url = arena_printf(h->arena,
		       "%.*s/calendar/get-items?calendar_api_id=%.*s&"
		       "period=future&pagination_limit=%d%s%.*s",
		       STR_ARG(kind_base(h)), STR_ARG(calendar->id), PAGE,
		       cursor.len > 0 ? "&pagination_cursor=" : "",
		       STR_ARG(cursor)),
		   .read = read_items,
		   .data = (void *)(uintptr_t)calendar,
		   .keep = true,
	       });
}

static bool read_items(struct harvest *h, struct error *err)
{
	const struct calendar *calendar = h->answer.data;
	json_t *all = from_json(h->answer.body, err);
	struct str cursor = from_json_text(all, "next_cursor");
	struct strbuf escaped;

	if (all == NULL)
		return false;
	if (!from_json_is_list(from_json_at(all, "entries")))
		harvest_lacks(h, STR("it gives no \"entries\" any more"));
	for (size_t i = 0; i < from_json_count(all, "entries"); i++)
		read_entry(h, calendar, from_json_item(all, "entries", i));
	if (from_json_is(all, "has_more") && cursor.len > 0) {
		strbuf_init(&escaped, LIMIT_URL);
		url_add_value(&escaped, cursor);
		ask_items(h, calendar, strbuf_str(&escaped));
		strbuf_release(&escaped);
	}
	from_json_free(all);
	return true;
}

static void ask_calendar(struct harvest *h, struct str id, struct str name)
{
	struct calendar *kept = ARENA_NEW(h->arena, struct calendar);

	*kept = (struct calendar){ arena_str(h->arena, id), name };
	ask_items(h, kept, STR(""));
}

/* What a name in an address stands for. */
static bool read_name(struct harvest *h, struct error *err)
{
	json_t *all = from_json(h->answer.body, err);
	struct str id = from_json_text(all, "data.calendar.api_id");
	const struct str *name = h->answer.data;

	if (all != NULL && id.len == 0)
		error_set(err, "it knows no calendar \"%.*s\"", STR_ARG(*name));
	else if (all != NULL)
		ask_calendar(h, id, *name);
	from_json_free(all);
	return all != NULL && id.len > 0;
}

/* The last part of an address, or all of what is none. */
static struct str name_of(struct str calendar)
{
	struct str path = url_split(calendar).path, name = calendar;

	if (!url_is_absolute(calendar))
		return str_trim(calendar);
	while (path.at != NULL) {
		struct str part = str_take(&path, '/');

		if (part.len > 0)
			name = part;
	}
	return name;
}

static bool start(struct harvest *h, struct error *err)
{
	const struct str_list *of = &h->rule->of;

	(void)err;
	for (size_t i = 0; i < of->count; i++) {
		struct str *name = ARENA_NEW(h->arena, struct str);
		struct strbuf escaped;

		*name = name_of(of->item[i]);
		if (str_starts(*name, STR("cal-"))) {
			ask_calendar(h, *name, *name);
			continue;
		}
		strbuf_init(&escaped, LIMIT_URL);
		url_add_value(&escaped, *name);
		harvest_ask(
		    h, &(struct ask){
			   .url = arena_printf(h->arena, "%.*s/url?url=%s",
			       STR_ARG(kind_base(h)), escaped.buf),
			   .read = read_name,
			   .data = name,
			   .keep = true,
		       });
		strbuf_release(&escaped);
	}
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	struct str name = name_of(address);

	if (answer != NULL || name.len == 0 ||
	    (!kind_is_at(address, "luma.com") && !kind_is_at(address, "lu.ma")))
		return false;
	return kind_found(arena, kind_luma.name, name, ret_rule);
}

const struct kind kind_luma = {
	.name = "luma",
	.rank = KIND_RANK_HOST,
	.what = "Luma: events of calendars",
	.needs = KIND_NEEDS_OF,
	.url = "https://api.lu.ma",
	.start = start,
	.knows = knows,
};
