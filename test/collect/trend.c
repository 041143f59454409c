/*
 * The drawing of a year: golden files in test/collect/trend, written anew by
 * SENNIGHT_UPDATE=1, and what it does with points that people did not mean.
 */
#include "test/test.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/limits.h"
#include "collect/trend.h"

#define FOLDER SOURCE_ROOT "/test/collect/trend"

enum { WEEKS = 60 };

/* More than a year of weeks: slowly down, then another machine. */
static size_t make_year(struct trend_point *point)
{
	struct date date = { 2030, 5, 13 };

	for (int i = 0; i < WEEKS; i++, date = date_add(date, 7)) {
		int64_t noise = (i * 37) % 11;

		point[i] = (struct trend_point){ date,
			81240 - i * 110 + noise * 90, STR("old-farm") };
		if (i > 40) {
			point[i].machine = STR("bench <7> & a long name");
			point[i].value -= 24000;
		}
	}
	return WEEKS;
}

static void check_golden(const char *name, const struct trend *trend)
{
	struct arena arena = { 0 };
	const char *path = arena_printf(&arena, FOLDER "/%s.html", name).at;
	struct error err = { "" };
	struct strbuf out;
	struct str wanted;

	strbuf_init(&out, LIMIT_PAGE);
	trend_add_svg(&out, trend);
	strbuf_lit(&out, "\n<p>");
	trend_add_text(&out, trend);
	strbuf_lit(&out, "\n");
	if (getenv("SENNIGHT_UPDATE") != NULL)
		assert_true(file_write(path, strbuf_str(&out), NULL, &err));
	assert_true(file_read(path, LIMIT_PAGE, &arena, &wanted, &err));
	assert_str(strbuf_str(&out), wanted.at);
	strbuf_release(&out);
	arena_release(&arena);
}

static void test_golden(void **state)
{
	struct trend_point point[WEEKS];
	struct trend trend = { .title = STR("Time to build all"),
		.unit = STR("s"),
		.until = { 2031, 6, 30 },
		.point = point,
		.points = make_year(point) };

	(void)state;
	check_golden("year", &trend);
	for (size_t i = 0; i < WEEKS; i++)
		point[i] = (struct trend_point){ point[i].date,
			i % 2 == 0 ? -120 : 75, { NULL, 0 } };
	trend.title = STR("Change in a week");
	trend.unit = STR("%");
	check_golden("change", &trend);
}

static void check_text(const struct trend *trend, const char *wanted)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_PAGE);
	trend_add_text(&out, trend);
	assert_str(strbuf_str(&out), wanted);
	strbuf_reset(&out);
	trend_add_svg(&out, trend);
	assert_int_equal(out.len == 0, strstr(wanted, ": no values") != NULL);
	strbuf_release(&out);
}

static void test_odd_points(void **state)
{
	struct trend_point point[] = {
		{ { 2031, 2, 30 }, 1, STR_INIT("a") },
		{ { 2031, 3, 1 }, INT64_MAX, STR_INIT("a") },
		{ { 2031, 3, 1 }, INT64_MIN, STR_INIT("a") },
		{ { 2030, 6, 30 }, 5, STR_INIT("a") },
		{ { 2031, 7, 1 }, 5, STR_INIT("a") },
		{ { 2031, 3, 2 }, -105, STR_INIT("a") },
		{ { 2031, 3, 2 }, 7, STR_INIT("b") },
		{ { 2031, 3, 1 }, 7, STR_INIT("b") },
		{ { 2031, 3, 3 }, TREND_MOST, STR_INIT("") },
		{ { 2031, 3, 4 }, -TREND_MOST, STR_INIT("c") },
	};
	struct trend trend = {
		.title = STR("T"), .until = { 2031, 6, 30 }, .point = point
	};

	(void)state;
	check_text(&trend, "T: no values in the last year.");
	trend.points = 5;
	check_text(&trend, "T: no values in the last year.");
	trend.points = 8;
	check_text(&trend, "T: \u22121.05 on 2031-03-02, the only value of "
			   "the last year.");
	trend.points = COUNT(point);
	check_text(&trend, "T, 3 values of the last year: \u22121.05 on "
			   "2031-03-02, \u22121000000000000 on 2031-03-04; "
			   "the lowest \u22121000000000000 on 2031-03-04, the "
			   "highest 1000000000000 on 2031-03-03. Since "
			   "2031-03-04 another machine measures: c.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_odd_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
