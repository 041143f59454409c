/* status: events that are not as they were printed, or accepted. */
#include <string.h>

#include "base/file.h"
#include "storecmd/status.h"

enum { ROWS = 8 };

/* ------------------------------------------------------------------- looking */

static void add_event(struct status *s, struct status_event event)
{
	s->event = ARENA_GROW(&s->arena, s->event, s->events);
	s->event[s->events++] = event;
}

/* What an earlier issue printed for another day. */
static void look_moved(struct status *s)
{
	const struct checked_file *file = s->report.file;

	for (size_t i = 0; s->report.files > 0 && i < file->findings; i++) {
		const struct finding *f = file->finding[i];

		if (strcmp(check_rule_of(f), "event-moved") == 0)
			add_event(s,
			    (struct status_event){
				.what = str_of(check_matter(f)),
				.title = f->detail,
				.file = str_of(path_plain(s->path)),

				.line = source_position(file->text, f->offset)
					    .line });
	}
}

/* Take "content/issue.md:12" apart. */
static bool take_file_line(struct str where, struct status_event *event)
{
	size_t at = where.len;
	uint64_t line;

	while (at > 0 && char_is_digit(where.at[at - 1]))
		at--;
	if (at < 2 || where.at[at - 1] != ':' ||
	    !str_to_number(str_sub(where, at, where.len), INT32_MAX, &line))
		return false;
	event->file = str_sub(where, 0, at - 1);
	event->line = (size_t)line;
	return true;
}

/* Told by another source, too? */
static bool is_told(const struct status *s, const struct status_event *event)
{
	for (size_t i = 0; i < s->events; i++)
		if (s->event[i].line == event->line &&
		    str_eq(s->event[i].file, event->file) &&
		    str_eq(s->event[i].what, event->what))
			return true;
	return false;
}

/* What sources tell of lines that were printed, "FILE:LINE: what"; other notes
 * are of no interest here. */
static void look_notes(struct status *s)
{
	for (size_t i = 0; i < s->settings.sources; i++) {
		struct str rest = s->source[i].notes;

		while (rest.at != NULL) {
			struct str note = str_take(&rest, '\n');
			size_t colon = str_find(note, STR(": "), 0);
			struct status_event event = {
				.what = str_sub(note,
				    colon != STR_NONE ? colon + 2 : note.len,
				    note.len)
			};

			if (colon != STR_NONE &&
			    take_file_line(str_sub(note, 0, colon), &event) &&
			    !is_told(s, &event))
				add_event(s, event);
		}
	}
}

static void take_event(struct status *s, const struct candidate *c)
{
	struct candidate_fields list = candidate_fields(&s->arena, c->fields);

	for (size_t i = 0; i < list.count; i++) {
		struct str name = list.field[i].name, what = { NULL, 0 };

		if (str_eq(name, STR("status")))
			what = list.field[i].text;
		else if (str_eq(name, STR("conflicts")))
			what = STR("sources do not agree");
		if (what.at != NULL)
			add_event(s, (struct status_event){ .what = what,
					 .title = c->title,
					 .day = c->day,
					 .candidate = c->id });
	}
}

/* Accepted, in the draft or printed, and not over. */
static bool look_candidates(
    struct status *s, enum candidate_state state, struct error *err)
{
	enum { PAGE = 500 };
	struct inbox_filter filter = { .state = state,
		.one_kind = true,
		.kind = CANDIDATE_EVENT,
		.most = PAGE };
	struct candidates page;

	do {
		if (!inbox_list(s->store, &s->arena, &filter, &page, err))
			return false;
		for (size_t i = 0; i < page.count; i++) {
			filter.after = page.candidate[i].id;
			if (date_cmp(page.candidate[i].day, s->today) >= 0)
				take_event(s, &page.candidate[i]);
		}
	} while (page.count == PAGE);
	return true;
}

static bool look_events(struct status *s, struct error *err)
{
	struct error why;

	(void)err;
	look_moved(s);
	look_notes(s);

	/* What is not printed is of no interest for what is. */
	if (s->store != NULL &&
	    ((!s->published &&
		 (!look_candidates(s, CANDIDATE_ACCEPTED, &why) ||
		     !look_candidates(s, CANDIDATE_PLACED, &why))) ||
		!look_candidates(s, CANDIDATE_PUBLISHED, &why)))
		status_lost(s, &why);
	return true;
}

/* Is it about a line of the issue that is looked at? */
static bool is_here(const struct status *s, const struct status_event *e)
{
	return s->path != NULL && str_eq(e->file, str_of(path_plain(s->path)));
}

static void text_event(
    const struct status *s, struct strbuf *out, const struct status_event *e)
{
	struct strbuf text;
	bool here = is_here(s, e);

	strbuf_init(&text, LIMIT_PAGE);
	if (!here && e->file.len > 0)
		strbuf_printf(&text, "%.*s:%zu: ", STR_ARG(e->file), e->line);
	strbuf_add(&text, e->what);
	strbuf_add_cstr(&text, e->title.len > 0 ? ": " : "");
	if (date_is_set(e->day)) {
		date_add_iso(&text, e->day);
		strbuf_add_char(&text, ' ');
	}
	strbuf_add(&text, e->title);
	if (e->candidate > 0)
		strbuf_printf(&text, " (sennight inbox show %lld)",
		    (long long)e->candidate);
	status_add_row(s, out, here ? e->line : 0, strbuf_str(&text));
	strbuf_release(&text);
}

static void text_events(const struct status *s, struct strbuf *out)
{
	if (s->events > 0)
		status_add_heading(s, out, "Events to look at");
	for (size_t i = 0; i < s->events && i < ROWS; i++)
		text_event(s, out, &s->event[i]);
	if (s->events > ROWS)
		strbuf_printf(out, "  and %zu more\n", s->events - ROWS);
}

static void json_events(const struct status *s, struct json *j)
{
	json_key(j, "events");
	json_array(j);
	for (size_t i = 0; i < s->events; i++) {
		const struct status_event *e = &s->event[i];

		json_object(j);
		json_member(j, "what", e->what);
		json_member(j, "title", e->title);
		status_json_day(j, "day", e->day);
		json_member(j, "file", e->file);
		json_key(j, "line");
		if (e->line > 0)
			json_number(j, (int64_t)e->line);
		else
			json_null(j);
		json_key(j, "candidate");
		if (e->candidate > 0)
			json_number(j, e->candidate);
		else
			json_null(j);
		json_end(j);
	}
	json_end(j);
}

const struct status_part status_events = { look_events, text_events,
	json_events };
