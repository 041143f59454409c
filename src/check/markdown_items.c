/* The marks of list items. */
#include <limits.h>

#include "check/markdown.h"

static bool is_bullet(char c)
{
	return c == '*' || c == '-' || c == '+';
}

static bool is_empty(const struct md_node *item)
{
	const struct md_node *n = md_walk(item, item);

	for (; n != NULL; n = md_walk(item, n))
		if (n->kind != MD_PARAGRAPH && n->kind != MD_SOFT_BREAK &&
		    !(n->kind == MD_TEXT && str_trim(n->text).len == 0))
			return false;
	return true;
}

void markdown_look_item_empty(struct checker *c, const struct md_node *node)
{
	struct finding *f;
	size_t from, to;

	if (!is_empty(node))
		return;
	f = check_found_node(c, node, NULL);
	if (node->offset == MD_UNKNOWN)
		return;
	from = source_line_start(c->text, node->offset);
	to = source_line_end(c->text, node->offset);
	if (str_trim(str_sub(c->text, from, node->offset)).len == 0 &&
	    str_trim(str_sub(c->text, from, to)).len < 4 && to < c->text.len)
		check_fix(c, f, false, from, to + 1 - from, STR(""));
}

/* "*[title](address)" at the start of a line is no item. */
void markdown_look_item_mark(struct checker *c)
{
	for (size_t i = 0; i < c->lines; i++) {
		const struct checked_line *line = &c->line[i];
		struct str text = line->text;
		struct finding *f;
		size_t at = 0;

		if (line->header || line->code || line->html)
			continue;
		while (at < text.len && char_is_blank(text.at[at]))
			at++;
		if (at + 1 >= text.len || !is_bullet(text.at[at]) ||
		    text.at[at + 1] != '[' ||
		    str_find(text, STR("]("), at) == STR_NONE ||
		    (text.at[at] == '*' &&
			str_find_char(text, '*', at + 1) != STR_NONE))
			continue;
		f = check_found(
		    c, line->offset + at, line->offset + at + 2, NULL);
		check_fix(c, f, false, line->offset + at + 1, 0, STR(" "));
	}
}

/* In an item that goes on in further lines their indent hangs on it. */
static bool is_one_line(const struct checker *c, const struct md_node *item)
{
	return item->end <= source_line_end(c->text, item->offset);
}

void markdown_look_item_mark_blanks(
    struct checker *c, const struct md_node *node)
{
	struct str source = md_source(&c->issue->tree, node);
	struct finding *f;
	size_t blanks = 0;

	if (source.len < 4 || !is_bullet(source.at[0]))
		return;
	while (1 + blanks < source.len && source.at[1 + blanks] == ' ')
		blanks++;
	if (blanks < 2 || blanks > 4 || 1 + blanks == source.len ||
	    char_is_space(source.at[1 + blanks]))
		return;
	f = check_found(c, node->offset + 1, node->offset + 1 + blanks, NULL);
	check_fix(
	    c, f, is_one_line(c, node), node->offset + 1, blanks, STR(" "));
}

/* "\|": a bar outside of a table needs no backslash. */
void markdown_look_item_bar(struct checker *c, const struct md_node *node)
{
	struct finding *f;

	if (node->offset == MD_UNKNOWN || node->text.len == 0 ||
	    node->text.at[0] != '|' || c->text.at[node->offset] != '\\' ||
	    markdown_block(node)->kind == MD_CELL)
		return;
	f = check_found(c, node->offset, node->offset + 2, NULL);
	check_fix(c, f, true, node->offset, 1, STR(""));
}

/* -------------------------------------------------- lists of other bullets */

/* The bullet of a list; '\0' of one with numbers, or if it is not known. */
static char bullet_of(const struct checker *c, const struct md_node *list)
{
	size_t at = list->first != NULL ? list->first->offset : MD_UNKNOWN;

	if (list->kind != MD_LIST || list->ordered || at == MD_UNKNOWN ||
	    !is_bullet(c->text.at[at]))
		return '\0';
	return c->text.at[at];
}

/* The list that goes on right behind one with another bullet, or NULL. */
static const struct md_node *goes_on(
    const struct checker *c, const struct md_node *list)
{
	const struct md_node *next = list->next;

	if (next == NULL || list->end == MD_UNKNOWN ||
	    bullet_of(c, list) == '\0' || bullet_of(c, next) == '\0' ||
	    str_trim(str_sub(c->text, list->end, next->first->offset)).len > 0)
		return NULL;
	return next;
}

/* "- * *" would be a rule with another bullet. */
static bool is_marks_only(const struct checker *c, const struct md_node *item)
{
	size_t end = source_line_end(c->text, item->offset);

	for (size_t i = item->offset; i < end; i++)
		if (!is_bullet(c->text.at[i]) && c->text.at[i] != '_' &&
		    !char_is_space(c->text.at[i]))
			return false;
	return true;
}

static void found_other_bullet(
    struct checker *c, const struct md_node *list, char wished)
{
	char was = bullet_of(c, list);
	size_t at = list->first->offset;
	struct finding *f =
	    check_found(c, at, at + 1, "\"%c\" among \"%c\"", was, wished);

	MD_EACH_CHILD (item, list) {
		if (item->offset == MD_UNKNOWN ||
		    c->text.at[item->offset] != was || is_marks_only(c, item))
			return;
	}
	MD_EACH_CHILD (item, list)
		check_fix(
		    c, f, true, item->offset, 1, (struct str){ &wished, 1 });
}

/* The bullet that most items of the lists [first, stop) have; of equally many
 * the first. */
static char most_used(const struct checker *c, const struct md_node *first,
    const struct md_node *stop)
{
	size_t items[UCHAR_MAX + 1] = { 0 };
	unsigned char best = (unsigned char)bullet_of(c, first);

	for (const struct md_node *list = first; list != stop;
	     list = list->next) {
		MD_EACH_CHILD (item, list)
			items[(unsigned char)bullet_of(c, list)]++;
	}
	for (const struct md_node *list = first; list != stop;
	     list = list->next) {
		unsigned char bullet = (unsigned char)bullet_of(c, list);

		if (items[bullet] > items[best])
			best = bullet;
	}
	return (char)best;
}

/* Of a document, quote or item: what it holds. */
void markdown_look_list_marker(struct checker *c, const struct md_node *node)
{
	const struct md_node *stop;

	for (const struct md_node *first = node->first; first != NULL;
	     first = stop) {
		const struct md_node *last = first;
		char wished;

		while (goes_on(c, last) != NULL)
			last = last->next;
		stop = last->next;
		if (last == first)
			continue;
		wished = most_used(c, first, stop);
		for (; first != stop; first = first->next)
			if (bullet_of(c, first) != wished)
				found_other_bullet(c, first, wished);
	}
}
