/*
 * Lists: bullets, indents, and the blank lines between items.
 *
 * An item is laid out with all that it holds.  Its mark stands at four blanks
 * for each item around it, and so do the blocks behind its first paragraph, one
 * level deeper, as Python-Markdown wants it; CommonMark is content with less.
 * Code and HTML keep their distance from the item's text.
 */
#include "draft/fmt.h"

enum { INDENT = 4 };

/* What a line gets in place of its first bytes. */
struct relaid {
	bool set;
	size_t cut; /* offset behind what is replaced */
	size_t indent;
	struct str mark; /* with the blanks behind it; empty: none */
};

struct layout {
	struct fmt *f;
	struct relaid *relaid; /* for each line of the text */
};

/* The mark of an item and the text behind it. */
struct marked {
	const struct fmt_line *line;
	size_t column;       /* of the mark */
	size_t mark, blanks; /* bytes, columns */
	size_t text;         /* offset */
};

/* ---------------------------------------------------------------------- marks */

/* False if there is nothing behind the mark, or something before it. */
static bool read_mark(
    const struct fmt *f, const struct md_node *item, struct marked *ret_marked)
{
	struct marked m = { .line = fmt_line_at(f, item->offset) };
	size_t at = item->offset;

	if (fmt_line_indent(f, m.line) != at)
		return false;
	while (at < m.line->to && char_is_digit(f->text.at[at]))
		at++;
	m.mark = at + 1 - item->offset;
	m.text = at + 1;
	while (m.text < m.line->to && char_is_blank(f->text.at[m.text]))
		m.text++;
	m.column = fmt_column(f, m.line, item->offset);
	m.blanks = fmt_column(f, m.line, m.text) - m.column - m.mark;
	*ret_marked = m;
	return m.text < m.line->to && m.blanks >= 1 && m.blanks <= INDENT;
}

static bool holds_content(const struct md_node *item)
{
	MD_EACH_CHILD (child, item) {
		if (child->kind == MD_CODE_BLOCK ||
		    child->kind == MD_HTML_BLOCK)
			return true;
	}
	return false;
}

/* ----------------------------------------------------------------------- lines */

static bool lay_line(struct layout *l, const struct fmt_line *line, size_t cut,
    size_t indent, struct str mark)
{
	struct relaid *r = &l->relaid[line - l->f->line];

	if (r->set)
		return false; /* two things in one line */
	*r = (struct relaid){ true, cut, indent, mark };
	return true;
}

/* All lines of a block from `line` on, at one column. */
static bool lay_block(struct layout *l, const struct fmt_line *line,
    const struct md_node *node, size_t indent)
{
	const struct fmt_line *last = fmt_line_at(l->f, node->end - 1);

	for (; line <= last; line++)
		if (line->kind != FMT_LINE_BLANK &&
		    !lay_line(l, line, fmt_line_indent(l->f, line), indent,
			(struct str){ 0 }))
			return false;
	return true;
}

/* All lines of a block, moved from one column to another. */
static bool move_block(
    struct layout *l, const struct md_node *node, size_t from, size_t to)
{
	const struct fmt_line *line = fmt_line_at(l->f, node->offset);
	const struct fmt_line *last = fmt_line_at(l->f, node->end - 1);

	for (; line <= last; line++) {
		size_t cut = fmt_line_indent(l->f, line);
		size_t column = fmt_column(l->f, line, cut);

		if (line->kind == FMT_LINE_BLANK && cut == line->to)
			continue;
		if (column + to < from ||
		    !lay_line(
			l, line, cut, column + to - from, (struct str){ 0 }))
			return false;
	}
	return true;
}

/* ----------------------------------------------------------------------- items */

static bool lay_list(
    struct layout *l, const struct md_node *list, size_t depth);

/* A block behind the first paragraph. */
static bool lay_child(struct layout *l, const struct md_node *node,
    size_t depth, size_t from, size_t to)
{
	if (node->offset == MD_UNKNOWN || node->end <= node->offset)
		return false;
	switch (node->kind) {
	case MD_LIST: return lay_list(l, node, depth + 1);
	case MD_CODE_BLOCK:
	case MD_HTML_BLOCK: return move_block(l, node, from, to);
	default:
		return lay_block(l, fmt_line_at(l->f, node->offset), node,
		    INDENT * (depth + 1));
	}
}

