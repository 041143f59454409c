/* The line of an issue that leads to its discussion: found, hidden, linked. */
#include "test/test.h"

#include "publish/discussion.h"
#include "test/model/twir.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* Discussions are on two boards. */
static const struct settings *settings(void)
{
	static struct str links[] = { STR_INIT("board.example.org/t/**"),
		STR_INIT("tide.example**") };
	static struct settings s;

	s = *twir_settings();
	s.discussion.links = (struct str_list){ links, COUNT(links) };
	return &s;
}

#define HEAD "Title: Lamps 9\nDate: 2026-09-02\n\n"
#define GOOD "https://board.example.org/t/9"
#define NEW "https://board.example.org/t/10"

static struct discussion find(struct str text)
{
	const struct source source = { "draft/lamps.md", text };
	struct discussion d;
	struct error err;

	assert_true(discussion_find(&arena, settings(), source, &d, &err));
	return d;
}

static struct str apply(struct str text, struct edit edit)
{
	return edits_apply(&arena, text, &edit, 1);
}

static struct str with_head(const char *body)
{
	return arena_printf(&arena, HEAD "%s", body);
}

/* ----------------------------------------------------------------------- found */

static const struct {
	const char *body;
	enum discussion_state state;
	const char *line, *url;
} finds[] = {
	{ "Fog.\n", DISCUSSION_NONE, "", "" },
	{ "", DISCUSSION_NONE, "", "" },
	{ "[Discuss on the board](LINK_HERE)\n", DISCUSSION_OPEN,
	    "[Discuss on the board](LINK_HERE)", "LINK_HERE" },
	{ "Fog.\n\n[Discuss](" GOOD ")", DISCUSSION_LINKED,
	    "[Discuss](" GOOD ")", GOOD },
	{ "[discuss on tide](http://www.tide.example/9)\n", DISCUSSION_LINKED,
	    "[discuss on tide](http://www.tide.example/9)",
	    "http://www.tide.example/9" },
	{ "<small>[Discuss](LINK_HERE)</small>\n", DISCUSSION_OPEN,
	    "<small>[Discuss](LINK_HERE)</small>", "LINK_HERE" },
	{ "<!-- discussion: [Discuss](LINK_HERE) -->\n", DISCUSSION_HIDDEN,
	    "[Discuss](LINK_HERE)", "LINK_HERE" },
	{ "<!-- discussion: <small>[Discuss](x)</small> -->\n",
	    DISCUSSION_HIDDEN, "<small>[Discuss](x)</small>", "x" },
	/* Last week's, or a page of somebody else. */
	{ "[Discuss](https://board.example.org/)\n", DISCUSSION_OPEN,
	    "[Discuss](https://board.example.org/)",
	    "https://board.example.org/" },
	{ "[Discuss](https://board.example.org.evil.example/t/1)\n",
	    DISCUSSION_OPEN,
	    "[Discuss](https://board.example.org.evil.example/t/1)",
	    "https://board.example.org.evil.example/t/1" },
	{ "[Discuss](javascript:alert)\n", DISCUSSION_OPEN,
	    "[Discuss](javascript:alert)", "javascript:alert" },
	{ "[Discuss]()\n", DISCUSSION_OPEN, "[Discuss]()", "" },
	{ "[Discuss](<>)\n", DISCUSSION_OPEN, "[Discuss](<>)", "" },
	/* Beside other links. */
	{ "[Home](https://h.example/) | [Discuss](LINK)\n", DISCUSSION_OPEN,
	    "[Home](https://h.example/) | [Discuss](LINK)", "LINK" },
	{ "[Discuss](" GOOD "), [Archive](https://h.example/)\n",
	    DISCUSSION_LINKED,
	    "[Discuss](" GOOD "), [Archive](https://h.example/)", GOOD },
	{ "[Archive](https://h.example/)\n[Discuss](LINK)\n[Feed](f)\n",
	    DISCUSSION_OPEN, "[Discuss](LINK)", "LINK" },
	{ "[Discuss\non the board](LINK)\n", DISCUSSION_OPEN,
	    "[Discuss\non the board](LINK)", "LINK" },
	/* What an address may be written like. */
	{ "[Discuss](<LINK HERE>)\n", DISCUSSION_OPEN, "[Discuss](<LINK HERE>)",
	    "LINK HERE" },
	{ "[Discuss](LINK \"on the board\")\n", DISCUSSION_OPEN,
	    "[Discuss](LINK \"on the board\")", "LINK" },
	{ "[Discuss](https://h.example/a_(b))\n", DISCUSSION_OPEN,
	    "[Discuss](https://h.example/a_(b))", "https://h.example/a_(b)" },
	{ "[Discuss \\](x) this](LINK)\n", DISCUSSION_OPEN,
	    "[Discuss \\](x) this](LINK)", "LINK" },
	{ "[Discuss](https://board.example.org/t/ebbe-\xc3\xbc/9)\n",
	    DISCUSSION_LINKED,
	    "[Discuss](https://board.example.org/t/ebbe-\xc3\xbc/9)",
	    "https://board.example.org/t/ebbe-\xc3\xbc/9" },
	/* The address is said elsewhere. */
	{ "[Discuss][d]\n\n[d]: LINK\n", DISCUSSION_NONE, "", "" },
	/* In a sentence, a list, a quote, code, a comment of an editor. */
	{ "Come and [discuss](LINK) it.\n", DISCUSSION_NONE, "", "" },
	{ "[Discuss](LINK)\nor not\n", DISCUSSION_NONE, "", "" },
	{ "* [Discuss](LINK)\n", DISCUSSION_NONE, "", "" },
	{ "> [Discuss](LINK)\n", DISCUSSION_NONE, "", "" },
	{ "    [Discuss](LINK)\n", DISCUSSION_NONE, "", "" },
	{ "```\n<!-- discussion: [Discuss](x) -->\n```\n", DISCUSSION_NONE, "",
	    "" },
	{ "<!-- [Discuss](LINK) -->\n", DISCUSSION_NONE, "", "" },
	{ "<!-- discussion: none yet -->\n", DISCUSSION_NONE, "", "" },
	{ "<!-- discussion: [Discuss](x)\n", DISCUSSION_NONE, "", "" },
	{ "<!-- discussion: none -->\n\n<!-- discussion: [Discuss](x) -->\n",
	    DISCUSSION_HIDDEN, "[Discuss](x)", "x" },
	/* Of several the last; one in sight before one that is hidden. */
	{ "[Discuss](one)\n\n## Lamps\n\n[Discuss](two)\n", DISCUSSION_OPEN,
	    "[Discuss](two)", "two" },
	{ "[Discuss](one)\n\n<!-- discussion: [Discuss](x) -->\n",
	    DISCUSSION_OPEN, "[Discuss](one)", "one" },
	/* Line ends. */
	{ "Fog.\r\n\r\n[Discuss](LINK)\r\n\r\nDew.\r\n", DISCUSSION_OPEN,
	    "[Discuss](LINK)", "LINK" },
	{ "Fog.\r\r[Discuss](LINK)\r\rDew.\r", DISCUSSION_OPEN,
	    "[Discuss](LINK)", "LINK" },
};

