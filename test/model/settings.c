/* Settings: what is read over what, what each mistake is called, and that the
 * presets and the documentation are in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../archive.h"
#include "base/file.h"
#include "base/nearest.h"
#include "model/settings_table.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static void assert_str(struct str s, const char *text)
{
	if (!str_eq(s, str_of(text)))
		fail_msg("%.*s is not %s", STR_ARG(s), text);
}

static bool read_text(struct arena *arena, const char *text, struct settings *s,
    struct error *err)
{
	return settings_read(arena, "s.yaml", str_of(text), s, err);
}

static void test_presets(void **state)
{
	(void)state;
	for (const struct embedded_file *f = embedded_presets; f->name; f++) {
		struct arena arena = { 0 };
		struct error err = { 0 };
		struct settings s;
		struct str name = str_of(f->name);

		name.len -= strlen(".yaml");
		if (!settings_preset(&arena, name, &s, &err))
			fail_msg("%s", err.text);
		for (size_t i = 0; i < settings_field_count; i++) {
			const struct field *field = &settings_fields[i];
			const void *at = (const char *)&s + field->offset;

			if (field->required &&
			    ((const struct str *)at)->at == NULL)
				fail_msg("%s: no %s", f->name, field->key);
		}
		assert_true(s.sections > 10);
		assert_int_equal(s.regions, 7);
		assert_true(s.index != NULL);
		arena_release(&arena);
	}
}

static void test_unknown_preset(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;

	(void)state;
	assert_false(settings_preset(&arena, STR("x"), &s, &err));
	assert_string_equal(
	    err.text, "unknown preset `x`; there is neutral, twir");
	arena_release(&arena);
}

static void test_recognise(void **state)
{
	(void)state;
	assert_str(settings_recognise(STR("This Week in Rust")), "twir");
	assert_str(settings_recognise(STR(" this week in rust ")), "twir");
	assert_str(settings_recognise(STR("Rust")), "neutral");
	assert_str(settings_recognise((struct str){ 0 }), "neutral");
}

static const char good[] = "name: The Weekly Kettle\n"
			   "address: https://kettle.example/news\n"
			   "language: pt-BR\n"
			   "time_zone: America/Argentina/Buenos_Aires\n"
			   "folders:\n"
			   "  content: ./issues/\n"
			   "addresses:\n"
			   "  issue: \"/{date:%Y}/{number}-{slug}/\"\n"
			   "feeds: {entries: 7, full_text: no}\n"
			   "issue_file: \"{date}-{number}.md\"\n"
			   "rhythm:\n"
			   "  weekday: Friday\n"
			   "  skip: [2026-12-25]\n"
			   "  count_from: {number: 7, date: 2026-01-02}\n"
			   "editors: [{name: A, url: /a}, {name: B}]\n"
			   "sponsor: {name: C}\n"
			   "description: |\n"
			   "  Tea.\n"
			   "  Every week.\n"
			   "sections_add:\n"
			   "  - id: kettles\n"
			   "    title: Kettles\n"
			   "    also: [Pots and   Kettles]\n"
			   "    feed: true\n"
			   "  - {id: jobs, title: Work, kind: jobs}\n"
			   "site:\n"
			   "  accent: \"#A1b2c3\"\n"
			   "  menu: []\n"
			   "  footer:\n"
			   "markdown: {also: python-markdown}\n";

static void test_good_file(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s, neutral;

	(void)state;
	assert_true(settings_preset(&arena, STR("neutral"), &neutral, &err));
	if (!read_text(&arena, good, &s, &err))
		fail_msg("%s", err.text);
	assert_string_equal(s.path, "s.yaml");
	assert_str(s.preset, "neutral");
	assert_str(s.address, "https://kettle.example/news/");
	assert_str(s.language, "pt-BR");
	assert_str(s.folders.content, "issues");
	assert_str(s.folders.drafts, "draft");
	assert_str(s.addresses.issue, "/{date:%Y}/{number}-{slug}/");
	assert_int_equal(s.feeds.entries, 7);
	assert_false(s.feeds.full_text);
	assert_str(s.issue_file, "{date}-{number}.md");
	assert_int_equal(s.rhythm.weekday, 1 + FRIDAY);
	assert_int_equal(s.rhythm.every, 1);
	assert_int_equal(s.rhythm.skip.count, 1);
	assert_int_equal(s.rhythm.count_from.number, 7);
	assert_int_equal(
	    date_cmp(s.rhythm.count_from.date, (struct date){ 2026, 1, 2 }), 0);
	assert_int_equal(s.editors, 2);
	assert_str(s.editor[1].name, "B");
	assert_null(s.editor[1].url.at);
	assert_str(s.sponsor.name, "C");
	assert_str(s.description, "Tea.\nEvery week.\n");
	assert_int_equal(s.sections, neutral.sections + 1);
	assert_int_equal(
	    settings_section(&s, STR("pots and kettles")), neutral.sections);
	assert_int_equal(s.section[neutral.sections].kind, SECTION_ITEMS);
	assert_true(s.section[neutral.sections].feed);
	assert_str(s.section[settings_section(&s, STR("Work"))].id, "jobs");
	assert_int_equal(settings_section(&s, STR("Jobs")), STR_NONE);
	assert_int_equal(s.site.menu_entries, 0);
	assert_null(s.site.footer.at);
	assert_str(s.site.accent, "#A1b2c3");
	assert_true(s.markdown.also_python_markdown);
	arena_release(&arena);
}

static void test_empty_file(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;

	(void)state;
	assert_true(read_text(&arena, "", &s, &err));
	assert_str(s.name, "Newsletter");
	assert_true(read_text(&arena, "preset: twir\n", &s, &err));
	assert_str(s.name, "This Week in Rust");
	assert_str(s.addresses.issue, "/blog/{date:%Y/%m/%d}/{slug}/");
	arena_release(&arena);
}

/* `error` without "s.yaml:" and without the lines below the first. */
static const struct {
	const char *text, *error;
} bad[] = {
	{ "secions: []\n",
	    "1:1: unknown key `secions`; did you mean `sections`?" },
	{ "folders:\n  contnet: x\n",
	    "2:3: unknown key `contnet`; did you mean `content`?" },
	{ "feeds:\n  zzz: 1\n",
	    "2:3: unknown key `zzz`; there is entries, full_text" },
	{ "folders.content: x\n",
	    "1:1: a key has no dots; nest it: one key below the other" },
	{ "folders: x\n", "1:10: `folders`: expected a map, not a text" },
	{ "- x\n", "1:1: expected keys and values, such as `name: My "
		   "newsletter`" },
	{ "name: [x]\n", "1:7: `name`: expected a text, not a list" },
	{ "name:\n", "1:5: `name`: expected a text" },
	{ "preset: rust\n",
	    "1:9: unknown preset `rust`; there is neutral, twir" },
	{ "address: kettle.example\n",
	    "1:10: `address`: expected a web address such as "
	    "https://example.org/news/" },
	{ "address: https://a@b.example/\n",
	    "1:10: `address`: expected a web address such as "
	    "https://example.org/news/" },
	{ "address: https://b.example/?x\n",
	    "1:10: `address`: expected a web address such as "
	    "https://example.org/news/" },
	{ "language: english!\n",
	    "1:11: `language`: expected a language tag such as en, de or "
	    "pt-BR" },
	{ "time_zone: ../etc\n",
	    "1:12: `time_zone`: expected the name of a time zone, UTC or "
	    "Europe/Berlin" },
	{ "folders: {content: ../x}\n",
	    "1:20: `folders.content`: expected a path below the "
	    "newsletter's folder, without .." },
	{ "folders: {content: /x}\n",
	    "1:20: `folders.content`: expected a path below the "
	    "newsletter's folder, without .." },
	{ "folders: {output: content}\n",
	    "1:19: `folders.output` (content) must be apart from the folder "
	    "content" },
	{ "folders: {output: static/web}\n",
	    "1:19: `folders.output` (static/web) must be apart from the "
	    "folder static" },
	{ "issue_file: \"a/{slug}.md\"\n",
	    "1:13: `issue_file`: expected the name of a file that ends in .md "
	    "or .markdown, without a folder" },
	{ "issue_file: \"{date:%Y/%m}.md\"\n",
	    "1:13: `issue_file`: expected the name of a file that ends in .md "
	    "or .markdown, without a folder" },
	{ "issue_file: \"{date}.txt\"\n",
	    "1:13: `issue_file`: expected the name of a file that ends in .md "
	    "or .markdown, without a folder" },
	{ "rhythm: {weekday: wendsday}\n",
	    "1:19: `rhythm.weekday`: expected a day of the week, such as "
	    "wednesday" },
	{ "rhythm: {every: 0}\n",
	    "1:17: `rhythm.every`: expected a number from 1 to 53" },
	{ "rhythm: {skip: [2026-12-24, 2026-12-32]}\n",
	    "1:29: `rhythm.skip`: expected days such as 2026-12-30" },
	{ "rhythm: {count_from: {date: 1.1.2026}}\n",
	    "1:29: `rhythm.count_from.date`: expected a day such as "
	    "2026-12-30" },
	{ "rhythm: {count_from: {since: 2026-01-07}}\n",
	    "1:23: unknown key `since`; there is number, date" },
	{ "editors: [{url: https://a.example/}]\n",
	    "1:11: the editor has no `name`" },
	{ "addresses: {issue: \"{slug}\"}\n",
	    "1:20: `addresses.issue`: expected a path that starts with /" },
	{ "addresses: {issue: \"/{slig}/\"}\n",
	    "1:20: `addresses.issue`: unknown variable {slig}; there is "
	    "{slug}, {date:%Y/%m/%d}, {number} and {category}" },
	{ "addresses: {issue: \"/../{slug}/\"}\n",
	    "1:20: `addresses.issue`: expected a path without blanks, //, "
	    ".., ? and #" },
	{ "addresses: {issue: \"/{slug/\"}\n",
	    "1:20: `addresses.issue`: expected a } behind each {" },
	{ "addresses: {issue: \"/slug}/\"}\n",
	    "1:20: `addresses.issue`: expected a { before each }" },
	{ "addresses: {issue: \"/issue/\"}\n",
	    "1:20: `addresses.issue`: needs a variable, or all have one "
	    "address; there is {slug}, {date:%Y/%m/%d}, {number} and "
	    "{category}" },
	{ "addresses: {issue: \"/{slug:%Y}/\"}\n",
	    "1:20: `addresses.issue`: only {date} can have a format, not "
	    "{slug}" },
	{ "addresses: {issue: \"/{date:%Q}/\"}\n",
	    "1:20: `addresses.issue`: the format of {date} knows %Y %m %d %e "
	    "%B %b %A %a %j and %%" },
	{ "addresses: {archive: \"/{id}/\"}\n",
	    "1:22: `addresses.archive`: expected a path without variables" },
	{ "feeds: {entries: 0}\n",
	    "1:18: `feeds.entries`: expected a number from 1 to 1000" },
	{ "feeds: {entries: -3}\n",
	    "1:18: `feeds.entries`: expected a number from 1 to 1000" },
	{ "feeds: {full_text: maybe}\n",
	    "1:20: `feeds.full_text`: expected yes or no" },
	{ "site: {accent: red}\n",
	    "1:16: `site.accent`: expected a colour such as \"#1a5fb4\", in "
	    "quotes: # starts a remark" },
	{ "site:\n  accent: #fff\n",
	    "2:9: `site.accent`: expected a colour such as \"#1a5fb4\", in "
	    "quotes: # starts a remark" },
	{ "site: {subscribe: javascript:alert(1)}\n",
	    "1:19: `site.subscribe`: expected a path such as /archive/ or a "
	    "web address such as https://example.org/" },
	{ "markdown: {also: pandoc}\n",
	    "1:18: `markdown.also`: expected python-markdown or none" },
	{ "sections: x\n", "1:11: `sections`: expected a list, not a text" },
	{ "sections: [x]\n",
	    "1:12: expected a section, that is a map with `id`" },
	{ "sections: [{title: X}]\n", "1:12: the section has no `id`" },
	{ "sections: [{id: X Y, title: X}]\n",
	    "1:17: `id`: expected a short name of a-z, 0-9 and hyphens, such "
	    "as crate-of-the-week" },
	{ "sections: [{id: x, title: X, knd: items}]\n",
	    "1:30: unknown key `knd`; did you mean `kind`?" },
	{ "sections: [{id: x, title: X, kind: itms}]\n",
	    "1:36: `kind`: expected plain, items, feature, testing, "
	    "participation, speaking, changes, perf, approved, decisions, "
	    "proposed, events or jobs" },
	{ "sections: [{id: x, title: X}, {id: x, title: Y}]\n",
	    "1:31: two entries have the id `x`" },
	{ "sections: [{id: x, title: X}, {id: y, title: \"x:\"}]\n",
	    "1:11: sections: heading `x:` of `y` is too long, or one before "
	    "it has it too" },
	{ "sections: [{id: x, title: X, kind: feature}]\n",
	    "1:11: section `x` is of kind feature, but has no `feature`" },
	{ "sections: [{id: x, title: X, feature: q}]\n",
	    "1:11: section `x` has a `feature`, but is not of kind "
	    "feature" },
	{ "regions: [{id: x, title: X, countries: [DEU]}]\n",
	    "1:41: `countries`: expected country codes of two letters, DE or "
	    "US" },
	{ "regions: [{id: x, title: X, also: [\"\"]}]\n",
	    "1:36: expected a text" },
	{ "regions: [{id: x, title: X, virtual: yes}, {id: y, title: Y, "
	  "virtual: yes}]\n",
	    "1:10: more than one region has `virtual: yes`" },
	{ "name: a\nname: b\n",
	    "2:1: key `name` is given twice, first in line 1; remove one" },
};

