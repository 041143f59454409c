/* From the draft to the folder of issues: check and move. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "check/check.h"
#include "newsletter/newsletter.h"
#include "publish/publish.h"
#include "publishcmd/steps.h"

/* Reasons to wait that no rule of check knows, which --even-so overrules. */
#define EVEN_SO_ORDER "order"
#define EVEN_SO_DATE "date"

/* ---------------------------------------------------------------- the text */

/* The field of the header that says the day; NULL if none does. */
static const struct header_field *date_field(const struct header *h)
{
	for (size_t i = 0; i < h->fields; i++)
		if (str_eq_fold(h->field[i].key, STR("date")))
			return &h->field[i];
	return NULL;
}

/* Only the day in it changes: "2026-11-25 18:00" keeps its time. */
static bool date_edit(struct press *p, struct str text, struct edit *ret_edit)
{
	enum { DAY = sizeof("2026-11-25") - 1 };
	const struct header_field *field;
	struct header header;
	struct date day;
	size_t at;

	header_read(&p->arena, text, &header);
	field = date_field(&header);
	if (field == NULL || !newsletter_date_of_name(p->target, &day))
		return false;
	for (at = 0; at < field->value.len; at++)
		if (char_is_digit(field->value.at[at]))
			break;
	*ret_edit = (struct edit){
		.offset = (size_t)(field->value.at - text.at) + at,
		.remove = str_sub(field->value, at, at + DAY).len,
		.insert = arena_printf(
		    &p->arena, "%04d-%02d-%02d", day.year, day.month, day.day),
	};
	return true;
}

/* What publishing makes of a draft; with the day of its new name, or with the
 * one that it has. */
static bool final_text(struct press *p, struct str draft, bool new_day,
    struct str *ret_text, struct error *err)
{
	struct discussion discussion;
	struct edit edit[2];
	size_t edits = 0;

	if (new_day)
		edits += date_edit(p, draft, &edit[edits]);
	if (!discussion_find(&p->arena, &p->settings,
		(struct source){ p->path, draft }, &discussion, err))
		return false;
	if (discussion.state == DISCUSSION_OPEN)
		edit[edits++] = discussion_hide(&p->arena, &discussion);
	*ret_text = edits_apply(&p->arena, draft, edit, edits);
	return true;
}

bool step_final_text(struct press *p, struct str *ret_text, struct error *err)
{
	return final_text(p, p->text, p->options.date != NULL, ret_text, err);
}

/* The same with the link to the discussion that another text has. */
static bool linked_text(struct press *p, struct str draft, bool new_day,
    const struct discussion *linked, struct str *ret_text, struct error *err)
{
	struct discussion d;
	struct edit edit;

	if (!final_text(p, draft, new_day, ret_text, err) ||
	    !discussion_find(&p->arena, &p->settings,
		(struct source){ p->path, *ret_text }, &d, err))
		return false;
	if (linked->state != DISCUSSION_LINKED || d.state == DISCUSSION_NONE)
		return true;
	edit = discussion_link(&p->arena, &d, linked->url);
	*ret_text = edits_apply(&p->arena, *ret_text, &edit, 1);
	return true;
}

bool step_is_untouched(struct press *p, struct str draft, struct str text,
    bool *ret_is, struct error *err)
{
	struct discussion linked;
	struct str same_day, new_day;

	if (!discussion_find(&p->arena, &p->settings,
		(struct source){ p->path, text }, &linked, err) ||
	    !linked_text(p, draft, false, &linked, &same_day, err) ||
	    !linked_text(p, draft, true, &linked, &new_day, err))
		return false;
	*ret_is = str_eq(same_day, text) || str_eq(new_day, text);
	return true;
}

/* -------------------------------------------------------------------- even so */

/* A dry run tells of the rest, too. */
static void stop(struct press *p, bool *ret_go_on)
{
	p->status = CMD_NOT_FINE;
	*ret_go_on = p->options.dry_run;
}

static bool is_overruled(const struct press *p, const char *rule)
{
	for (size_t i = 0; i < p->options.even_so.count; i++)
		if (str_eq(p->options.even_so.item[i], str_of(rule)))
			return true;
	return false;
}

static bool note_overruled(
    struct press *p, const char *rule, struct str mark, struct error *err)
{
	const char *step = arena_printf(&p->arena, "even-so %s", rule).at;

