/* Tables: columns that line up in a terminal. */
#include "base/limits.h"
#include "base/text.h"
#include "draft/fmt.h"

enum {
	COLUMNS_MAX = 32,
	ROWS_MAX = 500,
	WIDTH_MAX = 160, /* of a table; wider ones stay as they are */
};

struct table {
	size_t columns, rows;
	struct str cell[COLUMNS_MAX]; /* of the row that is looked at */
	enum md_align align[COLUMNS_MAX];
	size_t width[COLUMNS_MAX];
};

/* Cells of a line: what stands between bars that are not escaped. */
static size_t split_row(struct str line, struct str *cell)
{
	size_t cells = 0, from = 0;

	line = str_trim(line);
	if (line.len > 0 && line.at[0] == '|')
		line = str_sub(line, 1, line.len);
	for (size_t i = 0; i <= line.len; i++) {
		if (i < line.len && line.at[i] == '\\') {
			i++;
			continue;
		}
		if (i < line.len && line.at[i] != '|')
			continue;
		if (i == line.len && from == i && cells > 0)
			break; /* the bar at the end */
		if (cells == COLUMNS_MAX)
			return 0;
		cell[cells++] = str_trim(str_sub(line, from, i));
		from = i + 1;
	}
	return cells;
}

/* Only the text of head and body needs room; below the head three dashes do. */
static bool measure_row(
    struct table *t, const struct fmt *f, const struct fmt_line *line)
{
	if (split_row(fmt_line_text(f, line), t->cell) != t->columns)
		return false;
	for (size_t i = 0; i < t->columns; i++) {
		size_t width = text_columns(t->cell[i]);

		if (width > t->width[i])
			t->width[i] = width;
	}
	return true;
}

static enum md_align align_of(struct str cell)
{
	bool left = str_starts(cell, STR(":"));
	bool right = str_ends(cell, STR(":"));

	if (left)
		return right ? MD_CENTER : MD_LEFT;
	return right ? MD_RIGHT : MD_NO_ALIGN;
}

/* Is it a table of which each row is one line with all its cells? */
static bool measure(struct table *t, const struct fmt *f,
    const struct fmt_line *first, const struct fmt_line *last)
{
	size_t total = 1;

	t->rows = (size_t)(last - first) + 1;
	t->columns = split_row(fmt_line_text(f, &first[1]), t->cell);
	if (t->rows > ROWS_MAX || t->columns == 0)
		return false;
	for (size_t i = 0; i < t->columns; i++) {
		t->align[i] = align_of(t->cell[i]);
		t->width[i] = 3;
	}
	for (size_t i = 0; i < t->rows; i++)
		if (i != 1 && !measure_row(t, f, &first[i]))
			return false;
	for (size_t i = 0; i < t->columns; i++)
		total += t->width[i] + 3;
	return total <= WIDTH_MAX;
}

static void add_dashes(struct strbuf *out, const struct table *t, size_t column)
{
	enum md_align align = t->align[column];
	size_t dashes = t->width[column] + 2;
	bool left = align == MD_LEFT || align == MD_CENTER;
	bool right = align == MD_RIGHT || align == MD_CENTER;

	if (left)
		strbuf_lit(out, ":");
	strbuf_add_repeat(out, '-', dashes - left - right);
	if (right)
		strbuf_lit(out, ":");
}

static void add_cell(struct strbuf *out, const struct table *t, size_t column)
{
	struct str cell = t->cell[column];
	size_t room = t->width[column] - text_columns(cell);
	bool right = t->align[column] == MD_RIGHT;

	strbuf_lit(out, " ");
	strbuf_add_repeat(out, ' ', right ? room : 0);
	strbuf_add(out, cell);
	strbuf_add_repeat(out, ' ', right ? 0 : room);
	strbuf_lit(out, " ");
}

static void tidy_row(
    struct fmt *f, struct table *t, const struct fmt_line *line, bool dashes)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	split_row(fmt_line_text(f, line), t->cell);
	strbuf_lit(&out, "|");
	for (size_t i = 0; i < t->columns; i++) {
		if (dashes)
			add_dashes(&out, t, i);
		else
			add_cell(&out, t, i);
		strbuf_lit(&out, "|");
	}
	fmt_propose(
	    f, line->from, line->to, arena_str(f->arena, strbuf_str(&out)));
	strbuf_release(&out);
}

static void tidy_table(
    struct fmt *f, const struct fmt_line *first, const struct fmt_line *last)
{
	struct table t;

	if (last - first < 1 || !measure(&t, f, first, last))
		return;
	fmt_next_unit(f);
	for (size_t i = 0; i < t.rows; i++)
		tidy_row(f, &t, &first[i], i == 1);
}

void fmt_tables(struct fmt *f)
{
	MD_EACH_CHILD (node, f->issue.tree.root) {
		const struct fmt_line *first, *last;

		if (node->kind != MD_TABLE || node->offset == MD_UNKNOWN ||
		    node->end <= node->offset)
			continue;
		first = fmt_line_at(f, node->offset);
		last = fmt_line_at(f, node->end - 1);
		tidy_table(f, first, last);
	}
}