static void test_bad_files(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct arena arena = { 0 };
		struct error err = { 0 };
		struct settings s;
		char *line_end;

		assert_false(read_text(&arena, bad[i].text, &s, &err));
		line_end = strchr(err.text, '\n');
		assert_non_null(line_end); /* the caret follows */
		assert_non_null(strchr(line_end, '^'));
		*line_end = '\0';
		assert_int_equal(strncmp(err.text, "s.yaml:", 7), 0);
		if (strcmp(err.text + 7, bad[i].error) != 0) {
			print_error("%s: %s\n", bad[i].text, err.text + 7);
			wrong++;
		}
		arena_release(&arena);
	}
	assert_int_equal(wrong, 0);
}

static void test_headings(void **state)
{
	static const struct {
		const char *heading, *id;
	} cases[] = {
		{ "Quote of the Week", "quote" },
		{ " QUOTE  of the\tweek: ", "quote" },
		{ "Updates from Rust Core,", "changes" },
		{ "News & Blog Posts", "observations" },
		{ "What's cooking on `master`?", "changes" },
		{ "Call for Participation; projects and speakers", "calls" },
		{ "CFP - Projects", "participation" },
		{ "Rust Compiler Performance Triage", "perf" },
		{ "Tracking Issues & PRs", "decisions" },
		{ "Quote of the Weeks", NULL },
		{ "\xc3\xa9", NULL },
		{ "", NULL },
		{ ":", NULL },
	};
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;

	(void)state;
	assert_true(settings_preset(&arena, STR("twir"), &s, &err));
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < LENGTH(cases); i++) {
			size_t at =
			    settings_section(&s, str_of(cases[i].heading));

			assert_int_equal(at == STR_NONE, cases[i].id == NULL);
			if (at != STR_NONE)
				assert_str(s.section[at].id, cases[i].id);
		}
		s.index = NULL; /* the slow way finds the same */
	}
	arena_release(&arena);
}

