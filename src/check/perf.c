/* Rules about a report of performance: its table, its revisions, its link. */
#include "model/perf.h"
#include "check/rules.h"

/* A report is of the days before its issue. */
enum { EARLIEST_DAYS = 21, LATEST_DAYS = 2 };

/* Example settings: the neutral preset has no such section. */
#define SETTINGS "sections:\n  - {id: speed, title: Speed, kind: perf}\n"
#define TABLE "## Speed\n\n| | mean | range | count |\n|:-:|:-:|:-:|:-:|\n"

/* ------------------------------------------------------------------ figures */

static void found_row(struct checker *c, const struct perf_row *row)
{
	const char *open = row->scope.len > 0 ? " (" : "";

	check_found(c, row->offset, row->end, "%.*s%s%.*s%s",
	    STR_ARG(row->label), open, STR_ARG(row->scope),
	    row->scope.len > 0 ? ")" : "");
}

/* Report the rows that a test finds wrong. */
static void look_rows(
    struct checker *c, bool (*is_wrong)(const struct perf_row *row))
{
	const struct perf *p = c->issue->perf;

	for (size_t i = 0; p != NULL && i < p->rows; i++)
		if (is_wrong(&p->row[i]))
			found_row(c, &p->row[i]);
}

static void look_mean(struct checker *c)
{
	look_rows(c, perf_mean_is_outside);
}

static void look_reversed(struct checker *c)
{
	look_rows(c, perf_range_is_reversed);
}

static void look_sign(struct checker *c)
{
	look_rows(c, perf_sign_is_wrong);
}

/* Rows of tables that are no report may be many. */
enum { ROWS_MAX = 100 };

static void look_sum(struct checker *c)
{
	const struct perf *p = c->issue->perf;

	for (size_t i = 0; p != NULL && p->rows < ROWS_MAX && i < p->rows;
	     i++) {
		const struct perf_row *row = &p->row[i];
		int64_t sum = perf_sum(p, row->scope);

		if (perf_is_all(row) && row->count >= 0 && sum >= 0 &&
		    row->count != sum)
			check_found(c, row->offset, row->end,
			    "%lld, but the others are %lld together",
			    (long long)row->count, (long long)sum);
	}
}

/* -------------------------------------------------------------------- cells */

/* A longer heading is of no table that people write. */
enum { LONGEST_HEAD = 4096 };

/* Cells of a line of a table: bars may be escaped, those at its ends part
 * nothing. */
static size_t count_cells(struct str line)
{
	size_t cells = 1;

	line = str_trim(line);
	if (str_starts(line, STR("|")))
		line = str_sub(line, 1, line.len);
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == '\\')
			i++;
		else if (line.at[i] == '|' && i + 1 < line.len)
			cells++;
	}
	return cells;
}

static struct str line_of_row(
    const struct checker *c, const struct md_node *row)
{
	return check_line_at(c, row->offset)->text;
}

static void look_cells(struct checker *c, const struct md_node *row)
{
	const struct md_node *head = row->parent->first;
	size_t cells, heads;

	if (row->head || row->offset == MD_UNKNOWN || head == NULL ||
	    head->offset == MD_UNKNOWN ||
	    check_section_at(c, row->offset)->kind != SECTION_PERF)
		return;
	if (line_of_row(c, head).len > LONGEST_HEAD)
		return;
	heads = count_cells(line_of_row(c, head));
	cells = count_cells(line_of_row(c, row));
	if (cells != heads)
		check_found_node(c, row, "%zu cells, not %zu", cells, heads);
}

/* -------------------------------------------------- revisions and the report */

/* Two revisions are the same if one is the start of the other. */
static bool is_same_revision(struct str a, struct str b)
{
	return str_starts_fold(a, b) || str_starts_fold(b, a);
}

static void look_revisions(struct checker *c)
{
	const struct facts *now = c->facts, *last = NULL;
	struct finding *f;
	size_t at, before;

	if (now->perf_from.len == 0)
		return;
	for (size_t back = 1; back <= FACTS_NEAR; back++) {
		last = archive_before(c->archive, now, back);
		if (last == NULL || !last->near || last->perf_to.len > 0)
			break;
	}
	if (last == NULL || last->perf_to.len == 0 ||
	    is_same_revision(now->perf_from, last->perf_to))
		return;
	at = str_find(c->text,
	    arena_printf(c->arena, "%.*s..", STR_ARG(now->perf_from)),
	    now->perf_offset);
	if (at == STR_NONE)
		return;
	f = check_found(c, at, at + now->perf_from.len, "it ended with %.*s",
	    STR_ARG(last->perf_to));
	before = str_find(last->text, last->perf_to, last->perf_offset);
	if (before != STR_NONE)
		check_also_in(c, f, last, before, "the last range");
}

/* The last YYYY-MM-DD of an address; its offset, or STR_NONE. */
static size_t find_date(struct str url, struct date *ret_date)
{
	for (size_t at = url.len; at-- > 0;)
		if (url.len - at >= 10 && char_is_digit(url.at[at]) &&
		    date_parse(str_sub(url, at, at + 10), false, ret_date))
			return at;
	return STR_NONE;
}

