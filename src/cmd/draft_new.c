/* draft new: the draft of the next issue. */
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "draft/draft.h"
#include "newsletter/newsletter.h"

struct new_options {
	struct draft_request request;
	bool json;
};

/* A draft that was made, for printing. */
struct made {
	struct arena *arena;
	const struct draft_plan *plan;
	const struct draft_new *draft;
};

/* ------------------------------------------------------------------ people */

static const char *day_text(struct arena *arena, struct date d)
{
	return arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day).at;
}

static const char *days_text(struct arena *arena, const struct draft_note *n)
{
	const char *first = day_text(arena, n->first);

	if (date_cmp(n->first, n->last) == 0)
		return first;
	return arena_printf(arena, "%s - %s", first, day_text(arena, n->last))
	    .at;
}

/* Text of a file, harmless on a terminal and in one line. */
static struct str shown(struct arena *arena, struct str text)
{
	struct str clean = arena_str(arena, text_clean(arena, text));
	char *at = arena_alloc(arena, clean.len + 1);

	for (size_t i = 0; i < clean.len; i++)
		at[i] = char_is_space(clean.at[i]) ? ' ' : clean.at[i];
	return (struct str){ at, clean.len };
}

/* Widths of the columns of what was dropped. */
struct widths {
	size_t days, region;
	bool any;
};

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static struct widths measure_over(const struct made *made)
{
	struct widths w = { 0 };

	for (size_t i = 0; i < made->draft->notes.count; i++) {
		const struct draft_note *n = &made->draft->notes.note[i];

		if (n->kind != NOTE_OVER)
			continue;
		w.any = true;
		w.days = larger(w.days, strlen(days_text(made->arena, n)));
		w.region = larger(
		    w.region, text_columns(shown(made->arena, n->region)));
	}
	return w;
}

static void print_over(const struct made *made)
{
	struct widths w = measure_over(made);

	if (w.any)
		printf("\nover before %s, left out:\n",
		    day_text(made->arena, made->plan->date));
	for (size_t i = 0; i < made->draft->notes.count; i++) {
		const struct draft_note *n = &made->draft->notes.note[i];
		struct str region = shown(made->arena, n->region);

		if (n->kind != NOTE_OVER)
			continue;
		printf("  %-*s  %.*s%*s  %.*s\n", (int)w.days,
		    days_text(made->arena, n), STR_ARG(region),
		    (int)(w.region - text_columns(region)), "",
		    STR_ARG(shown(made->arena, n->what)));
	}
}

/* "file:line:col: what: why" */
static void print_note(const struct made *made, const struct draft_note *n)
{
	struct str what = shown(made->arena, n->what);

	if (n->path != NULL)
		printf("%s:", n->path);
	if (n->line > 0)
		printf("%zu:%zu:", n->line, n->column);
	printf("%s%.*s%s%.*s\n", n->path != NULL ? " " : "", STR_ARG(what),
	    what.len > 0 ? ": " : "", STR_ARG(n->why));
}

static void print_notes(const struct made *made)
{
	bool any = false;

	for (size_t i = 0; i < made->draft->notes.count; i++) {
		const struct draft_note *n = &made->draft->notes.note[i];

		if (n->kind == NOTE_OVER)
			continue;
		if (!any)
			putchar('\n');
		any = true;
		print_note(made, n);
	}
}

static void print_made(const struct made *made)
{
	const struct draft_plan *plan = made->plan;
	size_t over = 0;

	for (size_t i = 0; i < made->draft->notes.count; i++)
		over += made->draft->notes.note[i].kind == NOTE_OVER;
	printf("wrote     %s\n", plan->path);
	if (plan->number >= 0)
		printf("number    %lld\n", (long long)plan->number);
	printf("date      %s, %s\n", day_text(made->arena, plan->date),
	    date_weekday_name(date_weekday(plan->date)).at);
	printf("template  %s\n", plan->template_path != NULL
				     ? plan->template_path
				     : "the built-in one");
	if (plan->last_path != NULL)
		printf("events    %zu kept and %zu left out of %s\n",
		    made->draft->events, over, plan->last_path);
	print_over(made);
	print_notes(made);
}

/* -------------------------------------------------------------------- JSON */

static const char *const note_kinds[] = {
	[NOTE_OVER] = "over",
	[NOTE_EMPTY] = "empty",
	[NOTE_UNDATED] = "undated",
	[NOTE_VARIABLE] = "variable",
	[NOTE_OTHER] = "other",
};

static struct str or_null(const char *text)
{
	return text != NULL ? str_of(text) : (struct str){ 0 };
}

static void add_date(struct json *j, const char *key, struct date date)
{
	char text[32];

	if (!date_is_set(date))
		return;
	snprintf(text, sizeof(text), "%04d-%02d-%02d", date.year, date.month,
	    date.day);
	json_member(j, key, str_of(text));
}

static void add_draft(struct json *j, const struct made *made)
{
	const struct draft_plan *plan = made->plan;

	json_object(j);
	json_member(j, "kind", STR("draft"));
	json_member(j, "file", str_of(plan->path));
	json_key(j, "number");
	if (plan->number >= 0)
		json_number(j, plan->number);
	else
		json_null(j);
	add_date(j, "date", plan->date);
	json_member(j, "template", or_null(plan->template_path));
	json_member(j, "last", or_null(plan->last_path));
	json_member_number(j, "events", (int64_t)made->draft->events);
	json_end(j);
}

