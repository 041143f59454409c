/* Where items stand, the order of events, and the edits that place items. */
#include "../test.h"

#include "model/item_place.h"
#include "model/order.h"

#define HEAD "Title: N\nNumber: 9\nDate: 2026-03-04\n\n## Upcoming Events\n\n"
#define TIGHT "* [a](a)\n* [b](b)\n    * [c](c)\n* [d](d)"
#define LOOSE "* [a](a)\n\n* [b](b)\n\n"

static struct issue read_issue(struct arena *arena, const char *text)
{
	struct settings *settings = ARENA_NEW(arena, struct settings);
	struct source source = { "a.md", str_of(text) };
	struct issue issue;
	struct error err;

	assert_true(settings_preset(arena, STR("neutral"), settings, &err));
	assert_int_equal(issue_read(arena, source, settings, &issue), ISSUE_OK);
	return issue;
}

static void test_insert(void **state)
{
	static const struct {
		const char *text;
		size_t place;
		const char *expected;
	} cases[] = {
		{ HEAD TIGHT, 0, HEAD "* [n](n)\n" TIGHT },
		{ HEAD TIGHT, 2,
		    HEAD "* [a](a)\n* [b](b)\n    * [c](c)\n* [n](n)\n"
			 "* [d](d)" },
		{ HEAD TIGHT, 3, HEAD TIGHT "\n* [n](n)\n" },
		{ HEAD LOOSE "text\n", 1,
		    HEAD "* [a](a)\n\n* [n](n)\n\n* [b](b)\n\ntext\n" },
		{ HEAD LOOSE "text\n", 2,
		    HEAD "* [a](a)\n\n* [b](b)\n\n* [n](n)\n\ntext\n" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct issue issue = read_issue(&arena, cases[i].text);
		const struct section *s = &issue.section[1];
		struct edit edit;

		assert_true(section_is_list(s));
		edit = item_insert(&arena, str_of(cases[i].text), s,
		    cases[i].place, STR("* [n](n)"));
		assert_str(edits_apply(&arena, str_of(cases[i].text), &edit, 1),
		    cases[i].expected);
	}
	arena_release(&arena);
}

static void test_lines(void **state)
{
	static const struct {
		const char *text;
		size_t item;
		const char *expected;
	} cases[] = {
		{ HEAD TIGHT, 1, "* [b](b)\n    * [c](c)\n" },
		{ HEAD TIGHT, 2, "* [d](d)" },
		{ HEAD LOOSE "text\n", 0, "* [a](a)\n\n" },
		{ HEAD LOOSE "text\n", 1, "\n* [b](b)\n" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str text = str_of(cases[i].text);
		struct issue issue = read_issue(&arena, cases[i].text);
		struct span s =
		    item_lines(text, &issue.section[1].item[cases[i].item]);

		assert_str(str_sub(text, s.from, s.to), cases[i].expected);
	}
	arena_release(&arena);
}

static void test_event_order(void **state)
{
	static const char sorted[] =
	    HEAD "* 2026-03-10 | Aachen, DE | [g](g)\n    * [**1**](1)\n"
		 "* 2026-03-10 - 2026-03-11 | Virtual (Berlin, DE) | [g](g)\n"
		 "    * [**2**](2)\n"
		 "* 2026-03-10 | Z\xc3\xbcrich, CH | [g](g)\n    * [**3**](3)\n"
		 "* 2026-03-11 | Aachen, DE | [g](g)\n    * [**4**](4)\n";
	struct arena arena = { 0 };
	struct issue issue;

	(void)state;
	issue = read_issue(&arena, sorted);
	assert_int_equal(issue.events, 4);
	for (size_t i = 0; i < issue.events; i++)
		for (size_t k = 0; k < issue.events; k++) {
			int order = event_cmp(&issue.event[i], &issue.event[k]);

			assert_int_equal(
			    (order > 0) - (order < 0), (i > k) - (i < k));
		}
	arena_release(&arena);
}

static void test_other_order(void **state)
{
	static const char text[] =
	    HEAD "* [a](a)\n\n* [b](b)\n    * [c](c)\n* [d](d)\n";
	static const size_t order[] = { 1, 2, 0 };
	struct arena arena = { 0 };
	struct issue issue;

	(void)state;
	issue = read_issue(&arena, text);
	assert_str(items_in_order(
		       &arena, str_of(text), &issue.section[1], 0, order, 3),
	    "* [b](b)\n    * [c](c)\n\n* [d](d)\n* [a](a)");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_insert),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_event_order),
		cmocka_unit_test(test_other_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