static void look_report(struct checker *c)
{
	const struct perf *p = c->issue->perf;
	struct date of, issue = c->issue->header.date;
	size_t date, at;
	int days;

	if (p == NULL || !date_is_set(issue) || p->offset == MD_UNKNOWN ||
	    p->report_url.len > LIMIT_URL)
		return;
	date = find_date(p->report_url, &of);
	at = str_find(c->text, p->report_url, p->offset);
	if (date == STR_NONE || at == STR_NONE)
		return;
	days = date_to_days(issue) - date_to_days(of);
	if (days >= -LATEST_DAYS && days <= EARLIEST_DAYS)
		return;
	at += date;
	check_found(
	    c, at, at + 10, "%04d-%02d-%02d", of.year, of.month, of.day);
}

static const struct rule rules[] = {
	{
	    .id = "perf-cells",
	    .level = CHECK_WARNING,
	    .message = "a line of the table has another number of cells "
		       "than its heading",
	    .advice = "See whether a bar is missing or too many.",
	    .bad = TABLE "| Regressions (all) | 0.2% | [0.1%, 0.3%] |\n",
	    .good = TABLE "| Regressions (all) | 0.2% | [0.1%, 0.3%] | 4 |\n",
	    .settings = SETTINGS,
	    .nodes = CHECK_NODE(MD_ROW),
	    .look.node = look_cells,
	},
	{
	    .id = "perf-mean",
	    .level = CHECK_ERROR,
	    .message = "a mean is outside of its range",
	    .advice = "Compare the line with the report.",
	    .bad = TABLE "| Regressions (all) | 0.4% | [0.1%, 0.3%] | 4 |\n",
	    .good = TABLE "| Regressions (all) | 0.2% | [0.1%, 0.3%] | 4 |\n",
	    .settings = SETTINGS,
	    .look.file = look_mean,
	},
	{
	    .id = "perf-range",
	    .level = CHECK_ERROR,
	    .message = "a range ends below its start",
	    .advice = "Compare the line with the report.",
	    .bad = TABLE "| Regressions (all) | 0.2% | [0.3%, 0.1%] | 4 |\n",
	    .good = TABLE "| Regressions (all) | 0.2% | [0.1%, 0.3%] | 4 |\n",
	    .settings = SETTINGS,
	    .look.file = look_reversed,
	},
	{
	    .id = "perf-report-date",
	    .level = CHECK_WARNING,
	    .message = "the link to the report has a date far from that of "
		       "the issue",
	    .advice = "Link the report of this issue; mind the year.",
	    .bad = "## Speed\n\n"
		   "[Full report](https://example.org/speed/2025-03-03)\n",
	    .good = "## Speed\n\n"
		    "[Full report](https://example.org/speed/2026-03-03)\n",
	    .settings = SETTINGS,
	    .look.file = look_report,
	},
	{
	    .id = "perf-revisions",
	    .level = CHECK_INFO,
	    .message = "the revisions do not begin where those of the last "
		       "report ended",
	    .advice = "See whether a report is missing between the two.",
	    .bad = "## Speed\n\nRevision range: "
		   "[ccccccc..ddddddd](https://example.org/speed)\n",
	    .good = "## Speed\n\nRevision range: "
		    "[bbbbbbb..ddddddd](https://example.org/speed)\n",
	    .before = "## Speed\n\nRevision range: "
		      "[aaaaaaa..bbbbbbb](https://example.org/speed)\n",
	    .settings = SETTINGS,
	    .look.archive = look_revisions,
	},
	{
	    .id = "perf-sign",
	    .level = CHECK_ERROR,
	    .message = "a figure has the sign of the other rows",
	    .advice = "Regressions are above zero, improvements below: "
		      "compare the line with the report.",
	    .bad = TABLE "| Improvements (all) | 0.2% | [0.1%, 0.3%] | 4 |\n",
	    .good =
		TABLE "| Improvements (all) | -0.2% | [-0.3%, -0.1%] | 4 |\n",
	    .settings = SETTINGS,
	    .look.file = look_sign,
	},
	{
	    .id = "perf-sum",
	    .level = CHECK_ERROR,
	    .message = "the count of all is not the sum of the others",
	    .advice = "Compare the table with the report.",
	    .bad = TABLE "| Regressions (all) | 0.2% | [0.1%, 0.3%] | 4 |\n"
			 "| Improvements (all) | -0.2% | [-0.3%, -0.1%] | 5 |\n"
			 "| All (all) | 0.0% | [-0.3%, 0.3%] | 8 |\n",
	    .good =
		TABLE "| Regressions (all) | 0.2% | [0.1%, 0.3%] | 4 |\n"
		      "| Improvements (all) | -0.2% | [-0.3%, -0.1%] | 5 |\n"
		      "| All (all) | 0.0% | [-0.3%, 0.3%] | 9 |\n",
	    .settings = SETTINGS,
	    .look.file = look_sum,
	},
};

const struct rule_family family_perf = {
	.name = "perf",
	.title = "Reports of performance",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
