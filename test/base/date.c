/* The calendar, checked against itself over every day it knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/date.h"

static void test_days_and_back(void **state)
{
	struct date d = { 1, 1, 1 };
	int32_t first = date_to_days(d);

	(void)state;
	for (int32_t days = first; d.year < 10000; days++) {
		assert_true(date_exists(d));
		assert_int_equal(date_to_days(d), days);
		d = date_from_days(days + 1);
	}
}

static void test_weekday(void **state)
{
	(void)state;
	assert_int_equal(date_weekday((struct date){ 1970, 1, 1 }), THURSDAY);
	assert_int_equal(date_weekday((struct date){ 2024, 2, 29 }), THURSDAY);
	assert_int_equal(date_weekday((struct date){ 1969, 12, 28 }), SUNDAY);
}

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		bool lenient, ok;
	} cases[] = {
		{ "2026-08-19", false, true },
		{ "2020-11-4", false, false },
		{ "2020-11-4", true, true },
		{ "2026-02-29", true, false },
		{ "2024-02-29", false, true },
		{ "2026-00-10", true, false },
		{ "2026-08-19 ", false, false },
		{ "202-08-30", true, false },
		{ "0000-01-01", false, false },
		{ "", true, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct date d = { 7, 7, 7 };
		bool ok =
		    date_parse(str_of(cases[i].text), cases[i].lenient, &d);

		assert_int_equal(ok, cases[i].ok);
		assert_true(ok || d.year == 7);
	}
}

static void test_month_named(void **state)
{
	(void)state;
	assert_int_equal(date_month_named(STR("Sept.")), 9);
	assert_int_equal(date_month_named(STR("nov")), 11);
	assert_int_equal(date_month_named(STR("No")), 0);
	assert_int_equal(date_month_named(STR("Mayor")), 0);
}

static void test_format(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 100);
	date_add_format(&out, (struct date){ 2026, 3, 7 },
	    STR("%A, %e %B %Y %j %m%d %q 100%% %"));
	assert_string_equal(
	    out.buf, "Saturday, 7 March 2026 066 0307 %q 100% %");
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_and_back),
		cmocka_unit_test(test_weekday),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_month_named),
		cmocka_unit_test(test_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
