/* The rules about reports, where their examples show too little. */
#include "family.h"

#define SPEED "sections:\n  - {id: speed, title: Speed, kind: perf}\n"
#define TABLE "## Speed\n\n| | mean | range | count |\n|:-:|:-:|:-:|:-:|\n"
#define REPORT(day) \
	"## Speed\n\n[Full report](https://example.org/speed/" day ".md)\n"

static const struct family_case cases[] = {
	{ "a mean at the end of its range", SPEED, NULL,
	    TABLE "| Regressions (all) | 0.30% | [0.1%, 0.3%] | 4 |\n",
	    "perf-mean", 0, NULL, NULL },
	{ "below zero", SPEED, NULL,
	    TABLE "| Improvements (all) | -0.4% | [-0.3%, -0.1%] | 4 |\n",
	    "perf-mean", 1, NULL, NULL },
	{ "unknown figures", SPEED, NULL,
	    TABLE "| Regressions (all) | - | - | 0 |\n"
		  "| Improvements (all) | N/A | [x, y] | |\n"
		  "| All (all) | 99999999999.1% | [0.000000001%, 1%] | 9 |\n",
	    "perf-mean", 0, NULL, NULL },
	{ "a reversed range has no inside", SPEED, NULL,
	    TABLE "| Regressions (all) | 0.2% | [0.3%, 0.1%] | 4 |\n",
	    "perf-mean", 0, NULL, NULL },
	{ "both signs in the row of all", SPEED, NULL,
	    TABLE "| All (all) | 0.2% | [-0.3%, 0.4%] | 4 |\n", "perf-sign", 0,
	    NULL, NULL },
	{ "one scope is no other", SPEED, NULL,
	    TABLE "| Regressions (big) | 0.2% | [0.1%, 0.3%] | 4 |\n"
		  "| Improvements (small) | -0.2% | [-0.3%, -0.1%] | 5 |\n"
		  "| All (big) | 0.0% | [-0.3%, 0.3%] | 4 |\n",
	    "perf-sum", 0, NULL, NULL },
	{ "an unknown count", SPEED, NULL,
	    TABLE "| Regressions (big) | 0.2% | [0.1%, 0.3%] | 4 |\n"
		  "| Improvements (big) | - | - | - |\n"
		  "| All (big) | 0.0% | [-0.3%, 0.3%] | 5 |\n",
	    "perf-sum", 0, NULL, NULL },
	{ "a bar that is escaped", SPEED, NULL,
	    TABLE "| Regressions \\| all | 0.2% | [0.1%, 0.3%] | 4 |\n",
	    "perf-cells", 0, NULL, NULL },
	{ "a cell too many", SPEED, NULL,
	    TABLE "| Regressions | all | 0.2% | [0.1%, 0.3%] | 4 |\n",
	    "perf-cells", 1, NULL, NULL },
	{ "without outer bars", SPEED, NULL,
	    TABLE "Regressions | 0.2% | [0.1%, 0.3%] | 4\n", "perf-cells", 0,
	    NULL, NULL },
	{ "three weeks old", SPEED, NULL, REPORT("2026-02-11"),
	    "perf-report-date", 0, NULL, NULL },
	{ "older", SPEED, NULL, REPORT("2026-02-10"), "perf-report-date", 1,
	    NULL, NULL },
	{ "a day ahead, in another zone", SPEED, NULL, REPORT("2026-03-05"),
	    "perf-report-date", 0, NULL, NULL },
	{ "no date", SPEED, NULL, REPORT("12345-67-890"), "perf-report-date", 0,
	    NULL, NULL },
	{ "a shorter form of the revision", SPEED,
	    "## Speed\n\nRevision range: [aaaaaaa..bbbbbbbbb](/speed)\n",
	    "## Speed\n\nRevision range: [bbbbbbb..ddddddd](/speed)\n",
	    "perf-revisions", 0, NULL, NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		family_check(&cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
