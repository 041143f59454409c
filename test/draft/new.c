/*
 * New drafts: their texts, and which issue is next.
 *
 * Each NAME.template in new/ is filled in with NAME.last as the issue before
 * (none, if that is not there) and must give NAME.draft, which ends with what
 * there is to say about it.  SENNIGHT_UPDATE=1 writes those anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"

#include "base/file.h"
#include "draft/draft.h"

/* -------------------------------------------------------------------- texts */

static void add_notes(struct strbuf *out, const struct draft_notes *notes)
{
	for (size_t i = 0; i < notes->count; i++) {
		const struct draft_note *n = &notes->note[i];

		strbuf_printf(out,
		    "%s:%zu:%zu: ", n->path != NULL ? path_base(n->path) : "",
		    n->line, n->column);
		if (date_is_set(n->first)) {
			date_add_iso(out, n->first);
			strbuf_lit(out, " to ");
			date_add_iso(out, n->last);
			strbuf_printf(out, " in %.*s: ", STR_ARG(n->region));
		}
		strbuf_printf(
		    out, "%.*s: %.*s\n", STR_ARG(n->what), STR_ARG(n->why));
	}
}

static const char *golden_path(
    struct arena *arena, const char *name, const char *ending)
{
	return arena_printf(arena, "%s/test/draft/new/%s%s",
	    getenv("SENNIGHT_SOURCE"), name, ending)
	    .at;
}

static struct str read_golden(
    struct arena *arena, const char *name, const char *ending)
{
	const char *path = golden_path(arena, name, ending);
	struct str text = { 0 };
	struct error err;

