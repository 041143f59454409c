/* HTML and comments inside Markdown. */
#include "check/markdown.h"
#include "model/md_html.h"

/* ---------------------------------------------------------------------- tags */

/* Tags of a HTML block that are none of HTML: a browser drops them. */
static void look_block(struct checker *c, struct str html, size_t offset)
{
	struct md_tag tag;

	for (size_t at = 0; at < html.len; at++) {
		struct str rest;

		if (html.at[at] != '<')
			continue;
		rest = str_sub(html, at, html.len);
		if (md_comment_length(rest) > 0) {
			at += md_comment_length(rest) - 1;
		} else if (md_tag_read(rest, &tag) && tag.kind == MD_TAG_NONE) {
			struct finding *f = check_found(
			    c, offset + at, offset + at + tag.len, NULL);

			check_fix(c, f, false, offset + at, 1, STR("&lt;"));
			at += tag.len - 1;
		}
	}
}

/* What CommonMark takes for a tag, and the tree for text; see md_html.h. */
static bool is_tag_as_text(const struct md_node *node)
{
	struct md_tag tag;

	return node->kind == MD_TEXT && md_tag_read(node->text, &tag) &&
	       tag.len == node->text.len &&
	       (tag.attributes.len == 0 ||
		   char_is_space(tag.attributes.at[0]) ||
		   tag.attributes.at[0] == '/') &&
	       str_find_char(tag.attributes, '<', 0) == STR_NONE;
}

void markdown_look_html_unknown(struct checker *c, const struct md_node *node)
{
	struct finding *f;
	size_t offset;

	if (node->kind == MD_HTML_BLOCK) {
		look_block(c, md_source(&c->issue->tree, node), node->offset);
		return;
	}
	if (node->text.len < 3 || node->text.at[0] != '<' ||
	    !is_tag_as_text(node) || !check_prose_at(c, node, &offset) ||
	    offset != node->offset)
		return;
	f = check_found(c, offset, node->end, NULL);
	check_fix(c, f, true, offset, 1, STR("&lt;"));
}

/* Scripts and frames never reach a reader. */
void markdown_look_html_dropped(struct checker *c, const struct md_node *node)
{
	struct str html = md_source(&c->issue->tree, node);
	struct md_tag tag;

	if (node->kind == MD_HTML && node->parent->kind == MD_HTML_BLOCK)
		return; /* its block was looked at */
	for (size_t at = 0; at < html.len; at++) {
		struct str rest = str_sub(html, at, html.len);

		if (html.at[at] != '<')
			continue;
		if (md_comment_length(rest) > 0) {
			at += md_comment_length(rest) - 1;
		} else if (md_tag_read(rest, &tag)) {
			if (tag.kind == MD_TAG_REMOVED && !tag.closing)
				check_found(c, node->offset + at,
				    node->offset + at + tag.len, "<%.*s>",
				    STR_ARG(tag.name));
			at += tag.len - 1;
		}
	}
}

/* ------------------------------------------------------------------ comments */

void markdown_look_comment_unclosed(struct checker *c)
{
	const struct md_tree *tree = &c->issue->tree;

	for (size_t i = 0; i < tree->comments; i++)
		if (!tree->comment[i].closed)
			check_found(c, tree->comment[i].offset,
			    tree->comment[i].offset + 4, NULL);
	for (size_t i = 0; i < c->literals; i++) {
		size_t at = c->literal[i].offset;

		if (markdown_mark(c, i) == '<' &&
		    str_starts(str_sub(c->text, at, at + 4), STR("<!--")))
			check_found(c, at, at + 4, NULL);
	}
}

static bool ends_line(const struct checker *c, size_t at)
{
	return str_trim(str_sub(c->text, at, source_line_end(c->text, at)))
		   .len == 0;
}

/* "-->" at the end of a line that no comment ends at; elsewhere it may be an
 * arrow. */
static void look_stray_in_block(struct checker *c, const struct md_node *node)
{
	struct str html = str_sub(c->text, 0, node->end);
	size_t at = node->offset;

	while (at < node->end) {
		struct str rest = str_sub(html, at, html.len);
		size_t comment = md_comment_length(rest);

		if (comment > 0) {
			at += comment;
		} else if (str_starts(rest, STR("-->"))) {
			check_found(c, at, at + 3, NULL);
			at += 3;
		} else {
			at++;
		}
	}
}