	press_say(p, "check", "%s is overruled: %s", rule, p->options.because);
	return press_note(p, step, PUBLISH_DONE, mark, p->options.because, err);
}

/* ----------------------------------------------------------------------- check */

/* Errors that nobody overruled; the others are left out of the report. */
static bool take_overruled(struct press *p, struct check_report *report,
    struct str mark, size_t *ret_errors, struct error *err)
{
	struct str_list noted = { 0 };

	*ret_errors = 0;
	for (size_t i = 0; i < report->files; i++)
		for (size_t k = 0; k < report->file[i].findings; k++) {
			struct finding *f = report->file[i].finding[k];
			const char *rule = check_rule_of(f);
			bool known = false;

			if (f->level != CHECK_ERROR)
				continue;
			if (!is_overruled(p, rule)) {
				++*ret_errors;
				continue;
			}
			f->level = CHECK_WARNING;
			for (size_t n = 0; n < noted.count; n++)
				known |= str_eq(noted.item[n], str_of(rule));
			if (known)
				continue;
			noted.item =
			    ARENA_GROW(&p->arena, noted.item, noted.count);
			noted.item[noted.count++] = str_of(rule);
			if (!note_overruled(p, rule, mark, err))
				return false;
		}
	return true;
}

static void print_errors(struct press *p, const struct check_report *report)
{
	const struct check_style style = {
		.format = CHECK_TEXT,
		.colour = isatty(STDOUT_FILENO) != 0,
		.least = CHECK_ERROR,
	};
	struct strbuf out;

	(void)p;
	strbuf_init(&out, LIMIT_FEED);
	check_add_report(&out, report, &style);
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
}

static bool look(struct press *p, struct str text, struct str mark,
    bool *ret_go_on, struct error *err)
{
	/* With another day it has another name, too. */
	const char *path =
	    p->options.date != NULL && !p->published ? p->target : p->path;
	const struct check_text as_it_will_be = { path, text };
	const struct check_options options = {
		.path = &path, .paths = 1, .text = &as_it_will_be, .texts = 1
	};
	struct check_report report = { .files = 0 };
	size_t errors = 0;
	bool ok = check_run(&options, &p->settings, &report, err) &&
		  take_overruled(p, &report, mark, &errors, err);

	if (ok && errors > 0) {
		print_errors(p, &report);
		press_say(p, "check",
		    "%zu error%s; mend %s, or overrule a rule with --even-so "
		    "RULE --because TEXT",
		    errors, errors == 1 ? " stops it" : "s stop it",
		    errors == 1 ? "it" : "them");
		stop(p, ret_go_on);
	} else if (ok) {
		errors = check_count(&report, CHECK_WARNING);
		press_say(p, "check", "no errors, %zu warning%s", errors,
		    errors == 1 ? "" : "s");
	}
	check_release(&report);
	return ok;
}

/* ------------------------------------------------------------- day and order */

/* It may come out the evening before its day, or late the day after. */
static bool check_day(struct press *p, bool *ret_go_on, struct error *err)
{
	struct date day;
	int apart;

	if (!newsletter_date_of_name(p->target, &day))
		day = p->header.date;
	if (!date_is_set(day))
		return true;
	apart = date_to_days(day) - date_to_days(p->today);
	if (apart == 0 || apart == 1)
		return true;
	if (is_overruled(p, EVEN_SO_DATE))
		return note_overruled(p, EVEN_SO_DATE, p->name, err);
	press_say(p, "check",
	    "its day is %04d-%02d-%02d, which %s--date today gives it "
	    "today's, --even-so date --because TEXT leaves it",
	    day.year, day.month, day.day,
	    apart < 0 ? "is over; "
		      : "is yet to come; --at TIME waits for it, ");
	stop(p, ret_go_on);
	return true;
}

/* The newest issue that is out. */
static bool find_newest(
    struct press *p, const char **ret_path, struct error *err)
{
	const char *const *path;
	struct date newest = { 0 }, day;
	size_t count;

	*ret_path = NULL;
	if (!newsletter_issues(&p->arena, &p->settings,
		p->settings.folders.content, &path, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!newsletter_date_of_name(path[i], &day) ||
		    (*ret_path != NULL && date_cmp(day, newest) <= 0))
			continue;
		newest = day;
		*ret_path = path[i];
	}
	return true;
}

