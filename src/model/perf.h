/*
 * perf: the figures of a report of performance, and what must hold of them.
 *
 * The same tables stand in issues and in the reports that these print; both
 * are read and judged here.
 */
#ifndef MODEL_PERF_H
#define MODEL_PERF_H

#include "model/issue.h"
#include "model/markdown.h"

/*
 * Append the rows of a table to perf->row, and note its metric.  Any MD_TABLE
 * is fine: columns that are not known are left out, figures that are none
 * unset.  Both forms are read: a line for each kind, and the older one turned,
 * with a column for each.
 */
void perf_read_table(
    struct arena *arena, const struct md_node *table, struct perf *perf);

/* Figures are integers here, in millionths of a percent. */
enum { PERF_SCALE = 1000000 };

/* "-0.5" as -500000; false if it is unset or absurdly exact. */
bool perf_figure(struct str s, int64_t *ret_figure);

bool perf_is_worse(const struct perf_row *row);  /* regressions */
bool perf_is_better(const struct perf_row *row); /* improvements */
bool perf_is_all(const struct perf_row *row);    /* both together */

/* What is wrong with a row.  What is not known is never wrong. */
bool perf_mean_is_outside(const struct perf_row *row); /* of its range */
bool perf_range_is_reversed(const struct perf_row *row);
bool perf_sign_is_wrong(const struct perf_row *row); /* for its kind */

/* How many of a scope got worse and better together; -1 if that is not
 * known. */
int64_t perf_sum(const struct perf *p, struct str scope);

/* The mean of a scope by those of its kinds and their counts; false if that
 * is not known. */
bool perf_mean(const struct perf *p, struct str scope, int64_t *ret_figure);

#endif