void markdown_look_comment_stray(struct checker *c)
{
	const struct node_list *blocks = &c->node[MD_HTML_BLOCK];

	for (size_t i = 0; i < blocks->count; i++)
		if (blocks->node[i]->offset != MD_UNKNOWN)
			look_stray_in_block(c, blocks->node[i]);
	for (size_t i = 0; i < c->literals; i++) {
		size_t at = c->literal[i].offset;

		if (markdown_mark(c, i) == '>' && at >= 2 &&
		    c->text.at[at - 1] == '-' && c->text.at[at - 2] == '-' &&
		    ends_line(c, at + 1))
			check_found(c, at - 2, at + 1, NULL);
	}
}

/* Hosts that nobody has (RFC 2606): an item with one shows how to write one. */
static bool is_sample(struct str address)
{
	return str_starts(address, STR("example.com")) ||
	       str_starts(address, STR("example.net")) ||
	       str_starts(address, STR("example.org"));
}

/* A line of a comment that is an item with a link. */
static bool is_parked_item(struct str line)
{
	size_t link = str_find(line, STR("](http"), 0), host;

	line = str_trim_left(line);
	if (link == STR_NONE || line.len < 3 ||
	    str_find_char(STR("*-+"), line.at[0], 0) == STR_NONE ||
	    !char_is_blank(line.at[1]))
		return false;
	host = str_find(line, STR("://"), 0);
	return host == STR_NONE ||
	       !is_sample(str_sub(line, host + 3, line.len));
}

void markdown_look_comment_items(struct checker *c)
{
	const struct md_tree *tree = &c->issue->tree;

	for (size_t i = 0; i < tree->comments; i++) {
		struct str rest = tree->comment[i].text;

		while (rest.at != NULL) {
			struct str line = str_take(&rest, '\n');
			size_t at = (size_t)(line.at - c->text.at);

			if (is_parked_item(line))
				check_found(c, at, at + line.len, NULL);
		}
	}
}

/* ------------------------------------------------------------------ passages */

struct passage {
	size_t offset, end; /* of the comment that begins it; end 0: none */
};

static const struct {
	struct str begin, end;
} media[] = {
	{ STR_INIT("web"), STR_INIT("/web") },
	{ STR_INIT("mail"), STR_INIT("/mail") },
};

static void take_begin(struct checker *c, struct passage open[2], int medium,
    const struct md_comment *comment)
{
	const char *name = media[medium].begin.at;

	if (open[medium].end > 0)
		check_also(c,
		    check_found(c, comment->offset, comment->end,
			"a second %s begins inside the first", name),
		    open[medium].offset, "begins here");
	else if (open[!medium].end > 0)
		check_also(c,
		    check_found(c, comment->offset, comment->end,
			"%s begins inside of %s, and nobody sees it", name,
			media[!medium].begin.at),
		    open[!medium].offset, "begins here");
	open[medium] = (struct passage){ comment->offset, comment->end };
}

static void take_end(struct checker *c, struct passage open[2], int medium,
    const struct md_comment *comment)
{
	if (open[medium].end == 0)
		check_found(c, comment->offset, comment->end,
		    "no %s is open here", media[medium].begin.at);
	open[medium].end = 0;
}

void markdown_look_passages(struct checker *c)
{
	const struct md_tree *tree = &c->issue->tree;
	struct passage open[2] = { { 0 } };

	for (size_t i = 0; i < tree->comments; i++) {
		struct str text = str_trim(tree->comment[i].text);

		for (int m = 0; m < 2; m++)
			if (str_eq_fold(text, media[m].begin))
				take_begin(c, open, m, &tree->comment[i]);
			else if (str_eq_fold(text, media[m].end))
				take_end(c, open, m, &tree->comment[i]);
	}
	for (int m = 0; m < 2; m++)
		if (open[m].end > 0)
			check_found(c, open[m].offset, open[m].end,
			    "%s never ends", media[m].begin.at);
}
