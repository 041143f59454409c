#include "build/plain.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "build/plain_priv.h"

/* A link that stood so little before has its number again. */
enum { LINKS_COMPARED = 64 };

void plain_init(struct plain *p, struct strbuf *out, struct arena *arena,
    struct str base, size_t columns)
{
	*p = (struct plain){ .out = out,
		.arena = arena,
		.medium = HTML_MAIL,
		.base = base,
		.first = STR(""),
		.rest = STR("") };
	wrap_init(&p->wrap, out, columns);
}

void plain_release(struct plain *p)
{
	wrap_release(&p->wrap);
}

bool plain_is_hidden(const struct plain *p)
{
	return p->hidden || p->skipping || p->removed.at != NULL;
}

void plain_begin(struct plain *p)
{
	p->from = p->out->len;
	if (p->gap) {
		strbuf_add(p->out, str_trim_right(p->gap_prefix));
		strbuf_add_char(p->out, '\n');
	}
	p->start = p->out->len;
	wrap_begin(&p->wrap, p->first, p->rest);
}

void plain_end(struct plain *p)
{
	wrap_end(&p->wrap);
	if (p->out->len == p->start) {
		strbuf_truncate(p->out, p->from);
		return;
	}
	p->first = p->rest;
	p->gap = false;
}

/* An empty line belongs behind what was written since `from`. */
static void part(struct plain *p, size_t from)
{
	if (p->out->len == from)
		return;
	p->gap = true;
	p->gap_prefix = p->rest;
}

void plain_add_text(struct plain *p, struct str text)
{
	if (!plain_is_hidden(p))
		wrap_add(&p->wrap, text);
}

/* --------------------------------------------------------------------- links */

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80)
			return false;
	return true;
}

static struct str full_address(struct plain *p, struct str target)
{
	struct strbuf out;
	struct str full;

	if (p->base.at != NULL)
		target = url_join(p->arena, p->base, target);
	if (url_is_plain(target) && is_ascii(target))
		return target;
	strbuf_init(&out, LIMIT_PAGE);
	url_add_encoded(&out, target);
	full = arena_str(p->arena, strbuf_str(&out));
	strbuf_release(&out);
	return full;
}

static size_t number_of(struct plain *p, struct str address)
{
	size_t oldest =
	    p->links > LINKS_COMPARED ? p->links - LINKS_COMPARED : 0;

	for (size_t i = p->links; i-- > oldest;)
		if (str_eq(p->link[i], address))
			return i + 1;
	p->link = ARENA_GROW(p->arena, p->link, p->links);
	p->link[p->links++] = address;
	return p->links;
}

void plain_add_link_number(struct plain *p, struct str target)
{
	struct str address;

	if (plain_is_hidden(p) || !url_scheme_is_safe(target))
		return;
	address = full_address(p, target);
	if (address.len > 0)
		wrap_add(&p->wrap,
		    arena_printf(p->arena, " [%zu]", number_of(p, address)));
}

void plain_add_links(struct plain *p)
{
	size_t from = p->out->len;

	if (p->links == 0)
		return;
	if (p->gap)
		strbuf_add_char(p->out, '\n');
	for (size_t i = 0; i < p->links; i++) {
		strbuf_printf(p->out, "[%zu] ", i + 1);
		strbuf_add(p->out, p->link[i]);
		strbuf_add_char(p->out, '\n');
	}
	/* The array grows by doubling from nothing (ARENA_GROW). */
	p->link = NULL;
	p->links = 0;
	part(p, from);
}

/* "see https://a.example/" says already where it leads. */
static bool says_its_address(struct plain *p, const struct md_node *link)
{
	struct str text = md_plain_text(p->arena, link);

	return str_eq(text, link->target) ||
	       (str_starts(link->target, STR("mailto:")) &&
		   str_eq(text, str_sub(link->target, 7, link->target.len)));
}

static void add_link(struct plain *p, const struct md_node *node)
{
	plain_add_inlines(p, node->first);
	if (!says_its_address(p, node))
		plain_add_link_number(p, node->target);
}

void plain_add_picture(struct plain *p, struct str alt, struct str target)
{
	if (alt.len == 0)
		return;
	plain_add_text(p, STR("["));
	plain_add_text(p, alt);
	plain_add_text(p, STR("]"));
	plain_add_link_number(p, target);
}

/* -------------------------------------------------------------------- inline */

static void add_marked(
    struct plain *p, struct str mark, const struct md_node *node)
{
	plain_add_text(p, mark);
	plain_add_inlines(p, node->first);
	plain_add_text(p, mark);
}

/* A link is told by its number; marks around it or in it are noise. */
static bool needs_mark(const struct md_node *node)
{
	const struct md_node *only =
	    node->first != NULL && node->first->next == NULL ? node->first
							     : NULL;

	return node->parent->kind != MD_LINK &&
	       (only == NULL || only->kind != MD_LINK);
}

static void add_emphasis(
    struct plain *p, struct str mark, const struct md_node *node)
{
	if (needs_mark(node))
		add_marked(p, mark, node);
	else
		plain_add_inlines(p, node->first);
}

static void add_inline(struct plain *p, const struct md_node *node)
{
	switch (node->kind) {
	case MD_TEXT: plain_add_text(p, node->text); break;
	case MD_SOFT_BREAK: plain_add_text(p, STR(" ")); break;
	case MD_HARD_BREAK:
		if (!plain_is_hidden(p))
			wrap_break(&p->wrap);
		break;
	case MD_EMPHASIS: add_emphasis(p, STR("_"), node); break;
	case MD_STRONG: add_emphasis(p, STR("*"), node); break;
	case MD_STRIKE: add_marked(p, STR("~~"), node); break;
	case MD_CODE: add_marked(p, STR("`"), node); break;
	case MD_LINK: add_link(p, node); break;
	case MD_IMAGE:
		plain_add_picture(
		    p, md_plain_text(p->arena, node), node->target);
		break;
	case MD_HTML: plain_add_raw(p, node->text); break;
	default: break;
	}
}

