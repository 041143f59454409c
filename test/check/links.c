/*
 * What examples cannot show of the rules about links, items, tags and
 * duplicates: fixes byte for byte, what must not be found, hostile input.
 */
#include "../test.h"

#include "check/rules.h"
#include "newsletter.h"

#define PATH "content/2026-03-04-issue-9.md"
#define LAST_PATH "content/2026-02-25-issue-8.md"

/* Check one text with one rule, with an issue before it or NULL. */
static struct check_report check_with(
    struct arena *arena, const char *rule, const char *before, struct str text)
{
	const char *const paths[] = { PATH };
	struct str only[] = { str_of(rule) };
	struct check_options options = {
		.path = paths, .paths = 1, .threads = 1, .only = { only, 1 }
	};
	struct check_text texts[2];
	size_t count = 0;

	if (before != NULL)
		texts[count++] = (struct check_text){ LAST_PATH,
			example_text(arena, before, 8, "2026-02-25") };
	texts[count++] = (struct check_text){ PATH, text };
	return example_check(
	    example_settings(arena, NULL), &options, texts, count);
}

/* -------------------------------------------------------------------- fixes */

/* An item, and what the fixes of a rule make of it; NULL: nothing is found,
 * "": something is found, but a machine cannot mend it. */
struct mend {
	const char *rule, *item, *mended;
};

