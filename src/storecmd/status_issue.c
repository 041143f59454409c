/* status: which issue it is, when it comes out, and whether something is in
 * its way. */
#include "base/file.h"
#include "base/text.h"
#include "newsletter/newsletter.h"
#include "storecmd/status.h"

/* ------------------------------------------------------------------- looking */

/* Without a draft: which issue would be the next.  Not known is no failure. */
static void look_next(struct status *s)
{
	const struct draft_request request = { .today = s->today,
		.number = -1 };
	struct error ignored;

	if (!draft_plan_new(
		&s->arena, &s->settings, &request, &s->next, &ignored))
		s->next = (struct draft_plan){ .number = -1 };
	status_block(s, (struct status_block){
			    .what = STR("there is no draft"),
			    .advice = STR("sennight draft new"),
			    .gain = STR("makes the draft of the next issue"),
			});
}

/* The only draft, if there is one. */
static bool find_draft(struct status *s, struct error *err)
{
	const char *const *paths;
	size_t count;

	if (!newsletter_issues(&s->arena, &s->settings,
		s->settings.folders.drafts, &paths, &count, err))
		return false;
	return count == 0 ||
	       draft_find(&s->arena, &s->settings, NULL, &s->path, err);
}

static bool read_issue(struct status *s, struct error *err)
{
	struct source source = { .path = s->path };

	if (!file_read(
		s->path, LIMIT_ISSUE_FILE, &s->arena, &source.text, err) ||
	    !draft_read(&s->arena, &s->settings, source, &s->issue, err))
		return false;
	s->day = s->issue.header.date;
	if (!date_is_set(s->day))
		newsletter_date_of_name(s->path, &s->day);
	return true;
}

static bool look(struct status *s, struct error *err)
{
	bool ok = s->name != NULL ? draft_find_issue(&s->arena, &s->settings,
					s->name, &s->path, &s->published, err)
				  : find_draft(s, err);

	if (!ok)
		return false;
	if (s->path != NULL)
		return read_issue(s, err);
	look_next(s);
	return true;
}

/* ------------------------------------------------------------------ printing */

static int days_left(const struct status *s, struct date day)
{
	return date_to_days(day) - date_to_days(s->today);
}

/* "Wednesday 2026-12-02 (in 5 days)" */
static void add_day(const struct status *s, struct strbuf *out, struct date day)
{
	int days = days_left(s, day);

	strbuf_printf(
	    out, "%.*s ", STR_ARG(date_weekday_name(date_weekday(day))));
	date_add_iso(out, day);
	if (days == 0)
		strbuf_lit(out, " (today)");
	else if (days == 1)
		strbuf_lit(out, " (tomorrow)");
	else if (days == -1)
		strbuf_lit(out, " (yesterday)");
	else if (days > 0)
		strbuf_printf(out, " (in %d days)", days);
	else
		strbuf_printf(out, " (%d days ago)", -days);
}

static void add_title(const struct status *s, struct strbuf *out)
{
	struct str title = str_trim(s->issue.header.title);

	text_add_cell(
	    out, title.len > 0 ? title : str_of(s->path), SIZE_MAX, false);
}

static void add_no_draft(const struct status *s, struct strbuf *out)
{
	status_add_coloured(s, out, COLOUR_BAD, STR("There is no draft."));
	if (date_is_set(s->next.date)) {
		strbuf_lit(out, " The next issue");
		if (s->next.number >= 0)
			strbuf_printf(
			    out, ", number %lld,", (long long)s->next.number);
		strbuf_lit(out, " is due on ");
		add_day(s, out, s->next.date);
		strbuf_add_char(out, '.');
	}
	strbuf_add_char(out, '\n');
}

/* "3 things block it" */
static void add_judgement(const struct status *s, struct strbuf *out)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_FILE_NAME);
	if (s->blocks == 0) {
		strbuf_add_cstr(&text,
		    s->published ? "nothing is wrong" : "nothing blocks it");
	} else {
		status_add_count(&text, (int64_t)s->blocks, "thing", "things");
		strbuf_add_cstr(&text, s->published     ? " to mend"
				       : s->blocks == 1 ? " blocks it"
							: " block it");
	}
	status_add_coloured(s, out, s->blocks > 0 ? COLOUR_BAD : COLOUR_GOOD,
	    strbuf_str(&text));
	strbuf_release(&text);
	strbuf_add_char(out, '\n');
}

static void add_text(const struct status *s, struct strbuf *out)
{
	struct strbuf title;

	if (s->path == NULL) {
		add_no_draft(s, out);
		return;
	}
	strbuf_init(&title, LIMIT_PAGE);
	add_title(s, &title);
	status_add_coloured(s, out, COLOUR_BOLD, strbuf_str(&title));
	strbuf_release(&title);
	if (date_is_set(s->day)) {
		strbuf_add_cstr(out, s->published ? ", published, dated "
				     : days_left(s, s->day) >= 0
					 ? ", due on "
					 : ", was due on ");
		add_day(s, out, s->day);
	} else {
		strbuf_lit(out, ", without a date");
	}
	strbuf_lit(out, ": ");
	add_judgement(s, out);
}

static void add_issue_json(const struct status *s, struct json *j)
{
	json_object(j);
	json_member(j, "file", str_of(s->path));
	json_member(j, "title", s->issue.header.title);
	json_key(j, "number");
	if (s->issue.header.number >= 0)
		json_number(j, s->issue.header.number);
	else
		json_null(j);
	status_json_day(j, "date", s->day);
	json_key(j, "published");
	json_bool(j, s->published);
	json_end(j);
}

static void add_next_json(const struct status *s, struct json *j)
{
	json_object(j);
	json_key(j, "number");
	if (s->next.number >= 0)
		json_number(j, s->next.number);
	else
		json_null(j);
	status_json_day(j, "date", s->next.date);
	json_end(j);
}

static void add_json(const struct status *s, struct json *j)
{
	struct date due = s->path != NULL ? s->day : s->next.date;

	status_json_day(j, "today", s->today);
	json_key(j, "issue");
	if (s->path != NULL)
		add_issue_json(s, j);
	else
		json_null(j);
	json_key(j, "next_issue");
	if (s->path == NULL && date_is_set(s->next.date))
		add_next_json(s, j);
	else
		json_null(j);
	json_key(j, "days_left");
	if (date_is_set(due))
		json_number(j, days_left(s, due));
	else
		json_null(j);
	json_key(j, "blocked");
	json_bool(j, s->blocks > 0);
}

const struct status_part status_verdict = { look, add_text, add_json };
