#include "model/md_html.h"

#include "model/md_priv.h"

enum { OPEN_TAGS = 64 }; /* open at once in one block; more become text */

static const struct {
	struct str name;
	enum md_tag_kind kind;
} elements[] = {
	{ STR_INIT("a"), MD_TAG_ALLOWED },
	{ STR_INIT("abbr"), MD_TAG_ALLOWED },
	{ STR_INIT("address"), MD_TAG_ALLOWED },
	{ STR_INIT("article"), MD_TAG_DROPPED },
	{ STR_INIT("aside"), MD_TAG_ALLOWED },
	{ STR_INIT("audio"), MD_TAG_DROPPED },
	{ STR_INIT("b"), MD_TAG_ALLOWED },
	{ STR_INIT("bdi"), MD_TAG_ALLOWED },
	{ STR_INIT("bdo"), MD_TAG_ALLOWED },
	{ STR_INIT("big"), MD_TAG_DROPPED },
	{ STR_INIT("blockquote"), MD_TAG_ALLOWED },
	{ STR_INIT("body"), MD_TAG_DROPPED },
	{ STR_INIT("br"), MD_TAG_VOID },
	{ STR_INIT("button"), MD_TAG_DROPPED },
	{ STR_INIT("caption"), MD_TAG_ALLOWED },
	{ STR_INIT("center"), MD_TAG_DROPPED },
	{ STR_INIT("cite"), MD_TAG_ALLOWED },
	{ STR_INIT("code"), MD_TAG_ALLOWED },
	{ STR_INIT("dd"), MD_TAG_ALLOWED },
	{ STR_INIT("del"), MD_TAG_ALLOWED },
	{ STR_INIT("details"), MD_TAG_ALLOWED },
	{ STR_INIT("dfn"), MD_TAG_ALLOWED },
	{ STR_INIT("div"), MD_TAG_ALLOWED },
	{ STR_INIT("dl"), MD_TAG_ALLOWED },
	{ STR_INIT("dt"), MD_TAG_ALLOWED },
	{ STR_INIT("em"), MD_TAG_ALLOWED },
	{ STR_INIT("embed"), MD_TAG_REMOVED },
	{ STR_INIT("figcaption"), MD_TAG_ALLOWED },
	{ STR_INIT("figure"), MD_TAG_ALLOWED },
	{ STR_INIT("font"), MD_TAG_DROPPED },
	{ STR_INIT("form"), MD_TAG_DROPPED },
	{ STR_INIT("h1"), MD_TAG_ALLOWED },
	{ STR_INIT("h2"), MD_TAG_ALLOWED },
	{ STR_INIT("h3"), MD_TAG_ALLOWED },
	{ STR_INIT("h4"), MD_TAG_ALLOWED },
	{ STR_INIT("h5"), MD_TAG_ALLOWED },
	{ STR_INIT("h6"), MD_TAG_ALLOWED },
	{ STR_INIT("hr"), MD_TAG_VOID },
	{ STR_INIT("html"), MD_TAG_DROPPED },
	{ STR_INIT("i"), MD_TAG_ALLOWED },
	{ STR_INIT("iframe"), MD_TAG_REMOVED },
	{ STR_INIT("img"), MD_TAG_VOID },
	{ STR_INIT("input"), MD_TAG_DROPPED },
	{ STR_INIT("ins"), MD_TAG_ALLOWED },
	{ STR_INIT("kbd"), MD_TAG_ALLOWED },
	{ STR_INIT("li"), MD_TAG_ALLOWED },
	{ STR_INIT("link"), MD_TAG_REMOVED },
	{ STR_INIT("mark"), MD_TAG_ALLOWED },
	{ STR_INIT("meta"), MD_TAG_REMOVED },
	{ STR_INIT("nobr"), MD_TAG_DROPPED },
	{ STR_INIT("noscript"), MD_TAG_DROPPED },
	{ STR_INIT("object"), MD_TAG_REMOVED },
	{ STR_INIT("ol"), MD_TAG_ALLOWED },
	{ STR_INIT("p"), MD_TAG_ALLOWED },
	{ STR_INIT("picture"), MD_TAG_DROPPED },
	{ STR_INIT("pre"), MD_TAG_ALLOWED },
	{ STR_INIT("q"), MD_TAG_ALLOWED },
	{ STR_INIT("rp"), MD_TAG_ALLOWED },
	{ STR_INIT("rt"), MD_TAG_ALLOWED },
	{ STR_INIT("ruby"), MD_TAG_ALLOWED },
	{ STR_INIT("s"), MD_TAG_ALLOWED },
	{ STR_INIT("samp"), MD_TAG_ALLOWED },
	{ STR_INIT("script"), MD_TAG_REMOVED },
	{ STR_INIT("section"), MD_TAG_DROPPED },
	{ STR_INIT("select"), MD_TAG_DROPPED },
	{ STR_INIT("small"), MD_TAG_ALLOWED },
	{ STR_INIT("source"), MD_TAG_DROPPED },
	{ STR_INIT("span"), MD_TAG_ALLOWED },
	{ STR_INIT("strike"), MD_TAG_DROPPED },
	{ STR_INIT("strong"), MD_TAG_ALLOWED },
	{ STR_INIT("style"), MD_TAG_REMOVED },
	{ STR_INIT("sub"), MD_TAG_ALLOWED },
	{ STR_INIT("summary"), MD_TAG_ALLOWED },
	{ STR_INIT("sup"), MD_TAG_ALLOWED },
	{ STR_INIT("svg"), MD_TAG_REMOVED },
	{ STR_INIT("table"), MD_TAG_ALLOWED },
	{ STR_INIT("tbody"), MD_TAG_ALLOWED },
	{ STR_INIT("td"), MD_TAG_ALLOWED },
	{ STR_INIT("template"), MD_TAG_REMOVED },
	{ STR_INIT("textarea"), MD_TAG_DROPPED },
	{ STR_INIT("tfoot"), MD_TAG_ALLOWED },
	{ STR_INIT("th"), MD_TAG_ALLOWED },
	{ STR_INIT("thead"), MD_TAG_ALLOWED },
	{ STR_INIT("time"), MD_TAG_ALLOWED },
	{ STR_INIT("tr"), MD_TAG_ALLOWED },
	{ STR_INIT("tt"), MD_TAG_DROPPED },
	{ STR_INIT("u"), MD_TAG_ALLOWED },
	{ STR_INIT("ul"), MD_TAG_ALLOWED },
	{ STR_INIT("var"), MD_TAG_ALLOWED },
	{ STR_INIT("video"), MD_TAG_DROPPED },
	{ STR_INIT("wbr"), MD_TAG_VOID },
};

