/*
 * The contents of a section as blocks for templates.
 *
 * A list of links, events or decisions becomes a block of its kind, so that a
 * theme can lay it out; everything else is ordinary HTML.  Nothing may get
 * lost on the way: an entry of which the typed view does not hold every word
 * is printed as it stands in the file.
 */
#include "base/strbuf.h"
#include "base/text.h"
#include "base/url.h"
#include "build/html.h"
#include "build/site.h"

/* The section whose blocks are being made. */
struct section_view {
	struct issue_view *view;
	const struct section *section;
	struct value blocks;
	size_t item; /* the item to look at first: they stand in file order */
};

struct str take_output(struct issue_view *v, size_t from)
{
	struct str all = strbuf_str(v->buffer);
	struct str html = arena_str(v->arena, str_sub(all, from, all.len));

	strbuf_truncate(v->buffer, from);
	return html;
}

struct str block_html(struct issue_view *v, const struct md_node *first,
    const struct md_node *stop)
{
	size_t from = v->buffer->len;

	html_add_blocks(v->html, first, stop);
	return take_output(v, from);
}

struct str inline_html(struct issue_view *v, const struct md_node *first,
    const struct md_node *stop)
{
	size_t from = v->buffer->len;

	html_add_inlines(v->html, first, stop);
	return take_output(v, from);
}

static struct value new_block(struct section_view *s, const char *kind)
{
	struct value block = value_map(s->view->arena);

	value_set(s->view->arena, block, "kind", value_text(str_of(kind)));
	value_append(s->view->arena, s->blocks, block);
	return block;
}

static void add_html_block(struct section_view *s, struct str html)
{
	if (str_trim(html).len > 0)
		value_set(s->view->arena, new_block(s, "html"), "html",
		    value_html(html));
}

static const struct item *item_of(
    struct section_view *s, const struct md_node *node)
{
	const struct section *section = s->section;

	for (size_t i = 0; i < section->items; i++) {
		size_t at = (s->item + i) % section->items;

		if (section->item[at].node == node) {
			s->item = at + 1;
			return &section->item[at];
		}
	}
	return NULL;
}

/* Two upper-case letters, or two and a region: the language of a title. */
static struct str language_of(struct arena *arena, struct str tag)
{
	static const struct {
		struct str tag, language;
	} others[] = {
		{ STR_INIT("JP"), STR_INIT("ja") },
		{ STR_INIT("CN"), STR_INIT("zh") },
		{ STR_INIT("BR-pt"), STR_INIT("pt-BR") },
	};
	char lower[2];

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq(others[i].tag, tag))
			return others[i].language;
	if (tag.len != 2 || tag.at[0] < 'A' || tag.at[0] > 'Z' ||
	    tag.at[1] < 'A' || tag.at[1] > 'Z')
		return (struct str){ NULL, 0 };
	lower[0] = char_lower(tag.at[0]);
	lower[1] = char_lower(tag.at[1]);
	return arena_str(arena, (struct str){ lower, 2 });
}

static struct value tag_values(struct arena *arena, const struct item *item)
{
	struct value tags = value_list(arena);

	for (size_t i = 0; i < item->tags.count; i++) {
		struct value tag = value_map(arena);
		struct str text = item->tags.item[i];

		value_set(arena, tag, "text", value_text(text));
		value_set(
		    arena, tag, "title", value_text(language_of(arena, text)));
		value_append(arena, tags, tag);
	}
	return tags;
}

/* Is all text before `link` tags, "[video] [ZH] "? */
static bool is_only_tags(struct arena *arena, const struct md_node *first,
    const struct md_node *link)
{
	struct str rest = md_plain_text_of(arena, first, link);

	while (rest.len > 0) {
		size_t close = str_find_char(rest, ']', 0);

		if (rest.at[0] != '[' || close == STR_NONE)
			return false;
		rest = str_trim(str_sub(rest, close + 1, rest.len));
	}
	return true;
}

/* Where the text of an item begins behind its tags; its first node if the
 * tags cannot be told from the text. */
static const struct md_node *behind_tags(
    struct arena *arena, const struct item *item, const struct md_node *first)
{
	const struct md_node *link = first;

	if (item->tags.count == 0)
		return first;
	while (link != NULL && link->kind != MD_LINK)
		link = link->next;
	if (link == NULL || !is_only_tags(arena, first, link))
		return first;
	return link;
}

static const struct md_node *first_paragraph(const struct md_node *node)
{
	if (node->kind == MD_PARAGRAPH)
		return node;
	return node->first != NULL && node->first->kind == MD_PARAGRAPH
		   ? node->first
		   : NULL;
}

