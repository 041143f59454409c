#include "model/line.h"

#include "base/limits.h"
#include "base/strbuf.h"

bool is_inline(const struct md_node *node)
{
	return node->kind >= MD_EMPHASIS;
}

/* The node after `at` in document order, its children left out. */
static const struct md_node *skip(
    const struct md_node *top, const struct md_node *at)
{
	while (at != NULL && at != top && at->next == NULL)
		at = at->parent;
	return at == NULL || at == top ? NULL : at->next;
}

static void add_text(struct strbuf *out, struct str s)
{
	char *to = strbuf_reserve(out, s.len);

	if (to == NULL)
		return;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		to[i] = c < ' ' || c == 0x7F ? ' ' : (char)c;
	}
	strbuf_commit(out, s.len);
}

static struct item_link link_of(struct arena *arena, const struct md_node *node)
{
	return (struct item_link){
		.text = md_plain_text(arena, node),
		.url = node->target,
		.offset = node->offset,
		.end = node->end,
	};
}

static struct str take_buffer(struct arena *arena, struct strbuf *out)
{
	struct str s = arena_str(arena, strbuf_str(out));

	strbuf_release(out);
	return s;
}

struct line line_of(
    struct arena *arena, const struct md_node *from, const struct md_node *to)
{
	struct item_link *link = NULL;
	size_t links = 0;
	struct strbuf out;
	const struct md_node *top = from == NULL ? NULL : from->parent, *at;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (at = from; at != NULL && at != to;) {
		if (at->kind == MD_LINK) {
			strbuf_add_char(&out, LINE_LINK);
			link = ARENA_GROW(arena, link, links);
			link[links++] = link_of(arena, at);
			at = skip(top, at);
			continue;
		}
		if (at->kind == MD_TEXT)
			add_text(&out, at->text);
		else if (at->kind == MD_SOFT_BREAK || at->kind == MD_HARD_BREAK)
			strbuf_add_char(&out, '\n');
		at = md_walk(top, at);
	}
	return (struct line){ take_buffer(arena, &out), link, links };
}

/* Where the inline content of a block starts and stops. */
static void inline_span(const struct md_node *block,
    const struct md_node **ret_from, const struct md_node **ret_to)
{
	const struct md_node *from = block->first, *to;

	if (from != NULL && !is_inline(from)) {
		from = from->kind == MD_PARAGRAPH ? from->first : NULL;
	}
	for (to = from; to != NULL && is_inline(to);)
		to = to->next;
	*ret_from = from;
	*ret_to = to;
}

struct line line_of_block(struct arena *arena, const struct md_node *block)
{
	const struct md_node *from, *to;

	inline_span(block, &from, &to);
	return line_of(arena, from, to);
}

const struct md_node *nested_block(const struct md_node *item)
{
	const struct md_node *at = item->first;

	if (at != NULL && at->kind == MD_PARAGRAPH)
		return at->next;
	while (at != NULL && is_inline(at))
		at = at->next;
	return at;
}

static size_t count_links(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.at[i] == LINE_LINK;
	return n;
}

struct line line_sub(struct line line, size_t from, size_t to)
{
	size_t before = count_links(str_sub(line.text, 0, from));
	struct str text = str_sub(line.text, from, to);
	size_t links =
	    to >= line.text.len ? line.links - before : count_links(text);

	return (struct line){ text,
		line.link == NULL ? NULL : line.link + before, links };
}

struct line line_trim(struct line line)
{
	size_t from = line.text.len - str_trim_left(line.text).len;
	size_t to = str_trim_right(line.text).len;

	return line_sub(line, from, to > from ? to : from);
}

struct line line_take(struct line *rest, char sep)
{
	size_t at = str_find_char(rest->text, sep, 0);
	struct line taken = line_sub(*rest, 0, at);

	if (at == STR_NONE)
		*rest = (struct line){ 0 };
	else
		*rest = line_sub(*rest, at + 1, STR_NONE);
	return taken;
}

struct str line_plain(struct arena *arena, struct line line)
{
	struct strbuf out;
	size_t link = 0;

	if (line.links == 0 && str_find_char(line.text, '\n', 0) == STR_NONE)
		return str_trim(line.text);
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < line.text.len; i++) {
		char c = line.text.at[i];

		if (c == LINE_LINK)
			strbuf_add(&out, line.link[link++].text);
		else
			strbuf_add_char(&out, c == '\n' ? ' ' : c);
	}
	return str_trim(take_buffer(arena, &out));
}

bool line_is_links(struct line line)
{
	static const struct str marks[] = { STR_INIT("and "), STR_INIT("or "),
		STR_INIT("–"), STR_INIT("—"), STR_INIT("•"), STR_INIT("·") };
	struct str s = line.text;

	while (s.len > 0) {
		size_t n = 0;

		if (s.at[0] == LINE_LINK || char_is_space(s.at[0]) ||
		    str_find_char(STR("|+-,&/().:;*"), s.at[0], 0) != STR_NONE)
			n = 1;
		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			if (n == 0 && str_starts(s, marks[i]))
				n = marks[i].len;
		}
		if (n == 0)
			return false;
		s = str_sub(s, n, STR_NONE);
	}
	return true;
}

static void start_line(struct strbuf *out)
{
	while (out->len > 0 && out->buf[out->len - 1] == ' ')
		strbuf_truncate(out, out->len - 1);
	if (out->len > 0 && out->buf[out->len - 1] != '\n')
		strbuf_add_char(out, '\n');
}

/* What a node adds to the text of the block it is in. */
static void add_node(struct strbuf *out, const struct md_node *at)
{
	if (at->kind == MD_CELL || at->kind == MD_SOFT_BREAK)
		strbuf_add_char(out, ' ');
	else if (!is_inline(at) || at->kind == MD_HARD_BREAK)
		start_line(out);
	else if (at->kind == MD_TEXT)
		add_text(out, at->text);
	/* Code stands there a line each. */
	if (at->kind == MD_TEXT && at->parent->kind == MD_CODE_BLOCK)
		start_line(out);
}

struct str block_text(struct arena *arena, const struct md_node *node)
{
	struct strbuf out;
	struct str s;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (const struct md_node *at = node; at != NULL;
	     at = md_walk(node, at))
		add_node(&out, at);
	s = arena_str(arena, str_trim(strbuf_str(&out)));
	strbuf_release(&out);
	return s;
}

struct item_link *block_links(
    struct arena *arena, const struct md_node *node, size_t *ret_links)
{
	struct item_link *link = NULL;
	size_t links = 0;

	for (const struct md_node *at = node; at != NULL;
	     at = md_walk(node, at)) {
		if (at->kind != MD_LINK)
			continue;
		link = ARENA_GROW(arena, link, links);
		link[links++] = link_of(arena, at);
	}
	*ret_links = links;
	return link;
}

struct str repository_of(struct str url)
{
	static const struct str hosts[] = { STR_INIT("https://github.com/"),
		STR_INIT("http://github.com/"),
		STR_INIT("https://www.github.com/") };
	size_t slashes = 0, end = 0;

	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		struct str rest = str_sub(url, hosts[i].len, STR_NONE);

		if (!str_starts_fold(url, hosts[i]))
			continue;
		while (end < rest.len && rest.at[end] != '?' &&
		       rest.at[end] != '#') {
			slashes += rest.at[end] == '/';
			if (slashes == 2)
				break;
			end++;
		}
		if (end > 0 && rest.at[end - 1] == '/')
			end--;
		rest = str_sub(rest, 0, end);
		if (str_find_char(rest, '/', 0) != STR_NONE)
			return rest;
	}
	return (struct str){ 0 };
}
