/*
 * events.jsonl: times of day for events, which issues do not print.
 *
 * One JSON object a line: {"url": ..., "start": "2026-09-03T18:30",
 * "finish": "2026-09-03T20:30", "zone": "Europe/Lisbon"}.  Times are local in
 * the zone.  A row belongs to the event with the same canonical address that
 * begins on the same day.
 */
#include <stdlib.h>

#include <jansson.h>

#include "base/url.h"
#include "base/zone.h"
#include "build/site.h"

struct event_time {
	struct str key; /* canonical address */
	struct date day;
	int start, finish; /* minutes after midnight of `day`; or -1 */
	struct str zone;
};

struct event_times {
	struct event_time *time; /* sorted by key and day */
	size_t count;
};

enum { DAYS_MAX = 366 }; /* from the first to the last */

/* "2026-09-03T18:30", seconds allowed and dropped. */
static bool read_moment(struct str s, struct date *ret_day, int *ret_minutes)
{
	uint64_t hours, minutes;

	if (s.len < 16 || s.at[10] != 'T' || s.at[13] != ':' ||
	    !date_parse(str_sub(s, 0, 10), false, ret_day) ||
	    !str_to_number(str_sub(s, 11, 13), 23, &hours) ||
	    !str_to_number(str_sub(s, 14, 16), 59, &minutes))
		return false;
	*ret_minutes = (int)(hours * 60 + minutes);
	return true;
}

static struct str member(const json_t *row, const char *key)
{
	const json_t *value = json_object_get(row, key);

	if (!json_is_string(value))
		return (struct str){ NULL, 0 };
	return (
	    struct str){ json_string_value(value), json_string_length(value) };
}

/* NULL, or what is wrong with it. */
static const char *read_finish(struct str finish, struct event_time *t)
{
	struct date day;
	int days;

	if (!read_moment(finish, &day, &t->finish))
		return "\"finish\" is no local time; expected one such as "
		       "\"2026-09-03T20:30\"";
	days = date_to_days(day) - date_to_days(t->day);
	if (days > DAYS_MAX)
		return "\"finish\" is more than a year after \"start\"";
	if (days < 0 || (days == 0 && t->finish < t->start))
		return "\"finish\" is before \"start\"";
	t->finish += days * 24 * 60;
	return NULL;
}

/* NULL, or what is wrong with the row. */
static const char *read_row(
    struct arena *arena, const json_t *row, struct event_time *t)
{
	struct str url = member(row, "url"), zone = member(row, "zone");
	struct str finish = member(row, "finish");
	const char *why;

	if (url.at == NULL)
		return "\"url\" is missing; expected the event's address";
	if (!read_moment(member(row, "start"), &t->day, &t->start))
		return "\"start\" is no local time; expected one such as "
		       "\"2026-09-03T18:30\"";
	t->finish = -1;
	if (finish.at != NULL && (why = read_finish(finish, t)) != NULL)
		return why;
	if (zone.at == NULL || !zone_exists(zone))
		return "\"zone\" is no time zone; expected a name such as "
		       "\"Europe/Lisbon\"";
	t->zone = arena_str(arena, zone);
	t->key = arena_str(arena, url_canonical(arena, url));
	return NULL;
}

static int by_key(const void *left, const void *right)
{
	const struct event_time *a = left, *b = right;
	int order = str_cmp(a->key, b->key);

	return order != 0 ? order : date_cmp(a->day, b->day);
}

static bool read_line(struct site *site, struct event_times *times,
    struct str line, struct error *err)
{
	struct source source = { site->data_file.path, site->data_file.text };
	size_t offset = (size_t)(line.at - source.text.at);
	struct event_time t = { .start = -1 };
	json_error_t wrong;
	json_t *row =
	    json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, &wrong);
	const char *why;

	if (row == NULL)
		return source_error(err, &source,
		    offset +
			(size_t)(wrong.position > 0 ? wrong.position - 1 : 0),
		    offset + line.len, "this is no JSON object: %s",
		    wrong.text);
	why = read_row(site->arena, row, &t);
	json_decref(row);
	if (why != NULL)
		return source_error(
		    err, &source, offset, offset + line.len, "%s", why);
	times->time = ARENA_GROW(site->arena, times->time, times->count);
	times->time[times->count++] = t;
	return true;
}

bool event_times_read(struct site *site, struct error *err)
{
	struct str rest = site->data_file.text;
	struct event_times *times = ARENA_NEW(site->arena, struct event_times);

	while (rest.at != NULL) {
		struct str line = str_trim(str_take(&rest, '\n'));

		if (line.len > 0 && !read_line(site, times, line, err))
			return false;
	}
	if (times->count > 0)
		qsort(
		    times->time, times->count, sizeof(times->time[0]), by_key);
	site->times = times;
	return true;
}

void event_times_apply(
    const struct site *site, struct issue *typed, struct arena *arena)
{
	const struct event_times *times = site->times;

	for (size_t i = 0; times->count > 0 && i < typed->events; i++) {
		struct event *event = &typed->event[i];
		struct event_time wanted = { .day = event->first };
		const struct event_time *found;

		if (event->url.at == NULL)
			continue;
		wanted.key = url_canonical(arena, event->url);
		found = bsearch(&wanted, times->time, times->count,
		    sizeof(times->time[0]), by_key);
		if (found == NULL)
			continue;
		event->start = found->start;
		event->finish = found->finish;
		event->zone = found->zone;
	}
}
