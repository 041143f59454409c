/* What can be found in an issue, and the files of the search. */
#include "base/file.h"
#include "base/strbuf.h"
#include "build/site.h"

#define SEARCH_FOLDER "search/"

static void add(struct search_part *part, const struct section *section,
    struct str text, struct str url)
{
	struct search_item item = { .text = text,
		.section = section->title,
		.anchor = section->level > 0 ? section->id : STR(""),
		.url = url };

	if (str_trim(text).len > 0)
		search_part_add(part, &item);
}

static void add_event(struct search_part *part, const struct section *section,
    const struct event *event, struct arena *scratch)
{
	struct strbuf text;

	strbuf_init(&text, LIMIT_SMALL_FILE);
	date_add_iso(&text, event->first);
	strbuf_add_char(&text, ' ');
	strbuf_add(&text, event->title);
	for (size_t i = 0; i < event->groups; i++) {
		strbuf_lit(&text, " \u00b7 ");
		strbuf_add(&text, event->group[i].name);
	}
	for (size_t i = 0; i < event->places; i++) {
		strbuf_lit(&text, " \u00b7 ");
		strbuf_add(&text, event->place[i].text);
	}
	add(part, section, arena_str(scratch, strbuf_str(&text)), event->url);
	strbuf_release(&text);
}

static void add_item(struct search_part *part, const struct section *section,
    const struct item *item, const struct issue *typed, struct arena *scratch)
{
	if (item->kind == ITEM_NONE || item->kind == ITEM_PERSON)
		return;
	if (item->kind == ITEM_EVENT && item->typed != STR_NONE)
		add_event(part, section, &typed->event[item->typed], scratch);
	else
		add(part, section, item->text,
		    item->links > 0 ? item->link[0].url
				    : (struct str){ NULL, 0 });
}

/* Prose that is worth finding: features and reports, not the same words of
 * every week. */
static void add_prose(struct search_part *part, const struct section *section,
    const struct issue *typed, struct arena *scratch)
{
	if (section->kind != SECTION_FEATURE && section->kind != SECTION_PERF)
		return;
	for (size_t i = 0; i < typed->features; i++) {
		const struct feature *f = &typed->feature[i];

		if (section->heading == NULL ||
		    f->offset < section->heading->offset ||
		    f->offset >= section->end)
			continue;
		add(part, section,
		    f->name.len > 0 ? arena_printf(scratch, "%.*s: %.*s",
					  STR_ARG(f->name), STR_ARG(f->text))
				    : f->text,
		    f->url);
	}
	if (section->kind == SECTION_PERF && typed->perf != NULL &&
	    section->group.len == 0)
		add(part, section, typed->perf->summary,
		    typed->perf->report_url);
}

void site_add_search(struct site_issue *issue, const struct issue *typed,
    struct arena *keep, struct arena *scratch)
{
	struct search_issue about = { .title = issue->title,
		.address = issue->address,
		.date = issue->date,
		.number = issue->number };

	issue->search = search_part_new(keep, &about);
	for (size_t i = 0; i < typed->sections; i++) {
		const struct section *section = &typed->section[i];

		add_prose(issue->search, section, typed, scratch);
		for (size_t k = 0; k < section->items; k++)
			add_item(issue->search, section, &section->item[k],
			    typed, scratch);
	}
}

static bool put(
    void *data, const char *path, struct str contents, struct error *err)
{
	struct site *site = data;
	struct arena arena = { 0 };
	const char *file = path_join(&arena, SEARCH_FOLDER, path);
	bool ok = output_put(site->output, file, contents, err);

	arena_release(&arena);
	return ok;
}

bool site_write_search(struct site *site, struct error *err)
{
	struct arena arena = { 0 };
	struct search_part **parts =
	    ARENA_ARRAY(&arena, site->issues + 1, struct search_part *);
	bool ok;

	for (size_t i = 0; i < site->issues; i++)
		parts[i] = site->issue[i].search;
	ok = search_write(parts, site->issues, put, site, err);
	arena_release(&arena);
	return ok;
}
