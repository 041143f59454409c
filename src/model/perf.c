#include "model/perf.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "model/reader.h"

/* Columns of a table that are looked at. */
enum { MAX_COLUMNS = 8 };

/* What is read, and whether the prose before the figures has ended. */
struct report {
	struct reader *r;
	struct perf perf;
	struct strbuf summary;
	bool figures;
};

/* The number that stands before s[at], blanks between; -1 if there is none. */
static int64_t number_before(struct str s, size_t at)
{
	size_t end = at, from;
	uint64_t number;

	while (end > 0 && char_is_space(s.at[end - 1]))
		end--;
	for (from = end; from > 0 && char_is_digit(s.at[from - 1]);)
		from--;
	if (!str_to_number(str_sub(s, from, end), INT32_MAX, &number))
		return -1;
	return (int64_t)number;
}

/* "37 artifact comparisons": the words between are skipped. */
static void read_count(struct str s, struct str word, int64_t *count)
{
	size_t at = str_find(s, word, 0);

	if (at == STR_NONE || *count >= 0)
		return;
	*count = number_before(s, at);
	if (*count < 0) {
		while (at > 0 && char_is_space(s.at[at - 1]))
			at--;
		while (at > 0 && char_is_alpha(s.at[at - 1]))
			at--;
		*count = number_before(s, at);
	}
}

static void read_counts(struct perf *p, struct str s)
{
	read_count(s, STR("Regression"), &p->regressions);
	read_count(s, STR("Improvement"), &p->improvements);
	read_count(s, STR("Mixed"), &p->mixed);
	read_count(s, STR("of them in rollups"), &p->rollups);
	read_count(s, STR("comparisons"), &p->comparisons);
}

/* "@name" behind "Triage done by", plain or in emphasis. */
static void read_triager(struct perf *p, struct str s)
{
	size_t at = str_find(s, STR("Triage done by"), 0), end;

	if (at == STR_NONE)
		return;
	s = str_trim_left(str_sub(s, at + 14, STR_NONE));
	if (s.len > 0 && s.at[0] == '@')
		s = str_sub(s, 1, STR_NONE);
	for (end = 0; end < s.len && !char_is_space(s.at[end]);)
		end++;
	while (end > 0 && char_is_punct(s.at[end - 1]))
		end--;
	p->triager = str_sub(s, 0, end);
}

static bool is_revision(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!char_is_alnum(s.at[i]))
			return false;
	}
	return s.len >= 6;
}

/* [from..to](url) */
static bool read_range(struct perf *p, const struct item_link *link)
{
	size_t dots = str_find(link->text, STR(".."), 0), behind = dots;
	struct str from, to;

	if (dots == STR_NONE || p->range_url.at != NULL)
		return false;
	while (behind < link->text.len && link->text.at[behind] == '.')
		behind++;
	from = str_sub(link->text, 0, dots);
	to = str_sub(link->text, behind, STR_NONE);
	if (!is_revision(from) || !is_revision(to))
		return false;
	p->from = from;
	p->to = to;
	p->range_url = link->url;
	return true;
}

/* A link "Full report", or the one behind these words. */
static void read_report(struct perf *p, struct line line)
{
	bool said = str_contains_fold(line.text, STR("full report"));

	for (size_t i = 0; i < line.links; i++) {
		if (read_range(p, &line.link[i]))
			continue;
		if (p->report_url.at == NULL &&
		    (said || str_contains_fold(
				 line.link[i].text, STR("full report"))))
			p->report_url = line.link[i].url;
	}
}

/* Figures start with the triager, a range or a table. */
static bool starts_figures(struct str text)
{
	static const struct str words[] = { STR_INIT("Triage done by"),
		STR_INIT("Revision range"), STR_INIT("Summary"),
		STR_INIT("Full report") };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (str_starts(text, words[i]))
			return true;
	}
	return false;
}

static void add_summary(struct report *rep, struct str text)
{
	if (rep->summary.len > 0)
		strbuf_add_char(&rep->summary, '\n');
	strbuf_add(&rep->summary, text);
}

static void read_paragraph(struct report *rep, const struct md_node *node)
{
	struct line line = line_of(rep->r->arena, node->first, NULL);
	struct str text = line_plain(rep->r->arena, line);

	rep->figures = rep->figures || starts_figures(text);
	read_triager(&rep->perf, text);
	read_counts(&rep->perf, text);
	read_report(&rep->perf, line);
	if (!rep->figures && text.len > 0)
		add_summary(rep, text);
}

/* "-0.5" of "-0.5%"; at NULL for "-" and "N/A". */
static struct str percent(struct str s)
{
	size_t end = 0, digits = 0;

	s = str_trim(s);
	while (end < s.len && (char_is_digit(s.at[end]) || s.at[end] == '.' ||
				  (end == 0 && s.at[end] == '-'))) {
		digits += char_is_digit(s.at[end]);
		end++;
	}
	if (digits == 0 || end == s.len || s.at[end] != '%' ||
	    !char_is_digit(s.at[end - 1]) || s.at[0] == '.' ||
	    str_starts(s, STR("-.")))
		return (struct str){ 0 };
	if (str_find_char(s, '.', 0) < end &&
	    str_find_char(s, '.', str_find_char(s, '.', 0) + 1) < end)
		return (struct str){ 0 };
	return str_sub(s, 0, end);
}

