/* What is written reads back as it was: here, and in Python-Markdown. */
#include <stdio.h>
#include <stdlib.h>

#include "../test.h"

#include "base/file.h"
#include "base/json.h"
#include "model/item_write.h"

#define HEAD "Title: N\nNumber: 9\nDate: 2026-03-04\n\n"

enum { TITLES = 3000, LONGEST = 24 };

static struct settings *read_settings(struct arena *arena, const char *preset)
{
	struct settings *settings = ARENA_NEW(arena, struct settings);
	struct error err;

	assert_true(settings_preset(arena, str_of(preset), settings, &err));
	return settings;
}

static void read_issue(struct arena *arena, struct str text,
    const struct settings *settings, struct issue *ret_issue)
{
	struct source source = { "a.md", text };

	assert_int_equal(
	    issue_read(arena, source, settings, ret_issue), ISSUE_OK);
}

/* -------------------------------------------------------------------- tables */

static void test_text(void **state)
{
	static const struct {
		const char *text, *in_link, *at_start;
	} cases[] = {
		{ "plain", "plain", "plain" },
		{ "  a \n\t b\r\n", "a b", "a b" },
		{ "Vec<T>", "Vec&lt;T>", "Vec&lt;T>" },
		{ "a [b](c)", "a \\[b\\](c)", "a \\[b\\](c)" },
		{ "`Vec<T>` & `[u8]`", "`Vec<T>` & `[u8]`",
		    "`Vec<T>` & `[u8]`" },
		{ "one ` only", "one \\` only", "one \\` only" },
		{ "``a`b`` and `", "``a`b`` and \\`", "``a`b`` and \\`" },
		{ "` ` and `` `x` ``", "\\` \\` and `` `x` ``",
		    "\\` \\` and `` `x` ``" },
		{ "snake_case _x_ *y*", "snake_case \\_x\\_ \\*y\\*",
		    "snake_case \\_x\\_ \\*y\\*" },
		{ "a\\", "a\\\\", "a\\\\" },
		{ "&amp; & &x", "&amp;amp; & &x", "&amp;amp; & &x" },
		{ "~5 min", "~5 min", "&#126;5 min" },
		{ "~a~", "&#126;a&#126;", "&#126;a&#126;" },
		{ "{: .x}", "\\{: .x}", "\\{: .x}" },
		{ "# one", "# one", "\\# one" },
		{ "1. one", "1. one", "1\\. one" },
		{ ": one", ": one", "&#58; one" },
		{ "a | b", "a | b", "a | b" },
		{ "\xe2\x80\x87wide\xc2\xa0", "wide", "wide" },
		{ "bad\xff\x01", "bad\xef\xbf\xbd", "bad\xef\xbf\xbd" },
		{ "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\xa6\x80",
		    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\xa6\x80",
		    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\xa6\x80" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		md_add_text(&out, str_of(cases[i].text), TEXT_IN_LINK);
		assert_str(strbuf_str(&out), cases[i].in_link);
		strbuf_reset(&out);
		md_add_text(&out, str_of(cases[i].text), TEXT_AT_START);
		assert_str(strbuf_str(&out), cases[i].at_start);
	}
	strbuf_reset(&out);
	md_add_text(&out, STR("a | `b|c`"), TEXT_IN_FIELD);
	assert_str(strbuf_str(&out), "a , `b,c`");
	strbuf_release(&out);
}

static void test_target(void **state)
{
	static const struct {
		const char *url, *written;
	} cases[] = {
		{ "https://a.example/b_(c)", "https://a.example/b_(c)" },
		{ "https://a.example/b(c", "https://a.example/b\\(c" },
		{ "https://a.example/)(", "https://a.example/\\)\\(" },
		{ " https://a.example/b c>\n", "https://a.example/b%20c%3E" },
		{ "https://a.example/?a&copy;=1",
		    "https://a.example/?a&amp;copy;=1" },
		{ "https://a.example/moore's[1]",
		    "https://a.example/moore&#39;s&#91;1&#93;" },
		{ "https://a.example/`\\\"", "https://a.example/%60%5C%22" },
		{ "https://a.example/\xc3\xa9", "https://a.example/\xc3\xa9" },
		{ "https://a.example/\xff", "https://a.example/%FF" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		md_add_target(&out, str_of(cases[i].url));
		assert_str(strbuf_str(&out), cases[i].written);
	}
	strbuf_release(&out);
}

/* --------------------------------------------------------------------- kinds */

/* A bar in a link needs no backslash. */
#define EVENTS(bar)                                                      \
	"* 2026-03-05 | Graz, AT | [Dark Sky](https://d.example/)\n"     \
	"    * [**Perseids " bar " M31**](https://d.example/1)\n"        \
	"* 2026-03-05 - 2026-03-07 | Hybrid (Austin, TX, US) | "         \
	"[A](https://a.example/) + [B](https://b.example/)\n"            \
	"    * [**Camp**](https://a.example/2) | "                       \
	"[**Mirror**](https://b.example/2)\n"                            \
	"* 2026-03-08 | Virtual (Leeds, UK) | [A](https://a.example/)\n" \
	"    * [**Talk**](https://a.example/3)\n"                        \
	"* 2026-03-09 | Virtual | [A](https://a.example/)\n"             \
	"    * [**Talk**](https://a.example/4)"

/* Events that are read and written again are the same text. */
static void test_events(void **state)
{
	struct arena arena = { 0 };
	const struct settings *settings = read_settings(&arena, "twir");
	struct str text = STR(HEAD "## Upcoming Events\n\n" EVENTS("\\|") "\n");
	struct issue issue;
	struct strbuf out;

	(void)state;
	read_issue(&arena, text, settings, &issue);
	assert_int_equal(issue.events, 4);
	strbuf_init(&out, MIB);
	for (size_t i = 0; i < issue.events; i++) {
		if (i > 0)
			strbuf_add_char(&out, '\n');
		item_add_event(&out, '*', settings, &issue.event[i]);
	}
	assert_str(strbuf_str(&out), EVENTS("|"));
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_calls(void **state)
{
	static const struct {
		struct call call;
		const char *written;
	} cases[] = {
		{ { .kind = CALL_PARTICIPATION,
		      .project = STR_INIT("Astrolabe"),
		      .title = STR_INIT("Add [moons]"),
		      .url = STR_INIT("https://a.example/1") },
		    "- [Astrolabe - Add \\[moons\\]](https://a.example/1)" },
		{ { .kind = CALL_TESTING,
		      .title = STR_INIT("New mount"),
		      .url = STR_INIT("https://a.example/1"),
		      .steps = STR_INIT("https://a.example/2") },
		    "- [New mount](https://a.example/1)\n"
		    "    - [Testing steps](https://a.example/2)" },
		{ { .kind = CALL_SPEAKING,
		      .title = STR_INIT("Star party"),
		      .url = STR_INIT("https://a.example/1"),
		      .closes = { 2026, 3, 9 },
		      .place = { .text = STR_INIT("Vienna, Austria") },
		      .first = { 2026, 6, 1 },
		      .last = { 2026, 6, 2 } },
		    "- [**Star party**](https://a.example/1) | 2026-03-09 | "
		    "Vienna, Austria | 2026-06-01 - 2026-06-02" },
	};
	struct arena arena = { 0 };
	const struct settings *settings = read_settings(&arena, "neutral");
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		item_add_call(&out, '-', settings, &cases[i].call);
		assert_str(strbuf_str(&out), cases[i].written);
	}
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_decisions(void **state)
{
	static const struct {
		struct decision decision;
		const char *written;
	} cases[] = {
		{ { .kind = DECISION_COMMENT_PERIOD,
		      .disposition = STR_INIT("merge"),
		      .title = STR_INIT("A"),
		      .url = STR_INIT("https://a.example/1") },
		    "* [A](https://a.example/1)" },
		{ { .kind = DECISION_COMMENT_PERIOD,
		      .disposition = STR_INIT("close"),
		      .title = STR_INIT("A"),
		      .url = STR_INIT("https://a.example/1") },
		    "* [disposition: close] [A](https://a.example/1)" },
		{ { .kind = DECISION_PROPOSED,
		      .disposition = STR_INIT("updated"),
		      .title = STR_INIT("A"),
		      .url = STR_INIT("https://a.example/1") },
		    "* [updated] [A](https://a.example/1)" },
		{ { .kind = DECISION_APPROVED,
		      .title = STR_INIT("A"),
		      .url = STR_INIT("https://a.example/1") },
		    "* [A](https://a.example/1)" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		item_add_decision(&out, '*', &cases[i].decision);
		assert_str(strbuf_str(&out), cases[i].written);
	}
	strbuf_release(&out);
}

static void test_features(void **state)
{
	static const struct {
		struct feature feature;
		const char *written;
	} cases[] = {
		{ { .kind = STR_INIT("crate"),
		      .name = STR_INIT("sky-map"),
		      .text = STR_INIT("a map of the sky"),
		      .url = STR_INIT("https://a.example/"),
		      .thanks = { STR_INIT("Ada"),
			  STR_INIT("https://a.example/9") },
		      .self_suggested = true },
		    "This week's crate is [sky-map](https://a.example/), a map "
		    "of the sky.\n\nThanks to [Ada](https://a.example/9) for "
		    "the self-suggestion!" },
		{ { .kind = STR_INIT("crate"),
		      .name = STR_INIT("sky-map"),
		      .text = STR_INIT("This week's crate is sky-map, a map."),
		      .url = STR_INIT("https://a.example/") },
		    "This week's crate is [sky-map](https://a.example/), a "
		    "map." },
		{ { .kind = STR_INIT("quote"),
		      .text = STR_INIT("- It is `full` of *stars*.\nYes."),
		      .url = STR_INIT("https://a.example/"),
		      .source = STR_INIT("Dave on the radio"),
		      .thanks = { STR_INIT("Ada"), { NULL, 0 } } },
		    "> \\- It is `full` of \\*stars\\*.\n>\n> Yes.\n\n"
		    "\xe2\x80\x93 [Dave on the radio](https://a.example/)\n\n"
		    "Thanks to Ada for the suggestion!" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		feature_add(&out, &cases[i].feature);
		assert_str(strbuf_str(&out), cases[i].written);
	}
	strbuf_release(&out);
}

/* -------------------------------------------------------------- random titles */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const char *const pieces[] = { "a", "b c", "0", "1.", " ", "\xc2\xa0",
	"\xe2\x80\x94", "\xc3\xa9", "\xd7\xa9", "\xf0\x9f\xa6\x80", "&amp;",
	"&lt", "&#38;", "<b>", "</p>", "<!--", "-->", "](x)", "[a]: b", "**",
	"``", "`x`", "`<T>`", "`\\`", "\\\\", "[^1]", "{: .c}", "~~", "__",
	"http://x.example", "<http://x.example>", "![a](b)", "|", "---",
	"<script>", "*[a]: b", "`[`", "`</div>`" };

static struct str random_title(struct arena *arena, uint32_t *seed)
{
	size_t count = 1 + next_random(seed) % LONGEST;
	struct str text = STR("");

	for (size_t i = 0; i < count; i++) {
		uint32_t kind = next_random(seed) % 3;

		if (kind == 0) {
			text = arena_printf(arena, "%.*s%s", STR_ARG(text),
			    pieces[next_random(seed) % COUNT(pieces)]);
		} else {
			char c = (char)(' ' + next_random(seed) % 95);

			text = arena_printf(arena, "%.*s%c", STR_ARG(text), c);
		}
	}
	text = text_one_line(arena, text);
	return text.len > 0 ? text : STR("x");
}

static struct str random_url(struct arena *arena, uint32_t *seed)
{
	static const char legal[] = "abc019-._~:/?#[]@!$&'()*+,;=%{}|^\xc3\xa9";
	size_t count = next_random(seed) % LONGEST;
	struct str url = STR("https://a.example/");

	for (size_t i = 0; i < count; i++)
		url = arena_printf(arena, "%.*s%c", STR_ARG(url),
		    legal[next_random(seed) % (sizeof(legal) - 3)]);
	return url;
}

static size_t ticks_at(struct str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.len && s.at[at + n] == '`')
		n++;
	return n;
}

/* Where a run of `n` backticks stands next, or STR_NONE. */
static size_t closing(struct str s, size_t at, size_t n)
{
	while (at < s.len) {
		size_t found = ticks_at(s, at);

		if (found == n)
			return at;
		at += found > 0 ? found : 1;
	}
	return STR_NONE;
}

/* The title as a reader sees it: code spans without their backticks. */
static struct str seen(struct arena *arena, struct str title)
{
	struct strbuf out;
	struct str text;
	size_t at = 0;

	strbuf_init(&out, MIB);
	while (at < title.len) {
		size_t n = ticks_at(title, at);
		size_t end = n > 0 ? closing(title, at + n, n) : STR_NONE;
		struct str code =
		    text_one_line(arena, str_sub(title, at + n, end));

		if (n == 0 || end == STR_NONE) {
			strbuf_add(&out, str_sub(title, at, at + n + (n == 0)));
			at += n + (n == 0);
			continue;
		}
		if (code.len > 0)
			strbuf_add(&out, code);
		else
			strbuf_add(&out, str_sub(title, at, end + n));
		at = end + n;
	}
	text = text_one_line(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

struct titles {
	struct str title[TITLES], url[TITLES];
	struct str text; /* of the issue */
};

static void make_titles(struct arena *arena, struct titles *t)
{
	uint32_t seed = 4;
	struct strbuf out;

	strbuf_init(&out, 16 * MIB);
	strbuf_lit(&out, HEAD "## News\n\n");
	for (size_t i = 0; i < TITLES; i++) {
		struct item_link link;
		struct item item = { .link = &link };

		t->title[i] = random_title(arena, &seed);
		t->url[i] = random_url(arena, &seed);
		link = (struct item_link){ t->title[i], t->url[i], 0, 0 };
		item_add_link(&out, '*', &item);
		strbuf_add_char(&out, '\n');
	}
	t->text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
}

static void check_title(struct arena *arena, const struct item *item,
    struct str title, struct str url)
{
	struct str wanted = seen(arena, title);
	struct str got = item->links == 0
			     ? item->text
			     : text_one_line(arena, item->link[0].text);

	if (item->links == 1 && item->tags.count == 0 &&
	    item->kind == ITEM_LINK && str_eq(got, wanted) &&
	    str_eq(item->link[0].url, url))
		return;
	fail_msg("title  %.*s\ngot    %.*s\nwanted %.*s\nurl    %.*s",
	    STR_ARG(title), STR_ARG(got), STR_ARG(wanted), STR_ARG(url));
}

static void test_random(void **state)
{
	struct arena arena = { 0 };
	struct titles *t = ARENA_NEW(&arena, struct titles);
	struct issue issue;

	(void)state;
	make_titles(&arena, t);
	read_issue(&arena, t->text, read_settings(&arena, "neutral"), &issue);
	assert_int_equal(issue.sections, 2);
	assert_int_equal(issue.section[1].items, TITLES);
	for (size_t i = 0; i < TITLES; i++)
		check_title(
		    &arena, &issue.section[1].item[i], t->title[i], t->url[i]);
	arena_release(&arena);
}

/* -------------------------------------------------------------- Python-Markdown */

/* A Python that has the module, or NULL. */
static const char *find_python(void)
{
	static const char *const python[] = { "python3", "/usr/bin/python3" };
	char command[100];

	for (size_t i = 0; i < COUNT(python); i++) {
		snprintf(command, sizeof(command),
		    "%s -c 'import markdown' 2>/dev/null", python[i]);
		if (system(command) == 0)
			return python[i];
	}
	return NULL;
}

static void add_expected(
    struct strbuf *out, struct arena *arena, const struct titles *t)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(
	    &j, "markdown", str_sub(t->text, sizeof(HEAD) - 1, STR_NONE));
	json_key(&j, "titles");
	json_array(&j);
	for (size_t i = 0; i < TITLES; i++)
		json_str(&j, seen(arena, t->title[i]));
	json_end(&j);
	json_key(&j, "urls");
	json_array(&j);
	for (size_t i = 0; i < TITLES; i++)
		json_str(&j, t->url[i]);
	json_end(&j);
	json_end(&j);
}

static void test_python_markdown(void **state)
{
	const char *python = find_python(), *root = getenv("SENNIGHT_SOURCE");
	struct arena arena = { 0 };
	struct titles *t;
	struct strbuf out;
	FILE *pipe;

	(void)state;
	if (python == NULL || root == NULL) {
		print_message(
		    "no Python-Markdown (package python3-markdown)\n");
		skip();
	}
	t = ARENA_NEW(&arena, struct titles);
	make_titles(&arena, t);
	strbuf_init(&out, 16 * MIB);
	add_expected(&out, &arena, t);
	pipe = popen(
	    arena_printf(&arena, "%s %s/test/model/item_write.py", python, root)
		.at,
	    "w");
	assert_non_null(pipe);
	assert_int_equal(fwrite(out.buf, 1, out.len, pipe), out.len);
	assert_int_equal(pclose(pipe), 0);
	strbuf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_target),
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_features),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_python_markdown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