	if (file_exists(path) && !file_read(path, MIB, arena, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static void read_settings(struct arena *arena, struct settings *s)
{
	struct str text = read_golden(arena, "settings", ".yaml");
	struct error err;

	if (!settings_read(arena, "settings.yaml", text, s, &err))
		fail_msg("%s", err.text);
}

static const struct draft_plan plan = {
	.number = 8,
	.date = { 2026, 3, 11 },
	.path = "draft/x.md",
	.last_path = "last.md",
	.template_path = "template",
};

static void compare_golden(const char *name)
{
	struct arena arena = { 0 };
	struct settings s;
	struct draft_new draft;
	struct strbuf out;
	struct error err;

	read_settings(&arena, &s);
	assert_true(draft_make_new(&arena, &s, &plan,
	    read_golden(&arena, name, ".template"),
	    read_golden(&arena, name, ".last"), &draft, &err));
	strbuf_init(&out, MIB);
	strbuf_add(&out, draft.text);
	strbuf_printf(&out, "\n== %zu events\n", draft.events);
	add_notes(&out, &draft.notes);
	if (getenv("SENNIGHT_UPDATE") != NULL)
		assert_true(file_write(golden_path(&arena, name, ".draft"),
		    strbuf_str(&out), NULL, &err));
	assert_str(strbuf_str(&out),
	    arena_cstr(&arena, read_golden(&arena, name, ".draft")));
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_golden(void **state)
{
	(void)state;
	if (getenv("SENNIGHT_SOURCE") == NULL) {
		print_message("SENNIGHT_SOURCE is not set\n");
		skip();
	}
	compare_golden("lists");
	compare_golden("variables");
}

#define LIST_HEAD "## Upcoming Events\n\nEvents between x\n\n"

/* A template of "$events\n" and what follows it, and the draft. */
static const struct {
	const char *last, *behind, *draft;
} lists[] = {
	/* Nothing to take. */
	{ "", "", "<!-- Events list goes here -->\n" },
	{ "Events between x", "", "<!-- Events list goes here -->\n" },
	{ LIST_HEAD "Later.\n", "", "<!-- Events list goes here -->\n" },
	{ LIST_HEAD "* 2026-01-01 | Virtual | G\n", "",
	    "<!-- Events list goes here -->\n" },
	/* Without a line of the window. */
	{ "## Upcoming Events\n\nHere.\n\n* 2026-05-01 | Virtual | G\n", "",
	    "* 2026-05-01 | Virtual | G\n" },
	{ "## Events\n\n### Europe\n* 2026-05-01 | Bonn, DE | G\n\nEnd.\n", "",
	    "### Europe\n* 2026-05-01 | Bonn, DE | G\n" },
	/* The end of the file has no line end. */
	{ LIST_HEAD "* 2026-05-02 | B, DE | G\n* 2026-05-01 | A, DE | G", "",
	    "* 2026-05-01 | A, DE | G\n* 2026-05-02 | B, DE | G\n" },
	/* Both kinds of line ends. */
	{ "## Upcoming Events\r\n\r\nEvents between x\r\n\r\n"
	  "* 2026-05-02 | B, DE | G\r\n* 2026-05-01 | A, DE | G\r\n\r\nEnd\r\n",
	    "", "* 2026-05-01 | A, DE | G\n* 2026-05-02 | B, DE | G\n" },
	/* Text between lists stays; a dollar sign is no variable. */
	{ LIST_HEAD "* 2026-05-01 | A, DE | $date\n\nAnd:\n\n"
		    "* 2026-05-02 | B, DE | G\n\nEnd.\n",
	    "",
	    "* 2026-05-01 | A, DE | $date\n\nAnd:\n\n"
	    "* 2026-05-02 | B, DE | G\n" },
	/* What follows in the template ends the list. */
	{ LIST_HEAD "* 2026-05-01 | A, DE | G\n\nA remark.\n\nEnd.\n\nMore.\n",
	    "\nEnd.\n", "* 2026-05-01 | A, DE | G\n\nA remark.\n\nEnd.\n" },
	/* A slip in the marker does not lose an event. */
	{ LIST_HEAD "* 2026-05-01 | A, DE | G\n\n# 2026-05-02 | B, DE | G\n\n"
		    "End.\n\n## Jobs\n",
	    "\nEnd.\n",
	    "* 2026-05-01 | A, DE | G\n\n# 2026-05-02 | B, DE | G\n\nEnd.\n" },
	/* An event that cannot be in the calendar stays. */
	{ LIST_HEAD "* 2026-02-30 | A, DE | G\n* 2026-02-28 | B, DE | G\n", "",
	    "* 2026-02-30 | A, DE | G\n" },
	/* Sentences are no events. */
	{ LIST_HEAD "*No events this week.*\n", "",
	    "<!-- Events list goes here -->\n" },
};

static struct str fill(struct arena *arena, const struct settings *s,
    struct str template, struct str last)
{
	struct draft_new draft;
	struct error err;

	if (!draft_make_new(arena, s, &plan, template, last, &draft, &err))
		fail_msg("%s", err.text);
	return draft.text;
}

static void test_lists(void **state)
{
	struct arena arena = { 0 };
	struct settings s;
	struct error err;

	(void)state;
	assert_true(settings_preset(&arena, STR("neutral"), &s, &err));
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct str template =
		    arena_printf(&arena, "$events\n%s", lists[i].behind);

		print_message("%s\n", lists[i].last);
		assert_str(fill(&arena, &s, template, str_of(lists[i].last)),
		    lists[i].draft);
	}
	arena_release(&arena);
}

static void test_line_ends(void **state)
{
	struct arena arena = { 0 };
	struct settings s;
	struct error err;

	(void)state;
	assert_true(settings_preset(&arena, STR("neutral"), &s, &err));
	assert_str(fill(&arena, &s, STR("$number\r\n\r\n$events\r\nEnd"),
		       STR(LIST_HEAD "* 2026-05-02 | B, DE | G\n"
				     "* 2026-05-01 | A, DE | G\n")),
	    "8\r\n\r\n* 2026-05-01 | A, DE | G\r\n"
	    "* 2026-05-02 | B, DE | G\r\nEnd");
	arena_release(&arena);
}

/* The built-in template leaves no variable open. */
static void test_built_in(void **state)
{
	static const struct str presets[] = { STR_INIT("neutral"),
		STR_INIT("twir") };
	struct arena arena = { 0 };
	struct settings s;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(presets); i++) {
		struct str none = { 0 }, text;

		assert_true(settings_preset(&arena, presets[i], &s, &err));
		text = fill(&arena, &s, none, none);
		assert_true(str_starts(text, STR("Title: ")));
		assert_int_equal(str_find_char(text, '$', 0), STR_NONE);
		assert_true(str_find(text, STR("2026-03-11 - 2026-04-08"), 0) !=
			    STR_NONE);
	}
	arena_release(&arena);
}

/* ---------------------------------------------------------- the next issue */

/* Files, apart by blanks: "name:number"; a settings text; what is asked. */
static const struct {
	const char *files, *settings, *today, *date;
	int64_t asked;
	const char *path; /* or the beginning of the error */
	int64_t number;
} plans[] = {
	/* A newsletter that begins, on a Thursday. */
	{ "", "", "2026-11-26", "", -1, "draft/2026-12-03-av.md", 1 },
	{ "content/2026-11-26-first-issue.md:1", "", "2026-11-26", "", -1,
	    "draft/2026-12-03-av.md", 2 },
	/* Names as they were. */
	{ "content/2026-11-18-night.md:1 content/2026-11-25-night.md:2", "",
	    "2026-11-26", "", -1, "draft/2026-12-02-night.md", 3 },
	{ "content/2026-11-18-no-9.markdown:9 draft/2026-11-25-no-10.markdown:"
	  "10",
	    "", "2026-11-26", "", -1, "draft/2026-12-02-no-11.markdown", 11 },
	{ "content/no-9.md:9:2026-11-18 content/no-10.md:10:2026-11-25", "",
	    "2026-11-26", "", -1, "draft/no-11.md", 11 },
	{ "content/2026-11-18-a.md:1 content/2026-11-25-b.md:2", "",
	    "2026-11-26", "", -1, "draft/2026-12-02-av.md", 3 },
	{ "content/2026-11-25-b.md:2",
	    "issue_file: \"{number}-{slug}-{date:%d}.md\"\n", "2026-11-26", "",
	    -1, "draft/3-av-3-02.md", 3 },
	/* The rhythm. */
	{ "content/2026-11-25-b.md:2", "rhythm: {weekday: friday}\n",
	    "2026-11-26", "", -1, "draft/2026-11-27-av.md", 3 },
	{ "content/2026-11-25-b.md:2", "rhythm: {ahead: 7}\n", "2026-11-26", "",
	    -1, "draft/2026-12-09-av.md", 3 },
	{ "content/2026-11-25-b.md:2", "rhythm: {every: 2}\n", "2026-11-26", "",
	    -1, "draft/2026-12-09-av.md", 3 },
	{ "content/2026-11-25-b.md:2",
	    "rhythm: {skip: [2026-12-02, 2026-12-09]}\n", "2026-11-26", "", -1,
	    "draft/2026-12-16-av.md", 3 },
	{ "content/2026-11-25-b.md:2",
	    "rhythm:\n  skip: [2026-12-02]\n"
	    "  count_from: {number: 40, date: 2026-11-18}\n",
	    "2026-11-30", "", -1, "draft/2026-12-09-av.md", 42 },
	{ "content/2026-11-25-b.md:2",
	    "rhythm: {count_from: {number: 40, date: 2026-11-18}}\n",
	    "2026-11-26", "2026-12-04", -1, "draft/2026-12-04-av.md", 3 },
	/* Asked for. */
	{ "content/2026-11-25-b.md:2", "", "2026-11-26", "2026-11-28", -1,
	    "draft/2026-11-28-av.md", 3 },
	{ "content/2026-11-25-b.md:2", "", "2026-11-26", "", 70,
	    "draft/2026-12-02-av.md", 70 },
	{ "content/2026-11-25-b.md:2", "", "2026-11-26", "2026-11-20", 1,
	    "draft/2026-11-20-av.md", 1 },
	/* Without numbers, and with one in the title. */
	{ "content/2026-11-25-b.md:", "", "2026-11-26", "", -1,
	    "draft/2026-12-02-av.md", -1 },
	{ "content/2026-11-25-b.md:t4", "", "2026-11-26", "", -1,
	    "draft/2026-12-02-av.md", 5 },
	/* Refused. */
	{ "content/2026-11-25-b.md:2", "", "2026-11-26", "2026-11-25", -1,
	    "!content/2026-11-25-b.md is the issue of 2026-11-25 already; name "
	    "another day",
	    0 },
	{ "draft/2026-12-02-b.md:2", "", "2026-11-26", "", -1,
	    "!draft/2026-12-02-b.md is the issue of 2026-12-02 already; for "
	    "the one after it say --date 2026-12-09",
	    0 },
	{ "draft/2026-12-09-b.md:2", "", "2026-11-26", "", -1,
	    "!the next issue by the rhythm is of 2026-12-02, but "
	    "draft/2026-12-09-b.md is newer; for the one after it say --date "
	    "2026-12-16",
	    0 },
	{ "content/2026-11-25-b.md:2", "", "2026-11-26", "2026-11-20", -1,
	    "!2026-11-20 is before the newest issue, content/2026-11-25-b.md; "
	    "if an issue belongs there, say its --number too",
	    0 },
	{ "content/2026-11-25-b.md:2", "", "2026-11-26", "", 2,
	    "!content/2026-11-25-b.md has the number 2 already; --number needs "
	    "another",
	    0 },
	{ "", "", "2026-11-26", "9999-01-01", -1,
	    "!there are no newsletters in the year 9999; expected a day such "
	    "as 2026-12-30",
	    0 },
};

/* Write "path:number" or "path:number:date"; the number t4 is in the title. */
static void put(struct arena *arena, struct str file)
{
	struct str rest = file, path = str_take(&rest, ':');
	struct str number = str_take(&rest, ':'), text;
	struct error err;

	if (str_starts(number, STR("t")))
		text = arena_printf(arena, "Title: Av %.*s\n",
		    STR_ARG(str_sub(number, 1, number.len)));
	else
		text = arena_printf(
		    arena, "Title: Av\nNumber: %.*s\n", STR_ARG(number));
	if (rest.at != NULL)
		text = arena_printf(
		    arena, "%.*sDate: %.*s\n", STR_ARG(text), STR_ARG(rest));
	assert_true(file_write(arena_cstr(arena, path), text, NULL, &err));
}

static void enter_folder(struct arena *arena, const char *files)
{
	char folder[] = "/tmp/sennight-new-XXXXXX";
	struct str rest = str_of(files);

	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	while (rest.at != NULL) {
		struct str file = str_take(&rest, ' '), folder_of;

		if (file.len == 0)
			continue;
		folder_of = str_sub(file, 0, str_find_char(file, '/', 0));
		mkdir(arena_cstr(arena, folder_of), 0755);
		put(arena, file);
	}
}

static void remove_folder(void)
{
	static const char *const folders[] = { "content", "draft" };
	struct arena arena = { 0 };
	struct file_list list;
	struct error err;
	char here[64];

	assert_non_null(getcwd(here, sizeof(here)));
	assert_true(folder_walk(".", NULL, &arena, &list, &err));
	for (size_t i = 0; i < list.count; i++)
		unlink(list.entry[i].path);
	for (size_t i = 0; i < COUNT(folders); i++)
		rmdir(folders[i]);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(here), 0);
	arena_release(&arena);
}

static void test_plan(size_t i)
{
	struct draft_request request = { .number = plans[i].asked };
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct draft_plan got;
	struct settings s;
	bool ok;

	enter_folder(&arena, plans[i].files);
	assert_true(settings_read(&arena, "s.yaml",
	    arena_printf(&arena, "name: Av\n%s", plans[i].settings), &s, &err));
	date_parse(str_of(plans[i].today), false, &request.today);
	date_parse(str_of(plans[i].date), false, &request.date);
	ok = draft_plan_new(&arena, &s, &request, &got, &err);
	print_message("%s, %s: %s\n", plans[i].files, plans[i].settings,
	    ok ? got.path : err.text);
	assert_string_equal(ok ? got.path : err.text, plans[i].path + !ok);
	if (ok)
		assert_int_equal(got.number, plans[i].number);
	remove_folder();
	arena_release(&arena);
}

static void test_plans(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(plans); i++)
		test_plan(i);
}