static struct str new_mark(
    struct layout *l, const struct md_node *item, const struct marked *m)
{
	struct str mark =
	    str_sub(l->f->text, item->offset, item->offset + m->mark);

	return arena_printf(l->f->arena, "%.*s%*s",
	    STR_ARG(item->parent->ordered ? mark : STR("*")),
	    holds_content(item) ? (int)m->blanks : 1, "");
}

/* False if it is of a form that is better left alone. */
static bool lay_item(struct layout *l, const struct md_node *item, size_t depth)
{
	const struct md_node *first = item->first;
	struct marked m;
	struct str mark;
	size_t from, to;

	if (item->offset == MD_UNKNOWN || first == NULL ||
	    first->kind != MD_PARAGRAPH || first->offset == MD_UNKNOWN ||
	    !read_mark(l->f, item, &m) || first->offset > m.line->to)
		return false;
	mark = new_mark(l, item, &m);
	from = m.column + m.mark + m.blanks;
	to = INDENT * depth + mark.len;
	if (mark.len > INDENT + (item->parent->ordered ? 1 : 0) ||
	    !lay_line(l, m.line, m.text, INDENT * depth, mark) ||
	    !lay_block(l, m.line + 1, first, to))
		return false;
	for (const struct md_node *n = first->next; n != NULL; n = n->next)
		if (!lay_child(l, n, depth, from, to))
			return false;
	return true;
}

static bool lay_list(struct layout *l, const struct md_node *list, size_t depth)
{
	MD_EACH_CHILD (item, list) {
		if (!lay_item(l, item, depth))
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------------- edits */

static struct str new_start(struct fmt *f, const struct relaid *r)
{
	return arena_printf(
	    f->arena, "%*s%.*s", (int)r->indent, "", STR_ARG(r->mark));
}

/* Forgets what was laid out, for the next item. */
static void propose_item(
    struct layout *l, const struct md_node *item, bool laid)
{
	const struct fmt_line *line = fmt_line_at(l->f, item->offset);
	const struct fmt_line *last = fmt_line_at(l->f, item->end - 1);

	fmt_next_unit(l->f);
	for (; line <= last; line++) {
		struct relaid *r = &l->relaid[line - l->f->line];

		if (r->set && laid)
			fmt_propose(
			    l->f, line->from, r->cut, new_start(l->f, r));
		else if (line->kind != FMT_LINE_BLANK)
			laid = false; /* a definition stands there */
		r->set = false;
	}
	if (!laid)
		fmt_drop_unit(l->f);
}

void fmt_items(struct fmt *f)
{
	struct layout l = { f,
		ARENA_ARRAY(f->arena, f->lines + 1, struct relaid) };

	MD_EACH_CHILD (list, f->issue.tree.root) {
		if (list->kind != MD_LIST)
			continue;
		MD_EACH_CHILD (item, list) {
			if (item->offset != MD_UNKNOWN &&
			    item->end > item->offset)
				propose_item(&l, item, lay_item(&l, item, 0));
		}
	}
}

/* ---------------------------------------------------------------- loose lists */

static bool can_be_tight(const struct md_node *list);

/* One paragraph, and lists below it. */
static bool is_simple(const struct md_node *item)
{
	const struct md_node *n = item->first;

	if (n == NULL || n->kind != MD_PARAGRAPH)
		return n == NULL;
	for (n = n->next; n != NULL; n = n->next)
		if (n->kind != MD_LIST || !can_be_tight(n))
			return false;
	return true;
}

static bool can_be_tight(const struct md_node *list)
{
	MD_EACH_CHILD (item, list) {
		if (!is_simple(item))
			return false;
	}
	return true;
}

/* Blank lines from one to another. */
static void drop_blank_lines(
    struct fmt *f, const struct fmt_line *line, const struct fmt_line *last)
{
	for (; line < last; line++)
		if (line->kind == FMT_LINE_BLANK)
			fmt_propose(f, line->from, line[1].from, STR(""));
}

void fmt_tight(struct fmt *f)
{
	MD_EACH_CHILD (list, f->issue.tree.root) {
		if (list->kind != MD_LIST || list->offset == MD_UNKNOWN ||
		    list->end <= list->offset || !can_be_tight(list))
			continue;
		fmt_next_unit(f);
		drop_blank_lines(f, fmt_line_at(f, list->offset),
		    fmt_line_at(f, list->end - 1));
	}
}