static void test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(finds); i++) {
		struct str text = with_head(finds[i].body);
		struct discussion d = find(text);

		if (d.state != finds[i].state)
			print_error("in %s", finds[i].body);
		assert_int_equal(d.state, finds[i].state);
		assert_str(d.line, finds[i].line);
		assert_str(d.url, finds[i].url);
		if (d.state == DISCUSSION_NONE)
			continue;
		assert_true(d.offset < d.end && d.end <= text.len);
		assert_true(d.url_at <= d.url_end && d.url_end <= d.line.len);
		assert_str(str_sub(d.line, d.url_at, d.url_end), finds[i].url);
	}
}

/* --------------------------------------------------------------------- changed */

static const struct {
	const char *body, *hidden, *linked;
} changes[] = {
	{ "A\n\n[Discuss](LINK)\n\nB\n",
	    "A\n\n<!-- discussion: [Discuss](LINK) -->\n\nB\n",
	    "A\n\n[Discuss](" NEW ")\n\nB\n" },
	{ "[Discuss](LINK)", "<!-- discussion: [Discuss](LINK) -->",
	    "[Discuss](" NEW ")" },
	{ "<small>[Discuss](LINK)</small>\r\n\r\nmore\r\n",
	    "<!-- discussion: <small>[Discuss](LINK)</small> "
	    "-->\r\n\r\nmore\r\n",
	    "<small>[Discuss](" NEW ")</small>\r\n\r\nmore\r\n" },
	{ "[Home](h) | [Discuss](LINK) | [Feed](f)\n",
	    "<!-- discussion: [Home](h) | [Discuss](LINK) | [Feed](f) -->\n",
	    "[Home](h) | [Discuss](" NEW ") | [Feed](f)\n" },
	{ "[Home](h)\n   [Discuss\n on it](LINK \"a title\")\n[Feed](f)\n",
	    "[Home](h)\n<!-- discussion:    [Discuss\n on it](LINK \"a "
	    "title\") -->\n[Feed](f)\n",
	    "[Home](h)\n   [Discuss\n on it](" NEW " \"a "
	    "title\")\n[Feed](f)\n" },
	{ "[Discuss](<LINK HERE>)\n",
	    "<!-- discussion: [Discuss](<LINK HERE>) -->\n",
	    "[Discuss](<" NEW ">)\n" },
	{ "[Discuss](<>)\n", "<!-- discussion: [Discuss](<>) -->\n",
	    "[Discuss](<" NEW ">)\n" },
	{ "[Discuss]()\n", "<!-- discussion: [Discuss]() -->\n",
	    "[Discuss](" NEW ")\n" },
	{ "[Discuss](https://h.example/a_(b))\n",
	    "<!-- discussion: [Discuss](https://h.example/a_(b)) -->\n",
	    "[Discuss](" NEW ")\n" },
	/* It would end the comment. */
	{ "[Discuss --> here](LINK)\n", "[Discuss --> here](LINK)\n",
	    "[Discuss --> here](" NEW ")\n" },
	{ "[Discuss](LINK--HERE)\n", "[Discuss](LINK--HERE)\n",
	    "[Discuss](" NEW ")\n" },
};

