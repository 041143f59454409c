/* UTF-8 as it is and as it should not be, and what people see of it. */
#include "../test.h"

#include "base/text.h"

static void test_next(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t code_point;
		size_t len;
	} cases[] = {
		{ "a", 'a', 1 },
		{ "\xc3\xa9", 0xe9, 2 },
		{ "\xe2\x82\xac", 0x20ac, 3 },
		{ "\xf0\x9f\xa6\x80", 0x1f980, 4 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4 },
		{ "\xef\xbf\xbf", 0xffff, 3 },
		/* A lone continuation, a cut sequence, overlong forms, a
		 * surrogate, one beyond the last, bytes that never occur. */
		{ "\x80", TEXT_INVALID, 1 },
		{ "\xc3", TEXT_INVALID, 1 },
		{ "\xc3(", TEXT_INVALID, 1 },
		{ "\xe2\x82", TEXT_INVALID, 1 },
		{ "\xf0\x9f\xa6", TEXT_INVALID, 1 },
		{ "\xc0\x80", TEXT_INVALID, 1 },
		{ "\xe0\x80\x80", TEXT_INVALID, 1 },
		{ "\xf0\x80\x80\x80", TEXT_INVALID, 1 },
		{ "\xed\xa0\x80", TEXT_INVALID, 1 },
		{ "\xf4\x90\x80\x80", TEXT_INVALID, 1 },
		{ "\xff", TEXT_INVALID, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str s = str_of(cases[i].bytes);
		size_t at = 0;

		assert_int_equal(text_next(s, &at), cases[i].code_point);
		assert_int_equal(at, cases[i].len);
		assert_int_equal(
		    text_is_valid(s), cases[i].code_point != TEXT_INVALID);
	}
	assert_true(text_is_valid((struct str){ NULL, 0 }));
}

static void test_boundary(void **state)
{
	/* One, two, four bytes, then two lone continuations. */
	static const char text[] = "a\xc3\xa9\xf0\x9f\xa6\x80\x80\x80z";
	static const size_t want[] = { 0, 1, 1, 3, 3, 3, 3, 7, 8, 9, 10, 10 };

	(void)state;
	for (size_t at = 0; at < COUNT(want); at++)
		assert_int_equal(text_boundary(STR(text), at), want[at]);
}

static void test_columns(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
	} cases[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "\xe6\x97\xa5\xe6\x9c\xac", 4 },
		{ "e\xcc\x81", 1 },
		{ "\xf0\x9f\xa6\x80", 2 },
		{ "\xff\xfe", 2 },
		{ "a\tb", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    text_columns(str_of(cases[i].text)), cases[i].columns);
}

