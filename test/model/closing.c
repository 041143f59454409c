/* Last days, where they are written down. */
#include "../test.h"

#include "model/closing.h"

static const struct date issue = { 2026, 11, 25 };

/* A year of 0: there is none. */
static const struct {
	const char *text;
	struct date closes;
} cases[] = {
	{ "CFP closes 2026-12-03", { 2026, 12, 3 } },
	{ "Closes 2026-12-03 at 7:59am UTC", { 2026, 12, 3 } },
	{ "Closes on 2026-12-3", { 2026, 12, 3 } },
	{ "closing date: 3 December 2026", { 2026, 12, 3 } },
	{ "Deadline: 30 November 2026", { 2026, 11, 30 } },
	{ "The **deadline** is December 31st.", { 2026, 12, 31 } },
	{ "the deadline has been extended to Jan 7", { 2027, 1, 7 } },
	{ "Lamps for the pier (by 2026-12-12)", { 2026, 12, 12 } },
	{ "open until 7 December", { 2026, 12, 7 } },
	{ "open till the end of 2026-12-07", { 2026, 12, 7 } },
	{ "due 2026-12-07", { 2026, 12, 7 } },
	{ "The trial ends 2026-12-07.", { 2026, 12, 7 } },
	/* Of a range the last; the first of two. */
	{ "open until December 3 - 5.", { 2026, 12, 5 } },
	{ "closes 2026-12-03, or until 2026-12-09", { 2026, 12, 3 } },
	/* The word may stand far in front of others that say nothing. */
	{ "by hand, or by post, by 2026-12-03", { 2026, 12, 3 } },
	{ "\x01 closes 2026-12-03 | Cork, IE | 2027-03-01", { 2026, 12, 3 } },
	/* Another day. */
	{ "2026-12-03", { 0 } },
	{ "Event date: 2026-12-03", { 0 } },
	{ "Opens 2026-12-03", { 0 } },
	{ "closes soon, see 2026-12-03", { 0 } },
	{ "a close look at the harbour of 2026-12-03 ", { 0 } },
	{ "It encloses 2026-12-03", { 0 } },
	{ "half-closes 2026-12-03", { 0 } },
	{ "nearby 2026-12-03", { 0 } },
	{ "2by 2026-12-03", { 0 } },
	{ "closes | 2026-12-03", { 0 } },
	/* No day, or one that could be two. */
	{ "closes 3/4", { 0 } },
	{ "closes 3/4/2027", { 0 } },
	{ "closes 2026-02-30", { 0 } },
	{ "closes in December 2026", { 0 } },
	{ "due by the end of the day of the end of 2026-12-03", { 0 } },
	{ "closes on on on on on 2026-12-03", { 0 } },
	{ "closes", { 0 } },
	{ "until ", { 0 } },
	{ "", { 0 } },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct date closes = { 0 };
		bool found =
		    closing_find(str_of(cases[i].text), issue, &closes);

		print_message("%s\n", cases[i].text);
		assert_int_equal(found, cases[i].closes.year != 0);
		assert_int_equal(date_cmp(closes, cases[i].closes), 0);
	}
}

/* Without the day of the issue a day needs its year. */
static void test_no_issue(void **state)
{
	const struct date none = { 0 };
	struct date closes = { 1, 2, 3 };

	(void)state;
	assert_false(closing_find(STR("closes Dec 3"), none, &closes));
	assert_int_equal(closes.year, 1);
	assert_true(closing_find(STR("closes Dec 3, 2026"), none, &closes));
	assert_int_equal(closes.year, 2026);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_no_issue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