static void set_language(
    struct arena *arena, struct value map, const struct item *item)
{
	struct str language = { NULL, 0 };

	for (size_t i = 0; i < item->tags.count && language.at == NULL; i++)
		language = language_of(arena, item->tags.item[i]);
	value_set(arena, map, "lang", value_text(language));
	/* Tags are Latin and stand first. */
	value_set(arena, map, "dir",
	    text_is_rtl(item->links > 0 ? item->link[0].text : item->text)
		? value_text(STR("rtl"))
		: value_none());
}

/* `stop` ends the inline part; NULL: all of the first paragraph. */
static struct value item_value(
    struct section_view *s, const struct item *item, const struct md_node *stop)
{
	struct arena *arena = s->view->arena;
	struct value map = value_map(arena);
	const struct md_node *paragraph = first_paragraph(item->node);
	const struct md_node *first =
	    paragraph != NULL ? paragraph->first : NULL;
	const struct md_node *text = behind_tags(arena, item, first);
	const struct md_node *more =
	    paragraph != item->node && item->node->first != NULL
		? (paragraph != NULL ? paragraph->next : item->node->first)
		: NULL;

	value_set(
	    arena, map, "html", value_html(inline_html(s->view, text, stop)));
	value_set(arena, map, "tags",
	    text != first ? tag_values(arena, item) : value_list(arena));
	value_set(arena, map, "url",
	    value_text(
		item->links > 0 ? item->link[0].url : (struct str){ NULL, 0 }));
	value_set(arena, map, "host",
	    value_text(item->links > 0 && item->kind != ITEM_NONE
			   ? url_host(item->link[0].url)
			   : (struct str){ NULL, 0 }));
	set_language(arena, map, item);
	value_set(arena, map, "more",
	    more != NULL ? value_html(block_html(s->view, more, NULL))
			 : value_none());
	return map;
}

/* The first link of an item, if it has just one. */
static const struct md_node *only_link(const struct item *item)
{
	const struct md_node *paragraph = first_paragraph(item->node);

	if (paragraph == NULL || item->links != 1)
		return NULL;
	MD_EACH_CHILD (child, paragraph)
		if (child->kind == MD_LINK)
			return child;
	return NULL;
}

/* A call for papers whose fields say all there is: link, date, place. */
static bool is_told_by_fields(
    const struct call *call, const struct md_node *link)
{
	return call != NULL && call->kind == CALL_SPEAKING && link != NULL &&
	       date_is_set(call->closes) && call->place.text.at != NULL;
}

static struct value call_value(struct section_view *s, const struct item *item)
{
	const struct issue *typed = s->view->typed;
	const struct call *call =
	    item->kind == ITEM_CALL && item->typed != STR_NONE
		? &typed->call[item->typed]
		: NULL;
	const struct md_node *link = only_link(item);
	bool fields = is_told_by_fields(call, link);
	struct arena *arena = s->view->arena;
	struct value map = item_value(s, item, fields ? link->next : NULL);
	struct date none = { 0 };

	value_set(arena, map, "closes",
	    date_value(arena, fields ? call->closes : none));
	value_set(arena, map, "place",
	    fields ? value_text(call->place.text) : value_none());
	value_set(arena, map, "first",
	    date_value(arena, fields ? call->first : none));
	value_set(
	    arena, map, "last", date_value(arena, fields ? call->last : none));
	if (fields)
		value_set(arena, map, "host", value_none());
	return map;
}

static struct value decision_value(
    struct section_view *s, const struct item *item)
{
	struct value map = item_value(s, item, NULL);
	struct arena *arena = s->view->arena;
	struct str disposition = { NULL, 0 };

	if (item->kind == ITEM_DECISION && item->typed != STR_NONE)
		disposition = s->view->typed->decision[item->typed].disposition;
	value_set(arena, map, "disposition", value_text(disposition));
	if (disposition.at != NULL)
		value_set(arena, map, "tags", value_list(arena));
	return map;
}

static struct value event_entry(struct section_view *s, const struct item *item)
{
	struct arena *arena = s->view->arena;
	struct value map;

	if (item->kind == ITEM_EVENT && item->typed != STR_NONE)
		return event_value(
		    s->view, &s->view->typed->event[item->typed]);
	map = value_map(arena);
	value_set(arena, map, "id",
	    value_text(arena_printf(arena, "o%zu", item->offset)));
	value_set(arena, map, "complete", value_bool(false));
	value_set(arena, map, "html",
	    value_html(block_html(s->view, item->node->first, NULL)));
	return map;
}

static struct value plain_item(struct section_view *s, const struct item *item)
{
	return item_value(s, item, NULL);
}

