/* Lines that are filled with words. */
#include "../test.h"

#include "base/limits.h"
#include "base/wrap.h"

/* Ten columns; "|" in a text parts the pieces that it comes in. */
static void test_fill(void **state)
{
	static const struct {
		const char *first, *rest, *text, *lines;
	} cases[] = {
		{ "", "", "", "" },
		{ "", "", " \n\t ", "" },
		{ "", "", "one", "one\n" },
		{ "", "", " one  two ", "one two\n" },
		{ "", "", "one two three four", "one two\nthree four\n" },
		{ "", "", "1234567890 12", "1234567890\n12\n" },
		{ "", "", "12345678901234 12", "12345678901234\n12\n" },
		{ "", "", "1 12345678901234 2", "1\n12345678901234\n2\n" },
		{ "", "", "one| t|w|o", "one two\n" },
		{ "* ", "  ", "one two three", "* one two\n  three\n" },
		{ "> ", "> ", "one two three", "> one two\n> three\n" },
		/* Wide letters, marks without a width. */
		{ "", "", "日本語の文章です", "日本語の文\n章です\n" },
		{ "", "", "これは文章。です", "これは文\n章。です\n" },
		{ "", "", "これは文「章です", "これは文\n「章です\n" },
		{ "", "",
		    "e\xcc\x81"
		    "e\xcc\x81 34 678 0",
		    "e\xcc\x81"
		    "e\xcc\x81 34 678\n0\n" },
		/* A blank that does not break. */
		{ "", "", "one two\xc2\xa0three", "one\ntwo\xc2\xa0three\n" },
		/* What is no text. */
		{ "", "",
		    "a\x01"
		    "b\xff"
		    "c",
		    "ab\xef\xbf\xbd"
		    "c\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str pieces = str_of(cases[i].text);
		struct strbuf out;
		struct wrap wrap;

		strbuf_init(&out, LIMIT_SMALL_FILE);
		wrap_init(&wrap, &out, 10);
		wrap_begin(
		    &wrap, str_of(cases[i].first), str_of(cases[i].rest));
		while (pieces.at != NULL)
			wrap_add(&wrap, str_take(&pieces, '|'));
		wrap_end(&wrap);
		assert_str(strbuf_str(&out), cases[i].lines);
		wrap_release(&wrap);
		strbuf_release(&out);
	}
}

static void test_break(void **state)
{
	struct strbuf out;
	struct wrap wrap;

	(void)state;
	strbuf_init(&out, LIMIT_SMALL_FILE);
	wrap_init(&wrap, &out, 10);
	wrap_begin(&wrap, STR("> "), STR("> "));
	wrap_add(&wrap, STR("one "));
	wrap_break(&wrap);
	wrap_break(&wrap);
	wrap_add(&wrap, STR(" two"));
	wrap_end(&wrap);
	assert_str(strbuf_str(&out), "> one\n>\n> two\n");
	wrap_release(&wrap);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_break),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