/* The events come from the issue before, of a draft and an issue of one day
 * from the draft; a day between two looks at the earlier. */
static void test_last(void **state)
{
	static const struct {
		struct date date;
		const char *last;
	} cases[] = {
		{ { 2026, 12, 2 }, "draft/2026-11-25-a.md" },
		{ { 2026, 11, 20 }, "content/2026-11-18-b.md" },
		{ { 2026, 11, 11 }, NULL },
	};
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;

	(void)state;
	enter_folder(&arena, "content/2026-11-18-b.md:1 "
			     "content/2026-11-25-b.md:2 "
			     "draft/2026-11-25-a.md:2");
	assert_true(settings_preset(&arena, STR("neutral"), &s, &err));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct draft_request request = { .date = cases[i].date,
			.number = 9 };
		struct draft_plan got;

		if (!draft_plan_new(&arena, &s, &request, &got, &err))
			fail_msg("%s", err.text);
		if (cases[i].last == NULL)
			assert_null(got.last_path);
		else
			assert_string_equal(got.last_path, cases[i].last);
		assert_null(got.template_path);
	}
	remove_folder();
	arena_release(&arena);
}

/* -------------------------------------------------------------- what closes */

/* Issues by their days, each with a call, and the list of the draft of
 * 2026-12-02, a Wednesday. */
