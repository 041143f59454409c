/* Positions for people, and carets that stand below what they mean. */
#include "../test.h"

#include "base/source.h"
#include "base/text.h"

static void test_position(void **state)
{
	static const struct {
		const char *text;
		size_t offset, line, column;
	} cases[] = {
		{ "", 0, 1, 1 },
		{ "", 99, 1, 1 },
		{ "ab\ncd", 0, 1, 1 },
		{ "ab\ncd", 2, 1, 3 },
		{ "ab\ncd", 3, 2, 1 },
		{ "ab\ncd", 99, 2, 3 },
		{ "ab\n", 3, 2, 1 },
		{ "\tx", 1, 1, 2 },
		{ "\xc3\xa9\xe6\x97\xa5x", 5, 1, 3 },
		{ "\xff\xfex", 2, 1, 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct position p =
		    source_position(str_of(cases[i].text), cases[i].offset);

		assert_int_equal(p.line, cases[i].line);
		assert_int_equal(p.column, cases[i].column);
	}
}

static void test_caret(void **state)
{
	static const struct {
		struct str text;
		size_t offset, end;
		const char *want;
	} cases[] = {
		{ STR_INIT("a bad word\nx"), 2, 5,
		    "    a bad word\n      ^^^\n" },
		/* Nothing, too much, the wrong way round: one, to the end. */
		{ STR_INIT("abc"), 1, 1, "    abc\n     ^\n" },
		{ STR_INIT("abc\nd"), 1, 99, "    abc\n     ^^\n" },
		{ STR_INIT("abc"), 1, 0, "    abc\n     ^^\n" },
		{ STR_INIT("abc"), 99, 99, "    abc\n       ^\n" },
		{ STR_INIT(""), 0, 0, "    \n    ^\n" },
		{ STR_INIT("\tx\ty"), 3, 4, "    \tx\ty\n    \t \t^\n" },
		/* Wide characters: two columns before, two carets below. */
		{ STR_INIT("\xe6\x97\xa5x"), 3, 4,
		    "    \xe6\x97\xa5x\n      ^\n" },
		{ STR_INIT("\xe6\x97\xa5x"), 0, 3,
		    "    \xe6\x97\xa5x\n    ^^\n" },
		{ STR_INIT("e\xcc\x81x"), 3, 4, "    e\xcc\x81x\n     ^\n" },
		/* Invalid bytes and what a terminal would obey. */
		{ STR_INIT("\xffx"), 1, 2, "    \xef\xbf\xbdx\n     ^\n" },
		{ STR_INIT("\x1b[0mx"), 4, 5, "     [0mx\n        ^\n" },
		{ STR_INIT("\0x"), 1, 2, "     x\n     ^\n" },
		{ STR_INIT("\xc2\x9bx"), 2, 3, "     x\n     ^\n" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		source_caret(
		    &out, cases[i].text, cases[i].offset, cases[i].end);
		assert_str(strbuf_str(&out), cases[i].want);
	}
	strbuf_release(&out);
}

/* A very long line: a part of it, and the caret below the right letter. */
static void test_caret_of_a_long_line(void **state)
{
	static char line[100000];
	struct str text = { line, sizeof(line) };
	struct strbuf out;

	(void)state;
	memset(line, '.', sizeof(line));
	line[50000] = 'X';
	strbuf_init(&out, 4000);
	source_caret(&out, text, 50000, 50001);
	assert_true(out.len < 600);
	assert_int_equal(str_find_char(strbuf_str(&out), 'X', 0),
	    str_find_char(strbuf_str(&out), '^', 0) -
		str_find_char(strbuf_str(&out), '\n', 0) - 1);
	strbuf_release(&out);
}

/* Cut between characters, never inside one. */
static void test_long_line_of_wide_characters(void **state)
{
	static char line[30000];
	struct str text = { line, sizeof(line) };
	struct strbuf out;

	(void)state;
	for (size_t i = 0; i < sizeof(line); i += 3)
		memcpy(line + i, "\xe6\x97\xa5", 3);
	strbuf_init(&out, 4000);
	for (size_t offset = 14997; offset < 15006; offset += 3) {
		strbuf_reset(&out);
		source_caret(&out, text, offset, offset + 3);
		assert_true(text_is_valid(strbuf_str(&out)));
		assert_int_equal(
		    str_find(strbuf_str(&out), STR("\xef\xbf\xbd"), 0),
		    STR_NONE);
	}
	strbuf_release(&out);
}

static void test_error(void **state)
{
	struct source source = { "a.md", STR("one\ntwo three\n") };
	struct error err = { "" };

	(void)state;
	assert_false(
	    source_error(&err, &source, 8, 13, "what is %s?", "three"));
	assert_string_equal(err.text, "a.md:2:5: what is three?\n"
				      "    two three\n"
				      "        ^^^^^");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_position),
		cmocka_unit_test(test_caret),
		cmocka_unit_test(test_caret_of_a_long_line),
		cmocka_unit_test(test_long_line_of_wide_characters),
		cmocka_unit_test(test_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