/* How the lists of a kind of section are shown. */
static const struct {
	const char *block, *entries;
	struct value (*entry)(struct section_view *, const struct item *);
} list_forms[] = {
	[SECTION_PLAIN] = { NULL, NULL, NULL },
	[SECTION_ITEMS] = { "items", "items", plain_item },
	[SECTION_FEATURE] = { NULL, NULL, NULL },
	[SECTION_TESTING] = { "calls", "items", call_value },
	[SECTION_PARTICIPATION] = { "calls", "items", call_value },
	[SECTION_SPEAKING] = { "calls", "items", call_value },
	[SECTION_CHANGES] = { "items", "items", plain_item },
	[SECTION_PERF] = { NULL, NULL, NULL },
	[SECTION_APPROVED] = { "decisions", "items", decision_value },
	[SECTION_DECISIONS] = { "decisions", "items", decision_value },
	[SECTION_PROPOSED] = { "decisions", "items", decision_value },
	[SECTION_EVENTS] = { "events", "events", event_entry },
	[SECTION_JOBS] = { NULL, NULL, NULL },
};

/* Lists that the theme lays out: all entries are known items, and not all
 * say that there is nothing. */
static bool is_typed_list(struct section_view *s, const struct md_node *list)
{
	bool any = false;

	if (list->kind != MD_LIST || list->ordered ||
	    list_forms[s->section->kind].block == NULL)
		return false;
	MD_EACH_CHILD (node, list) {
		const struct item *item = item_of(s, node);

		if (item == NULL)
			return false;
		any = any || item->kind != ITEM_NONE;
	}
	return any;
}

static bool is_left_out(
    const struct section_view *s, const struct md_node *item)
{
	return s->view->choice != NULL &&
	       choice_leaves_out(s->view->choice, item);
}

static void add_list_block(struct section_view *s, const struct md_node *list)
{
	struct arena *arena = s->view->arena;
	struct value entries = value_list(arena), block;
	const char *kind = list_forms[s->section->kind].block;

	MD_EACH_CHILD (node, list) {
		const struct item *item = item_of(s, node);

		if (is_left_out(s, node)) {
			html_skip_blocks(s->view->html, node->first, NULL);
			continue;
		}
		value_append(arena, entries,
		    list_forms[s->section->kind].entry(s, item));
	}
	if (value_count(entries) == 0)
		return;
	block = new_block(s, kind);
	value_set(arena, block, list_forms[s->section->kind].entries, entries);
}

/* A paragraph that begins with a dash says whose the quote above is. */
static bool is_attribution(struct arena *arena, const struct md_node *node)
{
	struct str text;

	if (node == NULL || node->kind != MD_PARAGRAPH)
		return false;
	text = md_plain_text(arena, node);
	return str_starts(text, STR("\u2013")) ||
	       str_starts(text, STR("\u2014")) || str_starts(text, STR("--")) ||
	       str_starts(text, STR("- "));
}

static const struct feature *feature_at(
    const struct issue *typed, const struct md_node *node)
{
	for (size_t i = 0; i < typed->features; i++)
		if (typed->feature[i].node == node)
			return &typed->feature[i];
	return NULL;
}

/* Returns the last node that it took. */
static const struct md_node *add_quote_block(
    struct section_view *s, const struct md_node *quote)
{
	struct arena *arena = s->view->arena;
	struct value block = new_block(s, "quote");
	const struct md_node *last = quote;

	value_set(arena, block, "html",
	    value_html(block_html(s->view, quote->first, NULL)));
	value_set(arena, block, "source", value_none());
	value_set(arena, block, "thanks", value_none());
	if (is_attribution(arena, quote->next)) {
		last = quote->next;
		value_set(arena, block, "source",
		    value_html(inline_html(s->view, last->first, NULL)));
	}
	if (last->next != NULL && last->next->kind == MD_PARAGRAPH &&
	    str_starts(md_plain_text(arena, last->next), STR("Thanks"))) {
		last = last->next;
		value_set(arena, block, "thanks",
		    value_html(inline_html(s->view, last->first, NULL)));
	}
	return last;
}

static void add_feature_block(struct section_view *s,
    const struct feature *feature, const struct md_node *node)
{
	struct arena *arena = s->view->arena;
	struct value block = new_block(s, "feature"), map = value_map(arena);

	value_set(arena, map, "kind", value_text(feature->kind));
	value_set(arena, map, "name", value_text(feature->name));
	value_set(arena, map, "url",
	    url_scheme_is_safe(feature->url) ? value_text(feature->url)
					     : value_none());
	value_set(arena, block, "feature", map);
	value_set(arena, block, "html",
	    value_html(block_html(s->view, node, node->next)));
}

