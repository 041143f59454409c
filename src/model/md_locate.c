/*
 * Where each node stands.
 *
 * Text has exact positions from md4c.  Everything else is found next to it
 * and must match byte for byte, or stays unknown:
 *
 * - inline markup (`**`, backticks, brackets) stands directly before the
 *   first and behind the last child;
 * - a heading is the line of its text, an item begins at the first mark of
 *   its kind behind the block before it (`cursor`), since nothing but
 *   definitions, blank lines and marks of quotes can stand between.
 */
#include <string.h>

#include "model/md_priv.h"

struct locator {
	struct md_tree *tree;
	struct str file;
	struct md_labels labels;
	struct arena *arena;
	size_t cursor; /* all before it belongs to blocks already located */
};

static void set_range(struct md_node *node, size_t offset, size_t end)
{
	node->offset = offset;
	node->end = end;
}

static void set_unknown(struct md_node *node)
{
	set_range(node, MD_UNKNOWN, MD_UNKNOWN);
}

static bool is_known(const struct md_node *node)
{
	return node->offset != MD_UNKNOWN;
}

/* The bytes of all children together; false if an end of them is unknown.
 * Breaks have no place of their own. */
static bool children_range(
    const struct md_node *node, size_t *ret_offset, size_t *ret_end)
{
	const struct md_node *first = node->first, *last = NULL;

	while (first != NULL &&
	       (first->kind == MD_SOFT_BREAK || first->kind == MD_HARD_BREAK))
		first = first->next;
	MD_EACH_CHILD (child, node)
		if (child->kind != MD_SOFT_BREAK &&
		    child->kind != MD_HARD_BREAK)
			last = child;
	if (first == NULL || !is_known(first) || !is_known(last))
		return false;
	*ret_offset = first->offset;
	*ret_end = last->end;
	return true;
}

/* md4c gives an escaped character without its backslash. */
static void locate_text(struct locator *l, struct md_node *node, size_t before)
{
	if (is_known(node) && node->kind == MD_TEXT && node->offset > 0 &&
	    node->offset - 1 >= before && node->offset > l->tree->body &&
	    l->file.at[node->offset - 1] == '\\' &&
	    char_is_punct(l->file.at[node->offset]))
		node->offset--;
}