static const struct {
	const char *settings;
	struct {
		const char *path, *call;
	} issue[3];
	const char *list;
} closings[] = {
	{ "", { { NULL, NULL } },
	    "<!-- Nothing that was printed closes this week -->" },
	/* From the day of the issue to the last before the next. */
	{ "",
	    { { "content/2026-11-25-b.md",
		"[A](https://a.example/) | 2026-12-01 | Cork\n"
		"* [B](https://b.example/) | 2026-12-02 | Cork\n"
		"* [C](https://c.example/) | 2026-12-08 | Cork\n"
		"* [D](https://d.example/) | 2026-12-09 | Cork" } },
	    "* [B](https://b.example/) closes 2026-12-02\n"
	    "* [C](https://c.example/) closes 2026-12-08" },
	{ "rhythm: {every: 2}\n",
	    { { "content/2026-11-18-b.md",
		"[D](https://d.example/) | 2026-12-15 | Cork\n"
		"* [E](https://e.example/) | 2026-12-16 | Cork" } },
	    "* [D](https://d.example/) closes 2026-12-15" },
	/* Drafts too; the newest holds; what is later or long ago does not. */
	{ "",
	    { { "content/2026-11-18-a.md",
		  "[Old](https://a.example/) | 2026-12-03 | Cork" },
		{ "draft/2026-11-25-b.md",
		    "[**New**](https://a.example/) | 2026-12-04 | Cork" },
		{ "content/2025-10-01-c.md",
		    "[Lost](https://c.example/) | 2026-12-03 | Cork" } },
	    "* [New](https://a.example/) closes 2026-12-04" },
	{ "",
	    { { "draft/2026-12-09-a.md",
		"[Later](https://a.example/) | 2026-12-03 | Cork" } },
	    "<!-- Nothing that was printed closes this week -->" },
	/* Titles stay what they are. */
	{ "",
	    { { "content/2026-11-25-b.md",
		"[`Vec<T>` \\[x\\] \\*y\\*](https://a.example/) | 2026-12-03 "
		"| Cork" } },
	    "* [Vec&lt;T> \\[x\\] \\*y\\*](https://a.example/) closes "
	    "2026-12-03" },
};

