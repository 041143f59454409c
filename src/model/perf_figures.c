/* What must hold of the figures of a report. */
#include "model/perf.h"

enum { LONGEST_FIGURE = 9 };

bool perf_figure(struct str s, int64_t *ret_figure)
{
	int64_t value = 0, unit = PERF_SCALE;
	bool minus = s.len > 0 && s.at[0] == '-', fraction = false;

	if (s.at == NULL || s.len > LONGEST_FIGURE)
		return false;
	for (size_t i = minus; i < s.len; i++) {
		if (s.at[i] == '.') {
			fraction = true;
			continue;
		}
		if (!char_is_digit(s.at[i]))
			return false;
		value = value * 10 + (s.at[i] - '0');
		if (fraction)
			unit /= 10;
	}
	*ret_figure = (minus ? -value : value) * unit;
	return unit > 0;
}

/* What is known of a row; what is not is in the middle of its range. */
struct figures {
	bool has_mean, has_low, has_high;
	int64_t mean, low, high;
};

static struct figures figures_of(const struct perf_row *row)
{
	struct figures f = { 0 };

	f.has_mean = perf_figure(row->mean, &f.mean);
	f.has_low = perf_figure(row->low, &f.low);
	f.has_high = perf_figure(row->high, &f.high);
	return f;
}

bool perf_is_worse(const struct perf_row *row)
{
	return str_starts_fold(row->label, STR("regression"));
}

bool perf_is_better(const struct perf_row *row)
{
	return str_starts_fold(row->label, STR("improvement"));
}

bool perf_is_all(const struct perf_row *row)
{
	return str_starts_fold(row->label, STR("all"));
}

bool perf_mean_is_outside(const struct perf_row *row)
{
	struct figures f = figures_of(row);
	bool is_range = !f.has_low || !f.has_high || f.low <= f.high;

	return f.has_mean && is_range &&
	       ((f.has_low && f.mean < f.low) ||
		   (f.has_high && f.mean > f.high));
}

bool perf_range_is_reversed(const struct perf_row *row)
{
	struct figures f = figures_of(row);

	return f.has_low && f.has_high && f.low > f.high;
}

bool perf_sign_is_wrong(const struct perf_row *row)
{
	struct figures f = figures_of(row);

	/* What is unknown is 0, which is of either sign. */
	if (perf_is_worse(row))
		return f.mean < 0 || f.low < 0 || f.high < 0;
	return perf_is_better(row) && (f.mean > 0 || f.low > 0 || f.high > 0);
}

/* The last row of a scope that is of a kind, or NULL. */
static const struct perf_row *row_of(const struct perf *p, struct str scope,
    bool (*is_kind)(const struct perf_row *row))
{
	for (size_t i = p->rows; i-- > 0;) {
		if (is_kind(&p->row[i]) && str_eq_fold(p->row[i].scope, scope))
			return &p->row[i];
	}
	return NULL;
}

int64_t perf_sum(const struct perf *p, struct str scope)
{
	const struct perf_row *worse = row_of(p, scope, perf_is_worse);
	const struct perf_row *better = row_of(p, scope, perf_is_better);

	if (worse == NULL || better == NULL || worse->count < 0 ||
	    better->count < 0)
		return -1;
	return worse->count + better->count;
}

/* Add a row's share; nothing if it counts none, which then has no mean. */
static bool add_share(const struct perf_row *row, int64_t *sum)
{
	int64_t mean;

	if (row->count == 0)
		return true;
	if (!perf_figure(row->mean, &mean))
		return false;
	/* At most 10^8 percent and 2^31 of them would not fit. */
	return !__builtin_mul_overflow(mean, row->count, &mean) &&
	       !__builtin_add_overflow(*sum, mean, sum);
}

bool perf_mean(const struct perf *p, struct str scope, int64_t *ret_figure)
{
	const struct perf_row *worse = row_of(p, scope, perf_is_worse);
	const struct perf_row *better = row_of(p, scope, perf_is_better);
	int64_t count = perf_sum(p, scope), sum = 0;

	if (count <= 0 || !add_share(worse, &sum) || !add_share(better, &sum))
		return false;
	*ret_figure = sum / count;
	return true;
}
