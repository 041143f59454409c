#include "model/item_place.h"

#include "base/limits.h"
#include "base/strbuf.h"

static bool is_blank(struct str text, size_t from, size_t to)
{
	return str_trim(str_sub(text, from, to)).len == 0;
}

size_t line_behind(struct str text, size_t at)
{
	size_t end = source_line_end(text, at);

	return end < text.len ? end + 1 : end;
}

size_t item_behind(struct str text, const struct item *item)
{
	return line_behind(
	    text, item->end > item->offset ? item->end - 1 : item->end);
}

bool item_is_placed(const struct item *item)
{
	return item->offset != MD_UNKNOWN && item->end != MD_UNKNOWN &&
	       item->node->kind == MD_ITEM;
}

static const struct md_node *previous(const struct md_node *item)
{
	const struct md_node *at = item->parent->first;

	while (at->next != item && at->next != NULL)
		at = at->next;
	return at->next == item ? at : NULL;
}

struct span item_lines(struct str text, const struct item *item)
{
	const struct md_node *next = item->node->next, *last;
	struct span s = { source_line_start(text, item->offset),
		item_behind(text, item) };
	size_t at;

	if (item->node->kind != MD_ITEM)
		return s;
	if (next != NULL && next->offset != MD_UNKNOWN) {
		at = source_line_start(text, next->offset);
		if (at > s.to && is_blank(text, s.to, at))
			s.to = at;
		return s;
	}
	last = previous(item->node);
	if (next == NULL && last != NULL && last->end != MD_UNKNOWN) {
		at = line_behind(text, last->end - 1);
		if (at < s.from && is_blank(text, at, s.from))
			s.from = at;
	}
	return s;
}

bool section_is_list(const struct section *section)
{
	for (size_t i = 0; i < section->items; i++)
		if (!item_is_placed(&section->item[i]) ||
		    section->item[i].node->parent !=
			section->item[0].node->parent)
			return false;
	return section->items > 0;
}

bool section_is_loose(struct str text, const struct section *section)
{
	return section->items > 1 &&
	       source_line_start(text, section->item[1].offset) >
		   item_behind(text, &section->item[0]);
}

struct edit item_insert(struct arena *arena, struct str text,
    const struct section *section, size_t place, struct str lines)
{
	const char *gap = section_is_loose(text, section) ? "\n" : "";
	size_t at;

	if (place < section->items) {
		at = source_line_start(text, section->item[place].offset);
		lines = arena_printf(arena, "%.*s\n%s", STR_ARG(lines), gap);
		return (struct edit){ at, 0, lines };
	}
	at = item_behind(text, &section->item[section->items - 1]);
	lines = arena_printf(arena, "%s%s%.*s\n",
	    text.at[at - 1] == '\n' ? "" : "\n", gap, STR_ARG(lines));
	return (struct edit){ at, 0, lines };
}

/* Items change their places, and what stands between them stays. */
struct str items_in_order(struct arena *arena, struct str text,
    const struct section *section, size_t first, const size_t *order,
    size_t count)
{
	struct strbuf out;
	struct str sorted;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < count; i++) {
		const struct item *item = &section->item[order[i]];
		const struct item *slot = &section->item[first + i];

		strbuf_add(&out, str_sub(text, item->offset, item->end));
		if (i + 1 < count)
			strbuf_add(
			    &out, str_sub(text, slot->end, slot[1].offset));
	}
	sorted = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return sorted;
}
