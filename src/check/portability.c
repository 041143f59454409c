/*
 * Rules about Markdown that Python-Markdown shows differently; see
 * docs/markdown.md.  They hold with `markdown.also: python-markdown`.
 */
#include "check/markdown.h"
#include "check/rules.h"
#include "model/md_html.h"

enum { INDENT = 4 }; /* of what belongs to an item, for each level */

static struct str rest_at(const struct checker *c, size_t offset)
{
	return str_sub(c->text, offset, c->text.len);
}

/* How many items hold a node. */
static size_t depth_of(const struct md_node *node)
{
	size_t depth = 0;

	for (node = node->parent; node != NULL; node = node->parent)
		depth += node->kind == MD_ITEM;
	return depth;
}

/* Columns before an offset, if only blanks stand there; else STR_NONE. */
static size_t indent_of(const struct checker *c, size_t offset)
{
	size_t column = 0;

	for (size_t at = source_line_start(c->text, offset); at < offset;
	     at++) {
		if (!char_is_blank(c->text.at[at]))
			return STR_NONE;
		column += c->text.at[at] == '\t' ? INDENT - column % INDENT : 1;
	}
	return column;
}

/* -------------------------------------------------------------------- lists */

/* Only blanks and marks of quotes? */
static bool is_blank(struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (!char_is_blank(line.at[i]) && line.at[i] != '>')
			return false;
	return true;
}

/* The line of a list's first item, if it is right below other text. */
static const struct checked_line *glued_line(
    const struct checker *c, const struct md_node *list)
{
	const struct md_node *item = list->first;
	const struct checked_line *line;

	if (item == NULL || item->offset == MD_UNKNOWN || depth_of(list) > 0)
		return NULL;
	line = check_line_at(c, item->offset);
	if (line->number < 2 || line[-1].header || is_blank(line[-1].text))
		return NULL;
	return line;
}

/* A paragraph, or a heading that is a part of one there, since it is
 * indented. */
static bool swallows(const struct checker *c, const struct md_node *before)
{
	if (before->kind == MD_PARAGRAPH)
		return true;
	return before->kind == MD_HEADING && before->offset != MD_UNKNOWN &&
	       indent_of(c, before->offset) > 0;
}

static void look_list(struct checker *c, const struct md_node *parent)
{
	const struct md_node *before = NULL;

	for (const struct md_node *n = parent->first; n != NULL;
	     before = n, n = n->next) {
		const struct checked_line *line;
		const char *quote;
		struct finding *f;

		if (n->kind != MD_LIST || before == NULL ||
		    !swallows(c, before))
			continue;
		line = glued_line(c, n);
		if (line == NULL)
			continue;
		quote = parent->kind == MD_QUOTE ? ">\n" : "\n";
		f = check_found(c, n->first->offset,
		    source_line_end(c->text, n->first->offset), NULL);
		check_fix(c, f, true, line->offset, 0, str_of(quote));
	}
}

/* Is all below an item of kinds that look_nesting moves by themselves? */
static bool is_movable(const struct md_node *node)
{
	for (const struct md_node *n = node; n != NULL; n = md_walk(node, n))
		if (n->kind > MD_PARAGRAPH && n->kind <= MD_RULE)
			return false;
	return node->kind == MD_QUOTE || node->kind == MD_PARAGRAPH ||
	       (node->first != NULL && node->first->kind == MD_PARAGRAPH);
}

/* Move the lines of a block, of an item those of its first paragraph; what
 * else is in it has findings of its own. */
static void indent_lines(struct checker *c, struct finding *f,
    const struct md_node *node, size_t extra)
{
	enum { LINES_MAX = 50 };
	const struct str blanks = STR("                ");
	size_t end = node->kind == MD_ITEM ? node->first->end : node->end;
	const struct checked_line *line = check_line_at(c, node->offset);
	const struct checked_line *stop = c->line + c->lines;

	if (end == MD_UNKNOWN || extra > blanks.len ||
	    check_line_at(c, end)->number - line->number > LINES_MAX)
		return;
	for (; line < stop && line->offset <= end; line++)
		if (line->text.len > 0)
			check_fix(c, f, true, line->offset, 0,
			    str_sub(blanks, 0, extra));
}

static bool is_behind_gap(const struct checker *c, const struct md_node *node)
{
	const struct checked_line *line = check_line_at(c, node->offset);

	return line->number > 1 && str_trim(line[-1].text).len == 0;
}

/* An item inside of another, or a further block of one.  A quote right below
 * the item's text is seen as a part of it. */
static void look_nesting(struct checker *c, const struct md_node *node)
{
	size_t depth = depth_of(node), want = INDENT * depth, indent;
	struct finding *f;

	if (depth == 0 || node->offset == MD_UNKNOWN ||
	    (node->kind != MD_ITEM &&
		(node->parent->kind != MD_ITEM || node->parent->first == node)))
		return;
	indent = indent_of(c, node->offset);
	if (indent == STR_NONE || indent >= want ||
	    (node->kind == MD_QUOTE && !is_behind_gap(c, node)))
		return;
	f = check_found(c, node->offset, source_line_end(c->text, node->offset),
	    "indented by %zu, not by %zu", indent, want);
	if (is_movable(node))
		indent_lines(c, f, node, want - indent);
}

