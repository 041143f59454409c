/* Names below the top of a work tree and below the folder here. */
#include "../test.h"

#include "git/path.h"

static void test_below_top(void **state)
{
	static const struct {
		const char *folder, *path, *want;
	} cases[] = {
		{ "", "a", "a" },
		{ "", "./a//b/", "a/b" },
		{ "", ".", "" },
		{ "", "", "" },
		{ "news/", "a", "news/a" },
		{ "news/", ".", "news" },
		{ "news/", "..", "" },
		{ "news/", "../x", "x" },
		{ "news/deep/", "../../x/./y/../z", "x/z" },
		{ "news/", "../..", NULL },
		{ "", "../a", NULL },
		{ "", "a/../../b", NULL },
		{ "news/", "...", "news/..." },
		{ "news/", ".a", "news/.a" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *got =
		    path_below_top(&arena, cases[i].folder, cases[i].path);

		if (cases[i].want == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].want);
	}
	arena_release(&arena);
}

static void test_from(void **state)
{
	static const struct {
		const char *folder, *path, *want;
	} cases[] = {
		{ "", "a/b", "a/b" },
		{ "", "", "." },
		{ "a/", "a/b", "b" },
		{ "a/", "b", "../b" },
		{ "a/", "ab/c", "../ab/c" },
		{ "ab/", "a/c", "../a/c" },
		{ "a/b/c/", "a/x/c/y", "../../x/c/y" },
		{ "a/b/", "a/b", "../b" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
		    path_from(&arena, cases[i].folder, cases[i].path),
		    cases[i].want);
	arena_release(&arena);
}

static void test_is_below(void **state)
{
	static const struct {
		const char *path, *above;
		bool is;
	} cases[] = {
		{ "a/b", "", true },
		{ "a/b", "a", true },
		{ "a/b", "a/b", true },
		{ "a/b", "a/b/c", false },
		{ "ab", "a", false },
		{ "a", "ab", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
		    path_is_below(cases[i].path, cases[i].above), cases[i].is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_below_top),
		cmocka_unit_test(test_from),
		cmocka_unit_test(test_is_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
