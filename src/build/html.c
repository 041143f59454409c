#include "build/html.h"

#include "base/url.h"
#include "base/xml.h"
#include "build/html_raw.h"
#include "model/md_html.h"

void html_init(struct html *h, struct strbuf *out, struct arena *arena,
    enum html_medium medium, struct str base)
{
	*h = (struct html){ .out = out,
		.arena = arena,
		.medium = medium,
		.base = base,
		.level = 4,
		.removed = { NULL, 0 } };
}

bool html_is_hidden(const struct html *h)
{
	return h->hidden || h->skipping || h->removed.at != NULL;
}

static void add(struct html *h, struct str s)
{
	if (!html_is_hidden(h))
		strbuf_add(h->out, s);
}

#define add_lit(h, literal) add((h), STR(literal))

/*
 * A passage for another medium may begin inside an element and end behind it,
 * or the other way round.  An end tag is printed if its start tag was.
 */
static bool begin(struct html *h, struct str tag)
{
	bool shown = !html_is_hidden(h);

	add(h, tag);
	return shown;
}

static void end(struct html *h, bool shown, struct str tag)
{
	if (shown)
		strbuf_add(h->out, tag);
}

void html_add_text(struct html *h, struct str s)
{
	if (!html_is_hidden(h))
		xml_add_text(h->out, s);
}

static void add_attribute(struct html *h, struct str name, struct str value)
{
	if (value.at == NULL || html_is_hidden(h))
		return;
	strbuf_add_char(h->out, ' ');
	strbuf_add(h->out, name);
	strbuf_lit(h->out, "=\"");
	xml_add_attribute(h->out, value);
	strbuf_add_char(h->out, '"');
}

static void add_address(struct html *h, struct str name, struct str target)
{
	if (html_is_hidden(h))
		return;
	if (h->base.at != NULL)
		target = url_join(h->arena, h->base, target);
	strbuf_add_char(h->out, ' ');
	strbuf_add(h->out, name);
	strbuf_lit(h->out, "=\"");
	xml_add_url(h->out, target);
	strbuf_add_char(h->out, '"');
}

bool html_begin_link(struct html *h, struct str target, struct str title)
{
	if (!url_scheme_is_safe(target) || html_is_hidden(h))
		return false;
	add_lit(h, "<a");
	add_address(h, STR("href"), target);
	add_attribute(h, STR("title"), title);
	add_lit(h, ">");
	return true;
}

static void add_link(struct html *h, const struct md_node *node)
{
	bool linked = html_begin_link(h, node->target, node->title);

	html_add_inlines(h, node->first, NULL);
	end(h, linked, STR("</a>"));
}

static void add_image(struct html *h, const struct md_node *node)
{
	if (!url_scheme_is_safe(node->target)) {
		html_add_inlines(h, node->first, NULL);
		return;
	}
	add_lit(h, "<img");
	add_address(h, STR("src"), node->target);
	add_attribute(h, STR("alt"), md_plain_text(h->arena, node));
	add_attribute(h, STR("title"), node->title);
	add(h, h->medium == HTML_WEB ? STR(" loading=\"lazy\">") : STR(">"));
}

static void add_element(
    struct html *h, struct str name, const struct md_node *node)
{
	bool shown = begin(h, STR("<"));

	end(h, shown, name);
	end(h, shown, STR(">"));
	html_add_inlines(h, node->first, NULL);
	end(h, shown, STR("</"));
	end(h, shown, name);
	end(h, shown, STR(">"));
}

static void add_inline(struct html *h, const struct md_node *node)
{
	switch (node->kind) {
	case MD_TEXT: html_add_text(h, node->text); break;
	case MD_SOFT_BREAK: add_lit(h, "\n"); break;
	case MD_HARD_BREAK: add_lit(h, "<br>\n"); break;
	case MD_EMPHASIS: add_element(h, STR("em"), node); break;
	case MD_STRONG: add_element(h, STR("strong"), node); break;
	case MD_STRIKE: add_element(h, STR("del"), node); break;
	case MD_CODE: add_element(h, STR("code"), node); break;
	case MD_LINK: add_link(h, node); break;
	case MD_IMAGE: add_image(h, node); break;
	case MD_HTML: html_add_raw(h, node->text); break;
	default: break;
	}
}

void html_add_inlines(
    struct html *h, const struct md_node *first, const struct md_node *stop)
{
	for (; first != NULL && first != stop; first = first->next)
		add_inline(h, first);
}

static void add_paragraph(struct html *h, const struct md_node *node)
{
	const struct md_node *list =
	    node->parent != NULL && node->parent->kind == MD_ITEM
		? node->parent->parent
		: NULL;

	if (list != NULL && list->tight) {
		html_add_inlines(h, node->first, NULL);
		if (node->next != NULL)
			add_lit(h, "\n");
		return;
	}
	add_element(h, STR("p"), node);
	add_lit(h, "\n");
}

static void add_blocks_inside(struct html *h, const struct md_node *node)
{
	html_add_blocks(h, node->first, NULL);
}

