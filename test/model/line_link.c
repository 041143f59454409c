/* Links to printed lines, as theme/search.js makes them, too. */
#include "../test.h"

#include "base/file.h"
#include "model/line_link.h"

#define TABLE SOURCE_ROOT "/test/model/line_link.tsv"

static void expect_link(
    struct arena *arena, const char *address, struct str text, struct str link)
{
	struct str got = line_link(arena, str_of(address), text);

	if (!str_eq(got, link))
		fail_msg("%.*s\ngave %.*s\nnot  %.*s", STR_ARG(text),
		    STR_ARG(got), STR_ARG(link));
}

/* A text and, behind a tab, the link in "/2/#news". */
static void test_table(void **state)
{
	struct arena arena = { 0 };
	struct error err;
	struct str table;
	size_t rows = 0;

	(void)state;
	if (!file_read(TABLE, LIMIT_SMALL_FILE, &arena, &table, &err))
		fail_msg("%s", err.text);
	while (table.len > 0) {
		struct str link = str_take(&table, '\n');
		struct str text = str_take(&link, '\t');

		expect_link(&arena, "/2/#news", text, link);
		rows++;
	}
	assert_true(rows > 30);
	arena_release(&arena);
}

/* What no line of a table holds. */
static void test_odd(void **state)
{
	static const struct {
		const char *address;
		struct str text;
		const char *link;
	} cases[] = {
		{ "/2/#news", STR_INIT(""), "/2/#news" },
		{ "/2/#news", STR_INIT(" \n "), "/2/#news" },
		{ "/2/", STR_INIT("Lamps"), "/2/#:~:text=Lamps" },
		{ "", STR_INIT("Lamps"), "" },
		{ "/2/#a:~:text=Tides", STR_INIT("Lamps"),
		    "/2/#a:~:text=Tides" },
		/* What is nested is another block. */
		{ "/2/#a", STR_INIT(" Lamps\nPart 1: oil\nPart 2"),
		    "/2/#a:~:text=Lamps" },
		{ "/2/#a", STR_INIT("Two  \t\f lamps"),
		    "/2/#a:~:text=Two%20lamps" },
		/* As pages show what is no UTF-8, and without controls. */
		{ "/2/#a", STR_INIT("Lamp \xff \x01x"),
		    "/2/#a:~:text=Lamp%20%EF%BF%BD%20x" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_link(&arena, cases[i].address, cases[i].text,
		    str_of(cases[i].link));
	arena_release(&arena);
}

static void test_event(void **state)
{
	struct arena arena = { 0 };
	const struct date day = { 2026, 2, 5 };

	(void)state;
	expect_link(&arena, "/2/#events",
	    line_of_event(&arena, day, STR("[Moths] at dusk")),
	    STR("/2/#events:~:text=5%20Feb-,at%20dusk"));
	arena_release(&arena);
}

/* However long the characters are, it stays an address. */
static void test_bound(void **state)
{
	struct arena arena = { 0 };
	struct strbuf text;
	struct str link;

	(void)state;
	strbuf_init(&text, LIMIT_ISSUE_FILE);
	for (int i = 0; i < 60; i++) {
		strbuf_lit(&text, "lamp");
		strbuf_add_repeat(&text, 'e', 8);
		for (int k = 0; k < 2000; k++)
			strbuf_lit(&text, "\u0301");
		strbuf_add_char(&text, ' ');
	}
	link = line_link(&arena, STR("/2/#news"), strbuf_str(&text));
	assert_true(str_eq(link, STR("/2/#news")));
	strbuf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_event),
		cmocka_unit_test(test_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
