/* What other pages need of an issue, taken while its tree is there. */
#include "base/strbuf.h"
#include "base/text.h"
#include "build/html.h"
#include "build/site.h"

enum {
	WORDS_PER_MINUTE = 240,
	LINE_TITLE_MAX = 90, /* bytes of an item's title in a line */
};

static bool counts_as_link(const struct section *section)
{
	switch (section->kind) {
	case SECTION_EVENTS:
	case SECTION_DECISIONS:
	case SECTION_CHANGES:
	case SECTION_FEATURE:
	case SECTION_PERF:
	case SECTION_PLAIN: return false;
	default: return true;
	}
}

static size_t count_links(const struct issue *typed)
{
	size_t count = 0;

	for (size_t i = 0; i < typed->sections; i++) {
		const struct section *section = &typed->section[i];

		for (size_t k = 0;
		     counts_as_link(section) && k < section->items; k++)
			count += section->item[k].kind != ITEM_NONE &&
				 section->item[k].kind != ITEM_PERSON &&
				 section->item[k].links > 0;
	}
	return count;
}

/* Events and lists of changes are looked up, not read. */
static size_t count_minutes(const struct issue *typed)
{
	size_t words = 0;

	for (size_t i = 0; i < typed->sections; i++) {
		const struct section *section = &typed->section[i];

		if (section->kind == SECTION_EVENTS)
			continue;
		for (const struct md_node *block = section->first;
		     block != NULL && block != section->stop;
		     block = block->next)
			for (const struct md_node *n = block; n != NULL;
			     n = md_walk(block, n))
				if (n->kind == MD_TEXT)
					words += text_count_words(n->text);
	}
	return words / WORDS_PER_MINUTE + 1;
}

static void add_separator(struct strbuf *line)
{
	if (line->len > 0)
		strbuf_lit(line, " \u00b7 ");
}

static void add_feature_names(struct strbuf *line, const struct issue *typed)
{
	for (size_t i = 0; i < typed->features; i++) {
		const struct feature *f = &typed->feature[i];

		if (f->name.len == 0 || f->kind.len == 0)
			continue;
		add_separator(line);
		if (f->kind.at[0] >= 'a' && f->kind.at[0] <= 'z')
			strbuf_add_char(
			    line, (char)(f->kind.at[0] - 'a' + 'A'));
		else
			strbuf_add_char(line, f->kind.at[0]);
		strbuf_add(line, str_sub(f->kind, 1, f->kind.len));
		strbuf_lit(line, ": ");
		strbuf_add(line, f->name);
	}
}

static void add_first_title(struct strbuf *line, const struct issue *typed)
{
	for (size_t i = 0; i < typed->sections; i++)
		for (size_t k = 0; typed->section[i].kind == SECTION_ITEMS &&
				   k < typed->section[i].items;
		     k++) {
			const struct item *item = &typed->section[i].item[k];
			struct str title =
			    item->links > 0 ? item->link[0].text : STR("");

			if (title.len == 0)
				continue;
			add_separator(line);
			strbuf_add(
			    line, str_sub(title, 0,
				      text_boundary(title, LINE_TITLE_MAX)));
			if (title.len > LINE_TITLE_MAX)
				strbuf_lit(line, "\u2026");
			return;
		}
}

static struct str make_line(const struct issue *typed, struct arena *keep)
{
	struct strbuf line;
	struct str copy;

	strbuf_init(&line, LIMIT_SMALL_FILE);
	add_feature_names(&line, typed);
	add_first_title(&line, typed);
	copy = arena_str(keep, text_clean(keep, strbuf_str(&line)));
	strbuf_release(&line);
	return copy;
}

static struct str keep_str(struct arena *keep, struct str s)
{
	return s.at != NULL ? arena_str(keep, s) : s;
}

/* The HTML of a feature: what is in a quote, or the paragraph. */
static struct str feature_html(
    struct issue_view *v, const struct feature *feature, struct arena *keep)
{
	const struct md_node *node = feature->node;
	struct strbuf out;
	struct html html;
	struct str copy;

	if (node == NULL)
		return STR("");
	strbuf_init(&out, LIMIT_PAGE);
	html_init(&html, &out, v->arena, HTML_WEB,
	    address_absolute(v->site, v->arena, v->issue->address));
	if (node->kind == MD_QUOTE)
		html_add_blocks(&html, node->first, NULL);
	else
		html_add_blocks(&html, node, node->next);
	copy = arena_str(keep, strbuf_str(&out));
	strbuf_release(&out);
	return copy;
}

static void keep_features(
    struct site_issue *issue, struct issue_view *v, struct arena *keep)
{
	const struct issue *typed = v->typed;

	issue->feature =
	    ARENA_ARRAY(keep, typed->features + 1, struct kept_feature);
	for (size_t i = 0; i < typed->features; i++) {
		const struct feature *f = &typed->feature[i];

		issue->feature[issue->features++] = (struct kept_feature){
			.kind = keep_str(keep, f->kind),
			.name = keep_str(keep, f->name),
			.url = keep_str(keep, f->url),
			.source = keep_str(keep, f->source),
			.thanks = keep_str(keep, f->thanks.name),
			.html = feature_html(v, f, keep),
		};
	}
}

/* Sections with a feed of their own. */
static void keep_sections(
    struct site_issue *issue, struct issue_view *v, struct arena *keep)
{
	for (size_t i = 0; i < v->typed->sections; i++) {
		const struct section *section = &v->typed->section[i];
		struct str html;

		/* Sections below inherit the rule of the one they are in. */
		if (section->rule == NULL || !section->rule->feed ||
		    section->group.len > 0)
			continue;
		html =
		    issue_section_html(v->site, issue, v->typed, i, v->arena);
		if (html.at == NULL)
			continue;
		issue->section =
		    ARENA_GROW(keep, issue->section, issue->sections);
		issue->section[issue->sections++] = (struct kept_section){
			.rule = section->rule,
			.html = arena_str(keep, html),
		};
	}
}

static bool is_in_a_feed(
    const struct site *site, const struct site_issue *issue)
{
	size_t entries = (size_t)site->settings.feeds.entries;

	return !issue->draft &&
	       (issue->rank < entries || issue->rank_in_category < entries);
}

void site_count(
    struct site_issue *issue, const struct issue *typed, struct arena *keep)
{
	issue->items = count_links(typed);
	issue->events = typed->events;
	for (size_t i = 0; i < typed->decisions; i++)
		issue->decisions +=
		    typed->decision[i].kind == DECISION_COMMENT_PERIOD;
	issue->minutes = count_minutes(typed);
	issue->line = make_line(typed, keep);
}

void site_keep(struct site *site, struct site_issue *issue,
    struct issue_view *v, struct arena *keep)
{
	site_count(issue, v->typed, keep);
	keep_features(issue, v, keep);
	issue->deadlines = deadlines_printed(keep, v->typed, issue->date);
	if (is_in_a_feed(site, issue)) {
		issue->html = arena_str(
		    keep, issue_full_html(site, issue, v->typed, v->arena));
		keep_sections(issue, v, keep);
	}
	if (!issue->draft)
		site_add_search(issue, v->typed, keep, v->arena);
}