/* In sight, out of sight, and linked from either: the same in the end. */
static void test_change(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct str text = with_head(changes[i].body), hidden, linked;
		struct discussion d = find(text);

		assert_int_equal(d.state, DISCUSSION_OPEN);
		hidden = apply(text, discussion_hide(&arena, &d));
		assert_str(hidden, with_head(changes[i].hidden).at);
		linked = apply(text, discussion_link(&arena, &d, STR(NEW)));
		assert_str(linked, with_head(changes[i].linked).at);
		d = find(linked);
		assert_int_equal(d.state, DISCUSSION_LINKED);
		assert_str(d.url, NEW);
		d = find(hidden);
		if (str_eq(hidden, text)) {
			assert_int_equal(d.state, DISCUSSION_OPEN);
			continue;
		}
		assert_int_equal(d.state, DISCUSSION_HIDDEN);
		assert_str(apply(hidden, discussion_link(&arena, &d, STR(NEW))),
		    linked.at);
	}
}

/* A link of last week is replaced, and what Markdown would read as something
 * else is written so that it leads there. */
static void test_replace(void **state)
{
	static const struct {
		const char *url, *written;
	} cases[] = {
		{ GOOD, "[Discuss](" GOOD ")" },
		{ GOOD "?a=1&copy;=2", "[Discuss](" GOOD "?a=1&amp;copy;=2)" },
		{ GOOD "?a=1&b=[2]", "[Discuss](" GOOD "?a=1&b=&#91;2&#93;)" },
		{ GOOD "/*a*_b_~c~", "[Discuss](" GOOD "/*a*_b_~c~)" },
		{ GOOD "/\xe2\x9a\x93", "[Discuss](" GOOD "/\xe2\x9a\x93)" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = with_head("[Discuss](" NEW ")"), url;
		struct discussion d = find(text);
		struct error err;

		url = str_of(cases[i].url);
		assert_int_equal(d.state, DISCUSSION_LINKED);
		assert_true(discussion_fits(settings(), url, &err));
		text = apply(text, discussion_link(&arena, &d, url));
		assert_str(text, with_head(cases[i].written).at);
		d = find(text);
		assert_int_equal(d.state, DISCUSSION_LINKED);
		assert_str(d.url, cases[i].url);
	}
}

/* ------------------------------------------------------------------------ fits */

static const struct {
	const char *url, *why; /* NULL: it is one */
} fitting[] = {
	{ GOOD, NULL },
	{ "http://board.example.org/t/9", NULL },
	{ "https://tide.example/", NULL },
	{ "https://www.tide.example/9?utm_source=x", NULL },
	{ "https://board.example.org/t/\xc3\xbc", NULL },
	{ "https://board.example.org/t/ebb-'9'", NULL },
	{ "", "begins with https://" },
	{ "LINK_HERE", "begins with https://" },
	{ "board.example.org/t/9", "begins with https://" },
	{ "javascript:alert", "begins with https://" },
	{ "https://", "has a host" },
	{ "https:///t/9", "has a host" },
	{ "https://me@board.example.org/t/9", "has a host" },
	{ "https://other.example/t/9", "discussion.links" },
	{ "https://board.example.org/u/9", "discussion.links" },
	{ GOOD ") [free lamps](https://evil.example/", "brackets" },
	{ GOOD "(", "brackets" },
	{ GOOD ")", "brackets" },
	{ GOOD "<b>", "brackets" },
	{ GOOD "\"", "quotes" },
	{ GOOD "\\", "backslashes" },
	{ GOOD "`", "brackets" },
	{ GOOD "\n## More", "blanks" },
	{ GOOD "\r", "blanks" },
	{ GOOD " x", "blanks" },
	{ GOOD "\t", "blanks" },
	{ GOOD "\x1b[31m", "blanks" },
	{ GOOD "\x7f", "blanks" },
	{ GOOD "\xff", "blanks" },
	{ GOOD "\xc2\x85", "blanks" },
	{ GOOD "\xe2\x80\xae", "blanks" },
	{ "\x1b[31m", "blanks" },
};

static void test_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fitting); i++) {
		struct error err = { "" };
		bool fits =
		    discussion_fits(settings(), str_of(fitting[i].url), &err);

		if (fits != (fitting[i].why == NULL))
			print_error("%s\n", fitting[i].url);
		assert_int_equal(fits, fitting[i].why == NULL);
		if (fitting[i].why != NULL &&
		    strstr(err.text, fitting[i].why) == NULL)
			fail_msg("%s: %s", fitting[i].url, err.text);
	}
	/* Settings that name no place. */
	struct error err;

	assert_true(discussion_fits(
	    twir_settings(), STR("https://other.example/1"), &err));
}

/* It is longer than any address, and than an error. */
static void test_long(void **state)
{
	struct strbuf url;
	struct error err;

	(void)state;
	strbuf_init(&url, 1 << 20);
	strbuf_lit(&url, GOOD);
	strbuf_add_repeat(&url, 'x', 100000);
	assert_false(discussion_fits(settings(), strbuf_str(&url), &err));
	strbuf_reset(&url);
	while (url.len < 100000)
		strbuf_lit(&url, "\xc3\xbc");
	assert_false(discussion_fits(settings(), strbuf_str(&url), &err));
	strbuf_release(&url);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_find, tear_down),
		cmocka_unit_test_teardown(test_change, tear_down),
		cmocka_unit_test_teardown(test_replace, tear_down),
		cmocka_unit_test_teardown(test_fits, tear_down),
		cmocka_unit_test_teardown(test_long, tear_down),
	};

	return cmocka_run_group_tests_name("discussion", tests, NULL, NULL);
}
