/* Changes to a text, by byte. */
#include "../test.h"

#include "model/edit.h"

static void test_apply(void **state)
{
	static const struct {
		const char *text;
		struct edit edit[3];
		size_t edits;
		const char *result;
	} cases[] = {
		{ "", { { 0 } }, 0, "" },
		{ "abc", { { 0 } }, 0, "abc" },
		{ "", { { 0, 0, STR_INIT("new") } }, 1, "new" },
		{ "abc", { { 3, 0, STR_INIT("d") } }, 1, "abcd" },
		{ "abc", { { 0, 3, STR_INIT("") } }, 1, "" },
		{ "abc", { { 1, 1, STR_INIT("BB") } }, 1, "aBBc" },
		{ "abcdef",
		    { { 4, 1, STR_INIT("") }, { 0, 1, STR_INIT("xy") },
			{ 2, 0, STR_INIT("-") } },
		    3, "xyb-cdf" },
		{ "abc", { { 0, 1, STR_INIT("x") }, { 1, 1, STR_INIT("y") } },
		    2, "xyc" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct edit edit[3];

		memcpy(edit, cases[i].edit, sizeof(edit));
		edits_sort(edit, cases[i].edits);
		assert_str(edits_apply(&arena, str_of(cases[i].text), edit,
			       cases[i].edits),
		    cases[i].result);
	}
	arena_release(&arena);
}

static void test_overlap(void **state)
{
	static const struct {
		struct edit a, b;
		bool overlap;
	} cases[] = {
		{ { 0, 1, STR_INIT("") }, { 1, 1, STR_INIT("") }, false },
		{ { 0, 2, STR_INIT("") }, { 1, 1, STR_INIT("") }, true },
		{ { 1, 0, STR_INIT("x") }, { 1, 0, STR_INIT("y") }, true },
		{ { 1, 0, STR_INIT("x") }, { 1, 3, STR_INIT("") }, true },
		{ { 2, 0, STR_INIT("x") }, { 1, 3, STR_INIT("") }, true },
		{ { 4, 0, STR_INIT("x") }, { 1, 3, STR_INIT("") }, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
		    edits_overlap(&cases[i].a, &cases[i].b), cases[i].overlap);
		assert_int_equal(
		    edits_overlap(&cases[i].b, &cases[i].a), cases[i].overlap);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apply),
		cmocka_unit_test(test_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
