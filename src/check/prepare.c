#include "check/prepare.h"

#include "base/text.h"
#include "base/url.h"
#include "model/md_target.h"

/* ------------------------------------------------------------------- lines */

static size_t count_lines(struct str text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.len; i++)
		lines += text.at[i] == '\n';
	return lines;
}

static void split_lines(struct checker *c)
{
	size_t body = c->issue->tree.body, at = 0;

	c->line =
	    ARENA_ARRAY(c->arena, count_lines(c->text), struct checked_line);
	while (at < c->text.len) {
		struct checked_line *line = &c->line[c->lines++];
		size_t end = str_find_char(c->text, '\n', at);

		if (end == STR_NONE)
			end = c->text.len;
		line->text = str_sub(c->text, at, end);
		if (line->text.len > 0 &&
		    line->text.at[line->text.len - 1] == '\r')
			line->text.len--;
		line->offset = at;
		line->number = c->lines;
		line->header = at < body;
		at = end + 1;
	}
}

static bool is_plain(char c)
{
	return (c >= ' ' && c <= '~') || c == '\n';
}

/* Is there a byte below ' ', above '~', or beyond ASCII among these eight?
 * (Each test borrows only from bytes that are found anyway.) */
static bool has_odd(const char *at)
{
	const uint64_t ones = UINT64_MAX / 255, high = ones * 0x80;
	uint64_t word, below, above;

	memcpy(&word, at, sizeof(word));
	below = (word - ones * ' ') & ~word;
	above = word + ones;
	return ((word | below | above) & high) != 0;
}

/* Note the character at `at` if it is odd; returns where the next begins. */
static size_t take_char(struct checker *c, size_t at)
{
	struct odd_char odd = { .offset = (uint32_t)at };

	if (is_plain(c->text.at[at]))
		return at + 1;
	odd.code_point = text_next(c->text, &at);
	c->odd = ARENA_GROW(c->arena, c->odd, c->odds);
	c->odd[c->odds++] = odd;
	return at;
}

static void find_odd(struct checker *c)
{
	size_t at = 0;

	while (at < c->text.len) {
		size_t stop = at + 8;

		if (stop <= c->text.len && !has_odd(c->text.at + at))
			at = stop;
		while (at < stop && at < c->text.len)
			at = take_char(c, at);
	}
}

