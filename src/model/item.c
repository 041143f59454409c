#include "model/reader.h"

/* A longer text in brackets is no tag. */
enum { LONGEST_TAG = 32 };

struct section *spot_section(const struct reader *r, struct spot spot)
{
	return &r->issue->section[spot.section];
}

struct item *spot_item(const struct reader *r, struct spot spot)
{
	return &spot_section(r, spot)->item[spot.item];
}

static void add_tag(struct arena *arena, struct str_list *tags, struct str tag)
{
	tag = str_trim(tag);
	if (tag.len == 0 || tags == NULL)
		return;
	tags->item = ARENA_GROW(arena, tags->item, tags->count);
	tags->item[tags->count++] = tag;
}

/* The length of "[tag]" or "(tag)" at the start of s, or 0. */
static size_t tag_length(struct str s)
{
	char close = 0;
	size_t end;

	if (s.len > 0 && s.at[0] == '[')
		close = ']';
	else if (s.len > 0 && s.at[0] == '(')
		close = ')';
	if (close == 0)
		return 0;
	end = str_find_char(str_sub(s, 0, LONGEST_TAG + 2), close, 1);
	if (end == STR_NONE || end < 2)
		return 0;
	for (size_t i = 1; i < end; i++) {
		char c = s.at[i];

		if (c == LINE_LINK || c == '[' || c == '(')
			return 0;
		/* "(almost) done" is text; round brackets hold one word. */
		if (close == ')' && !char_is_alpha(c))
			return 0;
	}
	return end + 1;
}

/* Round brackets are a tag only right before a link. */
static bool is_followed(struct str s, size_t length)
{
	struct str rest = str_trim_left(str_sub(s, length, STR_NONE));

	if (s.at[0] == '[')
		return rest.len > 0;
	return rest.len > 0 && rest.at[0] == LINE_LINK;
}

size_t tags_read(struct arena *arena, struct str text, struct str_list *tags)
{
	size_t at = text.len - str_trim_left(text).len, length;
	struct str rest = str_sub(text, at, STR_NONE);

	while ((length = tag_length(rest)) > 0 && is_followed(rest, length)) {
		struct str inside = str_sub(rest, 1, length - 1);

		while (inside.at != NULL)
			add_tag(arena, tags, str_take(&inside, '|'));
		rest = str_trim_left(str_sub(rest, length, STR_NONE));
	}
	return text.len - rest.len;
}

struct str tag_value(const struct item *item, struct str key)
{
	for (size_t i = 0; i < item->tags.count; i++) {
		struct str tag = item->tags.item[i];
		struct str name = str_take(&tag, ':');

		if (tag.at != NULL && str_eq_fold(str_trim(name), key))
			return str_trim(tag);
	}
	return (struct str){ 0 };
}

/* The words of a sentence in emphasis: "*None.*" */
static struct str without_stars(struct str s)
{
	s = str_trim(s);
	while (s.len > 0 && (s.at[0] == '*' || s.at[0] == '_'))
		s = str_sub(s, 1, STR_NONE);
	while (s.len > 0 && (s.at[s.len - 1] == '*' || s.at[s.len - 1] == '_'))
		s = str_sub(s, 0, s.len - 1);
	return s;
}

/* "No ..." or "Nothing ...", all of it in emphasis, or the rule's words. */
static bool is_none(
    const struct section *s, const struct md_node *node, struct str text)
{
	static const struct str start[] = { STR_INIT("no "), STR_INIT("none "),
		STR_INIT("nothing ") };
	const struct md_node *first = node->first;
	struct str none = { 0 };

	if (s->rule != NULL)
		none = without_stars(s->rule->none);
	if (none.len > 0 && str_starts_fold(text, none))
		return true;
	while (first != NULL &&
	       (first->kind == MD_PARAGRAPH || first->kind == MD_LIST ||
		   first->kind == MD_ITEM))
		first = first->first;
	if (first == NULL ||
	    (first->kind != MD_EMPHASIS && first->kind != MD_STRONG))
		return false;
	for (size_t i = 0; i < sizeof(start) / sizeof(start[0]); i++) {
		if (str_starts_fold(text, start[i]))
			return true;
	}
	return false;
}

/* Tags, one link and at most a punctuation mark behind it. */
static bool is_link_item(struct line line)
{
	size_t at = tags_read(NULL, line.text, NULL);
	struct str rest = str_sub(line.text, at, STR_NONE);

	if (line.links != 1 || rest.len == 0 || rest.at[0] != LINE_LINK)
		return false;
	rest = str_trim(str_sub(rest, 1, STR_NONE));
	return rest.len == 0 || (rest.len == 1 && char_is_punct(rest.at[0]));
}

static void add_item(
    struct reader *r, struct section *s, const struct md_node *node)
{
	struct line line = line_of_block(r->arena, node);
	struct item item = {
		.text = block_text(r->arena, node),
		.offset = node->offset,
		.end = node->end,
		.node = node,
		.typed = STR_NONE,
	};

	if (node->kind == MD_PARAGRAPH)
		line = line_of(r->arena, node->first, NULL);
	item.link = block_links(r->arena, node, &item.links);
	tags_read(r->arena, line.text, &item.tags);
	if (is_none(s, node, item.text))
		item.kind = ITEM_NONE;
	else if (is_link_item(line))
		item.kind = ITEM_LINK;
	s->item = ARENA_GROW(r->arena, s->item, s->items);
	s->item[s->items++] = item;
}

static bool holds_calls(enum section_kind kind)
{
	return kind == SECTION_TESTING || kind == SECTION_PARTICIPATION ||
	       kind == SECTION_SPEAKING;
}

/* Is a paragraph an item: links of calls, or the word that there is none? */
static bool is_item(
    struct reader *r, const struct section *s, const struct md_node *node)
{
	struct line line;

	if (s->rule == NULL || s->kind == SECTION_PLAIN)
		return false;
	if (is_none(s, node, md_plain_text(r->arena, node)))
		return true;
	if (!holds_calls(s->kind))
		return false;
	line = line_of(r->arena, node->first, NULL);
	return line.links > 0 && line_is_links(line);
}

/* The items of the outermost lists of a block. */
static void add_items(
    struct reader *r, struct section *s, const struct md_node *block)
{
	const struct md_node *at = block;

	while (at != NULL) {
		const struct md_node *next = md_walk(block, at);

		if (at->kind == MD_LIST) {
			MD_EACH_CHILD (item, at) {
				add_item(r, s, item);
			}
			next = at;
			while (next != block && next->next == NULL)
				next = next->parent;
			next = next == block ? NULL : next->next;
		} else if (at == block && at->kind == MD_PARAGRAPH &&
			   is_item(r, s, at)) {
			add_item(r, s, at);
			return;
		}
		at = next;
	}
}

void items_read(struct reader *r)
{
	for (size_t i = 0; i < r->issue->sections; i++) {
		struct section *s = &r->issue->section[i];

		for (const struct md_node *block = s->first; block != s->stop;
		     block = block->next) {
			add_items(r, s, block);
		}
	}
}