static void add_note(struct json *j, const struct draft_note *n)
{
	json_object(j);
	json_member(j, "kind", str_of(note_kinds[n->kind]));
	json_member(j, "file", or_null(n->path));
	if (n->line > 0) {
		json_member_number(j, "line", (int64_t)n->line);
		json_member_number(j, "column", (int64_t)n->column);
	}
	add_date(j, "first", n->first);
	add_date(j, "last", n->last);
	if (n->region.len > 0)
		json_member(j, "region", n->region);
	if (n->what.len > 0)
		json_member(j, "what", n->what);
	json_member(j, "why", n->why);
	json_end(j);
}

static bool print_json(const struct made *made, struct error *err)
{
	struct strbuf out;
	struct json j;
	bool ok;

	strbuf_init(&out, LIMIT_PAGE);
	json_init(&j, &out);
	add_draft(&j, made);
	strbuf_add_char(&out, '\n');
	for (size_t i = 0; i < made->draft->notes.count; i++) {
		json_init(&j, &out);
		add_note(&j, &made->draft->notes.note[i]);
		strbuf_add_char(&out, '\n');
	}
	ok = !out.full || error_set(err, "the result is too large to print");
	if (ok)
		fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	return ok;
}

/* ------------------------------------------------------------------ making */

static bool read_if_named(const char *path, size_t max, struct arena *arena,
    struct str *ret_text, struct error *err)
{
	return path == NULL || file_read(path, max, arena, ret_text, err);
}

static bool write_draft(const struct draft_plan *plan,
    const struct draft_new *draft, struct error *err)
{
	bool made;

	if (!file_create(plan->path, draft->text, &made, err))
		return false;
	if (!made)
		return error_set(err,
		    "%s is there already and stays as it is; remove it, or "
		    "say another --date",
		    plan->path);
	return true;
}

/* A variable that was left as it is stands in the draft now. */
static size_t count_variables(const struct draft_new *draft)
{
	size_t count = 0;

	for (size_t i = 0; i < draft->notes.count; i++)
		count += draft->notes.note[i].kind == NOTE_VARIABLE;
	return count;
}

static bool make(const struct new_options *o, struct arena *arena,
    bool *ret_fine, struct error *err)
{
	struct draft_request request = o->request;
	struct str template = { 0 }, last = { 0 };
	struct settings settings;
	struct draft_plan plan;
	struct draft_new draft;
	struct made made = { arena, &plan, &draft };

	if (!file_exists(SETTINGS_FILE))
		return error_set(err,
		    "there is no " SETTINGS_FILE " in this folder; go to the "
		    "folder of your newsletter, or say `sennight init`");
	if (!newsletter_settings(arena, NULL, STR(""), &settings, err))
		return false;
	request.today = cmd_today(settings.time_zone);
	if (!draft_plan_new(arena, &settings, &request, &plan, err) ||
	    !read_if_named(
		plan.template_path, LIMIT_SMALL_FILE, arena, &template, err) ||
	    !read_if_named(
		plan.last_path, LIMIT_ISSUE_FILE, arena, &last, err) ||
	    !draft_find_closing(arena, &settings, template, &plan, err) ||
	    !draft_make_new(
		arena, &settings, &plan, template, last, &draft, err) ||
	    !write_draft(&plan, &draft, err))
		return false;
	*ret_fine = count_variables(&draft) == 0;
	if (o->json)
		return print_json(&made, err);
	print_made(&made);
	return true;
}

enum { OPTION_DATE, OPTION_NUMBER, OPTION_FORMAT };

static const struct cmd_option options[] = {
	[OPTION_DATE] = { '\0', "date", "DATE",
	    "the day of the issue, 2026-12-30; else the next by the rhythm" },
	[OPTION_NUMBER] = { '\0', "number", "N", "its number; else the next" },
	[OPTION_FORMAT] = { '\0', "format", "text|json",
	    "json: one object a line, see docs/drafts.md" },
};

static bool take(void *data, size_t index, const char *value)
{
	struct new_options *o = data;
	uint64_t number = 0;

	if (index == OPTION_DATE)
		return date_parse(str_of(value), false, &o->request.date);
	if (index == OPTION_NUMBER) {
		if (!str_to_number(str_of(value), INT32_MAX, &number))
			return false;
		o->request.number = (int64_t)number;
		return true;
	}
	o->json = strcmp(value, "json") == 0;
	return o->json || strcmp(value, "text") == 0;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	struct new_options o = { .request.number = -1 };
	struct arena arena = { 0 };
	struct error err = { 0 };
	int first, status;
	bool ok, fine = true;

	if (!cmd_read_options(cmd, argc, argv, take, &o, &first, &status))
		return status;
	if (first < argc) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	ok = make(&o, &arena, &fine, &err);
	arena_release(&arena);
	if (!ok)
		return cmd_fail(cmd, &err);
	return fine ? CMD_FINE : CMD_NOT_FINE;
}

const struct cmd cmd_draft_new = {
	.name = "draft new",
	.line = "make the draft of the next issue",
	.arguments = "",
	.text =
	    "Makes it from the template, with the next number and day, and "
	    "the events of\nthe issue before that are not over. Says what was "
	    "left out and why. A draft\nthat is there is never overwritten.\n\n"
	    "Exit status 1: it was made, but a variable of the template is "
	    "not known or has\nno value, and stands in it.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
