/* What looks wrong in a report, as sentences. */
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/triage_priv.h"

/* Means are printed with one digit, so a mean of means may be off by this. */
enum { MEAN_OFF = 11 * PERF_SCALE / 100 };

void triage_find(struct triage_reader *r, const char *format, ...)
{
	struct str_list *list = &r->triage->finding;
	char text[LIMIT_ERROR];
	va_list args;

	if (list->count == LIMIT_FINDINGS)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	list->item = ARENA_GROW(r->arena, list->item, list->count);
	/* A long name may have been cut inside a character. */
	list->item[list->count++] =
	    text_clean(r->arena, arena_str(r->arena, str_of(text)));
}

/* "Regressions (primary)" */
static struct str name_of(struct arena *arena, const struct perf_row *row)
{
	struct str label = str_sub(row->label, 0, LIMIT_SLUG);

	if (row->scope.len == 0)
		return label;
	return arena_printf(arena, "%.*s (%.*s)", STR_ARG(label),
	    STR_ARG(str_sub(row->scope, 0, LIMIT_SLUG)));
}

/* ----------------------------------------------------------------- the tables */

static bool has_figures(const struct perf_row *row)
{
	return row->mean.len > 0 || row->low.len > 0 || row->high.len > 0;
}

static bool lacks_figures(const struct perf_row *row)
{
	return row->count > 0 && row->mean.len == 0;
}

static bool lacks_count(const struct perf_row *row)
{
	return row->count == 0 && has_figures(row);
}

static bool has_no_count(const struct perf_row *row)
{
	return row->count < 0;
}

static bool has_no_name(const struct perf_row *row)
{
	return !perf_is_worse(row) && !perf_is_better(row) && !perf_is_all(row);
}

static const struct {
	bool (*is_wrong)(const struct perf_row *row);
	const char *says;
} row_rules[] = {
	{ has_no_name, "is no kind that is known: Regressions, Improvements "
		       "or All was expected" },
	{ has_no_count, "has no count: see whether a column is missing" },
	{ lacks_count, "has figures, but counts none" },
	{ lacks_figures, "counts some, but has no mean" },
	{ perf_mean_is_outside, "has a mean outside of its range" },
	{ perf_range_is_reversed, "has a range that ends below its start" },
	{ perf_sign_is_wrong, "has a figure with the sign of the other kind" },
};

static void judge_row(struct triage_reader *r, const struct perf_row *row)
{
	for (size_t i = 0; i < sizeof(row_rules) / sizeof(row_rules[0]); i++) {
		if (row_rules[i].is_wrong(row))
			triage_find(r, "%.*s %s",
			    STR_ARG(name_of(r->arena, row)), row_rules[i].says);
	}
}

static bool is_far(int64_t a, int64_t b)
{
	return (a > b ? a - b : b - a) > MEAN_OFF;
}

/* A row for all against those that it puts together. */
static void judge_all(struct triage_reader *r, const struct perf *table,
    const struct perf_row *row)
{
	int64_t sum = perf_sum(table, row->scope), mean, wanted;
	struct str name = name_of(r->arena, row);

	if (row->count >= 0 && sum >= 0 && row->count != sum) {
		triage_find(r, "%.*s counts %lld, the others %lld together",
		    STR_ARG(name), (long long)row->count, (long long)sum);
		return;
	}
	if (row->count > 0 && perf_figure(row->mean, &mean) &&
	    perf_mean(table, row->scope, &wanted) && is_far(mean, wanted))
		triage_find(r,
		    "%.*s has a mean of %.*s%%, the others %.2f%% together",
		    STR_ARG(name), STR_ARG(row->mean),
		    (double)wanted / PERF_SCALE);
}

static void judge_table(struct triage_reader *r, const struct perf *table)
{
	if (table->rows == 0 || table->rows > TRIAGE_ROWS_MOST) {
		triage_find(r,
		    "a table has %zu lines of figures: some for regressions, "
		    "improvements and both were expected",
		    table->rows);
		return;
	}
	for (size_t i = 0; i < table->rows; i++) {
		judge_row(r, &table->row[i]);
		if (perf_is_all(&table->row[i]))
			judge_all(r, table, &table->row[i]);
	}
}

/* ----------------------------------------------------------------- the counts */

static void judge_count(
    struct triage_reader *r, const char *name, int64_t said, int64_t found)
{
	if (said >= 0 && found >= 0 && said != found)
		triage_find(r,
		    "%s: the line of counts says %lld, the entries are %lld",
		    name, (long long)said, (long long)found);
}

static void judge_counts(struct triage_reader *r)
{
	const struct triage_counts *said = &r->triage->said,
				   *found = &r->triage->found;
	int64_t sum = said->regressions + said->improvements + said->mixed;

	judge_count(r, "regressions", said->regressions, found->regressions);
	judge_count(r, "improvements", said->improvements, found->improvements);
	judge_count(r, "mixed changes", said->mixed, found->mixed);
	judge_count(r, "rollups", said->rollups, found->rollups);
	if (said->regressions >= 0 && said->improvements >= 0 &&
	    said->mixed >= 0 && said->rollups > sum)
		triage_find(r, "%lld rollups of %lld changes",
		    (long long)said->rollups, (long long)sum);
}

/* ------------------------------------------------------------- what is missing */

static void judge_range(
    struct triage_reader *r, const struct triage_range *range)
{
	if (str_eq_fold(range->from, range->to))
		triage_find(r, "the revisions %.*s and %.*s are the same",
		    STR_ARG(str_sub(range->from, 0, LIMIT_SLUG)),
		    STR_ARG(str_sub(range->to, 0, LIMIT_SLUG)));
	if (!url_is_web(range->url))
		triage_find(r, "the revisions have no web address");
}

static void judge_missing(struct triage_reader *r)
{
	const struct triage *t = r->triage;

	if (!date_is_set(t->date))
		triage_find(r, "the report has no title with its date");
	if (t->triager.count == 0)
		triage_find(r, "nobody is named who did the triage");
	if (t->ranges == 0)
		triage_find(r, "no range of revisions is linked");
	if (t->said.regressions < 0)
		triage_find(r, "no line counts regressions and improvements");
}

void triage_judge(struct triage_reader *r)
{
	const struct triage *t = r->triage;

	judge_missing(r);
	for (size_t i = 0; i < t->ranges; i++)
		judge_range(r, &t->range[i]);
	for (size_t i = 0; i < t->tables; i++)
		judge_table(r, &t->table[i]);
	judge_counts(r);
}
