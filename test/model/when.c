/* Days of events in every form that was met. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/when.h"

static const struct date issue = { 2025, 12, 31 };

static const struct {
	const char *text;
	struct date first, last;
	const char *rest;
} cases[] = {
	{ "2026-01-05 | x", { 2026, 1, 5 }, { 2026, 1, 5 }, " | x" },
	{ "2026-1-5", { 2026, 1, 5 }, { 2026, 1, 5 }, "" },
	{ "2026-01-05 - 2026-01-07 | x", { 2026, 1, 5 }, { 2026, 1, 7 },
	    " | x" },
	{ "2026-01-05–2026-01-07", { 2026, 1, 5 }, { 2026, 1, 7 }, "" },
	{ "2026-01-05 & 2026-01-06", { 2026, 1, 5 }, { 2026, 1, 6 }, "" },
	{ "2026-01-05, 2026-01-06", { 2026, 1, 5 }, { 2026, 1, 6 }, "" },
	{ "2026-01-05 * 2026-01-06", { 2026, 1, 5 }, { 2026, 1, 6 }, "" },
	{ "2026-01-05 to 2026-01-06", { 2026, 1, 5 }, { 2026, 1, 6 }, "" },
	{ "2026-01-27-28 | x", { 2026, 1, 27 }, { 2026, 1, 28 }, " | x" },
	{ "2026-05-19 & 05-20 | x", { 2026, 5, 19 }, { 2026, 5, 20 }, " | x" },
	{ "2026-09-21 to 23.", { 2026, 9, 21 }, { 2026, 9, 23 }, "." },
	{ "2026-01-05 A title", { 2026, 1, 5 }, { 2026, 1, 5 }, " A title" },
	/* No range: the second day is before the first, or a word follows. */
	{ "2026-01-05 - 2026-01-03", { 2026, 1, 5 }, { 2026, 1, 5 },
	    " - 2026-01-03" },
	{ "Jan 5 - 3 talks", { 2026, 1, 5 }, { 2026, 1, 5 }, " - 3 talks" },
	{ "Jan 5, 3 talks", { 2026, 1, 5 }, { 2026, 1, 5 }, ", 3 talks" },
	{ "Jan 16. Oslo", { 2026, 1, 16 }, { 2026, 1, 16 }, ". Oslo" },
	{ "January 14, Oslo", { 2026, 1, 14 }, { 2026, 1, 14 }, ", Oslo" },
	{ "January 14th. x", { 2026, 1, 14 }, { 2026, 1, 14 }, ". x" },
	{ "Nov. 25, 2026 | x", { 2026, 11, 25 }, { 2026, 11, 25 }, " | x" },
	{ "3 March 2026", { 2026, 3, 3 }, { 2026, 3, 3 }, "" },
	{ "Mar 18 & 19. x", { 2026, 3, 18 }, { 2026, 3, 19 }, ". x" },
	{ "Mar 30 - Apr 2. x", { 2026, 3, 30 }, { 2026, 4, 2 }, ". x" },
	{ "1/12. x", { 2026, 1, 12 }, { 2026, 1, 12 }, ". x" },
	{ "1/12/2026 - 2/1/2026", { 2026, 1, 12 }, { 2026, 2, 1 }, "" },
	{ "12/29-1/2", { 2025, 12, 29 }, { 2026, 1, 2 }, "" },
	/* The year nearest to the issue: not 31 days back, so the next. */
	{ "Dec 1.", { 2025, 12, 1 }, { 2025, 12, 1 }, "." },
	{ "Nov 29.", { 2026, 11, 29 }, { 2026, 11, 29 }, "." },
	{ "Nov 30.", { 2025, 11, 30 }, { 2025, 11, 30 }, "." },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str rest = str_of(cases[i].text);
		struct when w;

		assert_true(when_take(&rest, issue, &w));
		assert_int_equal(date_cmp(w.first, cases[i].first), 0);
		assert_int_equal(date_cmp(w.last, cases[i].last), 0);
		assert_true(str_eq(rest, str_of(cases[i].rest)));
		assert_int_equal(w.start, -1);
	}
}

static void test_none(void **state)
{
	static const char *const texts[] = { "", "x", "202-08-30", "2026-02-30",
		"2026-01", "13/40. x", "Oslo 3", "12", "Feb 30. x", "May",
		"2026-01-05x", "99999-01-01" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct str rest = str_of(texts[i]);
		struct when w = { .start = 7 };

		assert_false(when_take(&rest, issue, &w));
		assert_int_equal(w.start, 7);
		assert_true(str_eq(rest, str_of(texts[i])));
	}
}

/* Without the date of the issue a day needs its year. */
static void test_no_issue(void **state)
{
	const struct date none = { 0, 0, 0 };
	struct str with = STR("Jan 5, 2026"), without = STR("Jan 5");
	struct when w;

	(void)state;
	assert_true(when_take(&with, none, &w));
	assert_false(when_take(&without, none, &w));
}

static void test_time(void **state)
{
	struct str both = STR("2026-01-05 18:30 - 20:00 CET | x");
	struct str start = STR("2026-01-05, 18:30 | x");
	struct str none = STR("2026-01-05 25:00 | x");
	struct when w;

	(void)state;
	assert_true(when_take(&both, issue, &w));
	assert_int_equal(w.start, 18 * 60 + 30);
	assert_int_equal(w.finish, 20 * 60);
	assert_true(str_eq(w.zone, STR("CET")));
	assert_true(str_eq(both, STR(" | x")));
	assert_true(when_take(&start, issue, &w));
	assert_int_equal(w.start, 18 * 60 + 30);
	assert_int_equal(w.finish, -1);
	assert_null(w.zone.at);
	assert_true(when_take(&none, issue, &w));
	assert_int_equal(w.start, -1);
}

static void test_find(void **state)
{
	struct str rest;
	struct when w;
	size_t at;

	(void)state;
	assert_true(
	    when_find(STR("Closes on 2026-01-05."), issue, &w, &at, &rest));
	assert_int_equal(at, 10);
	assert_true(str_eq(rest, STR(".")));
	assert_false(when_find(STR("x2026-01-05"), issue, &w, &at, &rest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_no_issue),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