static const struct mend mends[] = {
	{ "link-tracking", "* [Dye](https://a.example/?utm_source=x#top)\n",
	    "* [Dye](https://a.example/#top)\n" },
	{ "link-tracking",
	    "* [Dye](https://a.example/?utm_a=1&amp;dye=2&amp;utm_b=3)\n",
	    "* [Dye](https://a.example/?dye=2)\n" },
	{ "link-tracking", "* [Dye](<https://a.example/?utm_a=1> \"red\")\n",
	    "* [Dye](<https://a.example/> \"red\")\n" },
	{ "link-tracking",
	    "* [Dye][d] and [again][d]\n\n[d]: https://a.example/?aff=1\n",
	    "* [Dye][d] and [again][d]\n\n[d]: https://a.example/\n" },
	{ "link-tracking", "* [Dye](https://a.example/?utm=1&source=2)\n",
	    NULL },
	{ "link-tracking", "* `[Dye](https://a.example/?aff=1)`\n", NULL },
	{ "link-sharing", "* [Dye](https://youtu.be/x?si=1&t=5)\n",
	    "* [Dye](https://youtu.be/x?t=5)\n" },
	{ "link-sharing", "* [Dye](https://medium.com/dye?sk=1)\n", NULL },
	{ "link-scheme", "* [Dye](hhttps://a.example)\n",
	    "* [Dye](https://a.example)\n" },
	{ "link-scheme", "* [Dye](https//a.example)\n",
	    "* [Dye](https://a.example)\n" },
	{ "link-scheme", "* [Dye](https:/a.example/x)\n",
	    "* [Dye](https://a.example/x)\n" },
	{ "link-scheme", "* [Dye](http\xc2\xaes://a.example)\n",
	    "* [Dye](https://a.example)\n" },
	{ "link-scheme", "* [Dye](https://https://a.example)\n",
	    "* [Dye](https://a.example)\n" },
	{ "link-scheme", "* [Dye](ftp://a.example)\n", NULL },
	{ "link-scheme", "* [Dye](https://httpbin.example)\n", NULL },
	{ "link-no-address", "* [Dye](a.example/dye)\n",
	    "* [Dye](https://a.example/dye)\n" },
	{ "link-no-address", "* [Dye](a.example:8080/dye)\n",
	    "* [Dye](https://a.example:8080/dye)\n" },
	{ "link-no-address", "* [Dye]((https://a.example/))\n",
	    "* [Dye](https://a.example/)\n" },
	{ "link-no-address", "* [Dye](LATER)\n", "" },
	{ "link-no-address", "* [Dye](https://)\n", "" },
	{ "link-no-address", "* [Dye](#dye)\n", NULL },
	{ "link-no-address", "* [Dye](/dye/)\n", NULL },
	{ "link-no-address", "* [Dye](../dye.md)\n", NULL },
	{ "link-no-address", "* [Dye](notes.html)\n", NULL },
	{ "link-no-address", "* [Dye](mailto:dye@a.example)\n", NULL },
	{ "link-no-address", "* [Dye]()\n", NULL },
	{ "link-no-address", "![Dye](dye)\n", NULL },
	{ "link-unsafe", "* [Dye](data:text/html,x)\n", "" },
	{ "link-unsafe", "* [Dye](hhttps://a.example)\n", NULL },
	{ "link-unsafe", "* [Dye](irc://a.example/dye)\n", NULL },
	{ "link-local", "* [Dye](http://127.0.0.1/)\n", "" },
	{ "link-local", "* [Dye](http://172.20.0.1/)\n", "" },
	{ "link-local", "* [Dye](http://[::1]:80/)\n", "" },
	{ "link-local", "* [Dye](localhost:8000/dye)\n", "" },
	{ "link-local", "* [Dye](http://printer.local/)\n", "" },
	{ "link-local", "* [Dye](http://172.40.0.1/)\n", NULL },
	{ "link-local", "* [Dye](http://10.example.org/)\n", NULL },
	{ "link-local", "* [Dye](http://local.example/)\n", NULL },
	{ "link-api", "* [Dye](https://api.github.com/repos/a/b/issues/7)\n",
	    "* [Dye](https://github.com/a/b/issues/7)\n" },
	{ "link-api", "* [Dye](https://api.github.com/users/a)\n", "" },
	{ "link-api", "* [Dye](https://api.dye.example/)\n", NULL },
	{ "link-double-slash", "* [Dye](https://a.example//b///c?d=//)\n",
	    "* [Dye](https://a.example/b/c?d=//)\n" },
	{ "link-double-slash",
	    "* [Dye](https://web.archive.org/web/2020/https://a.example/)\n",
	    NULL },
	{ "link-redirect",
	    "* [Dye](https://www.google.com/url?q=https%3A%2F%2Fa.example"
	    "%2F(x)&sa=D)\n",
	    "* [Dye](https://a.example/%28x%29)\n" },
	{ "link-odd-host", "* [Dye](https://m.youtube.com/watch?v=x)\n",
	    "* [Dye](https://youtube.com/watch?v=x)\n" },
	{ "link-odd-host", "* [Dye](https://me.example.org/)\n", NULL },
	{ "link-language", "* [Dye](https://www.meetup.com/fr-FR/dye/)\n",
	    "* [Dye](https://www.meetup.com/dye/)\n" },
	{ "link-punctuation", "* [Dye](https://a.example/dye.)\n",
	    "* [Dye](https://a.example/dye)\n" },
	{ "link-punctuation", "* [Dye](https://a.example/#hello,)\n", NULL },
	{ "link-blank", "* [Dye](https://a.example/dye%20%0a)\n",
	    "* [Dye](https://a.example/dye)\n" },
	{ "link-session", "* [Dye](https://a.example/;jsessionid=7)\n", "" },
	{ "link-session", "* [Dye](https://a.example/session=7)\n", NULL },
	{ "link-own-page", "* [Dye](https://newsletter.example/)\n", NULL },
	{ "link-own-page", "* [Dye](https://newsletter.example/dye)\n", "" },
	{ "link-edit-page", "* [Dye](https://a.example/edit/dye)\n", NULL },
	{ "link-amp", "* [Dye](https://a.example/x/y/amp/?z)\n", NULL },

	{ "tag-spelling", "* [VIDEO] (audio) [Dye](https://a.example)\n",
	    "* [video] [audio] [Dye](https://a.example)\n" },
	{ "tag-spelling", "* (almost) [Dye](https://a.example)\n", NULL },
	{ "tag-spelling", "1. [Videos] [Dye](https://a.example)\n",
	    "1. [video] [Dye](https://a.example)\n" },
	{ "tag-unknown", "* [ES] [PT-BR] [Dye](https://a.example)\n", NULL },
	{ "tag-unknown", "* [ES|EN] [Dye](https://a.example)\n", "" },
	{ "tag-unknown", "* (almost) [Dye](https://a.example)\n", NULL },
	{ "tag-twice", "* [video] [DE] [Video] [Dye](https://a.example)\n",
	    "* [video] [DE] [Dye](https://a.example)\n" },
	{ "tag-order", "* [video] [series] [Dye](https://a.example)\n",
	    "* [series] [video] [Dye](https://a.example)\n" },
	{ "tag-missing", "* [DE] [Dye](https://youtu.be/x)\n",
	    "* [DE] [video] [Dye](https://youtu.be/x)\n" },
	{ "tag-missing", "* [Dye (video)](https://youtu.be/x)\n", NULL },
	{ "tag-missing", "* [Videos] [Dye](https://youtu.be/x)\n", NULL },

	{ "item-punctuation", "* [Dye](https://a.example) (in Dutch).\n",
	    "* [Dye](https://a.example) (in Dutch)\n" },
	{ "item-punctuation", "* [Dye](https://a.example), at last.\n", NULL },
	{ "item-tail", "* [Dye](https://a.example) (in Dutch)\n", NULL },
	{ "item-split-title", "* [Dye\n  and\n  wool](https://a.example)\n",
	    "* [Dye and wool](https://a.example)\n" },
	{ "item-site-name", "* [Dye - YouTube](https://youtu.be/x)\n",
	    "* [Dye](https://youtu.be/x)\n" },
	{ "item-site-name", "* [*Dye* - Wool](https://wool.example)\n", "" },
	{ "item-site-name", "* [Dye - Part 2](https://a.example)\n", NULL },
	{ "item-truncated", "* [And then...](https://a.example)\n", NULL },
	{ "item-capitals", "* [HTML AND CSS](https://a.example)\n", NULL },
	{ "item-no-link", "* Dye is out of stock\n", NULL },
	{ "item-no-link", "*No news this week.*\n", NULL },
	{ "item-two-links",
	    "* [Dye](https://a.example)\n    * [more](https://b.example)\n",
	    NULL },

	{ "duplicate-link",
	    "* [Dye](https://a.example/x)\n* [Wool](https://b.example/)\n"
	    "* [Red](http://www.a.example/x/)\n* [Blue](https://c.example)\n",
	    "* [Dye](https://a.example/x)\n* [Wool](https://b.example/)\n"
	    "* [Blue](https://c.example)\n" },
	{ "duplicate-link",
	    "* [Dye](https://a.example/x#1)\n* [Red](https://a.example/x#2)\n",
	    NULL },
	{ "duplicate-link",
	    "* [Dye](https://a.example/x#1)\n* [Red](https://a.example/x#2)\n"
	    "* [Blue](https://a.example/x#2)\n",
	    "* [Dye](https://a.example/x#1)\n"
	    "* [Red](https://a.example/x#2)\n" },
	{ "duplicate-link",
	    "* [Dye](https://a.example/x) [talk](https://a.example/x)\n", "" },
	{ "duplicate-link",
	    "* [Dye](https://a.example/)\n* [Red](https://a.example)\n", NULL },
	{ "duplicate-title",
	    "* [Part](https://a.example/1)\n* [Part](https://a.example/2)\n",
	    NULL },
	{ "duplicate-title",
	    "* [Dyeing wool red](https://a.example/1)\n"
	    "* [Dyeing *wool*: red!](https://a.example/2)\n",
	    "" },
};

