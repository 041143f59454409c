/* The lines of a text, and the passes over them: line ends, tabs, blanks. */
#include "base/source.h"
#include "draft/fmt.h"

enum { TAB = 4 };

/* ------------------------------------------------------------------ the lines */

struct str fmt_line_text(const struct fmt *f, const struct fmt_line *line)
{
	return str_sub(f->text, line->from, line->to);
}

struct fmt_line *fmt_line_at(const struct fmt *f, size_t offset)
{
	size_t low = 0, high = f->lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (f->line[middle].from <= offset)
			low = middle;
		else
			high = middle;
	}
	return &f->line[low];
}

size_t fmt_line_indent(const struct fmt *f, const struct fmt_line *line)
{
	size_t at = line->from;

	while (at < line->to && char_is_blank(f->text.at[at]))
		at++;
	return at;
}

size_t fmt_column(const struct fmt *f, const struct fmt_line *line, size_t to)
{
	size_t column = 0;

	for (size_t at = line->from; at < to; at++)
		column += f->text.at[at] == '\t' ? TAB - column % TAB : 1;
	return column;
}

static const enum fmt_line_kind kinds[] = {
	[MD_QUOTE] = FMT_LINE_QUOTE,
	[MD_LIST] = FMT_LINE_LIST,
	[MD_HEADING] = FMT_LINE_HEADING,
	[MD_PARAGRAPH] = FMT_LINE_TEXT,
	[MD_TABLE] = FMT_LINE_TABLE,
	[MD_CODE_BLOCK] = FMT_LINE_CODE,
	[MD_HTML_BLOCK] = FMT_LINE_HTML,
	[MD_RULE] = FMT_LINE_RULE,
};

static bool is_blank_line(const struct fmt *f, const struct fmt_line *line)
{
	return str_trim(fmt_line_text(f, line)).len == 0;
}

static void mark_top(struct fmt *f, const struct md_node *node, size_t block)
{
	struct fmt_line *line, *last;

	if (node->offset == MD_UNKNOWN || node->end <= node->offset ||
	    (size_t)node->kind >= sizeof(kinds) / sizeof(kinds[0]))
		return;
	line = fmt_line_at(f, node->offset);
	last = fmt_line_at(f, node->end - 1);
	for (; line <= last; line++) {
		if (!is_blank_line(f, line) ||
		    kinds[node->kind] >= FMT_LINE_CODE)
			line->kind = kinds[node->kind];
		line->block = block;
	}
}

static void mark_content(struct fmt *f, const struct md_node *node)
{
	struct fmt_line *line, *last;

	if (node->offset == MD_UNKNOWN || node->end <= node->offset)
		return;
	line = fmt_line_at(f, node->offset);
	last = fmt_line_at(f, node->end - 1);
	for (; line <= last; line++) {
		line->code = line->code || node->kind == MD_CODE_BLOCK;
		line->html = line->html || node->kind == MD_HTML_BLOCK;
	}
}

static void split_lines(struct fmt *f)
{
	size_t count = 1, at = 0;

	for (size_t i = 0; i < f->text.len; i++)
		count += f->text.at[i] == '\n';
	f->line = ARENA_ARRAY(f->arena, count, struct fmt_line);
	f->lines = 0;
	while (at < f->text.len) {
		struct fmt_line *line = &f->line[f->lines++];

		line->from = at;
		line->to = source_line_end(f->text, at);
		at = line->to + 1;
		if (line->to > line->from && f->text.at[line->to - 1] == '\r')
			line->to--;
	}
}

void fmt_read_lines(struct fmt *f)
{
	const struct md_tree *tree = &f->issue.tree;
	size_t block = 1;

	split_lines(f);
	if (f->lines == 0)
		return;
	for (size_t i = 0; i < f->lines; i++) {
		struct fmt_line *line = &f->line[i];
		bool blank = is_blank_line(f, line);

		line->kind = blank ? FMT_LINE_BLANK : FMT_LINE_OTHER;
		if (line->from < tree->body && f->issue.header.fields > 0 &&
		    (!blank || f->issue.header.yaml))
			line->kind = FMT_LINE_HEADER;
	}
	MD_EACH_CHILD (node, tree->root) {
		mark_top(f, node, block++);
	}
	for (const struct md_node *n = tree->root; n != NULL;
	     n = md_walk(tree->root, n))
		if (n->kind == MD_CODE_BLOCK || n->kind == MD_HTML_BLOCK)
			mark_content(f, n);
}

/* ------------------------------------------------------------------ line ends */

void fmt_line_ends(struct fmt *f)
{
	size_t at = str_find_char(f->text, '\r', 0);

	if (str_starts(f->text, STR("\xEF\xBB\xBF")))
		fmt_propose(f, 0, 3, STR(""));
	fmt_next_unit(f);
	for (; at != STR_NONE; at = str_find_char(f->text, '\r', at + 1))
		if (at + 1 < f->text.len && f->text.at[at + 1] == '\n')
			fmt_propose(f, at, at + 1, STR(""));
}

/* ----------------------------------------------------------------------- tabs */

