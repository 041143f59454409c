/* Borrowed runs of bytes: the edges of every function. */
#include "../test.h"

static const struct str none = { NULL, 0 };

static void test_sub(void **state)
{
	static const struct {
		size_t from, to;
		const char *want;
	} cases[] = {
		{ 0, 5, "hello" },
		{ 1, 3, "el" },
		{ 0, SIZE_MAX, "hello" },
		{ 4, 2, "" },
		{ 9, 12, "" },
		{ SIZE_MAX, SIZE_MAX, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(str_sub(STR("hello"), cases[i].from, cases[i].to),
		    cases[i].want);
	assert_null(str_sub(none, 0, 9).at);
}

static void test_compare(void **state)
{
	static const struct {
		struct str a, b;
		int order;
	} cases[] = {
		{ STR_INIT(""), STR_INIT(""), 0 },
		{ { NULL, 0 }, STR_INIT(""), 0 },
		{ STR_INIT("a"), STR_INIT("b"), -1 },
		{ STR_INIT("a"), STR_INIT("aa"), -1 },
		{ STR_INIT("a\0b"), STR_INIT("a\0a"), 1 },
		{ STR_INIT("\xff"), STR_INIT("a"), 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int order = str_cmp(cases[i].a, cases[i].b);

		assert_int_equal((order > 0) - (order < 0), cases[i].order);
		assert_int_equal(
		    str_eq(cases[i].a, cases[i].b), cases[i].order == 0);
	}
	assert_true(str_eq_fold(STR("Rust\xc3\x89"), STR("rUST\xc3\x89")));
	assert_false(str_eq_fold(STR("\xc3\x89"), STR("\xc3\xa9")));
	assert_false(str_eq_fold(STR("[a"), STR("{a")));
}

static void test_starts_and_ends(void **state)
{
	(void)state;
	assert_true(str_starts(STR("a/b"), STR("a/")));
	assert_true(str_starts(STR("a"), none));
	assert_false(str_starts(STR("a"), STR("ab")));
	assert_true(str_ends(STR("a.md"), STR(".md")));
	assert_false(str_ends(STR("md"), STR(".md")));
	assert_true(str_ends(none, none));
	assert_true(str_starts_fold(STR("Title: x"), STR("tITLE:")));
	assert_false(str_starts_fold(STR("T"), STR("Ti")));
}

static void test_find(void **state)
{
	static const struct {
		const char *text, *needle;
		size_t from, at;
	} cases[] = {
		{ "banana", "ana", 0, 1 },
		{ "banana", "ana", 2, 3 },
		{ "banana", "ana", 4, STR_NONE },
		{ "banana", "", 6, 6 },
		{ "banana", "", 7, STR_NONE },
		{ "aab", "ab", 0, 1 },
		{ "", "a", 0, STR_NONE },
		{ "ab", "abc", 0, STR_NONE },
		{ "a", "a", SIZE_MAX, STR_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(str_find(str_of(cases[i].text),
				     str_of(cases[i].needle), cases[i].from),
		    cases[i].at);
	assert_int_equal(str_find_char(none, 'a', 0), STR_NONE);
	assert_int_equal(str_find_char(STR("a\0b"), '\0', 0), 1);
	assert_true(str_contains_fold(STR("In Person"), STR("person")));
	assert_false(str_contains_fold(STR("perso"), STR("person")));
}

static void test_trim(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \t\r\n a b \v\f")), "a b");
	assert_str(str_trim(STR(" \n ")), "");
	assert_str(str_trim(none), "");
	assert_str(str_trim_left(STR(" a ")), "a ");
	assert_str(str_trim_right(STR(" a ")), " a");
	/* A no-break space is text. */
	assert_str(str_trim(STR("\xc2\xa0")), "\xc2\xa0");
}

static void test_take(void **state)
{
	struct str rest = STR("a,,b,");

	(void)state;
	assert_str(str_take(&rest, ','), "a");
	assert_str(str_take(&rest, ','), "");
	assert_str(str_take(&rest, ','), "b");
	assert_non_null(rest.at);
	assert_str(str_take(&rest, ','), "");
	assert_null(rest.at);
	assert_null(str_take(&rest, ',').at);
}

static void test_to_number(void **state)
{
	static const struct {
		const char *text;
		uint64_t max;
		bool ok;
		uint64_t value;
	} cases[] = {
		{ "0", 0, true, 0 },
		{ "1", 0, false, 0 },
		{ "007", 7, true, 7 },
		{ "255", 255, true, 255 },
		{ "256", 255, false, 0 },
		{ "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
		{ "18446744073709551616", UINT64_MAX, false, 0 },
		{ "99999999999999999999", UINT64_MAX, false, 0 },
		{ "", 9, false, 0 },
		{ "-1", 9, false, 0 },
		{ "+1", 9, false, 0 },
		{ " 1", 9, false, 0 },
		{ "1.", 9, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t value = 42;

		assert_int_equal(
		    str_to_number(str_of(cases[i].text), cases[i].max, &value),
		    cases[i].ok);
		assert_true(value == (cases[i].ok ? cases[i].value : 42));
	}
}

/* Against the lists of CommonMark; bytes beyond ASCII are in no class. */
static void test_char_classes(void **state)
{
	(void)state;
	for (int i = 1; i < 256; i++) {
		char c = (char)i;

		assert_int_equal(char_is_blank(c), i == ' ' || i == '\t');
		assert_int_equal(
		    char_is_digit(c), strchr("0123456789", i) != NULL);
		assert_int_equal(
		    char_is_space(c), strchr(" \t\n\v\f\r", i) != NULL);
		assert_int_equal(char_is_punct(c),
		    strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", i) != NULL);
		assert_int_equal(
		    char_is_alnum(c), char_is_alpha(c) || char_is_digit(c));
		assert_true(
		    i < 128 || (!char_is_alpha(c) && char_lower(c) == c));
	}
	assert_int_equal(char_lower('Z'), 'z');
	assert_int_equal(char_lower('['), '[');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sub),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_starts_and_ends),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_take),
		cmocka_unit_test(test_to_number),
		cmocka_unit_test(test_char_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