static struct str fixed(
    struct arena *arena, const char *rule, struct str text, size_t *ret_found)
{
	struct check_report report = check_with(arena, rule, NULL, text);
	size_t made, waiting;

	*ret_found = check_count(&report, CHECK_OFF);
	text = arena_str(arena,
	    check_fixed_text(arena, &report.file[0], true, &made, &waiting));
	check_release(&report);
	return text;
}

static void check_mend(struct arena *arena, const struct mend *m)
{
	const char *text = arena_printf(arena, "## News\n\n%s", m->item).at;
	struct str before = example_text(arena, text, 9, "2026-03-04");
	size_t found, again;
	struct str after = fixed(arena, m->rule, before, &found), twice;
	struct str body;

	if ((m->mended == NULL) != (found == 0))
		fail_msg("%s: %zu findings in %s", m->rule, found, m->item);
	if (m->mended == NULL || m->mended[0] == '\0') {
		assert_true(str_eq(after, before));
		return;
	}
	body = str_sub(
	    after, str_find(after, STR("## News\n\n"), 0) + 9, after.len);
	assert_string_equal(arena_cstr(arena, body), m->mended);
	for (int round = 0; round < 3; round++)
		after = fixed(arena, m->rule, after, &again);
	twice = fixed(arena, m->rule, after, &again);
	assert_true(str_eq(twice, after));
	if (again != 0)
		fail_msg("%s: still found in %s", m->rule, m->mended);
}

static void test_mends(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(mends) / sizeof(mends[0]); i++)
		check_mend(&arena, &mends[i]);
	arena_release(&arena);
}

/* ------------------------------------------------------------------ archive */