/* "Regressions ❌ (primary)": the words before the first mark; the brackets. */
static void read_label(struct perf_row *row, struct str s)
{
	size_t open = str_find_char(s, '(', 0), end = 0;

	while (end < s.len && (char_is_alnum(s.at[end]) || s.at[end] == ' '))
		end++;
	row->label = str_trim(str_sub(s, 0, end));
	if (open != STR_NONE)
		row->scope = str_sub(s, open + 1, str_find_char(s, ')', open));
}

/* One cell below the heading `name`: mean, range, max or count. */
static void read_cell(struct perf_row *row, struct str name, struct str cell)
{
	uint64_t count;
	struct str value;

	if (str_eq_fold(name, STR("mean"))) {
		row->mean = percent(cell);
	} else if (str_eq_fold(name, STR("range"))) {
		struct str rest = str_sub(cell, 1, STR_NONE);

		row->low = percent(str_take(&rest, ','));
		row->high = percent(rest);
	} else if (str_eq_fold(name, STR("max"))) {
		value = percent(cell);
		if (value.len > 0 && value.at[0] == '-')
			row->low = value;
		else
			row->high = value;
	} else if (str_starts_fold(name, STR("count")) &&
		   str_to_number(str_trim(cell), INT32_MAX, &count)) {
		row->count = (int64_t)count;
	}
}

static size_t read_cells(struct arena *arena, const struct md_node *node,
    struct str cell[MAX_COLUMNS])
{
	size_t cells = 0;

	MD_EACH_CHILD (at, node) {
		if (cells < MAX_COLUMNS)
			cell[cells++] = md_plain_text(arena, at);
	}
	return cells;
}

static struct perf_row *add_row(struct arena *arena, struct perf *p,
    struct str label, const struct md_node *node)
{
	struct perf_row *row;

	p->row = ARENA_GROW(arena, p->row, p->rows);
	row = &p->row[p->rows++];
	*row = (struct perf_row){
		.count = -1, .offset = node->offset, .end = node->end
	};
	read_label(row, label);
	return row;
}

/* A row of a table whose columns are mean, range and count. */
static void read_row(struct arena *arena, struct perf *p,
    const struct md_node *node, const struct str *head, const struct str *cell,
    size_t cells)
{
	struct perf_row *row = add_row(arena, p, cell[0], node);

	for (size_t i = 1; i < cells; i++)
		read_cell(row, head[i], cell[i]);
}

/* The older form, turned: its columns are regressions and improvements. */
static void read_turned(
    struct perf *p, size_t first, const struct str *cell, size_t cells)
{
	for (size_t i = 1; i < cells; i++) {
		if (first + i - 1 < p->rows)
			read_cell(&p->row[first + i - 1], cell[0], cell[i]);
	}
}

void perf_read_table(
    struct arena *arena, const struct md_node *table, struct perf *perf)
{
	struct str head[MAX_COLUMNS] = { 0 }, cell[MAX_COLUMNS];
	size_t heads = 0, first = perf->rows;
	bool turned = false;

	MD_EACH_CHILD (at, table) {
		size_t cells = read_cells(arena, at, cell);

		if (cells == 0)
			continue;
		if (at->head) {
			heads = read_cells(arena, at, head);
			turned = heads > 1 &&
				 str_starts_fold(head[1], STR("regression"));
			if (head[0].len > 2 && head[0].at[0] == '(')
				perf->metric =
				    str_sub(head[0], 1, head[0].len - 1);
			for (size_t i = 1; turned && i < heads; i++)
				add_row(arena, perf, head[i], at);
		} else if (turned) {
			read_turned(perf, first, cell, cells);
		} else {
			read_row(arena, perf, at, head, cell, cells);
		}
	}
}

/* Pasted headings without a rule ("# Triage log") do not end the report. */
static bool goes_on(const struct section *s)
{
	return s->kind == SECTION_PERF || s->rule == NULL;
}

/* A heading with nothing below it is no report. */
static bool is_empty(const struct perf *p)
{
	return p->summary.at == NULL && p->rows == 0 && p->triager.at == NULL &&
	       p->range_url.at == NULL && p->report_url.at == NULL &&
	       p->regressions < 0;
}

void perf_read(struct reader *r)
{
	struct issue *issue = r->issue;
	struct report rep = { .r = r,
		.perf = { .regressions = -1,
		    .improvements = -1,
		    .mixed = -1,
		    .rollups = -1,
		    .comparisons = -1 } };
	size_t i = 0;

	while (i < issue->sections && issue->section[i].kind != SECTION_PERF)
		i++;
	if (i == issue->sections)
		return;
	strbuf_init(&rep.summary, LIMIT_ISSUE_FILE);
	rep.perf.offset = issue->section[i].offset;
	for (; i < issue->sections && goes_on(&issue->section[i]); i++) {
		rep.perf.end = issue->section[i].end;
		for (const struct md_node *at = issue->section[i].first;
		     at != issue->section[i].stop; at = at->next) {
			if (at->kind == MD_PARAGRAPH)
				read_paragraph(&rep, at);
			else if (at->kind == MD_TABLE) {
				rep.figures = true;
				perf_read_table(r->arena, at, &rep.perf);
			}
		}
	}
	if (rep.summary.len > 0)
		rep.perf.summary =
		    arena_str(r->arena, strbuf_str(&rep.summary));
	strbuf_release(&rep.summary);
	if (is_empty(&rep.perf))
		return;
	issue->perf = ARENA_NEW(r->arena, struct perf);
	*issue->perf = rep.perf;
}
