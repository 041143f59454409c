/* What is repeated, beside what libical says of the same rule. */
#include <stdlib.h>

#include "../test.h"

#include "base/ical_repeat.h"

static const char *const rules[] = {
	"FREQ=DAILY",
	"FREQ=DAILY;INTERVAL=3",
	"FREQ=DAILY;BYDAY=SA,SU",
	"FREQ=DAILY;BYMONTH=1,7;BYMONTHDAY=1,31",
	"FREQ=WEEKLY",
	"FREQ=WEEKLY;INTERVAL=2",
	"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",
	"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU",
	"FREQ=WEEKLY;COUNT=30;BYDAY=MO,WE,FR",
	"FREQ=MONTHLY",
	"FREQ=MONTHLY;BYDAY=2TU",
	"FREQ=MONTHLY;BYDAY=1MO,3MO",
	"FREQ=MONTHLY;INTERVAL=3;BYDAY=-1WE",
	"FREQ=MONTHLY;BYDAY=5TH",
	"FREQ=MONTHLY;BYMONTHDAY=31",
	"FREQ=MONTHLY;BYMONTHDAY=-1,15",
	"FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
	"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
	"FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=2,-2",
	"FREQ=MONTHLY;COUNT=5;BYDAY=2TU",
	"FREQ=MONTHLY;BYMONTH=3,9;BYDAY=1SU",
	"FREQ=YEARLY",
	"FREQ=YEARLY;BYMONTH=3,9",
	"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
	"FREQ=YEARLY;BYMONTH=11;BYDAY=TH;BYSETPOS=4",
	"FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1",
	"FREQ=YEARLY;BYDAY=20MO",
	"FREQ=YEARLY;BYDAY=-1FR",
	"FREQ=YEARLY;BYYEARDAY=1,100,200",
	"FREQ=YEARLY;BYYEARDAY=-1,-307",
	"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
	"FREQ=YEARLY;BYWEEKNO=10,40;BYDAY=MO,SU",
	"FREQ=YEARLY;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
	"FREQ=DAILY;BYMONTH=1",
};
enum { RULES = sizeof(rules) / sizeof(rules[0]) };

static struct icaltimetype time_of(struct date day)
{
	struct icaltimetype t = icaltime_null_time();

	t.year = day.year;
	t.month = day.month;
	t.day = day.day;
	t.is_date = 1;
	return t;
}

/* The first time of a series that libical has on that day or later, within as
 * many days as are walked. */
static bool expect(struct icalrecurrencetype rule, struct date first,
    struct date from, struct date *ret_day)
{
	int32_t last = date_to_days(date_cmp(first, from) > 0 ? first : from) +
		       REPEAT_AHEAD;
	icalrecur_iterator *times;
	struct icaltimetype t;

	/* It must not look on for ever. */
	rule.until = time_of(date_from_days(last));
	times = icalrecur_iterator_new(rule, time_of(first));
	assert_non_null(times);
	do {
		t = icalrecur_iterator_next(times);
		*ret_day = (struct date){ t.year, t.month, t.day };
	} while (!icaltime_is_null_time(t) && date_cmp(*ret_day, from) < 0);
	icalrecur_iterator_free(times);
	return !icaltime_is_null_time(t) && date_to_days(*ret_day) <= last;
}

static bool skips_nothing(void *data, struct date day)
{
	(void)data;
	(void)day;
	return false;
}

static void compare(const char *text, struct date start, struct date from)
{
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
	struct date want = { 0 }, got = { 0 }, first;
	struct repeat repeat = { .rule = rule };
	long budget = 1000000;
	bool is, found;

	assert_true(repeat_is_known(&rule));
	/* A series begins with a time of it. */
	if (!expect(rule, start, start, &first))
		return;
	repeat.first = first;
	is = expect(rule, first, from, &want);
	found = repeat_next(&repeat, from, skips_nothing, NULL, &budget, &got);
	if (is != found || (is && date_cmp(want, got) != 0))
		fail_msg("%s from %d-%d-%d on %d-%d-%d: %d-%d-%d, not "
			 "%d-%d-%d",
		    text, first.year, first.month, first.day, from.year,
		    from.month, from.day, got.year, got.month, got.day,
		    want.year, want.month, want.day);
}

static void test_as_libical(void **state)
{
	static const struct date starts[] = { { 2019, 1, 31 }, { 2020, 2, 29 },
		{ 2024, 12, 30 }, { 2026, 3, 4 }, { 2026, 8, 16 } };

	(void)state;
	for (size_t r = 0; r < RULES; r++)
		for (size_t s = 0; s < sizeof(starts) / sizeof(*starts); s++)
			for (int days = -40; days < 420; days += 13) {
				struct date from =
				    date_add((struct date){ 2026, 1, 1 }, days);

				compare(rules[r], starts[s], from);
			}
}

static void test_unknown(void **state)
{
	static const char *const unknown[] = { "FREQ=SECONDLY", "FREQ=HOURLY",
		"FREQ=DAILY;BYHOUR=7,19", "FREQ=DAILY;BYMINUTE=0,30",
		"RSCALE=CHINESE;FREQ=YEARLY" };

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct icalrecurrencetype rule =
		    icalrecurrencetype_from_string(unknown[i]);

		if (repeat_is_known(&rule))
			fail_msg("%s", unknown[i]);
		free(rule.rscale);
	}
}

/* What never takes place costs no more than what is walked. */
static void test_never(void **state)
{
	static const char *const never[] = {
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MONTHLY;BYDAY=5MO;BYMONTH=2;BYMONTHDAY=3",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
		"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=370"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		struct repeat repeat = { .rule = icalrecurrencetype_from_string(
					     never[i]),
			.first = { 2025, 1, 1 } };
		long budget = 1000000;
		struct date day;

		assert_false(repeat_next(&repeat, (struct date){ 2026, 3, 4 },
		    skips_nothing, NULL, &budget, &day));
		assert_true(budget > 800000);
		budget = 10;
		assert_false(repeat_next(&repeat, (struct date){ 2026, 3, 4 },
		    skips_nothing, NULL, &budget, &day));
		assert_true(budget > -400);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_libical),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_never),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
