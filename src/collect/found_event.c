#include "collect/found_event.h"

#include "base/limits.h"
#include "base/url.h"
#include "base/zone.h"
#include "model/event_fields.h"

enum {
	DAY = 24 * 60, /* in minutes */
	/* What ends before this is still of the evening before. */
	SMALL_HOURS = 5 * 60,
};

static const char *const modes[] = {
	[MODE_UNKNOWN] = NULL,
	[MODE_IN_PERSON] = "in-person",
	[MODE_VIRTUAL] = "virtual",
	[MODE_HYBRID] = "hybrid",
};

struct found_event found_event(void)
{
	return (struct found_event){
		.event = { .start = -1, .finish = -1, .region = STR_NONE }
	};
}

/* --------------------------------------------------------------------- parts */

void event_add_place(
    struct arena *arena, struct event *event, const struct place *place)
{
	event->place = ARENA_GROW(arena, event->place, event->places);
	event->place[event->places++] = *place;
}

void event_add_group(
    struct arena *arena, struct event *event, struct str name, struct str url)
{
	event->group = ARENA_GROW(arena, event->group, event->groups);
	event->group[event->groups++] = (struct group){ name, url };
}

/* -------------------------------------------------------------------- moments */

bool local_moment_read(struct str text, struct date *ret_day, int *ret_minutes)
{
	struct date day;
	uint64_t hours, minutes;

	text = str_trim(text);
	if (!date_parse(str_sub(text, 0, 10), false, &day))
		return false;
	if (text.len == 10) {
		*ret_day = day;
		*ret_minutes = -1;
		return true;
	}
	if (text.len < 16 || (text.at[10] != 'T' && text.at[10] != ' ') ||
	    text.at[13] != ':' ||
	    !str_to_number(str_sub(text, 11, 13), 23, &hours) ||
	    !str_to_number(str_sub(text, 14, 16), 59, &minutes))
		return false;
	*ret_day = day;
	*ret_minutes = (int)(hours * 60 + minutes);
	return true;
}

/* Days that are known now; `last` may not be. */
static void set_days(
    struct event *e, struct date first, struct date last, bool ends)
{
	e->first = e->last = first;
	if (!ends || date_cmp(last, first) <= 0)
		return;
	if (e->finish >= 0 && e->finish <= SMALL_HOURS)
		last = date_from_days(date_to_days(last) - 1);
	e->last = last;
}

bool event_set_moments(struct event *event, struct str start, struct str finish)
{
	struct date first, last = { 0 };
	bool ends;

	if (!local_moment_read(start, &first, &event->start))
		return false;
	ends = local_moment_read(finish, &last, &event->finish);
	set_days(event, first, last, ends);
	return true;
}

bool event_set_in_zone(
    struct event *event, int64_t start, int64_t finish, struct str zone)
{
	struct date first, last = { 0 };
	bool ends;

	if (!zone_local(zone, start, &first, &event->start))
		return false;
	ends = finish > 0 && zone_local(zone, finish, &last, &event->finish);
	event->zone = zone;
	set_days(event, first, last, ends);
	return true;
}

/* -------------------------------------------------------------------- writing */

static void add_minutes(
    struct harvest *h, struct json *j, const char *key, int minutes)
{
	if (minutes >= 0)
		json_member(j, key,
		    arena_printf(
			h->arena, "%02d:%02d", minutes / 60, minutes % 60));
}

static void add_text(struct json *j, const char *key, struct str text)
{
	if (text.len > 0)
		json_member(j, key, text);
}

/* By its usual name; what the source wrote stays as its text. */
static struct place usual_place(struct harvest *h, const struct place *from)
{
	struct place place = *from;

	if (h->places != NULL && place.city.len > 0 &&
	    place_settle(h->places, &place) && place.text.len == 0)
		place.text = place_text(h->arena, from);
	return place;
}

static void add_places(struct harvest *h, struct json *j, const struct event *e)
{
	json_key(j, "places");
	json_array(j);
	for (size_t i = 0; i < e->places; i++) {
		struct place place = usual_place(h, &e->place[i]);

		json_object(j);
		add_text(j, "text", place.text);
		add_text(j, "city", place.city);
		add_text(j, "state", place.state);
		add_text(j, "country", place.country);
		json_end(j);
	}
	json_end(j);
}

static void add_groups(struct json *j, const struct event *e)
{
	json_key(j, "groups");
	json_array(j);
	for (size_t i = 0; i < e->groups; i++) {
		json_object(j);
		json_member(j, "name", e->group[i].name);
		add_text(j, "url", e->group[i].url);
		json_end(j);
	}
	json_end(j);
}

static void add_extra(struct json *j, const struct event *e)
{
	json_key(j, "extra");
	json_array(j);
	for (size_t i = 0; i < e->extras; i++) {
		json_object(j);
		json_member(j, "text", e->extra[i].text);
		json_member(j, "url", e->extra[i].url);
		json_end(j);
	}
	json_end(j);
}

static void add_times(struct harvest *h, struct json *j, const struct event *e)
{
	json_member(j, "first", date_text(h->arena, e->first));
	json_member(j, "last", date_text(h->arena, e->last));
	add_minutes(h, j, "start", e->start);
	add_minutes(h, j, "finish", e->finish);
	if (e->start >= 0)
		add_text(j, "zone", e->zone);
}

void harvest_event(struct harvest *h, const struct found_event *found,
    const char *const *origin)
{
	const struct event *e = &found->event;
	struct strbuf out;
	struct json j;

	if (e->url.len == 0) {
		harvest_leave(
		    h, arena_printf(h->arena, "\"%.*s\" has no address",
			   STR_ARG(str_sub(e->title, 0, 200))));
		return;
	}
	strbuf_init(&out, LIMIT_LETTER);
	harvest_begin(h, &j, &out, "event", 0);
	json_member(&j, "title", e->title);
	json_member(&j, "url", e->url);
	add_times(h, &j, e);
	if (modes[e->mode] != NULL)
		json_member(&j, "mode", str_of(modes[e->mode]));
	if (e->places > 0)
		add_places(h, &j, e);
	if (e->groups > 0)
		add_groups(&j, e);
	if (e->extras > 0)
		add_extra(&j, e);
	for (size_t i = 0; i < found->mores; i++)
		add_text(&j, found->more[i].name, found->more[i].text);
	add_text(&j, "status", found->status);
	add_text(&j, "id", found->id);
	if (found->free) {
		json_key(&j, "free");
		json_bool(&j, true);
	}
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}
