/*
 * Putting things into drafts.  A case is a draft and a list in add/; what comes
 * out is NAME.out.md, and what is said of it NAME.said.  Both are written anew
 * by SENNIGHT_UPDATE=1.
 */
#include <stdlib.h>

#include "../test.h"

#include "archive.h"
#include "base/file.h"
#include "draft/draft.h"

#define FOLDER "test/draft/add/"

static const struct add_case {
	const char *draft, *name;
	bool none; /* fill in the sentences that there is nothing, then */
} cases[] = {
	{ "template.md", "links", false },
	{ "template.md", "events", false },
	{ "template.md", "calls", false },
	{ "template.md", "groups", false },
	{ "template.md", "slots", false },
	{ "comment.md", "comment", false },
	{ "crlf.md", "crlf", false },
	{ "empty.md", "empty", false },
	{ "template.md", "none", true },
	{ "groups.out.md", "none-groups", true },
	{ "grow.md", "grow", true },
};

static const char *in_source(struct arena *arena, const char *path)
{
	const char *root = getenv("SENNIGHT_SOURCE");

	return path_join(arena, root != NULL ? root : ".", path);
}

static struct str read_text(struct arena *arena, const char *name)
{
	const char *path =
	    in_source(arena, arena_printf(arena, FOLDER "%s", name).at);
	struct str text;
	struct error err;