static bool check_order(struct press *p, bool *ret_go_on, struct error *err)
{
	struct date day, newest;
	const char *path;

	if (!find_newest(p, &path, err))
		return false;
	if (path == NULL || !newsletter_date_of_name(p->target, &day) ||
	    !newsletter_date_of_name(path, &newest) ||
	    date_cmp(day, newest) > 0)
		return true;
	if (is_overruled(p, EVEN_SO_ORDER))
		return note_overruled(p, EVEN_SO_ORDER, p->name, err);
	press_say(p, "check",
	    "%s is out already, and this would come before or with it; is it "
	    "the right draft? --even-so order --because TEXT publishes it",
	    path);
	stop(p, ret_go_on);
	return true;
}

bool step_check(struct press *p, bool *ret_go_on, struct error *err)
{
	struct str text, mark;
	bool done;

	if (!step_final_text(p, &text, err))
		return false;
	mark = step_mark(&p->arena, text);
	if (p->published && p->options.only == NULL)
		return true;
	if (!p->published &&
	    (!check_day(p, ret_go_on, err) || !check_order(p, ret_go_on, err) ||
		(*ret_go_on && !step_look_at_remote(p, ret_go_on, err))))
		return false;
	if (!*ret_go_on)
		return true;
	return press_is_done(p, "check", mark, &done, err) &&
	       look(p, text, mark, ret_go_on, err) &&
	       (!*ret_go_on ||
		   press_note(p, "check", PUBLISH_DONE, mark, NULL, err));
}

/* ------------------------------------------------------------------------ move */

/* The draft gets the text that it is to have, and its new name: there is always
 * one of the two, and never both. */
static bool move(struct press *p, struct str text, struct error *err)
{
	if (file_exists(p->target))
		return error_set(
		    err, "%s is there already; nothing was moved", p->target);
	if (!press_write(p, text, err) ||
	    !folder_make(path_folder(&p->arena, p->target), err))
		return false;
	return rename(p->path, p->target) == 0 ||
	       error_errno(
		   err, errno, "cannot move %s to %s", p->path, p->target);
}

static bool commit(struct press *p, const char *draft, const char **ret_said,
    struct error *err)
{
	const char *const paths[] = { p->target, draft, NULL };

	return press_commit(p,
	    arena_printf(&p->arena, "Publish %.*s",
		STR_ARG(p->header.title.len > 0 ? p->header.title : p->name))
		.at,
	    paths, ret_said, err);
}

/* The draft that it was is known by what was noted before it was moved. */
static bool finish_move(struct press *p, struct str mark, struct error *err)
{
	const char *draft = arena_cstr(&p->arena, mark), *said;

	if (!commit(p, draft, &said, err))
		return false;
	press_say(p, "move", "%s -> %s, %s", draft, p->target, said);
	return press_note(p, "move", PUBLISH_DONE, mark, NULL, err);
}

/* As it is before publishing writes into it.  A run that was killed behind
 * that left a draft to which nothing more is to be done. */
static bool keep_draft(struct press *p, const struct publish_step *was,
    struct str text, struct error *err)
{
	const struct published draft = { .path = str_of(p->path),
		.text = p->text };

	if (was->state == PUBLISH_BEGUN && str_eq(was->mark, draft.path) &&
	    str_eq(text, draft.text))
		return true;
	return published_draft_note(p->store, p->name, &draft, err);
}

bool step_move(struct press *p, bool *ret_go_on, struct error *err)
{
	struct str draft = str_of(p->path), text;
	struct publish_step was;

	(void)ret_go_on;
	if (!press_find(p, "move", &was, err))
		return false;
	if (p->published)
		return was.state != PUBLISH_BEGUN ||
		       finish_move(p, was.mark, err);
	if (!step_final_text(p, &text, err))
		return false;
	if (p->options.dry_run) {
		press_say(p, "move", "%s -> %s", p->path, p->target);
		return true;
	}
	if (!keep_draft(p, &was, text, err) ||
	    !press_note(p, "move", PUBLISH_BEGUN, draft, NULL, err) ||
	    !move(p, text, err))
		return false;
	p->path = p->target;
	p->published = true;
	return press_read(p, err) && finish_move(p, draft, err);
}
