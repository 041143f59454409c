/* What can be found in an issue, and the files of the search. */
#include "base/file.h"
#include "base/strbuf.h"
#include "build/site.h"

#define SEARCH_FOLDER "search/"

/* Where what is found goes to. */
struct finder {
	site_take_found *take;
	void *data;
	struct arena *scratch;
	bool ok; /* it wants more */
};

static void add(struct finder *f, const struct section *section,
    struct str text, struct str url, const struct str_list *tags)
{
	const struct site_found found = { .text = text,
		.url = url,
		.section = section,
		.tags = tags != NULL ? *tags : (struct str_list){ NULL, 0 } };

	if (f->ok && str_trim(text).len > 0)
		f->ok = f->take(f->data, &found);
}

static void add_event(
    struct finder *f, const struct section *section, const struct event *event)
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
	add(f, section, arena_str(f->scratch, strbuf_str(&text)), event->url,
	    NULL);
	strbuf_release(&text);
}

static void add_item(struct finder *f, const struct section *section,
    const struct item *item, const struct issue *typed)
{
	if (item->kind == ITEM_NONE || item->kind == ITEM_PERSON)
		return;
	if (item->kind == ITEM_EVENT && item->typed != STR_NONE)
		add_event(f, section, &typed->event[item->typed]);
	else
		add(f, section, item->text,
		    item->links > 0 ? item->link[0].url
				    : (struct str){ NULL, 0 },
		    &item->tags);
}

/* Prose that is worth finding: features and reports, not the same words of
 * every week. */
static void add_prose(
    struct finder *f, const struct section *section, const struct issue *typed)
{
	if (section->kind != SECTION_FEATURE && section->kind != SECTION_PERF)
		return;
	for (size_t i = 0; i < typed->features; i++) {
		const struct feature *feature = &typed->feature[i];

		if (section->heading == NULL ||
		    feature->offset < section->heading->offset ||
		    feature->offset >= section->end)
			continue;
		add(f, section,
		    feature->name.len > 0
			? arena_printf(f->scratch, "%.*s: %.*s",
			      STR_ARG(feature->name), STR_ARG(feature->text))
			: feature->text,
		    feature->url, NULL);
	}
	if (section->kind == SECTION_PERF && typed->perf != NULL &&
	    section->group.len == 0)
		add(f, section, typed->perf->summary, typed->perf->report_url,
		    NULL);
}

bool site_find_items(const struct issue *typed, struct arena *scratch,
    site_take_found *take, void *data)
{
	struct finder f = { take, data, scratch, true };

	for (size_t i = 0; f.ok && i < typed->sections; i++) {
		const struct section *section = &typed->section[i];

		add_prose(&f, section, typed);
		for (size_t k = 0; k < section->items; k++)
			add_item(&f, section, &section->item[k], typed);
	}
	return f.ok;
}

static bool take_part(void *data, const struct site_found *found)
{
	const struct section *section = found->section;
	struct search_item item = { .text = found->text,
		.section = section->title,
		.anchor = section->level > 0 ? section->id : STR(""),
		.url = found->url };

	search_part_add(data, &item);
	return true;
}

void site_add_search(struct site_issue *issue, const struct issue *typed,
    struct arena *keep, struct arena *scratch)
{
	struct search_issue about = { .title = issue->title,
		.address = issue->address,
		.date = issue->date,
		.number = issue->number };

	issue->search = search_part_new(keep, &about);
	site_find_items(typed, scratch, take_part, issue->search);
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
	/* The site's own arena is in use: this runs in a thread beside. */
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
