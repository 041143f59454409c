/*
 * What is made of findings: formats, fixes, baselines.  The expected output
 * of each format is a file in reports/, written anew by SENNIGHT_UPDATE=1.
 */
#include "../test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "check/rule.h"
#include "newsletter.h"

static const char source[] = "Title: N 9\nDate: 2026-03-05\n\n"
			     "* caf\xc3\xa9 100%, old: text\n\n"
			     "Two\nlines.\n";

static const struct rule rule_one = {
	.id = "example-one",
	.level = CHECK_ERROR,
	.message = "the first mistake",
	.advice = "Mend it.",
};
static const struct rule rule_two = {
	.id = "example-two",
	.level = CHECK_INFO,
	.message = "the second mistake",
	.advice = "Look at it.",
};

/* Findings that use all that a finding can have. */
static struct check_report make_report(struct arena *arena)
{
	struct checker c = { .arena = arena,
		.keep = arena,
		.path = "content/n 9.md",
		.text = str_of(source) };
	struct facts earlier = { .path = "content/n-8.md",
		.text = STR("Title: N 8\n\nText.\n"),
		.number = 8 };
	size_t old = str_find(c.text, STR("old"), 0);
	size_t two = str_find(c.text, STR("Two"), 0);
	struct check_report report = { .archive = 3 };
	struct finding *f;

	c.rule = &rule_one;
	f = check_found(&c, old, old + 3, "\"%s\", <b>, 100%%", "old:\n");
	check_fix(&c, f, true, old, 3, STR("new \"one\""));
	check_fix(&c, f, true, 0, 0, STR("\n"));
	check_also(&c, f, two, "the same");
	check_also_in(&c, f, &earlier, 12, "printed");
	c.rule = &rule_two;
	check_found(&c, two, two + 9, NULL);
	f = check_found(&c, old + 1, old + 2, "overlaps");
	check_fix(&c, f, false, old + 1, 1, STR("L"));
	report.file = ARENA_NEW(arena, struct checked_file);
	report.files = 1;
	report.file[0] = (struct checked_file){ .path = c.path,
		.text = c.text,
		.finding = c.finding,
		.findings = c.findings };
	for (size_t i = 0; i < c.findings; i++)
		c.finding[i]->fingerprint = i + 1;
	return report;
}

static void compare_file(const char *name, struct str got)
{
	struct arena arena = { 0 };
	const char *path;
	struct str wanted;
	struct error err;

	path = path_join(&arena, getenv("SENNIGHT_SOURCE"),
	    arena_printf(&arena, "test/check/reports/%s", name).at);
	if (getenv("SENNIGHT_UPDATE") != NULL &&
	    !file_write(path, got, NULL, &err))
		fail_msg("%s", err.text);
	if (!file_read(path, MIB, &arena, &wanted, &err))
		fail_msg("%s", err.text);
	if (!str_eq(got, wanted))
		fail_msg(
		    "%s is not what was written:\n%.*s", path, STR_ARG(got));
	arena_release(&arena);
}

static void use_known_rule(struct check_report *report)
{
	for (size_t i = 0; i < report->file[0].findings; i++)
		report->file[0].finding[i]->rule =
		    rule_named(STR("allow-unused"));
}

static void test_formats(void **state)
{
	static const struct {
		const char *name;
		struct check_style style;
	} cases[] = {
		{ "findings.txt", { CHECK_TEXT, false, CHECK_INFO, NULL } },
		{ "coloured.txt", { CHECK_TEXT, true, CHECK_ERROR, NULL } },
		{ "findings.jsonl", { CHECK_JSON, false, CHECK_INFO, NULL } },
		{ "findings.sarif",
		    { CHECK_SARIF, false, CHECK_INFO, "news/" } },
		{ "findings.github",
		    { CHECK_GITHUB, false, CHECK_INFO, "news/" } },
	};
	struct arena arena = { 0 };

	(void)state;
	if (getenv("SENNIGHT_SOURCE") == NULL)
		skip();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct check_report report = make_report(&arena);
		struct strbuf out;

		/* SARIF describes its rules, so they must be known ones. */
		if (cases[i].style.format == CHECK_SARIF)
			use_known_rule(&report);
		strbuf_init(&out, MIB);
		check_add_report(&out, &report, &cases[i].style);
		compare_file(cases[i].name, strbuf_str(&out));
		strbuf_release(&out);
	}
	arena_release(&arena);
}