static void add_item(struct html *h, const struct md_node *item)
{
	bool shown = begin(h, STR("<li>"));

	add_blocks_inside(h, item);
	end(h, shown, STR("</li>\n"));
}

static bool is_left_out(const struct html *h, const struct md_node *item)
{
	return h->leaves_out != NULL && h->leaves_out(h->data, item);
}

static bool is_all_left_out(const struct html *h, const struct md_node *list)
{
	MD_EACH_CHILD (item, list)
		if (!is_left_out(h, item))
			return false;
	return true;
}

static void add_list(struct html *h, const struct md_node *node)
{
	bool shown;

	if (is_all_left_out(h, node)) {
		html_skip_blocks(h, node->first, NULL);
		return;
	}
	shown = begin(h, node->ordered ? STR("<ol") : STR("<ul"));
	if (shown && node->ordered && node->level != 1)
		strbuf_printf(h->out, " start=\"%u\"", node->level);
	end(h, shown, STR(">\n"));
	MD_EACH_CHILD (item, node)
		if (is_left_out(h, item))
			html_skip_blocks(h, item->first, NULL);
		else
			add_item(h, item);
	end(h, shown, node->ordered ? STR("</ol>\n") : STR("</ul>\n"));
}

static void add_quote(struct html *h, const struct md_node *node)
{
	bool shown = begin(h, STR("<blockquote>\n"));

	add_blocks_inside(h, node);
	end(h, shown, STR("</blockquote>\n"));
}

/* A heading inside a list or quote: one level below the section's. */
static void add_heading(struct html *h, const struct md_node *node)
{
	struct str name = arena_printf(h->arena, "h%u", h->level);

	add_element(h, name, node);
	add_lit(h, "\n");
}

static void add_code_block(struct html *h, const struct md_node *node)
{
	struct str rest = node->text;
	struct str language = str_take(&rest, ' ');

	add_lit(h, "<pre><code");
	if (language.len > 0)
		add_attribute(h, STR("class"),
		    arena_printf(h->arena, "language-%.*s", STR_ARG(language)));
	add_lit(h, ">");
	html_add_inlines(h, node->first, NULL);
	add_lit(h, "</code></pre>\n");
}

static void add_cell(struct html *h, const struct md_node *cell)
{
	static const struct str begin_tags[2][4] = {
		{ STR_INIT("<td>"), STR_INIT("<td>"),
		    STR_INIT("<td class=\"c\">"),
		    STR_INIT("<td class=\"r\">") },
		{ STR_INIT("<th scope=\"col\">"),
		    STR_INIT("<th scope=\"col\">"),
		    STR_INIT("<th scope=\"col\" class=\"c\">"),
		    STR_INIT("<th scope=\"col\" class=\"r\">") },
	};
	/* axe and readers of tables want no header cell without a text. */
	bool head = cell->head && cell->first != NULL;
	bool shown = begin(h, begin_tags[head][cell->align]);

	html_add_inlines(h, cell->first, NULL);
	end(h, shown, head ? STR("</th>") : STR("</td>"));
}

static void add_row(struct html *h, const struct md_node *row)
{
	bool shown = begin(h, STR("<tr>"));

	MD_EACH_CHILD (cell, row)
		add_cell(h, cell);
	end(h, shown, STR("</tr>\n"));
}

static void add_table(struct html *h, const struct md_node *table)
{
	const struct md_node *row = table->first;
	bool shown = begin(h, STR("<table class=\"t\">\n"));

	end(h, shown, STR("<thead>\n"));
	for (; row != NULL && row->head; row = row->next)
		add_row(h, row);
	end(h, shown, STR("</thead>\n"));
	if (row != NULL)
		end(h, shown, STR("<tbody>\n"));
	for (const struct md_node *r = row; r != NULL; r = r->next)
		add_row(h, r);
	if (row != NULL)
		end(h, shown, STR("</tbody>\n"));
	end(h, shown, STR("</table>\n"));
}

void html_add_block(struct html *h, const struct md_node *node)
{
	switch (node->kind) {
	case MD_PARAGRAPH: add_paragraph(h, node); break;
	case MD_LIST: add_list(h, node); break;
	case MD_QUOTE: add_quote(h, node); break;
	case MD_HEADING: add_heading(h, node); break;
	case MD_CODE_BLOCK: add_code_block(h, node); break;
	case MD_TABLE: add_table(h, node); break;
	case MD_RULE: add_lit(h, "<hr>\n"); break;
	case MD_HTML_BLOCK: html_add_raw_block(h, node); break;
	default: add_blocks_inside(h, node); break;
	}
}

void html_add_blocks(
    struct html *h, const struct md_node *first, const struct md_node *stop)
{
	size_t floor = h->floor;

	h->floor = h->opened;
	for (; first != NULL && first != stop; first = first->next)
		html_add_block(h, first);
	html_close_raw(h, h->floor);
	h->floor = floor;
}

void html_skip_blocks(
    struct html *h, const struct md_node *first, const struct md_node *stop)
{
	bool skipping = h->skipping;

	h->skipping = true;
	html_add_blocks(h, first, stop);
	h->skipping = skipping;
}