static void test_regions(void **state)
{
	static const struct {
		const char *code, *id;
	} cases[] = {
		{ "US", "north-america" },
		{ "UK", "europe" },
		{ "GB", "europe" },
		{ "No", "europe" },
		{ "IL", "asia" },
		{ "NZ", "oceania" },
		{ "BR", "south-america" },
		{ "UG", "africa" },
		{ "USA", NULL },
		{ "", NULL },
		{ "QQ", NULL },
	};
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;

	(void)state;
	assert_true(settings_preset(&arena, STR("neutral"), &s, &err));
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < LENGTH(cases); i++) {
			size_t at = settings_region_of_country(
			    &s, str_of(cases[i].code));

			assert_int_equal(at == STR_NONE, cases[i].id == NULL);
			if (at != STR_NONE)
				assert_str(s.region[at].id, cases[i].id);
		}
		assert_int_equal(settings_region(&s, STR("Online")),
		    settings_region_virtual(&s));
		assert_str(s.region[settings_region(&s, STR("oceania:"))].id,
		    "oceania");
		s.index = NULL;
	}
	arena_release(&arena);
}

static void test_nearest(void **state)
{
	(void)state;
	assert_int_equal(name_distance(STR("kitten"), STR("sitting")), 3);
	assert_int_equal(name_distance(STR("Ab"), STR("ba")), 1);
	assert_int_equal(name_distance(STR(""), STR("abc")), 3);
	assert_true(name_is_near(STR("secions"), STR("sections")));
	assert_false(name_is_near(STR("zzz"), STR("kind")));
}