static void put_issue(struct arena *arena, const char *path, const char *call)
{
	struct str day = str_sub(str_of(path_base(path)), 0, 10);
	struct error err;

	assert_true(file_write(path,
	    arena_printf(arena, "Title: Av\nDate: %.*s\n\n## Talks\n\n* %s\n",
		STR_ARG(day), call),
	    NULL, &err));
}

static void test_closing(size_t i)
{
	struct draft_plan got = { .date = { 2026, 12, 2 }, .number = 9 };
	struct str template = STR("${closing_this_week}\n");
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct draft_new draft = { 0 };
	struct settings s;

	enter_folder(&arena, "");
	assert_int_equal(mkdir("content", 0755), 0);
	assert_int_equal(mkdir("draft", 0755), 0);
	assert_true(settings_read(&arena, "s.yaml",
	    arena_printf(&arena,
		"name: Av\n%ssections: [{id: t, title: Talks, kind: "
		"speaking}]\n",
		closings[i].settings),
	    &s, &err));
	for (size_t k = 0; k < COUNT(closings[i].issue); k++)
		if (closings[i].issue[k].path != NULL)
			put_issue(&arena, closings[i].issue[k].path,
			    closings[i].issue[k].call);
	if (!draft_find_closing(&arena, &s, template, &got, &err) ||
	    !draft_make_new(
		&arena, &s, &got, template, (struct str){ 0 }, &draft, &err))
		fail_msg("%s", err.text);
	assert_int_equal(draft.notes.count, 0);
	assert_str(
	    draft.text, arena_printf(&arena, "%s\n", closings[i].list).at);
	/* A template that does not ask has no list. */
	got.closing = (struct deadlines){ 0 };
	assert_true(draft_find_closing(&arena, &s, STR("$events"), &got, &err));
	assert_int_equal(got.closing.count, 0);
	remove_folder();
	arena_release(&arena);
}

static void test_closings(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(closings); i++)
		test_closing(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_built_in),
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_last),
		cmocka_unit_test(test_closings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