static void test_archive_rules(void **state)
{
	static const struct {
		const char *rule, *before, *now;
		size_t found;
	} cases[] = {
		{ "duplicate-link-recent", "* [Dye](https://youtu.be/x)\n",
		    "* [Red](https://www.youtube.com/watch?v=x&si=7)\n", 1 },
		{ "duplicate-link-recent", "* [Dye](https://a.example/)\n",
		    "* [Red](https://a.example/)\n", 0 },
		{ "duplicate-link-recent", "* [Dye](https://github.com/a/b)\n",
		    "* [Red](https://github.com/a/b)\n", 0 },
		{ "duplicate-link-recent", "* [Dye](https://a.example/x#1)\n",
		    "* [Red](https://a.example/x#2)\n", 0 },
		{ "duplicate-link-recent", "* [Dye](https://a.example/x)\n",
		    "* [Red](https://a.example/x#2)\n", 1 },
		{ "duplicate-link-recent", "* [Dye](https://a.example/x)\n",
		    "* [series] [Red](https://a.example/x#2)\n", 0 },
		{ "duplicate-link-recent", "* [Dye](https://a.example/x)\n",
		    "* [Red](https://b.example/) "
		    "([talk](https://a.example/x))\n",
		    0 },
		{ "duplicate-link-recent",
		    "* [Dye](https://b.example/) "
		    "([talk](https://a.example/x))\n",
		    "* [Red](https://a.example/x)\n", 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *before =
		    arena_printf(&arena, "## News\n\n%s", cases[i].before).at;
		const char *now =
		    arena_printf(&arena, "## Articles\n\n%s", cases[i].now).at;
		struct check_report report = check_with(&arena, cases[i].rule,
		    before, example_text(&arena, now, 9, "2026-03-04"));

		if (check_count(&report, CHECK_OFF) != cases[i].found)
			fail_msg("%s: not %zu in %s", cases[i].rule,
			    cases[i].found, cases[i].now);
		check_release(&report);
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------------ hostile */

static const struct rule_family *const families[] = { &family_links,
	&family_items, &family_tags, &family_duplicates };

/* How often all rules of the families find something in a text. */
static size_t count_found(struct arena *arena, struct str text)
{
	const char *const paths[] = { PATH };
	struct check_options options = {
		.path = paths, .paths = 1, .threads = 1
	};
	struct check_text texts[] = { { LAST_PATH, text }, { PATH, text } };
	struct check_report report;
	size_t count;

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		for (size_t k = 0; k < families[i]->rules; k++) {
			options.only.item = ARENA_GROW(
			    arena, options.only.item, options.only.count);
			options.only.item[options.only.count++] =
			    str_of(families[i]->rule[k].id);
		}
	report =
	    example_check(example_settings(arena, NULL), &options, texts, 2);
	count = check_count(&report, CHECK_OFF);
	check_release(&report);
	return count;
}

/* How many placeholders are found in a file. */
static size_t count_placeholders(
    struct arena *arena, const char *path, const char *text)
{
	struct str only[] = { STR("placeholder-left") };
	struct check_options options = {
		.path = &path, .paths = 1, .threads = 1, .only = { only, 1 }
	};
	struct check_text given = { path,
		example_text(arena, text, 9, "2026-03-04") };
	struct check_report report = example_check(
	    example_settings(arena, "check: {placeholders: [ROOM_HERE]}\n"),
	    &options, &given, 1);
	size_t count = check_count(&report, CHECK_OFF);

	check_release(&report);
	return count;
}

/* A draft has no discussion yet. */
static void test_draft(void **state)
{
	static const char text[] = "## News\n\n* [Dye](ROOM_HERE)\n\n"
				   "[Discuss in the tea room](ROOM_HERE)\n";
	struct arena arena = { 0 };

	(void)state;
	assert_int_equal(
	    count_placeholders(&arena, "draft/2026-03-04-x.md", text), 1);
	assert_int_equal(
	    count_placeholders(&arena, "content/2026-03-04-x.md", text), 2);
	assert_int_equal(count_placeholders(&arena, "draft.md", text), 2);
	arena_release(&arena);
}

/* A text of the same line many times. */
static struct str repeated_line(
    struct strbuf *out, const char *line, size_t times)
{
	strbuf_reset(out);
	strbuf_lit(out, "Title: N\nNumber: 9\nDate: 2026-03-04\n\n## News\n\n");
	for (size_t i = 0; i < times; i++)
		strbuf_add_cstr(out, line);
	return strbuf_str(out);
}

/* What is not linear takes minutes here, and the test is stopped; how times
 * grow is measured by bench/check. */
static void test_hostile(void **state)
{
	static const char *const lines[] = {
		"* [a](https://a.example/x?utm_a=1&si=2)\n",
		"* [video][series] [a](https://a.example/x)\n",
		"* [a][r]\n",
		"[a](https://a.example//x) ",
		"* [a - b - c - d](hhttps://m.a.example) [b](x)\n",
	};
	struct arena arena = { 0 };
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 16 * MIB);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (count_found(&arena, repeated_line(&out, lines[i], 20000)) ==
		    0)
			fail_msg("%s: nothing found", lines[i]);
		arena_reset(&arena);
	}
	strbuf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mends),
		cmocka_unit_test(test_archive_rules),
		cmocka_unit_test(test_draft),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