/* Index of the line that holds an offset; the last one for the end. */
static size_t line_index(const struct checker *c, size_t offset)
{
	size_t low = 0, high = c->lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (c->line[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

enum mark { MARK_CODE, MARK_HTML };

static void mark_lines(
    struct checker *c, size_t offset, size_t end, enum mark mark)
{
	if (offset == MD_UNKNOWN || c->lines == 0)
		return;
	for (size_t i = line_index(c, offset);
	     i < c->lines && (c->line[i].offset < end || end == offset); i++) {
		if (mark == MARK_CODE)
			c->line[i].code = true;
		else
			c->line[i].html = true;
		if (end == offset)
			break;
	}
}

/* The section of each line, and of each offset, by the headings whose place
 * is known. */
static void name_sections(struct checker *c)
{
	size_t section = 0;

	for (size_t i = 0; i < c->lines; i++) {
		struct checked_line *line = &c->line[i];

		while (section + 1 < c->issue->sections) {
			size_t next = c->issue->section[section + 1].offset;

			if (next != MD_UNKNOWN &&
			    next >= line->offset + line->text.len + 1)
				break;
			section++;
		}
		line->section = section;
	}
}

static void mark_comments(struct checker *c)
{
	for (size_t i = 0; i < c->issue->tree.comments; i++) {
		const struct md_comment *comment = &c->issue->tree.comment[i];

		mark_lines(c, comment->offset, comment->end, MARK_HTML);
	}
}

/* ------------------------------------------------------------ nodes, links */

static void add_node(struct checker *c, const struct md_node *node)
{
	struct node_list *list = &c->node[node->kind];

	list->node = ARENA_GROW(c->arena, list->node, list->count);
	list->node[list->count++] = node;
}

/* Where the walk is: the section, and which of its items. */
struct spot_of {
	size_t section, item;
};

static bool is_inside(const struct md_node *node, const struct md_node *of)
{
	for (; node != NULL; node = node->parent)
		if (node == of)
			return true;
	return false;
}

static void follow(
    const struct checker *c, struct spot_of *spot, const struct md_node *node)
{
	const struct issue *issue = c->issue;
	const struct section *s;
	size_t next;

	while (spot->section + 1 < issue->sections &&
	       issue->section[spot->section + 1].heading == node) {
		spot->section++;
		spot->item = STR_NONE;
	}
	s = &issue->section[spot->section];
	next = spot->item == STR_NONE ? 0 : spot->item + 1;
	if (next < s->items && s->item[next].node == node)
		spot->item = next;
}

static void add_link(struct checker *c, const struct md_labels *labels,
    const struct spot_of *spot, const struct md_node *node)
{
	const struct section *s = &c->issue->section[spot->section];
	struct md_target target = md_target_of(labels, &c->issue->tree, node);
	struct checked_link link = {
		.node = node,
		.offset = target.offset,
		.end = target.end,
		.reference = target.reference,
		.canonical = url_canonical(c->arena, node->target),
		.section = spot->section,
		.item = spot->item,
	};

	link.key = facts_key(link.canonical);
	if (spot->item != STR_NONE &&
	    !is_inside(node, s->item[spot->item].node))
		link.item = STR_NONE;
	c->link = ARENA_GROW(c->arena, c->link, c->links);
	c->link[c->links++] = link;
}

bool check_prose_at(
    const struct checker *c, const struct md_node *node, size_t *ret_offset)
{
	const char *at = node->text.at;

	if (node->parent->kind == MD_CODE ||
	    node->parent->kind == MD_CODE_BLOCK || at < c->text.at ||
	    at + node->text.len > c->text.at + c->text.len)
		return false;
	*ret_offset = (size_t)(at - c->text.at);
	return true;
}

static void find_literals(struct checker *c)
{
	const struct node_list *list = &c->node[MD_TEXT];
	bool mark[UINT8_MAX + 1] = { false };

	for (const char *m = LITERAL_MARKS; *m != '\0'; m++)
		mark[(unsigned char)*m] = true;
	for (size_t i = 0; i < list->count; i++) {
		const struct md_node *n = list->node[i];
		size_t offset;

		/* One that begins before its text is escaped. */
		if (!check_prose_at(c, n, &offset) || n->offset != offset)
			continue;
		for (size_t k = 0; k < n->text.len; k++) {
			if (!mark[(unsigned char)n->text.at[k]])
				continue;
			c->literal =
			    ARENA_GROW(c->arena, c->literal, c->literals);
			c->literal[c->literals++] =
			    (struct literal){ n, offset + k };
		}
	}
}

void check_prepare(struct checker *c)
{
	const struct md_tree *tree = &c->issue->tree;
	const struct md_labels *labels = md_labels_make(c->arena, tree);
	struct spot_of spot = { .item = STR_NONE };

	split_lines(c);
	find_odd(c);
	name_sections(c);
	mark_comments(c);
	for (const struct md_node *n = tree->root; n != NULL;
	     n = md_walk(tree->root, n)) {
		add_node(c, n);
		follow(c, &spot, n);
		if (n->kind == MD_LINK || n->kind == MD_IMAGE)
			add_link(c, labels, &spot, n);
		else if (n->kind == MD_CODE_BLOCK)
			mark_lines(c, n->offset, n->end, MARK_CODE);
		else if (n->kind == MD_HTML_BLOCK)
			mark_lines(c, n->offset, n->end, MARK_HTML);
	}
	find_literals(c);
}

/* ------------------------------------------------------------------ looking */

const struct checked_line *check_line_at(const struct checker *c, size_t offset)
{
	return &c->line[line_index(c, offset)];
}

const struct section *check_section_at(const struct checker *c, size_t offset)
{
	return &c->issue->section[check_line_at(c, offset)->section];
}
