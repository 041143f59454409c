#include "model/correction.h"

#include "base/from_json.h"
#include "base/json.h"
#include "base/url.h"
#include "model/event_name.h"

static const struct {
	const char *name;
	bool matters;
} kinds[] = {
	[CORRECTION_MOVED] = { "moved", true },
	[CORRECTION_OFF] = { "off", true },
	[CORRECTION_CHANGED] = { "changed", true },
	[CORRECTION_LINK] = { "link", true },
	[CORRECTION_REMOVED] = { "removed", true },
	[CORRECTION_ADDED] = { "added", false },
	[CORRECTION_WORDS] = { "words", false },
	[CORRECTION_SAME] = { "same", false },
};

const char *correction_kind_name(enum correction_kind kind)
{
	return kinds[kind].name;
}

bool correction_kind_named(struct str name, enum correction_kind *ret_kind)
{
	for (int i = 0; i < CORRECTION_KINDS; i++)
		if (str_eq(name, str_of(kinds[i].name))) {
			*ret_kind = (enum correction_kind)i;
			return true;
		}
	return false;
}

bool correction_matters(enum correction_kind kind)
{
	return kinds[kind].matters;
}

static struct str day(struct arena *arena, struct date date)
{
	return arena_printf(
	    arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static struct str moved_sentence(
    struct arena *arena, const struct correction *c)
{
	if (date_cmp(c->was, c->now) == 0)
		return arena_printf(arena, "%.*s, %.*s, ends on %.*s.",
		    STR_ARG(c->title), STR_ARG(day(arena, c->was)),
		    STR_ARG(day(arena, c->last)));
	return arena_printf(arena, "%.*s has moved from %.*s to %.*s.",
	    STR_ARG(c->title), STR_ARG(day(arena, c->was)),
	    STR_ARG(day(arena, c->now)));
}

static struct str changed_sentence(
    struct arena *arena, const struct correction *c)
{
	if (c->place.len == 0)
		return arena_printf(arena, "%.*s, %.*s: its place was wrong.",
		    STR_ARG(c->title), STR_ARG(day(arena, c->now)));
	return arena_printf(arena, "%.*s, %.*s: its place is now %.*s.",
	    STR_ARG(c->title), STR_ARG(day(arena, c->now)), STR_ARG(c->place));
}

struct str correction_sentence(struct arena *arena, const struct correction *c)
{
	switch (c->kind) {
	case CORRECTION_MOVED: return moved_sentence(arena, c);
	case CORRECTION_OFF:
		return arena_printf(arena, "%.*s, %.*s, does not take place.",
		    STR_ARG(c->title), STR_ARG(day(arena, c->was)));
	case CORRECTION_CHANGED: return changed_sentence(arena, c);
	case CORRECTION_LINK:
		return arena_printf(
		    arena, "The link of %.*s was wrong.", STR_ARG(c->title));
	case CORRECTION_REMOVED:
		return arena_printf(arena, "%.*s should not have been listed.",
		    STR_ARG(c->title));
	case CORRECTION_ADDED:
		return arena_printf(
		    arena, "%.*s was missing.", STR_ARG(c->title));
	case CORRECTION_SAME:
		return arena_printf(arena, "%.*s, %.*s, stays as it was.",
		    STR_ARG(c->title), STR_ARG(day(arena, c->now)));
	default:
		return arena_printf(arena, "A mistake in the words of %.*s.",
		    STR_ARG(c->title));
	}
}

/* ------------------------------------------------------------------------ names */

/* Is the correction about that event, as it is now? */
static bool is_about(
    struct arena *arena, const struct correction *c, const struct event *event)
{
	return c->event.len > 0 && c->kind != CORRECTION_OFF &&
	       date_cmp(c->now, event->first) == 0 && event->url.at != NULL &&
	       str_eq(url_canonical(arena, c->url),
		   url_canonical(arena, event->url));
}

const struct str *correction_event_names(struct arena *arena,
    const struct corrections *list, const struct issue *typed)
{
	const struct str *names = event_names(arena, typed);
	struct str *kept;

	if (list == NULL || list->count == 0)
		return names;
	kept = ARENA_ARRAY(arena, typed->events + 1, struct str);
	for (size_t i = 0; i < typed->events; i++) {
		kept[i] = names[i];
		for (size_t k = 0; k < list->count; k++)
			if (is_about(
				arena, &list->correction[k], &typed->event[i]))
				kept[i] = list->correction[k].event;
	}
	return kept;
}

/* ---------------------------------------------------------------------- reading */

static struct str member(
    struct arena *arena, const json_t *row, const char *key)
{
	struct str text = from_json_text(row, key);

	return text.at != NULL ? arena_str(arena, text) : text;
}

/* False if there is one, and it is no day. */
static bool read_day(struct arena *arena, const json_t *row, const char *key,
    struct date *ret_date)
{
	struct str text = member(arena, row, key);

	if (text.at == NULL)
		return from_json_at(row, key) == NULL;
	return date_parse(text, false, ret_date);
}

/* NULL, or what is wrong with it. */
static const char *read_row(
    struct arena *arena, const json_t *row, struct correction *c)
{
	*c = (struct correction){
		.issue = member(arena, row, "issue"),
		.title = member(arena, row, "title"),
		.url = member(arena, row, "url"),
		.url_was = member(arena, row, "url_was"),
		.place = member(arena, row, "place"),
		.event = member(arena, row, "event"),
	};
	if (c->issue.len == 0)
		return "\"issue\" is missing; expected the name of its file "
		       "without .md";
	if (!correction_kind_named(member(arena, row, "kind"), &c->kind))
		return "\"kind\" is none of moved, off, changed, link, "
		       "removed, added, words, same";
	if (!read_day(arena, row, "date", &c->date) || !date_is_set(c->date))
		return "\"date\" is no day; expected one such as "
		       "\"2026-09-04\"";
	if (!read_day(arena, row, "was", &c->was) ||
	    !read_day(arena, row, "now", &c->now) ||
	    !read_day(arena, row, "last", &c->last))
		return "a day is none; expected one such as \"2026-09-04\"";
	return NULL;
}

static bool read_line(struct arena *arena, struct source source,
    struct str line, struct corrections *list, struct error *err)
{
	size_t offset = (size_t)(line.at - source.text.at);
	struct correction c;
	struct error wrong;
	json_t *row = from_json(line, &wrong);
	const char *why;

	if (!from_json_is_object(row)) {
		from_json_free(row);
		return source_error(err, &source, offset, offset + line.len,
		    "this is no JSON object");
	}
	why = read_row(arena, row, &c);
	from_json_free(row);
	if (why != NULL)
		return source_error(
		    err, &source, offset, offset + line.len, "%s", why);
	list->correction = ARENA_GROW(arena, list->correction, list->count);
	list->correction[list->count++] = c;
	return true;
}

bool corrections_read(struct arena *arena, struct source source,
    struct corrections *ret_corrections, struct error *err)
{
	struct corrections list = { .count = 0 };
	struct str rest = source.text;

	while (rest.at != NULL) {
		struct str line = str_trim(str_take(&rest, '\n'));

		if (line.len > 0 && !read_line(arena, source, line, &list, err))
			return false;
	}
	*ret_corrections = list;
	return true;
}

/* ---------------------------------------------------------------------- writing */

static void add_day(struct json *j, const char *key, struct date date)
{
	struct strbuf text;

	if (!date_is_set(date))
		return;
	strbuf_init(&text, 32);
	date_add_iso(&text, date);
	json_member(j, key, strbuf_str(&text));
	strbuf_release(&text);
}

static void add_text(struct json *j, const char *key, struct str text)
{
	if (text.len > 0)
		json_member(j, key, text);
}

void correction_add_line(struct strbuf *out, const struct correction *c)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "issue", c->issue);
	add_day(&j, "date", c->date);
	json_member(&j, "kind", str_of(kinds[c->kind].name));
	json_member(&j, "title", c->title);
	add_text(&j, "url", c->url);
	add_text(&j, "url_was", c->url_was);
	add_day(&j, "was", c->was);
	add_day(&j, "now", c->now);
	add_day(&j, "last", c->last);
	add_text(&j, "place", c->place);
	add_text(&j, "event", c->event);
	json_end(&j);
	strbuf_add_char(out, '\n');
}