/* `count` marks of `c` directly before `offset` and behind `end`? */
static bool has_marks(
    const struct locator *l, size_t offset, size_t end, char c, size_t count)
{
	if (offset < l->tree->body + count || l->file.len - end < count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (l->file.at[offset - 1 - i] != c || l->file.at[end + i] != c)
			return false;
	return true;
}

static void locate_marked(
    struct locator *l, struct md_node *node, const char *marks, size_t count)
{
	size_t offset, end;

	set_unknown(node);
	if (!children_range(node, &offset, &end))
		return;
	for (; *marks != '\0'; marks++)
		if (has_marks(l, offset, end, *marks, count)) {
			set_range(node, offset - count, end + count);
			return;
		}
}

static bool is_gap(char c)
{
	return char_is_space(c) || c == '>';
}

static size_t back_over_gap(const struct locator *l, size_t at)
{
	while (at > l->tree->body && is_gap(l->file.at[at - 1]))
		at--;
	return at;
}

static size_t over_gap(const struct locator *l, size_t at)
{
	while (at < l->file.len && is_gap(l->file.at[at]))
		at++;
	return at;
}

/* How many marks `c` stand directly before `at`. */
static size_t run_before(const struct locator *l, size_t at, char c)
{
	size_t count = 0;

	while (at - count > l->tree->body && l->file.at[at - count - 1] == c)
		count++;
	return count;
}

static size_t run_at(const struct locator *l, size_t at, char c)
{
	size_t count = 0;

	while (at + count < l->file.len && l->file.at[at + count] == c)
		count++;
	return count;
}

/* A code span: any number of backticks, blanks inside them not part of it. */
static void locate_code(struct locator *l, struct md_node *node)
{
	size_t offset, end, marks;

	set_unknown(node);
	if (!children_range(node, &offset, &end))
		return;
	if (run_before(l, offset, '`') == 0)
		offset = back_over_gap(l, offset);
	if (run_at(l, end, '`') == 0)
		end = over_gap(l, end);
	marks = run_before(l, offset, '`');
	if (marks > 0 && run_at(l, end, '`') == marks)
		set_range(node, offset - marks, end + marks);
}

/* Behind the ] at `close` comes nothing: [label] alone, whose definition must
 * have our target.  The label is the text between. */
static bool is_shortcut(
    struct locator *l, const struct md_node *node, size_t open, size_t close)
{
	const struct md_reference *r =
	    md_labels_find(&l->labels, str_sub(l->file, open + 1, close));

	return r != NULL && str_eq(r->target, node->target);
}

static bool reference_end(struct locator *l, const struct md_node *node,
    size_t open, size_t close, size_t *ret_end)
{
	size_t end = md_label_end(l->file, close + 1);
	const struct md_reference *r;

	if (end != STR_NONE && end == close + 3) /* [label][] */
		*ret_end = end;
	if (end != STR_NONE && end == close + 3)
		return is_shortcut(l, node, open, close);
	if (end == STR_NONE)
		return false;
	*ret_end = end;
	r = md_labels_find(&l->labels, str_sub(l->file, close + 2, end - 1));
	return r != NULL && str_eq(r->target, node->target);
}

/* The end of a link whose text is closed by the ] at `close`. */
static bool link_end(struct locator *l, const struct md_node *node, size_t open,
    size_t close, size_t *ret_end)
{
	struct str target;

	if (md_inline_tail(l->file, close + 1, ret_end, &target) &&
	    str_eq(md_unescape(l->arena, target), node->target))
		return true;
	if (close + 1 < l->file.len && l->file.at[close + 1] == '[' &&
	    reference_end(l, node, open, close, ret_end))
		return true;
	*ret_end = close + 1;
	return is_shortcut(l, node, open, close);
}

static bool is_autolink(const struct locator *l, const struct md_node *node,
    size_t offset, size_t end)
{
	return node->kind == MD_LINK && offset > l->tree->body &&
	       l->file.at[offset - 1] == '<' && end < l->file.len &&
	       l->file.at[end] == '>';
}

/* An empty link text: nothing but the target, borrowed from the file, tells
 * where it is. */
static bool empty_text_range(struct locator *l, const struct md_node *node,
    size_t *ret_open, size_t *ret_close)
{
	const char *begin = l->file.at;
	size_t at;

	if (node->first != NULL || node->target.len == 0 ||
	    node->target.at < begin + l->tree->body ||
	    node->target.at >= begin + l->file.len)
		return false;
	at = (size_t)(node->target.at - begin);
	if (at > l->tree->body && l->file.at[at - 1] == '<')
		at--;
	at = back_over_gap(l, at);
	if (at < l->tree->body + 3 || memcmp(begin + at - 2, "](", 2) != 0)
		return false;
	*ret_close = at - 2;
	at = back_over_gap(l, *ret_close);
	*ret_open = at - 1;
	return at > l->tree->body && begin[at - 1] == '[';
}

static void locate_link(struct locator *l, struct md_node *node)
{
	size_t offset, end, open, close;

	set_unknown(node);
	if (children_range(node, &offset, &end)) {
		if (is_autolink(l, node, offset, end)) {
			set_range(node, offset - 1, end + 1);
			return;
		}
		open = back_over_gap(l, offset) - 1;
		close = over_gap(l, end);
		if (open < l->tree->body || open >= l->file.len ||
		    close >= l->file.len || l->file.at[open] != '[' ||
		    l->file.at[close] != ']')
			return;
	} else if (!empty_text_range(l, node, &open, &close)) {
		return;
	}
	if (!link_end(l, node, open, close, &end))
		return;
	if (node->kind == MD_IMAGE) {
		if (open == l->tree->body || l->file.at[open - 1] != '!')
			return;
		open--;
	}
	set_range(node, open, end);
}

static void locate_span(struct locator *l, struct md_node *node)
{
	switch (node->kind) {
	case MD_EMPHASIS: locate_marked(l, node, "*_", 1); break;
	case MD_STRONG: locate_marked(l, node, "*_", 2); break;
	case MD_STRIKE:
		locate_marked(l, node, "~", 2);
		if (!is_known(node))
			locate_marked(l, node, "~", 1);
		break;
	case MD_CODE: locate_code(l, node); break;
	case MD_LINK:
	case MD_IMAGE: locate_link(l, node); break;
	default: break;
	}
}

/* Bounded by LIMIT_MARKDOWN_DEPTH, as the tree is.  `before` is the end of
 * the text before this run. */
static void locate_inlines(
    struct locator *l, struct md_node *parent, size_t before)
{
	for (struct md_node *node = parent->first; node != NULL;
	     node = node->next) {
		if (node->kind <= MD_RULE)
			continue;
		if (node->first != NULL)
			locate_inlines(l, node, before);
		else
			locate_text(l, node, before);
		locate_span(l, node);
		if (is_known(node)) {
			before = node->end;
			l->tree->links_located += node->kind == MD_LINK;
		}
	}
}

/* Can it stand between the start of a line and its text? */
static bool is_container_mark(char c)
{
	return char_is_blank(c) || char_is_digit(c) ||
	       (c != '\0' && strchr(">*-+.)", c) != NULL);
}

static size_t trimmed_line_end(const struct locator *l, size_t at)
{
	size_t end = md_line_end(l->file, at);

	while (end > at && char_is_space(l->file.at[end - 1]))
		end--;
	return end;
}

/* The offset of the # run of a heading in the line that starts at `line`. */
static bool atx_start(
    const struct locator *l, size_t line, unsigned level, size_t *ret_offset)
{
	size_t at = line, marks;

	while (at < l->file.len && is_container_mark(l->file.at[at]))
		at++;
	marks = run_at(l, at, '#');
	*ret_offset = at;
	return marks == level && (at + marks == l->file.len ||
				     char_is_space(l->file.at[at + marks]));
}

/* A heading underlined with = or -, whose text begins at `offset`. */
static void locate_setext(
    struct locator *l, struct md_node *node, size_t offset, size_t raw_end)
{
	char mark = node->level == 1 ? '=' : '-';
	size_t line = md_line_end(l->file, raw_end), at, marks;

	if (line == l->file.len)
		return;
	for (at = line + 1; at < l->file.len && is_gap(l->file.at[at]) &&
			    l->file.at[at] != '\n';)
		at++;
	marks = run_at(l, at, mark);
	if (marks == 0 || trimmed_line_end(l, at) != at + marks)
		return;
	l->cursor = md_line_end(l->file, at);
	if (offset != MD_UNKNOWN)
		set_range(node, offset, at + marks);
}

/* A heading without text: the next line that is nothing but its marks. */
static void locate_empty_heading(struct locator *l, struct md_node *node)
{
	size_t line = l->cursor;

	while (line < l->file.len) {
		size_t offset;
		size_t end = md_line_end(l->file, line);

		if (atx_start(l, line, node->level, &offset)) {
			set_range(node, offset, trimmed_line_end(l, offset));
			l->cursor = end;
			return;
		}
		line = end + 1;
	}
}

static void locate_heading(
    struct locator *l, struct md_node *node, size_t raw, size_t raw_end)
{
	size_t line, offset, first = MD_UNKNOWN, end;

	if (raw == MD_UNKNOWN) {
		locate_empty_heading(l, node);
		return;
	}
	line = md_line_start(l->file, raw, l->tree->body);
	if (atx_start(l, line, node->level, &offset) && offset < raw) {
		set_range(node, offset, trimmed_line_end(l, raw));
		l->cursor = md_line_end(l->file, raw_end);
		return;
	}
	children_range(node, &first, &end);
	locate_setext(l, node, first, raw_end);
}

/* Three or more of ` or ~ that begin the line at or before `at`. */
static bool is_fence(const struct locator *l, size_t line, size_t *ret_at)
{
	size_t at = line;

	while (at < l->file.len && is_container_mark(l->file.at[at]))
		at++;
	*ret_at = at;
	return run_at(l, at, '`') >= 3 || run_at(l, at, '~') >= 3;
}

static void locate_code_block(
    struct locator *l, struct md_node *node, size_t raw, size_t raw_end)
{
	size_t line, at;

	if (raw == MD_UNKNOWN)
		return;
	line = md_line_start(l->file, raw, l->tree->body);
	if (node->fenced && line > l->tree->body &&
	    is_fence(l, md_line_start(l->file, line - 1, l->tree->body), &at))
		raw = at;
	line = md_line_end(l->file, raw_end);
	if (node->fenced && line < l->file.len && is_fence(l, line + 1, &at) &&
	    l->file.at[raw] == l->file.at[at])
		raw_end = trimmed_line_end(l, at);
	set_range(node, raw, raw_end);
	l->cursor = md_line_end(l->file, raw_end);
}

static void locate_html_block(
    struct locator *l, struct md_node *node, size_t raw, size_t raw_end)
{
	if (raw == MD_UNKNOWN)
		return;
	l->cursor = md_line_end(l->file, raw_end);
	while (raw_end > raw && char_is_space(l->file.at[raw_end - 1]))
		raw_end--;
	set_range(node, raw, raw_end);
}

/* Paragraphs and cells: from the first inline node to the last. */
static void locate_run(
    struct locator *l, struct md_node *node, size_t raw, size_t raw_end)
{
	size_t offset, end;

	if (children_range(node, &offset, &end)) {
		set_range(node, offset, end);
		if (end > raw_end)
			raw_end = end;
	}
	if (raw != MD_UNKNOWN)
		l->cursor = md_line_end(l->file, raw_end);
}

static void locate_leaf_block(struct locator *l, struct md_node *node)
{
	size_t raw = node->offset, raw_end = node->end;

	set_unknown(node);
	if (node->kind != MD_HTML_BLOCK && node->kind != MD_CODE_BLOCK)
		locate_inlines(l, node, l->cursor);
	if (node->kind == MD_HEADING)
		locate_heading(l, node, raw, raw_end);
	else if (node->kind == MD_CODE_BLOCK)
		locate_code_block(l, node, raw, raw_end);
	else if (node->kind == MD_HTML_BLOCK)
		locate_html_block(l, node, raw, raw_end);
	else
		locate_run(l, node, raw, raw_end);
}

/* The length of an item's or quote's mark at `at`; 0 if there is none. */
static size_t mark_length(
    const struct locator *l, const struct md_node *node, size_t at)
{
	size_t digits = 0;

	if (node->kind == MD_QUOTE)
		return l->file.at[at] == '>';
	if (!node->parent->ordered) {
		if (strchr("*-+", l->file.at[at]) == NULL ||
		    l->file.at[at] == '\0')
			return 0;
	} else {
		while (digits < 9 && at + digits < l->file.len &&
		       char_is_digit(l->file.at[at + digits]))
			digits++;
		if (digits == 0 || at + digits >= l->file.len ||
		    strchr(".)", l->file.at[at + digits]) == NULL)
			return 0;
	}
	if (at + digits + 1 < l->file.len &&
	    !char_is_space(l->file.at[at + digits + 1]))
		return 0;
	return digits + 1;
}

static size_t count_quotes_above(const struct md_node *node)
{
	size_t count = 0;

	while ((node = node->parent) != NULL)
		count += node->kind == MD_QUOTE;
	return count;
}

/* Over blank lines, and over `quotes` marks of quotes in each line. */
static size_t skip_to_text(const struct locator *l, size_t at, size_t quotes)
{
	size_t left = quotes;

	if (at > l->tree->body && l->file.at[at - 1] != '\n')
		left = 0;
	for (; at < l->file.len; at++) {
		if (l->file.at[at] == '\n')
			left = quotes;
		else if (l->file.at[at] == '>' && left > 0)
			left--;
		else if (!char_is_space(l->file.at[at]))
			break;
	}
	return at;
}

/* Find the mark that begins a container, line by line from the cursor. */
static void locate_mark(struct locator *l, struct md_node *node)
{
	size_t at = l->cursor, quotes = count_quotes_above(node), len;

	set_unknown(node);
	for (;; at = md_line_end(l->file, at)) {
		at = skip_to_text(l, at, quotes);
		if (at == l->file.len)
			return;
		len = mark_length(l, node, at);
		if (len > 0)
			break;
	}
	set_range(node, at, at + len);
	l->cursor = at + len;
}

/* The next line that is only marks of a thematic break. */
static void locate_rule(struct locator *l, struct md_node *node)
{
	for (size_t line = l->cursor; line < l->file.len;) {
		size_t at = over_gap(l, line), end = trimmed_line_end(l, at);
		size_t marks = 0;
		char mark = at < l->file.len ? l->file.at[at] : '\0';

		for (size_t i = at; i < end; i++)
			marks += l->file.at[i] == mark;
		if (mark != '\0' && strchr("*-_", mark) != NULL && marks >= 3) {
			set_range(node, at, end);
			l->cursor = md_line_end(l->file, at);
			return;
		}
		line = md_line_end(l->file, at) + 1;
	}
}

static void locate_block(struct locator *l, struct md_node *node);

/* From the first child's start, or the own mark, to the last child's end. */
static void close_range(struct md_node *node)
{
	size_t offset = node->offset, end = node->end;

	MD_EACH_CHILD (child, node) {
		if (!is_known(child))
			continue;
		if (offset == MD_UNKNOWN)
			offset = child->offset;
		if (end == MD_UNKNOWN || child->end > end)
			end = child->end;
	}
	if ((node->kind == MD_ITEM || node->kind == MD_QUOTE) &&
	    !is_known(node))
		return;
	if (offset != MD_UNKNOWN)
		set_range(node, offset, end);
}

static void locate_children(struct locator *l, struct md_node *node)
{
	for (struct md_node *child = node->first; child != NULL;
	     child = child->next)
		locate_block(l, child);
}

static void locate_block(struct locator *l, struct md_node *node)
{
	if (md_is_leaf_block(node->kind)) {
		locate_leaf_block(l, node);
		return;
	}
	if (node->kind == MD_RULE) {
		locate_rule(l, node);
		return;
	}
	if (node->kind == MD_ITEM || node->kind == MD_QUOTE)
		locate_mark(l, node);
	locate_children(l, node);
	close_range(node);
}

void md_locate(struct arena *arena, struct md_tree *tree)
{
	struct locator l = { .tree = tree,
		.file = tree->file,
		.arena = arena,
		.cursor = tree->body };

	md_labels_init(&l.labels, arena, tree);
	locate_block(&l, tree->root);
}
