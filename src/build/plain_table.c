/* Tables in plain text: columns, if they fit into a line; else an entry for
 * each row, with the heads of the columns as names. */
#include "base/limits.h"
#include "base/text.h"
#include "build/plain_priv.h"

struct grid {
	size_t rows, columns; /* the first row is the head */
	struct str *cell;     /* rows * columns */
	enum md_align *align; /* of each column */
	size_t *width;
};

/* The text of a cell on one line. */
static struct str cell_text(struct plain *p, const struct md_node *cell)
{
	struct wrap outer = p->wrap;
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	wrap_init(&p->wrap, &out, SIZE_MAX);
	wrap_begin(&p->wrap, STR(""), STR(""));
	plain_add_inlines(p, cell->first);
	wrap_end(&p->wrap);
	wrap_release(&p->wrap);
	p->wrap = outer;
	for (size_t i = 0; i < out.len; i++)
		if (out.buf[i] == '\n')
			out.buf[i] = ' ';
	text = arena_str(p->arena, str_trim(strbuf_str(&out)));
	strbuf_release(&out);
	return text;
}

static void measure(const struct md_node *table, struct grid *g)
{
	MD_EACH_CHILD (row, table) {
		size_t columns = 0;

		g->rows++;
		MD_EACH_CHILD (cell, row) {
			(void)cell;
			columns++;
		}
		if (columns > g->columns)
			g->columns = columns;
	}
}

static void fill(struct plain *p, const struct md_node *table, struct grid *g)
{
	size_t row_at = 0;

	measure(table, g);
	g->cell = ARENA_ARRAY(p->arena, g->rows * g->columns + 1, struct str);
	g->align = ARENA_ARRAY(p->arena, g->columns + 1, enum md_align);
	g->width = ARENA_ARRAY(p->arena, g->columns + 1, size_t);
	MD_EACH_CHILD (row, table) {
		size_t at = 0;

		MD_EACH_CHILD (cell, row) {
			struct str text = cell_text(p, cell);
			size_t width = text_columns(text);

			g->cell[row_at * g->columns + at] = text;
			g->align[at] = cell->align;
			if (width > g->width[at])
				g->width[at] = width;
			at++;
		}
		row_at++;
	}
}

static bool fits(const struct plain *p, const struct grid *g)
{
	size_t columns = text_columns(p->rest) + g->columns * 3 + 1;

	for (size_t i = 0; i < g->columns; i++)
		columns += g->width[i];
	return columns <= p->wrap.columns;
}

static void add_row(struct plain *p, const struct grid *g, size_t row)
{
	strbuf_add(p->out, p->first);
	for (size_t i = 0; i < g->columns; i++) {
		struct str text = g->cell[row * g->columns + i];
		size_t blank = g->width[i] - text_columns(text);
		size_t left = g->align[i] == MD_RIGHT    ? blank
			      : g->align[i] == MD_CENTER ? blank / 2
							 : 0;

		strbuf_lit(p->out, "| ");
		strbuf_add_repeat(p->out, ' ', left);
		strbuf_add(p->out, text);
		strbuf_add_repeat(p->out, ' ', blank - left + 1);
	}
	strbuf_lit(p->out, "|\n");
	p->first = p->rest;
}

static void add_ruler(struct plain *p, const struct grid *g)
{
	strbuf_add(p->out, p->first);
	for (size_t i = 0; i < g->columns; i++) {
		strbuf_lit(p->out, "|-");
		strbuf_add_repeat(p->out, '-', g->width[i] + 1);
	}
	strbuf_lit(p->out, "|\n");
	p->first = p->rest;
}

static void add_as_table(struct plain *p, const struct grid *g)
{
	plain_begin(p);
	for (size_t row = 0; row < g->rows; row++) {
		add_row(p, g, row);
		if (row == 0)
			add_ruler(p, g);
	}
	plain_end(p);
}

static void add_as_entries(struct plain *p, const struct grid *g)
{
	struct str first = p->first, rest = p->rest;

	for (size_t row = 1; row < g->rows; row++) {
		bool any = false;

		p->first = arena_printf(p->arena, "%.*s* ", STR_ARG(first));
		p->rest = arena_printf(p->arena, "%.*s  ", STR_ARG(rest));
		plain_begin(p);
		for (size_t i = 0; i < g->columns; i++) {
			struct str text = g->cell[row * g->columns + i];

			if (text.len == 0)
				continue;
			if (any)
				plain_add_text(p, STR("; "));
			any = true;
			if (g->cell[i].len > 0) {
				plain_add_text(p, g->cell[i]);
				plain_add_text(p, STR(": "));
			}
			plain_add_text(p, text);
		}
		plain_end(p);
		first = rest;
	}
	p->first = first;
	p->rest = rest;
}

void plain_add_table(struct plain *p, const struct md_node *table)
{
	struct grid g = { 0 };

	if (plain_is_hidden(p)) {
		MD_EACH_CHILD (row, table)
			MD_EACH_CHILD (cell, row)
				plain_add_inlines(p, cell->first);
		return;
	}
	fill(p, table, &g);
	if (fits(p, &g))
		add_as_table(p, &g);
	else
		add_as_entries(p, &g);
}