/* The table itself: keys once, patterns with variables only. */
static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < settings_field_count; i++) {
		const struct field *f = &settings_fields[i];

		assert_non_null(f->help);
		assert_int_equal(f->type == FIELD_RECORDS, f->record != NULL);
		assert_int_equal(f->type == FIELD_NUMBER, f->max > 0);
		assert_true(f->type == FIELD_PATTERN || f->variables == NULL);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(f->key, settings_fields[k].key);
	}
}

struct tally {
	const struct settings *settings;
	size_t headings, known;
};

/* Count the headings of the second level, which hold no links. */
static void count_headings(const char *path, struct str text, void *data)
{
	struct tally *tally = data;

	(void)path;
	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');

		if (!str_starts(line, STR("## ")))
			continue;
		tally->headings++;
		tally->known += settings_section(tally->settings,
				    str_sub(line, 3, line.len)) != STR_NONE;
	}
}

/* All but the headings of single weeks are known. */
static void test_archive(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s;
	struct tally tally = { &s, 0, 0 };

	(void)state;
	assert_true(settings_preset(&arena, STR("twir"), &s, &err));
	if (archive_each("twir/content", count_headings, &tally) == 0) {
		print_message("no archive: headings are not counted\n");
		arena_release(&arena);
		skip();
	}
	assert_true(tally.headings > 3000);
	assert_in_range(tally.known * 100 / tally.headings, 97, 100);
	arena_release(&arena);
}