static void test_fixes(void **state)
{
	struct arena arena = { 0 };
	struct check_report report = make_report(&arena);
	size_t fixed, waiting;
	struct str safe =
	    check_fixed_text(&arena, &report.file[0], false, &fixed, &waiting);

	(void)state;
	assert_int_equal(fixed, 1);
	assert_int_equal(waiting, 0);
	assert_true(str_starts(safe, STR("\nTitle: N 9")));
	assert_true(str_find(safe, STR("new \"one\": text"), 0) != STR_NONE);
	check_fixed_text(&arena, &report.file[0], true, &fixed, &waiting);
	assert_int_equal(fixed, 1);
	assert_int_equal(waiting, 1);
	arena_release(&arena);
}

static void test_baseline(void **state)
{
	struct arena arena = { 0 };
	struct check_report report = make_report(&arena);
	struct strbuf out;
	struct error err;

	(void)state;
	strbuf_init(&out, MIB);
	check_add_baseline(&out, &report);
	assert_true(
	    check_take_baseline(&report, "known", strbuf_str(&out), &err));
	assert_int_equal(report.file[0].findings, 0);
	assert_int_equal(report.file[0].known, 3);
	report = make_report(&arena);
	report.file[0].finding[1]->fingerprint = 77;
	assert_true(
	    check_take_baseline(&report, "known", strbuf_str(&out), &err));
	assert_int_equal(report.file[0].findings, 1);
	assert_false(check_take_baseline(
	    &report, "known", STR("# well\nno tabs here\n"), &err));
	assert_true(str_starts(str_of(err.text), STR("known:2:1: ")));
	strbuf_release(&out);
	arena_release(&arena);
}

/* A mistake known once is known once. */
static void test_known_once(void **state)
{
	struct arena arena = { 0 };
	struct check_report before = make_report(&arena);
	struct check_report now = make_report(&arena);

	(void)state;
	now.file[0].finding[2] = now.file[0].finding[0];
	check_take_known(&now, &before);
	assert_int_equal(now.file[0].findings, 1);
	assert_ptr_equal(now.file[0].finding[0]->rule, &rule_one);
	arena_release(&arena);
}

static void test_levels(void **state)
{
	(void)state;
	for (int i = CHECK_INFO; i <= CHECK_ERROR; i++)
		assert_int_equal(
		    check_level_named(check_level_name((enum check_level)i)),
		    i);
	assert_int_equal(check_level_named("fatal"), CHECK_OFF);
}

/* Real findings as SARIF and JSON are JSON. */
static void test_json(void **state)
{
	static const enum check_format formats[] = { CHECK_SARIF, CHECK_JSON };
	struct arena arena = { 0 };
	struct check_options options = { .threads = 1 };
	struct check_text text = { "content/2026-03-04-n.md", str_of(source) };
	struct check_report report =
	    example_check(example_settings(&arena, NULL), &options, &text, 1);

	(void)state;
	assert_true(check_count(&report, CHECK_OFF) > 0);
	for (size_t i = 0; i < COUNT(formats); i++) {
		struct check_style style = { formats[i], false, CHECK_INFO,
			NULL };
		struct strbuf out;
		struct str rest;

		strbuf_init(&out, MIB);
		check_add_report(&out, &report, &style);
		rest = strbuf_str(&out);
		while (rest.len > 0) {
			struct str line = str_take(&rest, '\n');
			json_t *json = json_loadb(line.at, line.len, 0, NULL);

			assert_non_null(json);
			json_decref(json);
		}
		strbuf_release(&out);
	}
	check_release(&report);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_fixes),
		cmocka_unit_test(test_baseline),
		cmocka_unit_test(test_known_once),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
