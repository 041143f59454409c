/* Both forms of header, as tables of cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/issue.h"

static const struct {
	const char *text;
	const char *title;
	int64_t number;
	struct date date;
	int minutes;
	const char *category;
	size_t fields;
	const char *body;
} cases[] = {
	{ "Title: A: b\nNumber: 7\nDate: 2026-03-04\nCategory: C\n\nBody",
	    "A: b", 7, { 2026, 3, 4 }, -1, "C", 4, "Body" },
	{ "date: 2014-05-05 12:30\nCATEGORY:C\ntitle:   A  \n\n\nBody", "A", -1,
	    { 2014, 5, 5 }, 12 * 60 + 30, "C", 3, "\nBody" },
	{ "   Title: A\n Date: 2020-12-2\n\n Body", "A", -1, { 2020, 12, 2 },
	    -1, NULL, 2, " Body" },
	{ "Title: A\n    and more\nOdd key: x\n", "A\n    and more", -1,
	    { 0, 0, 0 }, -1, NULL, 1, "Odd key: x\n" },
	{ "Title: A\nNumber: many\nDate: 2026-02-30\n\n", "A", -1, { 0, 0, 0 },
	    -1, NULL, 3, "" },
	{ "Title: A", "A", -1, { 0, 0, 0 }, -1, NULL, 1, "" },
	{ "Title: A\r\nDate: 2026-03-04\r\n\r\nBody", "A", -1, { 2026, 3, 4 },
	    -1, NULL, 2, "Body" },
	{ "Note: this is text\n\nBody", NULL, -1, { 0, 0, 0 }, -1, NULL, 0,
	    "Note: this is text\n\nBody" },
	{ "https://example.org/\nTitle: A\n", NULL, -1, { 0, 0, 0 }, -1, NULL,
	    0, "https://example.org/\nTitle: A\n" },
	{ "---\ntitle: \"A \\\"b\\\"\"\nnumber: 7 # seven\ndate: 2026-03-04\n"
	  "category: 'it''s'\n---\nBody",
	    "A \"b\"", 7, { 2026, 3, 4 }, -1, "it's", 4, "Body" },
	{ "---\ndate: 2026-03-04T06:07:08Z\ncategories: [C, D]\ntags:\n  - a\n"
	  "  - b\nextra:\n  deep: 1\n---\n\nBody",
	    NULL, -1, { 2026, 3, 4 }, 6 * 60 + 7, "C", 4, "\nBody" },
	{ "---\ntitle: A\n", NULL, -1, { 0, 0, 0 }, -1, NULL, 0,
	    "---\ntitle: A\n" },
	{ "", NULL, -1, { 0, 0, 0 }, -1, NULL, 0, "" },
	{ "\xEF\xBB\xBFTitle: A\n\nB", "A", -1, { 0, 0, 0 }, -1, NULL, 1, "B" },
};

static void assert_text(struct str got, const char *want)
{
	if (want == NULL)
		assert_null(got.at);
	else
		assert_true(str_eq(got, str_of(want)));
}

static void test_cases(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str file = str_of(cases[i].text);
		struct header h;
		size_t body = header_read(&arena, file, &h);

		assert_text(h.title, cases[i].title);
		assert_int_equal(h.number, cases[i].number);
		assert_int_equal(date_cmp(h.date, cases[i].date), 0);
		assert_int_equal(h.minutes, cases[i].minutes);
		assert_text(h.category, cases[i].category);
		assert_int_equal(h.fields, cases[i].fields);
		assert_text(str_sub(file, body, STR_NONE), cases[i].body);
		assert_int_equal(h.offset == MD_UNKNOWN, h.fields == 0);
	}
	arena_release(&arena);
}

static void test_lists(void **state)
{
	static const struct {
		const char *text, *first, *last;
		size_t count;
	} lists[] = {
		{ "Title: A\nTags: a b, c\n\n", "a b", "c", 2 },
		{ "---\ntags: [a, \"b, c\"]\n---\n", "a", "b, c", 2 },
		{ "---\ntags:\n- a\n- 'b'\n- c # d\n---\n", "a", "c", 3 },
		{ "---\ntags: a\n---\n", "a", "a", 1 },
		{ "---\ntags: []\n---\n", NULL, NULL, 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct header h;

		header_read(&arena, str_of(lists[i].text), &h);
		assert_int_equal(h.tags.count, lists[i].count);
		if (h.tags.count == 0)
			continue;
		assert_text(h.tags.item[0], lists[i].first);
		assert_text(h.tags.item[h.tags.count - 1], lists[i].last);
	}
	arena_release(&arena);
}

static void test_ranges(void **state)
{
	struct str file = STR("Title: A\nTags: a,\n    b\n\nBody");
	struct arena arena = { 0 };
	struct header h;

	(void)state;
	header_read(&arena, file, &h);
	assert_int_equal(h.offset, 0);
	assert_text(
	    str_sub(file, h.offset, h.end), "Title: A\nTags: a,\n    b");
	assert_text(str_sub(file, h.field[1].offset, h.field[1].end),
	    "Tags: a,\n    b");
	assert_int_equal(h.tags.count, 2);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