static void test_cells(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *want; /* padded, between bars */
	} cases[] = {
		{ "", 3, "|   |" },
		{ "abc", 3, "|abc|" },
		{ "abcd", 3, "|ab\xe2\x80\xa6|" },
		{ "ab", 3, "|ab |" },
		{ "abc", 1, "|\xe2\x80\xa6|" },
		{ "abc", 0, "||" },
		{ "a\nb\tc\r", 9, "|a b c    |" },
		{ "\x1b[31mred\x07", 9, "|[31mred  |" },
		{ "\xc2\x9b"
		  "1m",
		    4, "|1m  |" },
		{ "\xe2\x80\xae"
		  "ab",
		    3, "|ab |" },
		/* Wide characters are never cut in two. */
		{ "\xe6\x97\xa5\xe6\x9c\xac", 3, "|\xe6\x97\xa5\xe2\x80\xa6|" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", 2, "|\xe2\x80\xa6 |" },
		{ "e\xcc\x81", 2, "|e\xcc\x81 |" },
		{ "\xff", 2, "|\xef\xbf\xbd |" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 100);
	for (size_t i = 0; i < COUNT(cases); i++) {
		strbuf_reset(&out);
		strbuf_add_char(&out, '|');
		text_add_cell(
		    &out, str_of(cases[i].text), cases[i].columns, true);
		strbuf_add_char(&out, '|');
		assert_str(strbuf_str(&out), cases[i].want);
	}
	strbuf_reset(&out);
	text_add_cell(&out, STR("a"), 5, false);
	assert_str(strbuf_str(&out), "a");
	strbuf_release(&out);
}

typedef void writer(struct strbuf *out, struct str s);

struct rewrite {
	struct str text;
	const char *want;
};

static void assert_rewrites(
    writer *write, const struct rewrite *cases, size_t count)
{
	struct strbuf out;

	strbuf_init(&out, 1000);
	for (size_t i = 0; i < count; i++) {
		strbuf_reset(&out);
		write(&out, cases[i].text);
		assert_str(strbuf_str(&out), cases[i].want);
	}
	strbuf_release(&out);
}

static void test_clean(void **state)
{
	static const struct rewrite cases[] = {
		{ STR_INIT(""), "" },
		{ STR_INIT("a\tb\r\n"), "a\tb\r\n" },
		{ STR_INIT("a\0\1\x1f\x7f"
			   "b"),
		    "ab" },
		{ STR_INIT("\xc2\x80\xc2\x9f\xc2\xa0"), "\xc2\xa0" },
		{ STR_INIT("\xef\xbf\xbe\xef\xbf\xbf"), "" },
		{ STR_INIT("a\xff\xc3"), "a\xef\xbf\xbd"
					 "\xef\xbf\xbd" },
	};

	(void)state;
	assert_rewrites(text_add_clean, cases, COUNT(cases));
}

static void test_clean_copy(void **state)
{
	struct arena arena = { 0 };
	struct str good = STR("caf\xc3\xa9");

	(void)state;
	assert_ptr_equal(text_clean(&arena, good).at, good.at);
	assert_str(text_clean(&arena, STR("a\x02\xff")), "a\xef\xbf\xbd");
	assert_null(text_clean(&arena, (struct str){ NULL, 0 }).at);
	arena_release(&arena);
}

static void test_slug(void **state)
{
	static const struct rewrite cases[] = {
		{ STR_INIT("The State of Rust 0.9"), "the-state-of-rust-09" },
		{ STR_INIT("  --Hello,   World!--  "), "hello-world" },
		{ STR_INIT("What's new / what\xe2\x80\x99s old"),
		    "whats-new-whats-old" },
		{ STR_INIT("Caf\xc3\xa9 \xc3\x85re"), "cafe-are" },
		{ STR_INIT("Cafe\xcc\x81"), "cafe" },
		{ STR_INIT("\xd0\x99\xd0\xbe\xd0\xb4"),
		    "\xd0\xb9\xd0\xbe\xd0\xb4" },
		{ STR_INIT("\xe6\x97\xa5\xe6\x9c\xac \xe8\xaa\x9e"),
		    "\xe6\x97\xa5\xe6\x9c\xac-\xe8\xaa\x9e" },
		{ STR_INIT("a\xff"
			   "b"),
		    "a-b" },
		{ STR_INIT("?!."), "" },
		{ STR_INIT("../../etc"), "etc" },
	};

	(void)state;
	assert_rewrites(text_add_slug, cases, COUNT(cases));
}

static void test_slug_in_arena(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_str(text_slug(&arena, STR("A b")), "a-b");
	assert_str(text_slug(&arena, STR("")), "");
	arena_release(&arena);
}

static void test_folded(void **state)
{
	static const struct rewrite cases[] = {
		{ STR_INIT("Zoe\xcc\x88 = ZO\xc3\x8b"), "zoe = zoe" },
		{ STR_INIT("\xce\xa3\xce\x91"), "\xcf\x83\xce\xb1" },
		{ STR_INIT("a\0B"), "a" },
	};
	struct strbuf out;

	(void)state;
	assert_rewrites(text_add_folded, cases, 2);
	strbuf_init(&out, 10);
	text_add_folded(&out, cases[2].text);
	assert_int_equal(out.len, 3);
	assert_memory_equal(out.buf, "a\0b", 4);
	strbuf_release(&out);
}

static void test_folded_order(void **state)
{
	/* Sorted; equal ones have the same rank. */
	static const struct {
		int rank;
		const char *text;
	} cases[] = {
		{ 0, "" },
		{ 1, "Aachen" },
		{ 2, "zuric" },
		{ 3, "zurich" },
		{ 3, "Z\xc3\xbcrich" },
		{ 3, "Zu\xcc\x88RICH" },
		{ 4, "\xc5\x81\xc3\xb3"
		     "d\xc5\xba" },
		{ 5, "\xe6\x9d\xb1\xe4\xba\xac" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (size_t k = 0; k < COUNT(cases); k++) {
			int order = text_cmp_folded(
			    str_of(cases[i].text), str_of(cases[k].text));

			assert_int_equal((order > 0) - (order < 0),
			    (cases[i].rank > cases[k].rank) -
				(cases[i].rank < cases[k].rank));
		}
}

static void test_direction(void **state)
{
	static const struct {
		const char *text;
		bool rtl;
	} cases[] = {
		{ "", false },
		{ "hello \xd7\xa9\xd7\x9c", false },
		{ "12. \xd7\xa9\xd7\x9c hello", true },
		{ "\"\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85\"", true },
		{ "\xff\xd7\xa9", true },
		{ "\xe6\x97\xa5\xd7\xa9", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    text_is_rtl(str_of(cases[i].text)), cases[i].rtl);
}

static void test_words(void **state)
{
	static const struct {
		const char *text;
		size_t words;
	} cases[] = {
		{ "", 0 },
		{ " - ", 0 },
		{ "one two  three.", 3 },
		{ "don't stop", 2 },
		{ "don\xe2\x80\x99t stop", 2 },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x96\x87", 2 },
		{ "Rust\xe6\x97\xa5\xe6\x9c\xac", 2 },
		{ "\xff\xff", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    text_count_words(str_of(cases[i].text)), cases[i].words);
}

static void test_line(void **state)
{
	static const struct {
		const char *text, *want;
		size_t max;
	} cases[] = {
		{ " a\t\n b ", "a b", 9 },
		{ "a\xc2\xa0\xe3\x80\x80"
		  "b",
		    "a b", 9 },
		{ "a\x01"
		  "b\xff",
		    "ab\xef\xbf\xbd", 9 },
		{ "a\xc3\xbc"
		  "b",
		    "a", 2 },
		{ "ab cd", "ab", 2 },
		{ " \n", "", 9 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(
		    text_line(&arena, str_of(cases[i].text), cases[i].max),
		    cases[i].want);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_boundary),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_clean_copy),
		cmocka_unit_test(test_slug),
		cmocka_unit_test(test_slug_in_arena),
		cmocka_unit_test(test_folded),
		cmocka_unit_test(test_folded_order),
		cmocka_unit_test(test_direction),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
