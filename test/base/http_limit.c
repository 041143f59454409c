/* When a limit ends, as services write it. */
#include "../test.h"

#include "base/http_limit.h"

/* 2026-11-12T10:00:00Z */
enum { NOW = 1794477600 };

static void test_waits(void **state)
{
	static const struct {
		const char *reset;
		int64_t wait;
	} cases[] = {
		{ "", -1 },
		{ "soon", -1 },
		{ "-5", -1 },
		{ "0", 0 },
		{ "30", 30 },
		{ " 30 ", 30 },
		{ "59.8", 59 },
		{ "86400", 86400 },
		/* seconds since 1970 */
		{ "1794477660", 60 },
		{ "1794477660.25", 60 },
		{ "1794477600", 0 },
		{ "1794470000", 0 },
		{ "999999999999999999999", -1 },
		/* dates */
		{ "2026-11-12T10:05:00.000000Z", 300 },
		{ "2026-11-12T10:05:00.123Z", 300 },
		{ "2026-11-12T11:05:00+01:00", 300 },
		{ "2026-11-12T09:00:00Z", 0 },
		{ "2026-02-30T09:00:00Z", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t wait = http_limit_wait(str_of(cases[i].reset), NOW);

		if (wait != cases[i].wait)
			fail_msg(
			    "`%s` is %lld", cases[i].reset, (long long)wait);
	}
	assert_int_equal(http_limit_wait((struct str){ 0 }, NOW), -1);
}

static void test_used_up(void **state)
{
	(void)state;
	assert_true(http_limit_is_used_up(STR("0")));
	assert_true(http_limit_is_used_up(STR(" 0.0 ")));
	assert_false(http_limit_is_used_up(STR("1")));
	assert_false(http_limit_is_used_up(STR("07")));
	assert_false(http_limit_is_used_up(STR("")));
	assert_false(http_limit_is_used_up((struct str){ 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waits),
		cmocka_unit_test(test_used_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
