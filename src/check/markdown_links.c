/* Links that are none, or of which something is missing. */
#include "base/limits.h"
#include "check/markdown.h"

bool markdown_is_address(struct str text)
{
	return str_starts_fold(text, STR("http:")) ||
	       str_starts_fold(text, STR("https:")) ||
	       str_starts_fold(text, STR("mailto:")) ||
	       str_starts_fold(text, STR("www."));
}

/* The text from an offset on. */
static struct str text_at(const struct checker *c, size_t offset)
{
	return str_sub(c->text, offset, c->text.len);
}

/* Up to the next blank; of what is longer than any address, a part. */
static size_t word_end(const struct checker *c, size_t at)
{
	size_t most = at + KIB < c->text.len ? at + KIB : c->text.len;

	while (at < most && !char_is_space(c->text.at[at]))
		at++;
	return at;
}

/* ------------------------------------------------------------- broken links */

/* "](", or "`(https:" and ")(https:" where the ] was forgotten. */
static bool is_broken(const struct checker *c, size_t index)
{
	size_t at = c->literal[index].offset;
	char before = at > 0 ? c->text.at[at - 1] : '\0';

	if (markdown_mark(c, index) != '(')
		return false;
	if (before == ']')
		return index > 0 && c->literal[index - 1].offset == at - 1;
	return (before == ')' || before == '`') &&
	       markdown_is_address(text_at(c, at + 1));
}

/* "[text]((address)" has one ( too much; at the end of a line a ) is missing
 * that would make it a link. */
static void mend_broken(struct checker *c, struct finding *f, size_t open)
{
	size_t end = word_end(c, open + 1);
	struct str inside = str_sub(c->text, open + 1, end);

	if (c->text.at[open - 1] != ']')
		return;
	if (inside.len > 2 && inside.at[0] == '(' &&
	    markdown_is_address(str_sub(inside, 1, inside.len)) &&
	    str_find_char(inside, '(', 1) == STR_NONE)
		check_fix(c, f, false, open, 1, STR(""));
	else if (markdown_is_address(inside) &&
		 str_find_char(inside, ')', 0) == STR_NONE &&
		 str_find_char(inside, '(', 0) == STR_NONE &&
		 str_find_char(inside, ']', 0) == STR_NONE &&
		 (end == c->text.len || c->text.at[end] == '\n'))
		check_fix(c, f, false, end, 0, STR(")"));
}

void markdown_look_link_broken(struct checker *c)
{
	for (size_t i = 0; i < c->literals; i++) {
		size_t at = c->literal[i].offset;
		struct finding *f;

		if (!is_broken(c, i))
			continue;
		f = check_found(c, at - 1, word_end(c, at), NULL);
		mend_broken(c, f, at);
	}
}

/* "[text] (https://...)" */
void markdown_look_link_gap(struct checker *c)
{
	for (size_t i = 1; i + 1 < c->literals; i++) {
		size_t close = c->literal[i].offset, open;
		struct finding *f;

		if (markdown_mark(c, i) != ']' ||
		    markdown_mark(c, i + 1) != '(' ||
		    c->literal[i].node != c->literal[i + 1].node ||
		    markdown_mark(c, i - 1) != '[')
			continue;
		open = c->literal[i + 1].offset;
		if (open == close + 1 || open > close + 3 ||
		    str_trim(str_sub(c->text, close + 1, open)).len > 0 ||
		    !markdown_is_address(text_at(c, open + 1)))
			continue;
		f = check_found(c, close, open + 1, NULL);
		check_fix(c, f,
		    str_find_char(str_sub(c->text, open, word_end(c, open)),
			')', 0) != STR_NONE,
		    close + 1, open - close - 1, STR(""));
	}
}

/* ---------------------------------------------------------- parts of a link */

static bool has_image(const struct md_node *link)
{
	for (const struct md_node *n = link; n != NULL; n = md_walk(link, n))
		if (n->kind == MD_IMAGE ||
		    (n->kind == MD_HTML &&
			str_starts_fold(n->text, STR("<img"))))
			return true;
	return false;
}

void markdown_look_link_text(struct checker *c, const struct checked_link *link)
{
	const struct md_node *node = link->node;

	if (node->kind != MD_LINK ||
	    (node->first != NULL && node->first->kind == MD_TEXT &&
		str_trim(node->first->text).len > 0))
		return;
	if (md_plain_text(c->arena, node).len == 0 && !has_image(node))
		check_found_node(c, node, "%.*s", STR_ARG(node->target));
}

void markdown_look_link_url(struct checker *c, const struct checked_link *link)
{
	if (link->node->target.len == 0 && link->node->kind == MD_LINK)
		check_found_node(c, link->node, NULL);
}

/* Blanks, and fixed ones, at the start or end. */
static size_t blanks_at(struct str text, bool end)
{
	size_t blanks = 0;

	for (;;) {
		struct str rest = end ? str_sub(text, 0, text.len - blanks)
				      : str_sub(text, blanks, text.len);

		if (rest.len > 0 &&
		    char_is_blank(rest.at[end ? rest.len - 1 : 0]))
			blanks++;
		else if (end ? str_ends(rest, STR("\xc2\xa0"))
			     : str_starts(rest, STR("\xc2\xa0")))
			blanks += 2;
		else
			return blanks;
	}
}

void markdown_look_link_text_blanks(
    struct checker *c, const struct checked_link *link)
{
	const struct md_node *first = link->node->first;
	const struct md_node *last = link->node->last;
	size_t at_first = 0, at_last = 0, left = 0, right = 0;
	struct finding *f;

	if (first == NULL)
		return;
	if (first->kind == MD_TEXT && check_prose_at(c, first, &at_first))
		left = blanks_at(first->text, false);
	if (last->kind == MD_TEXT && check_prose_at(c, last, &at_last))
		right = blanks_at(last->text, true);
	if (left + right == 0 || (first == last && left == first->text.len))
		return;
	f = left > 0 ? check_found(c, at_first, at_first + left, NULL)
		     : check_found(c, at_last + last->text.len - right,
			   at_last + last->text.len, NULL);
	if (left > 0)
		check_fix(c, f, true, at_first, left, STR(""));
	if (right > 0)
		check_fix(c, f, true, at_last + last->text.len - right, right,
		    STR(""));
}

void markdown_look_link_url_blanks(
    struct checker *c, const struct checked_link *link)
{
	size_t end = link->end, from = link->offset;
	struct finding *f;

	if (from == MD_UNKNOWN || link->reference != NULL || from == end)
		return;
	while (from > 0 && char_is_blank(c->text.at[from - 1]))
		from--;
	while (end < c->text.len && char_is_blank(c->text.at[end]))
		end++;
	if (from > 0 && c->text.at[from - 1] != '(')
		from = link->offset;
	if (end == c->text.len || c->text.at[end] != ')')
		end = link->end;
	if (from == link->offset && end == link->end)
		return;
	f = check_found(c, from, end, NULL);
	if (from < link->offset)
		check_fix(c, f, true, from, link->offset - from, STR(""));
	if (end > link->end)
		check_fix(c, f, true, link->end, end - link->end, STR(""));
}