	if (!file_read(path, MIB, arena, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static void compare(struct arena *arena, const char *name, struct str got)
{
	const char *path =
	    in_source(arena, arena_printf(arena, FOLDER "%s", name).at);
	struct error err;

	if (getenv("SENNIGHT_UPDATE") != NULL &&
	    !file_write(path, got, NULL, &err))
		fail_msg("%s", err.text);
	if (!str_eq(read_text(arena, name), got))
		fail_msg("%s differs; now it is\n%.*s", name, STR_ARG(got));
}

static const struct settings *read_settings(struct arena *arena)
{
	struct settings *settings = ARENA_NEW(arena, struct settings);
	struct error err;

	if (!settings_read(arena, "settings.yaml",
		read_text(arena, "settings.yaml"), settings, &err))
		fail_msg("%s", err.text);
	return settings;
}

static struct draft_added add(struct arena *arena,
    const struct settings *settings, struct str text,
    const struct addition_list *list)
{
	struct source source = { "a.md", text };
	struct draft_added added;
	struct error err;

	if (!draft_add(arena, settings, source, list->addition, list->count,
		&added, &err))
		fail_msg("%s", err.text);
	return added;
}

static struct str said(struct arena *arena, const struct draft_added *added)
{
	static const char *const states[] = {
		[PLACED] = "added",
		[PLACED_TWO] = "there",
		[PLACED_NOT] = "refused",
	};
	struct str text = STR("");

	for (size_t i = 0; i < added->count; i++) {
		const struct placed *p = &added->placed[i];

		text = arena_printf(arena, "%.*s%zu %s: %.*s: %.*s%s%s\n",
		    STR_ARG(text), p->line, states[p->state],
		    STR_ARG(p->section), STR_ARG(p->title),
		    p->why != NULL ? ": " : "", p->why != NULL ? p->why : "");
	}
	return text;
}

/* All that went in is there the second time, and nothing changes. */
static void check_again(struct arena *arena, const struct settings *settings,
    const struct draft_added *first, const struct addition_list *list)
{
	struct draft_added again = add(arena, settings, first->text, list);

	assert_true(str_eq(again.text, first->text));
	assert_int_equal(again.count, first->count);
	for (size_t i = 0; i < first->count; i++) {
		if (first->placed[i].state == PLACED)
			assert_int_equal(again.placed[i].state, PLACED_TWO);
		else
			assert_int_equal(
			    again.placed[i].state, first->placed[i].state);
	}
}

static void check_add(struct arena *arena, const struct settings *settings,
    const struct add_case *k)
{
	const char *path = arena_printf(arena, "%s.jsonl", k->name).at;
	struct source source = { path, read_text(arena, path) };
	struct addition_list list;
	struct draft_added added;

	additions_read(arena, settings, source, &list);
	for (size_t i = 0; i < list.wrongs; i++)
		fail_msg("%.*s", STR_ARG(list.wrong[i]));
	added = add(arena, settings, read_text(arena, k->draft), &list);
	compare(
	    arena, arena_printf(arena, "%s.out.md", k->name).at, added.text);
	compare(arena, arena_printf(arena, "%s.said", k->name).at,
	    said(arena, &added));
	check_again(arena, settings, &added, &list);
}

static void check_none(struct arena *arena, const struct settings *settings,
    const struct add_case *k)
{
	struct source source = { k->draft, read_text(arena, k->draft) };
	struct draft_none none;
	struct draft_added told;
	struct str what;
	struct error err;

	assert_true(draft_fill_none(arena, settings, source, &none, &err));
	compare(arena, arena_printf(arena, "%s.out.md", k->name).at, none.text);
	told = (struct draft_added){ none.text, none.said, none.count };
	what = said(arena, &told);
	for (size_t i = 0; i < none.gones; i++)
		what = arena_printf(arena, "%.*sgone: %.*s\n", STR_ARG(what),
		    STR_ARG(none.gone[i]));
	compare(arena, arena_printf(arena, "%s.said", k->name).at, what);
	source.text = none.text;
	assert_true(draft_fill_none(arena, settings, source, &none, &err));
	assert_true(str_eq(none.text, source.text));
	assert_true(none.count == 0 && none.gones == 0);
}

static void test_cases(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct settings *settings = read_settings(&arena);

		if (cases[i].none)
			check_none(&arena, settings, &cases[i]);
		else
			check_add(&arena, settings, &cases[i]);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

/* One object, of which the family and the section are known. */
static void test_one(void **state)
{
	static const struct {
		const char *family, *section, *object;
		int kind; /* or -1, and why */
		const char *section_or_why;
	} ones[] = {
		{ "link", "notes",
		    "{\"title\":\"A\",\"url\":\"https://a.example/\","
		    "\"kind\":\"article\",\"section\":\"other\"}",
		    ADD_LINK, "notes" },
		{ "change", "",
		    "{\"title\":\"A\",\"url\":\"https://a.example/\"}",
		    ADD_CHANGE, "changes" },
		{ "call", "",
		    "{\"title\":\"A\",\"url\":\"https://a.example/\","
		    "\"kind\":\"participation\"}",
		    ADD_CALL, "participation" },
		{ "call", "testing",
		    "{\"title\":\"A\",\"url\":\"https://a.example/\","
		    "\"kind\":\"call\"}",
		    ADD_CALL, "testing" },
		{ "call", "",
		    "{\"title\":\"A\",\"url\":\"https://a.example/\"}", -1,
		    "neither \"kind\" nor its section say which kind of call "
		    "it is" },
		{ "feature", "tool", "{\"text\":\"Words\"}", ADD_FEATURE,
		    "tool" },
		{ "event", "", "{\"title\":\"A\"}", -1, "\"url\" is missing" },
		{ "link", "", "[1]", -1, "this is no JSON object" },
		{ "link", "", "", -1, "this is no JSON object" },
	};
	struct arena arena = { 0 };
	const struct settings *settings = read_settings(&arena);

	(void)state;
	for (size_t i = 0; i < COUNT(ones); i++) {
		const struct addition_as as = { str_of(ones[i].family),
			str_of(ones[i].section) };
		struct addition a = { .kind = ADD_JOBS };
		struct error err;
		bool ok = addition_read(
		    &arena, settings, str_of(ones[i].object), &as, &a, &err);
		size_t section;

		if (ok != (ones[i].kind >= 0) ||
		    (ok && (int)a.kind != ones[i].kind))
			fail_msg("case %zu: %s", i, ok ? "read" : err.text);
		if (!ok) {
			assert_string_equal(err.text, ones[i].section_or_why);
			assert_int_equal(a.kind, ADD_JOBS);
			continue;
		}
		section = draft_section_of(settings, &a);
		assert_true(section != STR_NONE);
		assert_str(
		    settings->section[section].id, ones[i].section_or_why);
	}
	arena_release(&arena);
}

/* What a list says wrongly is said with its line. */
static void test_wrong(void **state)
{
	static const struct {
		const char *line, *why;
	} wrong[] = {
		{ "x", "this is no JSON: '[' or '{' expected near 'x'" },
		{ "[]", "this is no JSON object" },
		{ "{\"title\":\"A\"}", "\"url\" is missing" },
		{ "{\"url\":\"https://a.example/\"}", "\"title\" is missing" },
		{ "{\"title\":\" \\n\",\"url\":\"https://a.example/\"}",
		    "\"title\" is missing" },
		{ "{\"title\":1,\"url\":\"https://a.example/\"}",
		    "\"title\" is no text" },
		{ "{\"title\":\"A\",\"url\":\"javascript:x\"}",
		    "\"url\" is no web address; expected one such as "
		    "https://example.org/" },
		{ "{\"title\":\"A\",\"url\":\"https://a.example/\","
		  "\"tags\":[\"vidio\"]}",
		    "there is no tag \"vidio\"" },
		{ "{\"kind\":\"event\",\"title\":\"A\",\"url\":"
		  "\"https://a.example/\",\"first\":\"2026-02-30\"}",
		    "\"first\" is no day; expected one such as 2026-03-04" },
		{ "{\"title\":\"A\",\"url\":\"https://a.example/\","
		  "\"first\":\"2026-02-03\"}",
		    "it has neither \"places\" nor the \"mode\" virtual" },
		{ "{\"title\":\"A\",\"url\":\"https://a.example/\","
		  "\"first\":\"2026-02-03\",\"last\":\"2026-02-02\","
		  "\"mode\":\"virtual\"}",
		    "\"last\" is before \"first\"" },
		{ "{\"kind\":\"speaking\",\"title\":\"A\",\"url\":"
		  "\"https://a.example/\"}",
		    "\"closes\" is missing, the last day for proposals" },
		{ "{\"kind\":\"quote\",\"text\":\"\"}",
		    "it has neither \"name\" nor \"text\"" },
	};
	struct arena arena = { 0 };
	const struct settings *settings = read_settings(&arena);

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct source source = { "l.jsonl",
			arena_printf(&arena, "\n%s\n", wrong[i].line) };
		struct addition_list list;

		additions_read(&arena, settings, source, &list);
		assert_int_equal(list.count, 0);
		assert_int_equal(list.wrongs, 1);
		assert_str(list.wrong[0],
		    arena_printf(&arena, "l.jsonl:2: %s", wrong[i].why).at);
	}
	arena_release(&arena);
}

static void test_refused(void **state)
{
	static const struct {
		const char *line, *why;
	} refused[] = {
		{ "{\"title\":\"A\",\"url\":\"https://a.example/\","
		  "\"section\":\"nowhere\"}",
		    "there is no such section, neither in the settings nor as "
		    "a heading of the draft" },
		{ "{\"title\":\"A\",\"url\":\"https://a.example/\","
		  "\"section\":\"events\"}",
		    "an event needs a day and a place; give it with --from" },
		{ "{\"title\":\"A\",\"url\":\"https://a.example/\","
		  "\"section\":\"quote\"}",
		    "what is featured is prose; use --feature" },
		{ "{\"title\":\"A\",\"url\":\"https://a.example/\",\"first\":"
		  "\"2026-03-05\",\"places\":[{\"text\":\"The Moon\"}]}",
		    "no region has its place; give its `country`, its `mode` "
		    "or its `region`" },
	};
	struct arena arena = { 0 };
	const struct settings *settings = read_settings(&arena);
	struct str draft = read_text(&arena, "template.md");

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct source source = { "l", str_of(refused[i].line) };
		struct addition_list list;
		struct draft_added added;

		additions_read(&arena, settings, source, &list);
		assert_int_equal(list.wrongs, 0);
		added = add(&arena, settings, draft, &list);
		assert_int_equal(added.placed[0].state, PLACED_NOT);
		assert_string_equal(added.placed[0].why, refused[i].why);
		assert_true(str_eq(added.text, draft));
	}
	arena_release(&arena);
}

/* Where an item could not be read back nothing is written. */
static void test_open(void **state)
{
	static const char *const drafts[] = {
		"## From the Community\n\n<!-- open\n",
		"```\n## Field Notes\n",
	};
	struct arena arena = { 0 };
	const struct settings *settings = read_settings(&arena);
	struct addition addition = { .kind = ADD_LINK,
		.section = STR_INIT("notes"),
		.link = {
		    STR_INIT("A"), STR_INIT("https://a.example/"), 0, 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT(drafts); i++) {
		struct source source = { "a.md", str_of(drafts[i]) };
		struct draft_added added;
		struct error err = { "" };

		assert_false(draft_add(
		    &arena, settings, source, &addition, 1, &added, &err));
		assert_non_null(strstr(err.text, "left open"));
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------------ real drafts */

static const char real_list[] =
    "{\"title\":\"A <b>\",\"url\":\"https://new.example/1\","
    "\"section\":\"observations\"}\n"
    "{\"title\":\"B\",\"url\":\"https://new.example/2\"}\n"
    "{\"title\":\"C\",\"url\":\"https://new.example/3\","
    "\"first\":\"2026-03-09\",\"mode\":\"hybrid\","
    "\"places\":[{\"text\":\"Graz, AT\"}]}\n"
    "{\"kind\":\"participation\",\"title\":\"D\","
    "\"url\":\"https://new.example/4\"}\n"
    "{\"kind\":\"comment-period\",\"title\":\"E\","
    "\"url\":\"https://github.com/rust-lang/cargo/pull/0\"}\n"
    "{\"kind\":\"change\",\"title\":\"F\","
    "\"url\":\"https://github.com/rust-lang/cargo/pull/00\"}\n"
    "{\"kind\":\"testing\",\"title\":\"G\","
    "\"url\":\"https://github.com/rust-lang/cargo/pull/000\"}\n";

struct real {
	struct arena arena;
	struct settings settings;
	struct addition_list list;
	size_t drafts, placed, none;
};

/* Lines of the old text that the new one has no more, each in its order. */
static size_t lost_lines(struct str before, struct str after)
{
	size_t lost = 0;

	while (before.at != NULL) {
		struct str line = str_take(&before, '\n'), rest = after;
		bool found = false;

		while (rest.at != NULL && !found)
			found = str_eq(str_take(&rest, '\n'), line);
		if (found)
			after = rest;
		else
			lost++;
		if (after.at == NULL)
			after = STR("");
	}
	return lost;
}

static void add_to_real(const char *path, struct str text, void *data)
{
	struct real *r = data;
	struct source source = { path, text };
	struct arena arena = { 0 };
	struct draft_added added;
	struct error err;
	size_t lost;

	if (!draft_add(&arena, &r->settings, source, r->list.addition,
		r->list.count, &added, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < added.count; i++) {
		if (added.placed[i].state != PLACED)
			fail_msg("%s: %.*s: %s", path,
			    STR_ARG(added.placed[i].title),
			    added.placed[i].why);
		r->placed++;
	}
	/* Sentences that there is nothing, and those with fewer groups. */
	lost = lost_lines(text, added.text);
	if (lost > 8)
		fail_msg("%s: %zu lines are gone", path, lost);
	r->none += lost;
	r->drafts++;
	arena_release(&arena);
}

static void test_real(void **state)
{
	struct real r = { .drafts = 0 };
	struct source source = { "l", STR(real_list) };
	struct error err;

	(void)state;
	assert_true(settings_preset(&r.arena, STR("twir"), &r.settings, &err));
	additions_read(&r.arena, &r.settings, source, &r.list);
	assert_int_equal(r.list.wrongs, 0);
	if (archive_each("twir/content", add_to_real, &r) == 0) {
		arena_release(&r.arena);
		print_message("no archive\n");
		skip();
	}
	print_message("%zu things put into %zu issues; %zu lines gone\n",
	    r.placed, r.drafts, r.none);
	arena_release(&r.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_one),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