static enum md_tag_kind kind_of(struct str name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (str_eq_fold(elements[i].name, name))
			return elements[i].kind;
	return MD_TAG_NONE;
}

/* The > of a tag, past quoted values; STR_NONE without one. */
static size_t tag_end(struct str html, size_t at)
{
	char quote = '\0';

	for (; at < html.len; at++) {
		if (quote != '\0') {
			if (html.at[at] == quote)
				quote = '\0';
		} else if (html.at[at] == '"' || html.at[at] == '\'') {
			quote = html.at[at];
		} else if (html.at[at] == '>') {
			return at;
		}
	}
	return STR_NONE;
}

bool md_tag_read(struct str html, struct md_tag *ret_tag)
{
	struct md_tag tag = { .kind = MD_TAG_NONE };
	size_t at = 1, name, end;

	if (html.len < 3 || html.at[0] != '<')
		return false;
	tag.closing = html.at[1] == '/';
	at += tag.closing;
	name = at;
	while (
	    at < html.len && (char_is_alnum(html.at[at]) || html.at[at] == '-'))
		at++;
	if (at == name || !char_is_alpha(html.at[name]))
		return false;
	tag.name = str_sub(html, name, at);
	end = tag_end(html, at);
	if (end == STR_NONE)
		return false;
	tag.attributes = str_sub(html, at, end);
	tag.len = end + 1;
	tag.kind = kind_of(tag.name);
	*ret_tag = tag;
	return true;
}

static bool ends_name(char c)
{
	return char_is_space(c) || c == '=' || c == '/' || c == '>';
}

static struct str take_value(struct str *rest)
{
	struct str s = str_trim_left(*rest);
	char quote = s.len > 0 ? s.at[0] : '\0';
	size_t end = 0;
	struct str value;

	if (quote == '"' || quote == '\'') {
		end = str_find_char(s, quote, 1);
		if (end == STR_NONE)
			end = s.len;
		value = str_sub(s, 1, end);
		*rest = str_sub(s, end + 1, s.len);
		return value;
	}
	while (end < s.len && !char_is_space(s.at[end]) && s.at[end] != '>')
		end++;
	value = str_sub(s, 0, end);
	*rest = str_sub(s, end, s.len);
	return value;
}

bool md_attribute_next(
    struct str *rest, struct str *ret_name, struct str *ret_value)
{
	struct str s = *rest, after;
	size_t end = 0;

