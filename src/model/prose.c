#include "model/reader.h"
#include "model/when.h"

static void add_editor(struct reader *r, struct str name, struct str url)
{
	struct issue *issue = r->issue;

	issue->editor = ARENA_GROW(r->arena, issue->editor, issue->editors);
	issue->editor[issue->editors++] = (struct person){ name, url };
}

/* The items of the list behind "... is edited by:". */
static void read_editor_list(
    struct reader *r, struct section *s, const struct md_node *list)
{
	for (size_t i = 0; i < s->items; i++) {
		struct item *item = &s->item[i];

		if (item->node->parent != list)
			continue;
		item->kind = ITEM_PERSON;
		item->typed = r->issue->editors;
		if (item->links > 0)
			add_editor(r, item->link[0].text, item->link[0].url);
		else
			add_editor(r, item->text, (struct str){ 0 });
	}
}

/* "... is edited by: [a](url), [b](url) and [c](url)." or a list behind. */
static void read_editors(struct reader *r, struct section *s,
    const struct md_node *paragraph, struct line line)
{
	size_t at = str_find(line.text, STR("edited by"), 0);

	if (at == STR_NONE || r->issue->editors > 0)
		return;
	line = line_sub(line, at, STR_NONE);
	for (size_t i = 0; i < line.links; i++)
		add_editor(r, line.link[i].text, line.link[i].url);
	if (line.links == 0 && paragraph->next != NULL &&
	    paragraph->next->kind == MD_LIST)
		read_editor_list(r, s, paragraph->next);
}

/* "... is sponsored by [name](url)" */
static void read_sponsor(struct reader *r, struct line line)
{
	size_t at = str_find(line.text, STR("sponsored by"), 0);

	if (at == STR_NONE || r->issue->sponsor.name.at != NULL)
		return;
	line = line_sub(line, at + 12, STR_NONE);
	if (line.links > 0)
		r->issue->sponsor =
		    (struct person){ line.link[0].text, line.link[0].url };
}

/* A placeholder such as REDDIT_LINK_HERE is no address. */
static bool is_address(struct str url)
{
	return str_find(url, STR("://"), 0) != STR_NONE;
}

/* "Discuss on ...", alone in its paragraph. */
static void read_discussion(struct reader *r, struct line line)
{
	for (size_t i = 0; i < line.links; i++) {
		if (str_starts_fold(line.link[i].text, STR("discuss")) &&
		    is_address(line.link[i].url) && line_is_links(line))
			r->issue->discussion = line.link[i];
	}
}

static void read_jobs(struct reader *r, struct line line)
{
	for (size_t i = 0; i < line.links; i++) {
		if (r->issue->jobs.url.at == NULL &&
		    is_address(line.link[i].url))
			r->issue->jobs = line.link[i];
	}
}

/* "Events between DAY - DAY" */
static void read_event_window(struct reader *r, struct line line)
{
	struct str start = r->settings->events.heading_window;
	struct str rest = line_plain(r->arena, line);
	struct when when;
	size_t at;

	if (start.len == 0 || !str_starts_fold(rest, start) ||
	    !when_find(rest, r->issue->header.date, &when, &at, &rest))
		return;
	r->issue->window_first = when.first;
	r->issue->window_last = when.last;
}

/* merged%3A2025-10-28..2025-11-04 in the address of a search. */
static void read_search(struct reader *r, struct str url)
{
	size_t at = str_find(url, STR(".."), 0);
	struct date first, last;

	if (at == STR_NONE || at < 10 ||
	    str_find(str_sub(url, 0, at), STR("merged"), 0) == STR_NONE ||
	    !date_parse(str_sub(url, at - 10, at), false, &first) ||
	    !date_parse(str_sub(url, at + 2, at + 12), false, &last))
		return;
	r->issue->change_first = first;
	r->issue->change_last = last;
}

/* "480 pull requests were [merged in the last week](search)" */
static void read_change_window(struct reader *r, struct line line)
{
	struct str text = str_trim_left(line.text);
	size_t digits = 0;
	uint64_t count;

	while (digits < text.len && char_is_digit(text.at[digits]))
		digits++;
	if (line.links == 0 || digits == text.len || text.at[digits] != ' ' ||
	    r->issue->change_count >= 0 ||
	    !str_to_number(str_sub(text, 0, digits), INT32_MAX, &count))
		return;
	r->issue->change_count = (int64_t)count;
	read_search(r, line.link[0].url);
}

static void read_paragraph(
    struct reader *r, struct section *s, const struct md_node *paragraph)
{
	struct line line = line_of(r->arena, paragraph->first, NULL);

	read_editors(r, s, paragraph, line);
	read_sponsor(r, line);
	read_discussion(r, line);
	switch (s->kind) {
	case SECTION_JOBS: read_jobs(r, line); break;
	case SECTION_EVENTS: read_event_window(r, line); break;
	case SECTION_CHANGES: read_change_window(r, line); break;
	default: break;
	}
}

void prose_read(struct reader *r)
{
	for (size_t i = 0; i < r->issue->sections; i++) {
		struct section *s = &r->issue->section[i];

		for (const struct md_node *at = s->first; at != s->stop;
		     at = at->next)
			if (at->kind == MD_PARAGRAPH)
				read_paragraph(r, s, at);
	}
}