/* The newsletter that the project itself shows. */
static void test_example(void **state)
{
	const char *folder = getenv("SENNIGHT_SOURCE");
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct settings s = { .sections = 0 };
	struct str text;
	const char *path;

	(void)state;
	if (folder == NULL) {
		print_message("SENNIGHT_SOURCE is not set\n");
		skip();
	}
	path = path_join(&arena, folder, "example/sennight.yaml");
	if (!file_read(path, MIB, &arena, &text, &err) ||
	    !settings_read(&arena, path, text, &s, &err))
		fail_msg("%s", err.text);
	assert_str(s.events.data, "events.jsonl");
	arena_release(&arena);
}

static bool is_settings(struct str text)
{
	struct str key = str_take(&text, ':');

	for (size_t i = 0; text.at != NULL && i < settings_field_count; i++) {
		struct str known = str_of(settings_fields[i].key);

		if (str_eq(key, str_take(&known, '.')) &&
		    (text.len == 0 || text.at[0] == '\n' || text.at[0] == ' '))
			return true;
	}
	return false;
}

/* What a page shows as settings: indented lines that begin with a key. */
static void read_shown(const char *page, struct str text)
{
	struct strbuf block;

	strbuf_init(&block, MIB);
	while (text.at != NULL) {
		struct str line = str_take(&text, '\n');
		struct arena arena = { 0 };
		struct error err = { 0 };
		struct settings s;

		if (str_starts(line, STR("    "))) {
			strbuf_add(&block, str_sub(line, 4, line.len));
			strbuf_add_char(&block, '\n');
			continue;
		}
		if (is_settings(strbuf_str(&block)) &&
		    !settings_read(&arena, page, strbuf_str(&block), &s, &err))
			fail_msg("%s", err.text);
		strbuf_reset(&block);
		arena_release(&arena);
	}
	strbuf_release(&block);
}

/* Settings that people copy out of the documentation are right. */
static void test_shown(void **state)
{
	static const char *const pages[] = { "bounces", "check", "collect",
		"drafts", "operators", "publishing", "sending", "settings",
		"status", "webhooks" };
	const char *folder = getenv("SENNIGHT_SOURCE");

	(void)state;
	if (folder == NULL) {
		print_message("SENNIGHT_SOURCE is not set\n");
		skip();
	}
	for (size_t i = 0; i < LENGTH(pages); i++) {
		struct arena arena = { 0 };
		struct error err = { 0 };
		struct str text;
		const char *path =
		    arena_printf(&arena, "%s/docs/%s.md", folder, pages[i]).at;

		if (!file_read(path, MIB, &arena, &text, &err))
			fail_msg("%s", err.text);
		read_shown(path, text);
		arena_release(&arena);
	}
}

/* With SENNIGHT_UPDATE=1 in the environment the page is written anew. */
static void test_documentation(void **state)
{
	const char *folder = getenv("SENNIGHT_SOURCE");
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct strbuf help;
	struct str page;
	const char *path;

	(void)state;
	if (folder == NULL) {
		print_message("SENNIGHT_SOURCE is not set\n");
		skip();
	}
	path = path_join(&arena, folder, "docs/settings.md");
	strbuf_init(&help, MIB);
	settings_add_help(&help);
	if (getenv("SENNIGHT_UPDATE") != NULL &&
	    !file_write(path, strbuf_str(&help), NULL, &err))
		fail_msg("%s", err.text);
	if (!file_read(path, MIB, &arena, &page, &err))
		fail_msg("%s", err.text);
	if (!str_eq(page, strbuf_str(&help)))
		fail_msg("docs/settings.md is stale; run this test with "
			 "SENNIGHT_UPDATE=1");
	strbuf_release(&help);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_presets),
		cmocka_unit_test(test_unknown_preset),
		cmocka_unit_test(test_recognise),
		cmocka_unit_test(test_good_file),
		cmocka_unit_test(test_empty_file),
		cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_regions),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_example),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_documentation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