void fmt_tabs(struct fmt *f)
{
	for (size_t i = 0; i < f->lines; i++) {
		const struct fmt_line *line = &f->line[i];
		size_t end = fmt_line_indent(f, line);
		size_t columns = fmt_column(f, line, end);
		char *blanks;

		if (line->code || line->html || line->kind == FMT_LINE_BLANK ||
		    line->kind == FMT_LINE_HEADER ||
		    str_find_char(str_sub(f->text, line->from, end), '\t', 0) ==
			STR_NONE)
			continue;
		blanks = arena_alloc(f->arena, columns + 1);
		memset(blanks, ' ', columns);
		fmt_next_unit(f);
		fmt_propose(
		    f, line->from, end, (struct str){ blanks, columns });
	}
}

/* ------------------------------------------------------------ trailing blanks */

/* The line that a hard break ends.  It has no place of its own, and the text
 * behind it has. */
static const struct fmt_line *broken_line(
    const struct fmt *f, const struct md_node *brk)
{
	const struct md_node *next = brk->next;
	const struct fmt_line *line;

	while (next != NULL && next->offset == MD_UNKNOWN)
		next = next->first;
	if (next == NULL)
		return NULL;
	line = fmt_line_at(f, next->offset);
	return line > f->line ? line - 1 : NULL;
}

/* Lines that end in a hard break. */
static bool *broken_lines(const struct fmt *f)
{
	const struct md_node *root = f->issue.tree.root;
	bool *broken = ARENA_ARRAY(f->arena, f->lines + 1, bool);

	for (const struct md_node *n = root; n != NULL; n = md_walk(root, n)) {
		const struct fmt_line *line =
		    n->kind == MD_HARD_BREAK ? broken_line(f, n) : NULL;

		if (line != NULL)
			broken[line - f->line] = true;
	}
	return broken;
}

/* Only the mark of an item: without a blank it would be none in
 * Python-Markdown. */
static bool is_bare_mark(struct str text)
{
	size_t at = 0;

	text = str_trim(text);
	while (at < text.len && (char_is_digit(text.at[at]) ||
				    text.at[at] == '>' || text.at[at] == ' '))
		at++;
	return at + 1 == text.len &&
	       str_find_char(STR("*-+.)"), text.at[at], 0) != STR_NONE;
}

void fmt_trailing(struct fmt *f)
{
	const bool *broken = broken_lines(f);

	for (size_t i = 0; i < f->lines; i++) {
		const struct fmt_line *line = &f->line[i];
		size_t end = line->to;
		bool keep = broken[i];

		while (end > line->from && char_is_blank(f->text.at[end - 1]))
			end--;
		if (end == line->to || line->code ||
		    is_bare_mark(fmt_line_text(f, line)) ||
		    (end > line->from && f->text.at[end - 1] == '\\'))
			continue;
		fmt_next_unit(f);
		fmt_propose(f, end, line->to, keep ? STR("  ") : STR(""));
	}
}

/* ---------------------------------------------------------------- blank lines */

/* What has no blank line before it but should, by the kinds of two lines. */
static bool need_gap(const struct fmt_line *a, const struct fmt_line *b)
{
	if (a->kind == FMT_LINE_HEADER)
		return b->kind != FMT_LINE_HEADER;
	if (a->block == b->block)
		return false;
	if (a->kind == FMT_LINE_HEADING || b->kind == FMT_LINE_HEADING)
		return true;
	if (b->kind == FMT_LINE_LIST)
		return a->kind != FMT_LINE_LIST && a->kind != FMT_LINE_HTML &&
		       a->kind != FMT_LINE_CODE;
	return a->kind == FMT_LINE_LIST &&
	       (b->kind == FMT_LINE_QUOTE || b->kind == FMT_LINE_RULE);
}

static void drop_lines(struct fmt *f, size_t first, size_t stop)
{
	size_t end = stop < f->lines ? f->line[stop].from : f->text.len;

	fmt_next_unit(f);
	if (first < stop)
		fmt_propose(f, f->line[first].from, end, STR(""));
}

static bool is_gap(const struct fmt_line *line)
{
	return line->kind == FMT_LINE_BLANK && !line->code && !line->html;
}

static void end_text(struct fmt *f)
{
	if (f->text.at[f->text.len - 1] == '\n')
		return;
	fmt_next_unit(f);
	fmt_propose(f, f->text.len, f->text.len, STR("\n"));
}

void fmt_blank_lines(struct fmt *f)
{
	size_t i = 0;

	while (i < f->lines) {
		size_t first = i;

		while (i < f->lines && is_gap(&f->line[i]))
			i++;
		if (i == f->lines || first == 0)
			drop_lines(f, first, i);
		else if (i > first + 1)
			drop_lines(f, first + 1, i);
		if (i > 0 && i == first && i < f->lines &&
		    need_gap(&f->line[i - 1], &f->line[i])) {
			fmt_next_unit(f);
			fmt_propose(
			    f, f->line[i].from, f->line[i].from, STR("\n"));
		}
		i++;
	}
	if (f->text.len > 0)
		end_text(f);
}