static void look_fence(struct checker *c, const struct md_node *node)
{
	if (node->fenced && node->parent->kind != MD_DOCUMENT)
		check_found_node(c, node, NULL);
}

/* ----------------------------------------------------------------- headings */

static void look_heading(struct checker *c, const struct md_node *node)
{
	struct finding *f;
	size_t start, indent;

	if (node->offset == MD_UNKNOWN || node->parent->kind != MD_DOCUMENT ||
	    c->text.at[node->offset] != '#')
		return;
	indent = indent_of(c, node->offset);
	if (indent == 0 || indent == STR_NONE)
		return;
	start = source_line_start(c->text, node->offset);
	f = check_found(c, node->offset, node->end, NULL);
	check_fix(c, f, true, start, node->offset - start, STR(""));
}

static void look_heading_blank(struct checker *c)
{
	for (size_t i = 0; i < c->lines; i++) {
		const struct checked_line *line = &c->line[i];
		struct str text = line->text;
		size_t marks = 0;
		struct finding *f;

		if (text.len < 2 || text.at[0] != '#' || line->header ||
		    line->code || line->html)
			continue;
		while (marks < text.len && text.at[marks] == '#')
			marks++;
		if (marks == text.len ||
		    (marks <= 6 && char_is_blank(text.at[marks])))
			continue;
		f = check_found(c, line->offset, line->offset + text.len, NULL);
		check_fix(c, f, false, line->offset, 0, STR("\\"));
	}
}

/* -------------------------------------------------------------- inline marks */

/* What Python-Markdown takes a backslash away from. */
static bool is_escaped_there(char c)
{
	return str_find_char(STR("\\`*_{}[]()>#+-.!|"), c, 0) != STR_NONE;
}

/* The same text without a backslash. */
static struct str unescaped(struct arena *arena, char c)
{
	if (c == '<')
		return STR("&lt;");
	if (c == '&')
		return STR("&amp;");
	if (str_find_char(STR("\"',/:;?@$%^"), c, 0) != STR_NONE)
		return arena_printf(arena, "%c", c);
	return arena_printf(arena, "&#%d;", c);
}

static void look_escape(struct checker *c, const struct md_node *node)
{
	struct finding *f;
	size_t at = node->offset;

	if (at == MD_UNKNOWN || node->text.len == 0 || c->text.at[at] != '\\' ||
	    node->text.at != c->text.at + at + 1 ||
	    !char_is_punct(node->text.at[0]) ||
	    is_escaped_there(node->text.at[0]))
		return;
	f = check_found(c, at, at + 2, NULL);
	check_fix(c, f, true, at, 2, unescaped(c->arena, node->text.at[0]));
}

static void look_strike(struct checker *c, const struct md_node *node)
{
	struct str source = md_source(&c->issue->tree, node);
	struct finding *f = check_found_node(c, node, NULL);
	size_t marks = 0;

	while (marks < source.len && source.at[marks] == '~')
		marks++;
	if (marks == 0 || source.len < 2 * marks + 1)
		return;
	check_fix(c, f, false, node->offset, marks, STR("<del>"));
	check_fix(c, f, false, node->end - marks, marks, STR("</del>"));
}

/* "<", a letter, and no blank before the first attribute but one; up to ">".
 * Returns its length, 0 for what stays text there too. */
static size_t tag_there(struct str text)
{
	size_t at = 1;
	bool blank = false;

	if (at < text.len && text.at[at] == '/')
		at++;
	if (at >= text.len || !char_is_alpha(text.at[at]))
		return 0;
	for (; at < text.len && text.at[at] != '>'; at++) {
		if (text.at[at] == '<' || (!blank && text.at[at] == '@'))
			return 0;
		blank = blank || text.at[at] == ' ';
	}
	return at < text.len ? at + 1 : 0;
}

/* What is a tag for CommonMark too is html-unknown's. */
static void look_html(struct checker *c)
{
	for (size_t i = 0; i < c->literals; i++) {
		const struct literal *l = &c->literal[i];
		struct md_tag tag;
		struct finding *f;
		struct str text;
		size_t len;

		if (markdown_mark(c, i) != '<')
			continue;
		text =
		    str_sub(rest_at(c, l->offset), 0, l->node->end - l->offset);
		len = tag_there(text);
		if (len == 0 ||
		    (l->offset == l->node->offset && len == text.len &&
			md_tag_read(text, &tag) &&
			(tag.attributes.len == 0 ||
			    char_is_space(tag.attributes.at[0]) ||
			    tag.attributes.at[0] == '/')))
			continue;
		f = check_found(c, l->offset, l->offset + len, NULL);
		check_fix(c, f, true, l->offset, 1, STR("&lt;"));
	}
}

