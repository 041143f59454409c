/* Reference links and their definitions. */
#include <stdlib.h>

#include "base/strbuf.h"
#include "check/markdown.h"
#include "model/md_target.h"

/* A tag with its brackets is shorter. */
enum { TAG_BYTES = 64 };

/* A definition and the key of its label. */
struct keyed {
	size_t key, index;
};

static int by_key(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* All definitions, those of one label side by side and in file order. */
static struct keyed *sorted_references(const struct checker *c)
{
	const struct md_tree *tree = &c->issue->tree;
	struct keyed *list =
	    ARENA_ARRAY(c->arena, tree->references + 1, struct keyed);

	for (size_t i = 0; i < tree->references; i++)
		list[i] =
		    (struct keyed){ md_label_key(tree->reference[i].label), i };
	if (tree->references > 1)
		qsort(list, tree->references, sizeof(*list), by_key);
	return list;
}

/* For each definition the first one of its label, by index. */
static size_t *first_of_each(const struct checker *c)
{
	size_t count = c->issue->tree.references, *first;
	struct keyed *list = sorted_references(c);

	first = ARENA_ARRAY(c->arena, count + 1, size_t);
	for (size_t i = 0; i < count; i++)
		first[list[i].index] = i > 0 && list[i - 1].key == list[i].key
					   ? first[list[i - 1].index]
					   : list[i].index;
	return first;
}

/* Has one before it the same label, and leads elsewhere? */
static bool is_second(
    const struct md_tree *tree, const size_t *first, size_t index)
{
	return first[index] != index &&
	       !str_eq(tree->reference[first[index]].target,
		   tree->reference[index].target);
}

void markdown_look_reference_twice(struct checker *c)
{
	const struct md_tree *tree = &c->issue->tree;
	size_t *first;

	if (tree->references < 2)
		return;
	first = first_of_each(c);
	for (size_t i = 0; i < tree->references; i++) {
		const struct md_reference *r = &tree->reference[i];

		if (is_second(tree, first, i))
			check_also(c,
			    check_found(c, r->offset, r->end, "[%.*s]",
				STR_ARG(r->label)),
			    tree->reference[first[i]].offset,
			    "defined here first");
	}
}

static int by_offset(const void *left, const void *right)
{
	size_t a = *(const size_t *)left, b = *(const size_t *)right;

	return (a > b) - (a < b);
}

static bool is_used(const size_t *used, size_t count, size_t offset)
{
	return count > 0 &&
	       bsearch(&offset, used, count, sizeof(*used), by_offset) != NULL;
}

/* The whole line, if nothing else stands there. */
static void remove_line(
    struct checker *c, struct finding *f, size_t offset, size_t end)
{
	size_t from = source_line_start(c->text, offset);
	size_t to = source_line_end(c->text, end);

	if (from == offset && to == end && to < c->text.len)
		check_fix(c, f, false, from, to + 1 - from, STR(""));
}

/* "[//]: # (text)" is a way to write a comment. */
static bool is_remark(const struct md_reference *r)
{
	return str_eq(r->label, STR("//")) || str_eq(r->target, STR("#"));
}

/* The second definition of a label with one address is never used. */
void markdown_look_reference_unused(struct checker *c)
{
	const struct md_tree *tree = &c->issue->tree;
	size_t *used, *first, count = 0;

	if (tree->references == 0)
		return;
	first = first_of_each(c);
	used = ARENA_ARRAY(c->arena, c->links + 1, size_t);
	for (size_t i = 0; i < c->links; i++)
		if (c->link[i].reference != NULL)
			used[count++] = c->link[i].reference->offset;
		else if (c->link[i].offset == MD_UNKNOWN)
			return; /* it may use any of them */
	if (count > 0)
		qsort(used, count, sizeof(*used), by_offset);
	for (size_t i = 0; i < tree->references; i++) {
		const struct md_reference *r = &tree->reference[i];

		if (!is_used(used, count, r->offset) && !is_remark(r) &&
		    !is_second(tree, first, i))
			remove_line(c,
			    check_found(c, r->offset, r->end, "[%.*s]",
				STR_ARG(r->label)),
			    r->offset, r->end);
	}
}

/* "[label] https://..." at the start of a line */
void markdown_look_reference_colon(struct checker *c)
{
	for (size_t i = 0; i + 1 < c->literals; i++) {
		size_t open = c->literal[i].offset;
		size_t close = c->literal[i + 1].offset, at = close + 1;
		struct finding *f;

		if (markdown_mark(c, i) != '[' ||
		    markdown_mark(c, i + 1) != ']' ||
		    c->literal[i].node != c->literal[i + 1].node ||
		    (open > 0 && c->text.at[open - 1] != '\n'))
			continue;
		while (at < c->text.len && char_is_blank(c->text.at[at]))
			at++;
		if (at == close + 1 ||
		    !markdown_is_address(str_sub(c->text, at, c->text.len)))
			continue;
		f = check_found(c, open, close + 1, NULL);
		check_fix(c, f, false, close + 1, 0, STR(":"));
	}
}

/* ------------------------------------------------------------------ [a][b] */

/* The label between the brackets at index and index + 1, if they are a pair
 * of one text. */
static struct str label_of(const struct checker *c, size_t index)
{
	if (markdown_mark(c, index) != '[' ||
	    markdown_mark(c, index + 1) != ']' ||
	    c->literal[index].node != c->literal[index + 1].node)
		return (struct str){ NULL, 0 };
	return str_sub(c->text, c->literal[index].offset + 1,
	    c->literal[index + 1].offset);
}

static bool is_known_tag(const struct checker *c, struct str label)
{
	for (size_t i = 0; i < c->settings->tags; i++)
		if (str_eq_fold(c->settings->tag[i].name, label))
			return true;
	return false;
}

/* A word that is no name of a reference but a mark on an item: a tag of the
 * settings, a language, "disposition: merge". */
static bool is_tag(const struct checker *c, struct str label)
{
	bool capitals = label.len >= 2 && label.len <= 3;

	for (size_t i = 0; i < label.len; i++)
		capitals = capitals && label.at[i] >= 'A' && label.at[i] <= 'Z';
	return capitals || is_known_tag(c, label) ||
	       str_find_char(label, ':', 0) != STR_NONE;
}

/* Is there "[b]" right behind "[a]", at index, shown as text too? */
static bool is_pair_shown(const struct checker *c, size_t index)
{
	return label_of(c, index + 2).len > 0 &&
	       c->literal[index + 2].offset == c->literal[index + 1].offset + 1;
}

void markdown_look_reference_undefined(struct checker *c)
{
	for (size_t i = 0; i + 3 < c->literals; i++) {
		struct str text = label_of(c, i), label = label_of(c, i + 2);
		size_t open = c->literal[i].offset;

		if (text.at == NULL || label.len == 0 || !is_pair_shown(c, i) ||
		    is_tag(c, text) || markdown_is_in_link(c->literal[i].node))
			continue;
		check_found(c, open, c->literal[i + 3].offset + 1, "[%.*s]",
		    STR_ARG(label));
	}
}

/* The label of the link whose text begins with the bracket at `at`, if it is
 * a tag; else empty. */
static struct str linked_tag(const struct checker *c, size_t at)
{
	struct str text = str_sub(c->text, at, at + TAG_BYTES);
	size_t close = str_find_char(text, ']', 0);
	struct str label = { NULL, 0 };

	if (close != STR_NONE && close + 1 < text.len &&
	    text.at[close + 1] == '(')
		label = str_sub(text, 1, close);
	return is_known_tag(c, label) ? label : (struct str){ NULL, 0 };
}

/* "[Title][series](address)": the title should be the link. */
static void found_tag_linked(
    struct checker *c, size_t open, struct str title, struct str tag)
{
	/* Two pairs of brackets side by side. */
	size_t length = title.len + tag.len + 4;
	struct finding *f =
	    check_found(c, open, open + length, "[%.*s]", STR_ARG(tag));

	check_fix(c, f, false, open, length,
	    arena_printf(
		c->arena, "[%.*s] [%.*s]", STR_ARG(tag), STR_ARG(title)));
}

/* "[video][Title](address)", "[ZH][video]", "[Title][series](address)" */
void markdown_look_reference_glued(struct checker *c)
{
	for (size_t i = 0; i + 1 < c->literals; i++) {
		struct str text = label_of(c, i), tag;
		size_t at = c->literal[i + 1].offset + 1;
		bool inside;
		struct finding *f;

		if (text.len == 0 || at >= c->text.len || c->text.at[at] != '[')
			continue;
		inside = markdown_is_in_link(c->literal[i].node);
		if (!inside && !is_tag(c, text)) {
			tag = linked_tag(c, at);
			if (tag.len > 0) {
				found_tag_linked(
				    c, c->literal[i].offset, text, tag);
				continue;
			}
			/* Of two in a row the second is a reference. */
			if (is_pair_shown(c, i))
				continue;
		}
		f = check_found(c, c->literal[i].offset, at + 1, NULL);
		if (!inside)
			check_fix(c, f, true, at, 0, STR(" "));
	}
}
