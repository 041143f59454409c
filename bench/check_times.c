/*
 * check_times: what the rules of `sennight check` cost, over all issues of the
 * newsletter in the current folder.  Times are sums over all threads, the
 * least of a few rounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "check/check.h"
#include "newsletter/newsletter.h"

enum { ROUNDS = 5, SHOWN = 15 };

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct cost {
	size_t rule;
	double ms;
};

static int by_cost(const void *left, const void *right)
{
	const struct cost *a = left, *b = right;

	return (a->ms < b->ms) - (a->ms > b->ms);
}

/* One run over everything; the least time of each rule is kept. */
static double measure(struct arena *arena, const struct settings *settings,
    struct cost *cost, bool first)
{
	struct check_options options = { .all = true };
	struct check_report report;
	struct error err;
	double started = now_ms(), wall;

	options.time = ARENA_ARRAY(arena, check_rules(), struct check_time);
	if (!check_run(&options, settings, &report, &err)) {
		fprintf(stderr, "check_times: %s\n", err.text);
		exit(2);
	}
	wall = now_ms() - started;
	for (size_t i = 0; i < check_rules(); i++) {
		double ms = (double)options.time[i].ns / 1e6;

		if (first || ms < cost[i].ms)
			cost[i] = (struct cost){ i, ms };
	}
	check_release(&report);
	return wall;
}

static void print_costs(struct cost *cost, double wall)
{
	double sum = 0;

	for (size_t i = 0; i < check_rules(); i++)
		sum += cost[i].ms;
	qsort(cost, check_rules(), sizeof(*cost), by_cost);
	printf("%zu rules take %.1f ms of CPU in all, beside a run of %.1f ms; "
	       "the dearest:\n",
	    check_rules(), sum, wall);
	for (size_t i = 0; i < SHOWN && i < check_rules(); i++) {
		struct str id = check_rule_id(cost[i].rule);

		printf("%8.2f ms  %5.1f %% of the run  %.*s\n", cost[i].ms,
		    100 * cost[i].ms / wall, STR_ARG(id));
	}
}

int main(void)
{
	struct arena arena = { 0 };
	struct settings settings;
	struct error err;
	struct cost *cost = ARENA_ARRAY(&arena, check_rules(), struct cost);
	double wall = 0;

	if (!newsletter_settings(&arena, NULL, STR(""), &settings, &err)) {
		fprintf(stderr, "check_times: %s\n", err.text);
		return 2;
	}
	for (int i = 0; i < ROUNDS; i++) {
		double ms = measure(&arena, &settings, cost, i == 0);

		wall = i == 0 || ms < wall ? ms : wall;
	}
	print_costs(cost, wall);
	arena_release(&arena);
	return 0;
}