/* Does it hold what is taken for a link, code or an escape before comments
 * are seen? */
static bool has_markup(struct str comment)
{
	size_t tick = str_find_char(comment, '`', 0);

	if (tick != STR_NONE &&
	    str_find_char(comment, '`', tick + 1) != STR_NONE)
		return true;
	if (str_find(comment, STR("]("), 0) != STR_NONE ||
	    str_find(comment, STR("]["), 0) != STR_NONE)
		return true;
	for (size_t at = 0; at + 1 < comment.len; at++)
		if (comment.at[at] == '\\' &&
		    is_escaped_there(comment.at[at + 1]))
			return true;
	return false;
}

static void look_comment(struct checker *c, const struct md_node *node)
{
	struct finding *f;

	if (node->parent->kind == MD_HTML_BLOCK ||
	    md_comment_length(node->text) == 0 || !has_markup(node->text))
		return;
	f = check_found_node(c, node, NULL);
	if (node->offset != MD_UNKNOWN)
		check_fix(c, f, false, node->offset, node->end - node->offset,
		    STR(""));
}

/* ------------------------------------------------------------------ records */

#define PYTHON_MARKDOWN "markdown:\n  also: python-markdown\n"

static const struct rule rules[] = {
	{
	    .id = "portable-code-fence",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown does not see this code block",
	    .advice = "Indent its lines by four blanks instead, or put it "
		      "at the margin.",
	    .why = "There a fence counts only at the start of a line; in an "
		   "item or a quote it becomes running text.",
	    .bad = "> ```\n> knit(2)\n> ```\n",
	    .good = ">     knit(2)\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .nodes = CHECK_NODE(MD_CODE_BLOCK),
	    .look.node = look_fence,
	},
	{
	    .id = "portable-comment",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown damages a comment with markup in it",
	    .advice = "Remove it, or put it on lines of its own.",
	    .why = "Links and code inside of a comment that stands in a line "
		   "of text leave control characters in the page, and feeds "
		   "with them cannot be read.",
	    .bad = "* Felt <!-- as [felt](https://example.org/felt) -->\n",
	    .good = "* Felt <!-- as usual -->\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .nodes = CHECK_NODE(MD_HTML),
	    .look.node = look_comment,
	},
	{
	    .id = "portable-escape",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown shows this backslash",
	    .advice = "Write &lt; for \\<, and other characters as they are.",
	    .bad = "Needles \\< 3 mm\n",
	    .good = "Needles &lt; 3 mm, \\*really\\*\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .nodes = CHECK_NODE(MD_TEXT),
	    .look.node = look_escape,
	},
	{
	    .id = "portable-heading",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown does not see an indented heading",
	    .advice = "Begin it at the margin.",
	    .bad = "Text.\n\n ## News\n\nText.\n",
	    .good = "Text.\n\n## News\n\nText.\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .nodes = CHECK_NODE(MD_HEADING),
	    .look.node = look_heading,
	},
	{
	    .id = "portable-heading-blank",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown takes this line for a heading",
	    .advice = "Put a blank behind the # for a heading, or a "
		      "backslash before it.",
	    .bad = "#12 is out of wool.\n",
	    .good = "\\#12 is out of wool.\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .look.file = look_heading_blank,
	},
	{
	    .id = "portable-html",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown takes this for a tag, and it vanishes",
	    .advice = "Write it as code, or its < as &lt;.",
	    .bad = "A Basket<Of = Wool> for all.\n",
	    .good = "A `Basket<Of = Wool>` for all, if 2 < 3 > 1.\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .look.file = look_html,
	},
	{
	    .id = "portable-list",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown shows this list as running text",
	    .advice = "Put an empty line before it.",
	    .bad = "We need:\n* [wool](https://example.org/wool)\n",
	    .good = "We need:\n\n* [wool](https://example.org/wool)\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .nodes = CHECK_NODE(MD_DOCUMENT) | CHECK_NODE(MD_QUOTE),
	    .look.node = look_list,
	},
	{
	    .id = "portable-nesting",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown does not count this to the item above",
	    .advice = "Indent it by four blanks for each level.",
	    .bad = "* Wool\n  * [red](https://example.org/red)\n",
	    .good = "* Wool\n    * [red](https://example.org/red)\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .nodes = CHECK_NODE(MD_ITEM) | CHECK_NODE(MD_PARAGRAPH) |
		     CHECK_NODE(MD_QUOTE),
	    .look.node = look_nesting,
	},
	{
	    .id = "portable-strike",
	    .level = CHECK_ERROR,
	    .message = "Python-Markdown shows these tildes",
	    .advice = "Write <del>text</del>.",
	    .bad = "Wool is ~~cheap~~ dear.\n",
	    .good = "Wool is <del>cheap</del> dear.\n",
	    .settings = PYTHON_MARKDOWN,
	    .portability = true,
	    .nodes = CHECK_NODE(MD_STRIKE),
	    .look.node = look_strike,
	},
};

const struct rule_family family_portability = {
	.name = "portability",
	.title = "What another renderer shows differently",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
