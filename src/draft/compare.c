/* compare: what one version of a draft did to its items. */
#include <stdlib.h>

#include "base/url.h"
#include "draft/draft.h"

struct entry {
	struct str key;
	const struct section *section;
	const struct item *item;
	size_t rank; /* of those with the same key, from 0 */
	size_t line; /* from 1; 0 unknown */
};

struct index {
	struct issue issue;
	struct entry *entry; /* in the order of the file */
	struct entry **by_key;
	size_t count;
};

struct compare {
	struct arena *arena;
	struct index base, ours, theirs, result;
	struct draft_change *change;
	size_t changes;
};

static struct str key_of(
    struct arena *arena, const struct issue *issue, const struct item *item)
{
	struct str url;

	if (item->links == 0)
		return arena_printf(arena, "text %.*s", STR_ARG(item->text));
	url = item->link[0].url;
	if (item->kind == ITEM_EVENT && item->typed != STR_NONE) {
		const struct event *event = &issue->event[item->typed];
		struct date d = event->first;

		if (event->url.at != NULL)
			url = event->url;
		url = url_canonical(arena, url);
		return arena_printf(arena, "event %04d-%02d-%02d %.*s", d.year,
		    d.month, d.day, STR_ARG(url));
	}
	url = url_canonical(arena, url);
	return arena_printf(arena, "link %.*s", STR_ARG(url));
}

/* Equal keys in the order of the file. */
static int by_key(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a;
	const struct entry *y = *(struct entry *const *)b;
	int order = str_cmp(x->key, y->key);

	return order != 0 ? order : (x > y) - (x < y);
}

static void sort_entries(struct arena *arena, struct index *index)
{
	index->by_key = ARENA_ARRAY(arena, index->count, struct entry *);
	for (size_t i = 0; i < index->count; i++)
		index->by_key[i] = &index->entry[i];
	if (index->count > 0)
		qsort(index->by_key, index->count, sizeof(index->by_key[0]),
		    by_key);
	for (size_t i = 1; i < index->count; i++)
		if (str_eq(index->by_key[i]->key, index->by_key[i - 1]->key))
			index->by_key[i]->rank = index->by_key[i - 1]->rank + 1;
}

/* Lines of all entries, which stand in the order of the file. */
static void count_lines(struct index *index)
{
	struct str text = index->issue.source.text;
	size_t line = 1, at = 0;

	for (size_t i = 0; i < index->count; i++) {
		size_t offset = index->entry[i].item->offset;

		if (offset == MD_UNKNOWN || offset < at)
			continue;
		for (; at < offset; at++)
			line += text.at[at] == '\n';
		index->entry[i].line = line;
	}
}

static bool read_index(struct arena *arena, const struct settings *settings,
    struct source source, struct index *index, struct error *err)
{
	if (!draft_read(arena, settings, source, &index->issue, err))
		return false;
	for (size_t i = 0; i < index->issue.sections; i++) {
		const struct section *section = &index->issue.section[i];

		for (size_t k = 0; k < section->items; k++) {
			const struct item *item = &section->item[k];

			if (item->kind == ITEM_NONE)
				continue;
			index->entry =
			    ARENA_GROW(arena, index->entry, index->count);
			index->entry[index->count++] = (struct entry){
				.key = key_of(arena, &index->issue, item),
				.section = section,
				.item = item
			};
		}
	}
	sort_entries(arena, index);
	count_lines(index);
	return true;
}

/* The entry of that key and rank, or NULL. */
static const struct entry *find(
    const struct index *index, const struct entry *wanted)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct entry *e = index->by_key[middle];
		int order = str_cmp(e->key, wanted->key);

		if (order == 0)
			order =
			    (e->rank > wanted->rank) - (e->rank < wanted->rank);
		if (order == 0)
			return e;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static struct str path_of(
    struct arena *arena, const struct issue *issue, const struct section *s)
{
	struct str path = s->title;

	while (s->parent != STR_NONE) {
		s = &issue->section[s->parent];
		/* The title of the issue says nothing. */
		if (s->parent == STR_NONE && s->level == 1)
			break;
		path = arena_printf(
		    arena, "%.*s / %.*s", STR_ARG(s->title), STR_ARG(path));
	}
	return path;
}

static void add_change(struct compare *c, enum draft_change_kind kind,
    const struct index *index, const struct entry *entry)
{
	const struct item *item = entry->item;
	const struct entry *there = find(&c->result, entry);
	struct draft_change change = {
		.kind = kind,
		.section = path_of(c->arena, &index->issue, entry->section),
		.title = item->links > 0 ? item->link[0].text : item->text,
	};

	if (item->kind == ITEM_EVENT && item->typed != STR_NONE &&
	    index->issue.event[item->typed].title.len > 0)
		change.title = index->issue.event[item->typed].title;
	if (there != NULL)
		change.line = there->line;
	c->change = ARENA_GROW(c->arena, c->change, c->changes);
	c->change[c->changes++] = change;
}

/* As written, but for blanks around it. */
static struct str source_of(const struct index *index, const struct entry *e)
{
	return str_trim(
	    str_sub(index->issue.source.text, e->item->offset, e->item->end));
}

static void compare(struct compare *c)
{
	for (size_t i = 0; i < c->theirs.count; i++) {
		const struct entry *e = &c->theirs.entry[i];
		const struct entry *was = find(&c->base, e);

		if (was == NULL)
			add_change(c,
			    find(&c->ours, e) != NULL ? DRAFT_DOUBLED
						      : DRAFT_ADDED,
			    &c->theirs, e);
		else if (!str_eq(source_of(&c->base, was),
			     source_of(&c->theirs, e)))
			add_change(c, DRAFT_EDITED, &c->theirs, e);
	}
	for (size_t i = 0; i < c->base.count; i++) {
		const struct entry *e = &c->base.entry[i];

		if (find(&c->theirs, e) == NULL && find(&c->ours, e) != NULL)
			add_change(c, DRAFT_REMOVED, &c->base, e);
	}
}

bool draft_compare(struct arena *arena, const struct draft_compared *versions,
    struct draft_change **ret_change, size_t *ret_changes, struct error *err)
{
	const struct settings *settings = versions->settings;
	struct compare c = { .arena = arena };

	if (!read_index(arena, settings, versions->base, &c.base, err) ||
	    !read_index(arena, settings, versions->ours, &c.ours, err) ||
	    !read_index(arena, settings, versions->theirs, &c.theirs, err) ||
	    !read_index(arena, settings, versions->result, &c.result, err))
		return false;
	compare(&c);
	*ret_change = c.change;
	*ret_changes = c.changes;
	return true;
}