void plain_add_inlines(struct plain *p, const struct md_node *first)
{
	for (; first != NULL; first = first->next)
		add_inline(p, first);
}

/* -------------------------------------------------------------------- blocks */

static void add_block(struct plain *p, const struct md_node *node);

static void add_children(
    struct plain *p, const struct md_node *node, bool tight)
{
	MD_EACH_CHILD (child, node) {
		if (tight && child != node->first)
			p->gap = false;
		add_block(p, child);
	}
}

static void add_inline_block(struct plain *p, const struct md_node *node)
{
	plain_begin(p);
	plain_add_inlines(p, node->first);
	plain_end(p);
}

static struct str joined(struct plain *p, struct str a, struct str b)
{
	return arena_printf(p->arena, "%.*s%.*s", STR_ARG(a), STR_ARG(b));
}

/* What is in `node` behind a mark: "* " and then blanks, or "> ". */
static void add_marked_block(struct plain *p, const struct md_node *node,
    struct str mark, struct str rest, bool tight)
{
	struct str first = p->first, outer = p->rest;
	size_t from = p->out->len;

	p->first = joined(p, first, mark);
	p->rest = joined(p, outer, rest);
	add_children(p, node, tight);
	p->first = p->out->len > from ? outer : first;
	p->rest = outer;
}

static struct str blanks(struct plain *p, size_t count)
{
	return arena_printf(p->arena, "%*s", (int)count, "");
}

static void add_list(struct plain *p, const struct md_node *list)
{
	unsigned number = list->level;
	bool any = false;

	MD_EACH_CHILD (item, list) {
		struct str mark = list->ordered
				      ? arena_printf(p->arena, "%u. ", number++)
				      : STR("* ");
		size_t from = p->out->len;

		if (p->leaves_out != NULL && p->leaves_out(p->data, item)) {
			plain_skip_blocks(p, item->first, NULL);
			continue;
		}
		if (any && list->tight)
			p->gap = false;
		add_marked_block(
		    p, item, mark, blanks(p, mark.len), list->tight);
		any = any || p->out->len > from;
	}
}

static void add_code_block(struct plain *p, const struct md_node *node)
{
	struct strbuf text;
	struct str all, line;

	if (plain_is_hidden(p))
		return;
	strbuf_init(&text, LIMIT_ISSUE_FILE);
	MD_EACH_CHILD (child, node)
		strbuf_add(&text, child->text);
	all = arena_str(p->arena, strbuf_str(&text));
	strbuf_release(&text);
	plain_begin(p);
	while (all.len > 0) {
		line = str_take(&all, '\n');
		strbuf_add(p->out, str_trim_right(p->first));
		if (str_trim(line).len > 0) {
			strbuf_add(p->out,
			    str_sub(p->first, str_trim_right(p->first).len,
				p->first.len));
			strbuf_lit(p->out, "    ");
			text_add_clean(p->out, str_trim_right(line));
		}
		strbuf_add_char(p->out, '\n');
		p->first = p->rest;
	}
	plain_end(p);
}

static void add_rule(struct plain *p)
{
	plain_begin(p);
	plain_add_text(p, STR("* * *"));
	plain_end(p);
}

static void add_block(struct plain *p, const struct md_node *node)
{
	size_t from = p->out->len;

	switch (node->kind) {
	case MD_HEADING:
	case MD_PARAGRAPH: add_inline_block(p, node); break;
	case MD_LIST: add_list(p, node); break;
	case MD_QUOTE:
		add_marked_block(p, node, STR("> "), STR("> "), false);
		break;
	case MD_CODE_BLOCK: add_code_block(p, node); break;
	case MD_TABLE: plain_add_table(p, node); break;
	case MD_RULE: add_rule(p); break;
	case MD_HTML_BLOCK: plain_add_raw_block(p, node); break;
	default: add_children(p, node, false); break;
	}
	part(p, from);
}

void plain_add_blocks(
    struct plain *p, const struct md_node *first, const struct md_node *stop)
{
	for (; first != NULL && first != stop; first = first->next)
		add_block(p, first);
}

void plain_skip_blocks(
    struct plain *p, const struct md_node *first, const struct md_node *stop)
{
	bool skipping = p->skipping;

	p->skipping = true;
	plain_add_blocks(p, first, stop);
	p->skipping = skipping;
}

void plain_add_paragraph(struct plain *p, struct str text)
{
	size_t from = p->out->len;

	plain_begin(p);
	wrap_add(&p->wrap, text);
	plain_end(p);
	part(p, from);
}

/* The columns of the longest line. */
static size_t widest_line(struct str text)
{
	size_t widest = 0;

	while (text.len > 0) {
		size_t columns = text_columns(str_take(&text, '\n'));

		if (columns > widest)
			widest = columns;
	}
	return widest;
}

void plain_add_heading(
    struct plain *p, int level, const struct md_node *inlines)
{
	size_t from = p->out->len;

	plain_begin(p);
	plain_add_inlines(p, inlines);
	plain_end(p);
	if (p->out->len == from)
		return;
	strbuf_add_repeat(p->out,
	    level <= 2   ? '='
	    : level == 3 ? '-'
			 : '~',
	    widest_line(str_sub(strbuf_str(p->out), p->start, p->out->len)));
	strbuf_add_char(p->out, '\n');
	part(p, from);
}