/* Worse or better?  Less is better in what is measured here. */
static struct value perf_row_value(
    struct arena *arena, const struct perf_row *row)
{
	struct value map = value_map(arena);
	bool down = row->mean.len > 0 && row->mean.at[0] == '-';
	struct str zero = str_trim(row->mean);
	const char *direction = row->mean.len == 0 ? "same"
				: down             ? "down"
						   : "up";

	if (str_eq(zero, STR("0.0")) || str_eq(zero, STR("0")))
		direction = "same";
	value_set(arena, map, "label", value_text(row->label));
	value_set(arena, map, "scope", value_text(row->scope));
	value_set(arena, map, "mean",
	    value_text(row->mean.len > 0 ? arena_printf(arena, "%.*s\u00a0%%",
					       STR_ARG(row->mean))
					 : STR("\u2013")));
	value_set(arena, map, "range",
	    value_text(row->low.len > 0 && row->high.len > 0
			   ? arena_printf(arena, "%.*s to %.*s\u00a0%%",
				 STR_ARG(row->low), STR_ARG(row->high))
			   : STR("\u2013")));
	value_set(arena, map, "count",
	    row->count >= 0 ? value_number(row->count)
			    : value_text(STR("\u2013")));
	value_set(arena, map, "direction", value_text(str_of(direction)));
	value_set(arena, map, "good", value_bool(down));
	return map;
}

static bool is_perf_table(
    const struct section_view *s, const struct md_node *node)
{
	const struct perf *perf = s->view->typed->perf;
	size_t rows = 0;

	if (node->kind != MD_TABLE || perf == NULL || perf->rows == 0)
		return false;
	MD_EACH_CHILD (row, node)
		rows += !row->head;
	return rows == perf->rows && perf->offset <= node->offset &&
	       node->end <= perf->end;
}

static void add_perf_block(struct section_view *s)
{
	struct arena *arena = s->view->arena;
	const struct perf *perf = s->view->typed->perf;
	struct value rows = value_list(arena), block = new_block(s, "perf");

	for (size_t i = 0; i < perf->rows; i++)
		value_append(arena, rows, perf_row_value(arena, &perf->row[i]));
	value_set(arena, block, "rows", rows);
	value_set(arena, block, "caption",
	    value_text(perf->metric.at != NULL
			   ? arena_printf(arena, "Changes of %.*s",
				 STR_ARG(perf->metric))
			   : STR("Changes")));
}

static bool has_source(
    const struct section_view *s, const struct md_node *node, struct str text)
{
	return node->kind == MD_HTML_BLOCK &&
	       str_contains_fold(md_source(&s->view->typed->tree, node), text);
}

/* <details> around Markdown: the block of HTML that ends it, or `node`. */
static const struct md_node *end_of_details(
    const struct section_view *s, const struct md_node *node)
{
	const struct md_node *end = node;

	if (!has_source(s, node, STR("<details")) ||
	    has_source(s, node, STR("</details")))
		return node;
	while (end != NULL && end != s->section->stop &&
	       !has_source(s, end, STR("</details")))
		end = end->next;
	return end != NULL && end != s->section->stop ? end : node;
}

/* One node, or more where they belong together; returns the last one. */
static const struct md_node *add_node(
    struct section_view *s, const struct md_node *node)
{
	const struct feature *feature = NULL;

	if (s->section->kind == SECTION_FEATURE && node->kind == MD_QUOTE)
		return add_quote_block(s, node);
	if (s->section->kind == SECTION_FEATURE)
		feature = feature_at(s->view->typed, node);
	if (feature != NULL && feature->name.at != NULL) {
		add_feature_block(s, feature, node);
	} else if (is_perf_table(s, node)) {
		add_perf_block(s);
	} else if (is_typed_list(s, node)) {
		add_list_block(s, node);
	} else {
		const struct md_node *last = end_of_details(s, node);

		add_html_block(s, block_html(s->view, node, last->next));
		return last;
	}
	return node;
}

struct value section_blocks(
    struct issue_view *view, size_t section, const struct md_node *stop)
{
	struct section_view s = { .view = view,
		.section = &view->typed->section[section],
		.blocks = value_list(view->arena) };

	if (stop == NULL)
		stop = s.section->stop;
	for (const struct md_node *node = s.section->first;
	     node != NULL && node != stop; node = node->next) {
		if (html_is_hidden(view->html) && node->kind != MD_HTML_BLOCK)
			continue;
		node = add_node(&s, node);
		if (node->next == stop)
			break;
	}
	return s.blocks;
}