	while (s.len > 0 && ends_name(s.at[0]))
		s = str_sub(s, 1, s.len);
	while (end < s.len && !ends_name(s.at[end]))
		end++;
	if (end == 0)
		return false;
	*ret_name = str_sub(s, 0, end);
	*ret_value = (struct str){ NULL, 0 };
	*rest = str_sub(s, end, s.len);
	after = str_trim_left(*rest);
	if (after.len > 0 && after.at[0] == '=') {
		*rest = str_sub(after, 1, after.len);
		*ret_value = take_value(rest);
	}
	return true;
}

size_t md_comment_length(struct str s)
{
	size_t end;

	if (!str_starts(s, STR("<!--")))
		return 0;
	end = str_find(s, STR("-->"), 4);
	return end != STR_NONE ? end + 3 : s.len;
}

/* The start tags of one block that wait for their end tags. */
struct open_tags {
	struct {
		struct md_node *node;
		struct str name;
	} tag[OPEN_TAGS];
	size_t count;
};

static void make_text(struct md_node *node)
{
	node->kind = MD_TEXT;
}

static void make_text_from(struct open_tags *open, size_t from)
{
	while (open->count > from)
		make_text(open->tag[--open->count].node);
}

/* An end tag keeps its partner, and makes text of what was opened between
 * the two and not closed. */
static void close_tag(
    struct open_tags *open, struct md_node *node, struct str name)
{
	for (size_t i = open->count; i-- > 0;)
		if (str_eq_fold(open->tag[i].name, name) &&
		    open->tag[i].node->parent == node->parent) {
			make_text_from(open, i + 1);
			open->count = i;
			return;
		}
	make_text(node);
}

static void settle_tag(struct open_tags *open, struct md_node *node)
{
	struct md_tag tag;

	if (md_comment_length(node->text) > 0)
		return;
	if (!md_tag_read(node->text, &tag) || tag.kind == MD_TAG_NONE) {
		make_text(node);
		return;
	}
	if (tag.kind == MD_TAG_VOID)
		return;
	if (tag.closing) {
		close_tag(open, node, tag.name);
	} else if (open->count < OPEN_TAGS) {
		open->tag[open->count].node = node;
		open->tag[open->count++].name = tag.name;
	} else {
		make_text(node);
	}
}

static bool ends_block(const struct md_node *node)
{
	return node == NULL || md_is_leaf_block(node->kind);
}

static struct md_node *next_node(struct md_node *node)
{
	if (node->first != NULL)
		return node->first;
	while (node != NULL && node->next == NULL)
		node = node->parent;
	return node != NULL ? node->next : NULL;
}

void md_settle_html(struct md_tree *tree)
{
	struct open_tags open = { .count = 0 };
	struct md_node *node = tree->root;

	for (; node != NULL; node = next_node(node)) {
		if (ends_block(node))
			make_text_from(&open, 0);
		if (node->kind == MD_HTML &&
		    node->parent->kind != MD_HTML_BLOCK)
			settle_tag(&open, node);
	}
	make_text_from(&open, 0);
}

static void add_comment(
    struct arena *arena, struct md_tree *tree, size_t offset, size_t end)
{
	struct str text = str_sub(tree->file, offset, end);
	bool closed = text.len >= 7 && str_ends(text, STR("-->"));

	tree->comment = ARENA_GROW(arena, tree->comment, tree->comments);
	tree->comment[tree->comments++] = (struct md_comment){
		.text = str_sub(text, 4, text.len - (closed ? 3 : 0)),
		.offset = offset,
		.end = end,
		.closed = closed,
	};
}

/* All comments between two offsets of raw HTML. */
static void find_between(
    struct arena *arena, struct md_tree *tree, size_t at, size_t end)
{
	struct str html = str_sub(tree->file, 0, end);

	while ((at = str_find(html, STR("<!--"), at)) != STR_NONE) {
		size_t len = md_comment_length(str_sub(html, at, end));

		add_comment(arena, tree, at, at + len);
		at += len;
	}
}

void md_find_comments(struct arena *arena, struct md_tree *tree)
{
	for (const struct md_node *node = tree->root; node != NULL;
	     node = md_walk(tree->root, node)) {
		bool block = node->kind == MD_HTML_BLOCK;
		bool inline_html = node->kind == MD_HTML &&
				   node->parent->kind != MD_HTML_BLOCK;

		if ((block || inline_html) && node->offset != MD_UNKNOWN)
			find_between(arena, tree, node->offset, node->end);
	}
}
