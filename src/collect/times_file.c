#include "collect/times_file.h"

#include "base/file.h"
#include "base/from_json.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/url.h"
#include "model/event_fields.h"

struct line {
	struct str text; /* without its end */
	struct str key;  /* canonical address and day; unset: not to be read */
	bool ours;
};

struct lines {
	struct arena *arena;
	struct line *line;
	size_t count;
};

/* ---------------------------------------------------------------------- reading */

static struct str key_of(struct arena *arena, struct str url, struct str day)
{
	return arena_printf(arena, "%.*s %.*s",
	    STR_ARG(url_canonical(arena, url)), STR_ARG(day));
}

static void add_line(struct lines *l, struct str text)
{
	struct line line = { .text = text };
	struct error ignored;
	json_t *row = from_json(text, &ignored);
	struct str url = from_json_text(row, "url");
	struct str start = from_json_text(row, "start");

	if (url.len > 0 && start.len >= 10)
		line.key = key_of(l->arena, url, str_sub(start, 0, 10));
	line.ours = str_eq(from_json_text(row, "by"), STR("collect"));
	from_json_free(row);
	l->line = ARENA_GROW(l->arena, l->line, l->count);
	l->line[l->count++] = line;
}

static int minutes_at(const json_t *all, const char *name)
{
	struct str text = from_json_text(all, name);
	uint64_t hours, minutes;

	if (text.len != 5 || text.at[2] != ':' ||
	    !str_to_number(str_sub(text, 0, 2), 23, &hours) ||
	    !str_to_number(str_sub(text, 3, 5), 59, &minutes))
		return -1;
	return (int)(hours * 60 + minutes);
}

bool times_of_fields(
    struct arena *arena, struct str fields, struct event *ret_event)
{
	struct event e = { .start = -1 };
	struct error ignored;
	json_t *all = from_json(fields, &ignored);

	e.start = minutes_at(all, "start");
	e.finish = minutes_at(all, "finish");
	e.url = arena_str(arena, from_json_text(all, "url"));
	e.zone = arena_str(arena, from_json_text(all, "zone"));
	if (!date_parse(from_json_text(all, "first"), false, &e.first))
		e.start = -1;
	if (!date_parse(from_json_text(all, "last"), false, &e.last))
		e.last = e.first;
	from_json_free(all);
	*ret_event = e;
	return e.start >= 0 && e.url.len > 0 && e.zone.len > 0;
}

/* ---------------------------------------------------------------------- writing */

static struct str moment(struct arena *arena, struct date day, int minutes)
{
	return arena_printf(arena, "%.*sT%02d:%02d",
	    STR_ARG(date_text(arena, day)), minutes / 60, minutes % 60);
}

/* A night's end is on the day behind the last. */
static struct date end_day(const struct event *e)
{
	bool next = date_cmp(e->first, e->last) == 0 && e->finish <= e->start;

	return next ? date_from_days(date_to_days(e->last) + 1) : e->last;
}

static struct str line_of(struct arena *arena, const struct event *e)
{
	struct strbuf out;
	struct json j;
	struct str text;

	strbuf_init(&out, LIMIT_LETTER);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "url", e->url);
	json_member(&j, "start", moment(arena, e->first, e->start));
	if (e->finish >= 0)
		json_member(&j, "finish", moment(arena, end_day(e), e->finish));
	json_member(&j, "zone", e->zone);
	json_member(&j, "by", STR("collect"));
	json_end(&j);
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static void put_event(struct lines *l, const struct event *e)
{
	struct str key =
	    key_of(l->arena, e->url, date_text(l->arena, e->first));
	struct line *ours = NULL;

	for (size_t i = 0; i < l->count; i++) {
		if (!str_eq(l->line[i].key, key))
			continue;
		if (!l->line[i].ours)
			return;
		ours = &l->line[i];
	}
	if (ours == NULL)
		add_line(l, line_of(l->arena, e));
	else
		ours->text = line_of(l->arena, e);
}

static bool write_lines(
    const char *path, const struct lines *l, struct error *err)
{
	struct strbuf out;
	bool ok;

	strbuf_init(&out, LIMIT_DATA_FILE);
	for (size_t i = 0; i < l->count; i++) {
		strbuf_add(&out, l->line[i].text);
		strbuf_add_char(&out, '\n');
	}
	ok = out.full ? error_set(err, "%s would be too large", path)
		      : file_write(path, strbuf_str(&out), NULL, err);
	strbuf_release(&out);
	return ok;
}

bool times_file_update(
    const char *path, const struct times *times, struct error *err)
{
	struct arena arena = { 0 };
	struct lines lines = { .arena = &arena };
	struct str text = { NULL, 0 };
	bool ok = true;

	if (file_exists(path))
		ok = file_read(path, LIMIT_DATA_FILE, &arena, &text, err);
	while (ok && text.at != NULL && text.len > 0)
		add_line(&lines, str_take(&text, '\n'));
	for (size_t i = 0; ok && i < times->count; i++)
		put_event(&lines, &times->event[i]);
	ok = ok && (times->count == 0 || write_lines(path, &lines, err));
	arena_release(&arena);
	return ok;
}
