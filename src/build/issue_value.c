/* An issue as templates see it, and its full text for feeds and mails. */
#include "base/strbuf.h"
#include "base/text.h"
#include "build/html.h"
#include "build/site.h"

static struct str iso_date(struct arena *arena, struct date date)
{
	return arena_printf(
	    arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static bool is_invisible(const struct md_tree *tree, const struct md_node *n)
{
	struct str html = md_source(tree, n);

	if (n->kind != MD_HTML_BLOCK || html.at == NULL)
		return false;
	while (html.len > 0) {
		size_t len = str_starts(html, STR("<!--"))
				 ? str_find(html, STR("-->"), 4)
				 : STR_NONE;

		if (len == STR_NONE)
			return str_starts(html, STR("<!--"));
		html = str_trim(str_sub(html, len + 3, html.len));
	}
	return true;
}

static bool has_contents(
    const struct issue *typed, const struct section *section)
{
	for (const struct md_node *n = section->first;
	     n != NULL && n != section->stop; n = n->next)
		if (!is_invisible(&typed->tree, n))
			return true;
	return false;
}

static size_t count_items(const struct section *section, struct choice *choice)
{
	size_t count = 0;

	for (size_t i = 0; i < section->items; i++)
		count += section->item[i].kind != ITEM_NONE &&
			 section->item[i].kind != ITEM_PERSON &&
			 section->kind != SECTION_PLAIN &&
			 section->kind != SECTION_FEATURE &&
			 (choice == NULL ||
			     !choice_leaves_out(choice, section->item[i].node));
	return count;
}

static void fill_outline(const struct issue *typed, size_t index,
    struct choice *choice, struct outline *ret_outline)
{
	const struct section *section = &typed->section[index];

	ret_outline->own =
	    choice != NULL ? choice->seen[index] : has_contents(typed, section);
	ret_outline->shown = ret_outline->own;
	ret_outline->count = choice != NULL && !choice->seen[index]
				 ? 0
				 : count_items(section, choice);
}

/*
 * Levels without gaps: the title of the page is 1, and a heading is one below
 * the nearest heading above that has a smaller level in the file.
 */
const struct outline *issue_outline(
    const struct issue *typed, struct choice *choice, struct arena *arena)
{
	struct outline *outline =
	    ARENA_ARRAY(arena, typed->sections, struct outline);
	size_t above[8], depth = 0; /* the open sections, outermost first */

	for (size_t i = 1; i < typed->sections; i++) {
		const struct section *section = &typed->section[i];

		while (depth > 0 &&
		       typed->section[above[depth - 1]].level >= section->level)
			depth--;
		outline[i].level = (int)depth + 2 < 6 ? (int)depth + 2 : 6;
		fill_outline(typed, i, choice, &outline[i]);
		for (size_t d = 0; d < depth; d++) {
			outline[above[d]].shown |= outline[i].own;
			outline[above[d]].count += outline[i].count;
		}
		above[depth++] = i;
	}
	return outline;
}

static bool has_link(const struct md_node *heading)
{
	for (const struct md_node *n = heading; n != NULL;
	     n = md_walk(heading, n))
		if (n->kind == MD_LINK)
			return true;
	return false;
}

/* The heading's own links and emphasis. */
static struct value heading_value(
    struct issue_view *v, const struct section *section)
{
	return value_html(inline_html(v, section->heading->first, NULL));
}

/*
 * Headings without contents that hold links are not dropped, since the links
 * would be lost: they become one line, a block "empty", in the section before.
 */
static void add_empty(
    struct issue_view *v, struct value sections, const struct section *section)
{
	size_t count = value_count(sections);
	struct value blocks, block, item = value_map(v->arena);

	if (count == 0 || !has_link(section->heading) ||
	    html_is_hidden(v->html))
		return;
	blocks = *value_get(value_at(sections, count - 1), STR("blocks"));
	count = value_count(blocks);
	block = count > 0 ? value_at(blocks, count - 1) : value_none();
	if (count == 0 ||
	    !str_eq(value_get(block, STR("kind"))->text, STR("empty"))) {
		block = value_map(v->arena);
		value_set(v->arena, block, "kind", value_text(STR("empty")));
		value_set(v->arena, block, "items", value_list(v->arena));
		value_append(v->arena, blocks, block);
	}
	value_set(v->arena, item, "html", heading_value(v, section));
	value_append(v->arena, *value_get(block, STR("items")), item);
}

static bool is_left_out(const struct issue_view *v, size_t index)
{
	return v->choice != NULL && v->choice->left_out[index];
}

static struct value section_value(struct issue_view *v, size_t index,
    const struct outline *outline, const struct md_node *stop)
{
	const struct section *section = &v->typed->section[index];
	struct value map = value_map(v->arena);

	value_set(v->arena, map, "id", value_text(section->id));
	value_set(v->arena, map, "level", value_number(outline->level));
	value_set(v->arena, map, "title", heading_value(v, section));
	value_set(v->arena, map, "text", value_text(section->title));
	value_set(v->arena, map, "kind",
	    value_text(section_kind_name(section->kind)));
	value_set(
	    v->arena, map, "count", value_number((int64_t)outline->count));
	v->html->level = outline->level < 6 ? (unsigned)outline->level + 1 : 6;
	value_set(v->arena, map, "blocks",
	    is_left_out(v, index) ? value_list(v->arena)
				  : section_blocks(v, index, stop));
	return map;
}

static bool holds(const struct md_node *node, size_t offset)
{
	return node->offset != MD_UNKNOWN && node->offset <= offset &&
	       offset < node->end;
}

static size_t first_person(const struct section *section)
{
	for (size_t i = 0; i < section->items; i++)
		if (section->item[i].kind == ITEM_PERSON)
			return section->item[i].offset;
	return MD_UNKNOWN;
}

/* In the last section, at the list of editors with the paragraph above it, or
 * at the link to the discussion. */
const struct md_node *issue_colophon(const struct issue *typed)
{
	const struct section *last = &typed->section[typed->sections - 1];
	size_t person = first_person(last);
	const struct md_node *before = NULL;

	for (const struct md_node *n = last->first;
	     n != NULL && n != last->stop; n = n->next) {
		if (person != MD_UNKNOWN && holds(n, person))
			return before != NULL && before->kind == MD_PARAGRAPH
				   ? before
				   : n;
		if (typed->discussion.url.at != NULL &&
		    typed->discussion.offset != MD_UNKNOWN &&
		    holds(n, typed->discussion.offset))
			return n;
		before = n;
	}
	return NULL;
}

static struct value section_values(struct issue_view *v,
    const struct outline *outline, const struct md_node *colophon)
{
	struct value sections = value_list(v->arena);

	for (size_t i = 1; i < v->typed->sections; i++) {
		const struct section *section = &v->typed->section[i];
		bool last = i + 1 == v->typed->sections && colophon != NULL;
		const struct md_node *stop = last ? colophon : section->stop;

		if (outline[i].shown)
			value_append(v->arena, sections,
			    section_value(v, i, &outline[i], stop));
		else if (!is_left_out(v, i))
			add_empty(v, sections, section);
		if (v->choice != NULL &&
		    (is_left_out(v, i) || !outline[i].shown))
			html_skip_blocks(v->html, section->first, stop);
	}
	return sections;
}

static struct value contents_value(
    struct issue_view *v, const struct outline *outline)
{
	struct value contents = value_list(v->arena);

	for (size_t i = 1; i < v->typed->sections; i++) {
		const struct section *section = &v->typed->section[i];
		struct value entry = value_map(v->arena);

		if (!outline[i].shown)
			continue;
		value_set(v->arena, entry, "id", value_text(section->id));
		value_set(v->arena, entry, "text", value_text(section->title));
		value_set(
		    v->arena, entry, "level", value_number(outline[i].level));
		value_set(v->arena, entry, "count",
		    value_number((int64_t)outline[i].count));
		value_append(v->arena, contents, entry);
	}
	return contents;
}

static void add_count(
    struct arena *arena, struct value counts, size_t number, struct str word)
{
	struct value count = value_map(arena);

	if (number == 0)
		return;
	value_set(arena, count, "number", value_number((int64_t)number));
	value_set(arena, count, "word", value_text(word));
	value_append(arena, counts, count);
}

static struct value counts_value(const struct site *site,
    const struct site_issue *issue, struct arena *arena)
{
	struct value counts = value_list(arena);

	add_count(arena, counts, issue->items,
	    issue->items == 1 ? STR("link") : site->settings.item_word);
	add_count(arena, counts, issue->events,
	    issue->events == 1 ? STR("event") : STR("events"));
	add_count(arena, counts, issue->decisions,
	    issue->decisions == 1 ? STR("decision") : STR("decisions"));
	return counts;
}

static struct value neighbour_value(
    const struct site *site, size_t rank, struct arena *arena)
{
	const struct site_issue *issue;
	struct value map;

	if (rank >= site->issues)
		return value_none();
	issue = &site->issue[rank];
	map = value_map(arena);
	value_set(arena, map, "title", value_text(issue->title));
	value_set(arena, map, "url",
	    value_text(address_link(site, arena, issue->address)));
	value_set(arena, map, "date", value_text(iso_date(arena, issue->date)));
	value_set(arena, map, "number",
	    issue->number >= 0 ? value_number(issue->number) : value_none());
	return map;
}

static struct value category_value(const struct site *site,
    const struct site_issue *issue, struct arena *arena)
{
	struct value map = value_map(arena);

	for (size_t i = 0; i < site->categories; i++)
		if (str_eq(site->category[i].slug, issue->category_slug)) {
			value_set(
			    arena, map, "name", value_text(issue->category));
			value_set(arena, map, "url",
			    value_text(address_link(
				site, arena, site->category[i].address)));
			return map;
		}
	return value_none();
}

struct value issue_summary(const struct site *site,
    const struct site_issue *issue, struct arena *arena)
{
	struct value map = value_map(arena);

	value_set(arena, map, "title", value_text(issue->title));
	value_set(arena, map, "number",
	    issue->number >= 0 ? value_number(issue->number) : value_none());
	value_set(arena, map, "date", value_text(iso_date(arena, issue->date)));
	value_set(arena, map, "url",
	    value_text(address_link(site, arena, issue->address)));
	value_set(arena, map, "line", value_text(issue->line));
	value_set(arena, map, "counts", counts_value(site, issue, arena));
	value_set(arena, map, "items", value_number((int64_t)issue->items));
	value_set(arena, map, "share", value_number(0));
	return map;
}

/* A map of a name or text and its address; none if it is not known. */
static struct value linked(
    struct arena *arena, const char *key, struct str text, struct str url)
{
	struct value map = value_map(arena);

	if (text.at == NULL)
		return value_none();
	value_set(arena, map, key, value_text(text));
	value_set(arena, map, "url", value_text(url));
	return map;
}

static void set_people(struct issue_view *v, struct value map)
{
	const struct issue *typed = v->typed;
	struct value editors = value_list(v->arena);

	for (size_t i = 0; i < typed->editors; i++)
		value_append(v->arena, editors,
		    linked(v->arena, "name", typed->editor[i].name,
			typed->editor[i].url));
	value_set(v->arena, map, "editors", editors);
	value_set(v->arena, map, "sponsor",
	    linked(v->arena, "name", typed->sponsor.name, typed->sponsor.url));
	value_set(v->arena, map, "discussion",
	    linked(v->arena, "text", typed->discussion.text,
		typed->discussion.url));
}

struct value issue_value(struct issue_view *v)
{
	const struct outline *outline =
	    issue_outline(v->typed, v->choice, v->arena);
	const struct md_node *colophon = issue_colophon(v->typed);
	const struct section *intro = &v->typed->section[0];
	struct value map = issue_summary(v->site, v->issue, v->arena);
	size_t rank = v->issue->draft ? STR_NONE - 1 : v->issue->rank;

	value_set(v->arena, map, "category",
	    category_value(v->site, v->issue, v->arena));
	value_set(
	    v->arena, map, "minutes", value_number((int64_t)v->issue->minutes));
	value_set(v->arena, map, "draft", value_bool(v->issue->draft));
	value_set(v->arena, map, "previous",
	    neighbour_value(v->site, rank + 1, v->arena));
	value_set(v->arena, map, "next",
	    rank > 0 ? neighbour_value(v->site, rank - 1, v->arena)
		     : value_none());
	value_set(v->arena, map, "intro",
	    has_contents(v->typed, intro)
		? value_html(block_html(v, intro->first, intro->stop))
		: value_none());
	value_set(v->arena, map, "contents", contents_value(v, outline));
	value_set(
	    v->arena, map, "sections", section_values(v, outline, colophon));
	value_set(v->arena, map, "corrections",
	    site_corrections_value(v->site, v->issue, v->arena));
	set_people(v, map);
	value_set(v->arena, map, "colophon",
	    colophon != NULL ? value_html(block_html(v, colophon, NULL))
			     : value_none());
	return map;
}

static void add_heading(struct html *html, const struct section *section,
    const struct outline *outline)
{
	strbuf_printf(html->out, "<h%d>", outline->level);
	html_add_inlines(html, section->heading->first, NULL);
	strbuf_printf(html->out, "</h%d>\n", outline->level);
}

/* Sections first..stop as plain HTML; headings that have neither contents
 * nor links are left out. */
static struct str plain_html(const struct issue *typed, struct str base,
    size_t first, size_t stop, struct arena *arena)
{
	const struct outline *outline = issue_outline(typed, NULL, arena);
	struct strbuf out;
	struct html html;
	struct str result;

	strbuf_init(&out, LIMIT_PAGE);
	html_init(&html, &out, arena, HTML_WEB, base);
	for (size_t i = first; i < stop; i++) {
		const struct section *section = &typed->section[i];

		if (section->heading != NULL && (i > first || first == 0) &&
		    (outline[i].shown || has_link(section->heading)))
			add_heading(&html, section, &outline[i]);
		html_add_blocks(&html, section->first, section->stop);
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

struct str issue_full_html(const struct site *site,
    const struct site_issue *issue, const struct issue *typed,
    struct arena *arena)
{
	return plain_html(typed, address_absolute(site, arena, issue->address),
	    0, typed->sections, arena);
}

/* A list without items; features and reports are no lists. */
static bool says_nothing(
    const struct issue *typed, size_t section, const struct outline *outline)
{
	enum section_kind kind = typed->section[section].kind;

	return outline[section].count == 0 && kind != SECTION_FEATURE &&
	       kind != SECTION_PERF;
}

struct str issue_section_html(const struct site *site,
    const struct site_issue *issue, const struct issue *typed, size_t section,
    struct arena *arena)
{
	const struct outline *outline = issue_outline(typed, NULL, arena);
	size_t stop = section + 1;

	if (!outline[section].shown || says_nothing(typed, section, outline))
		return (struct str){ NULL, 0 };
	while (stop < typed->sections &&
	       typed->section[stop].level > typed->section[section].level)
		stop++;
	return plain_html(typed, address_absolute(site, arena, issue->address),
	    section, stop, arena);
}

struct str issue_page_html(const struct issue *typed, struct arena *arena)
{
	return plain_html(
	    typed, (struct str){ NULL, 0 }, 0, typed->sections, arena);
}

struct str markdown_html(struct site *site, struct str text)
{
	struct md_tree tree;
	struct strbuf out;
	struct html html;
	struct str copy;

	if (text.at == NULL ||
	    md_tree_parse(site->arena, text, 0, &tree) != MD_OK)
		return (struct str){ NULL, 0 };
	strbuf_init(&out, LIMIT_PAGE);
	html_init(&html, &out, site->arena, HTML_WEB, (struct str){ NULL, 0 });
	html_add_blocks(&html, tree.root->first, NULL);
	copy = arena_str(site->arena, strbuf_str(&out));
	strbuf_release(&out);
	return copy;
}
