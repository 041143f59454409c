/* Taking events out, putting them elsewhere, sorting them. */
#include <stdlib.h>

#include "check/event_form.h"

void fix_remove_item(
    struct checker *c, struct finding *f, bool safe, const struct item *item)
{
	struct span s;

	if (item->offset == MD_UNKNOWN || item->end == MD_UNKNOWN)
		return;
	s = item_lines(c->text, item);
	check_fix(c, f, safe, s.from, s.to - s.from, STR(""));
}

/* -------------------------------------------------------------------- moving */

const struct section *region_section(const struct checker *c, size_t region)
{
	for (size_t i = 0; region != STR_NONE && i < c->issue->sections; i++) {
		const struct section *s = &c->issue->section[i];

		if (s->region == region && s->kind == SECTION_EVENTS &&
		    s->heading != NULL)
			return s;
	}
	return NULL;
}

/* Of the list of a section: the item before which an event belongs, or how
 * many there are. */
static size_t place_in(
    const struct checker *c, const struct section *s, const struct event *event)
{
	for (size_t i = 0; i < s->items; i++) {
		const struct event *other = item_event(c, &s->item[i]);

		if (other != NULL && date_cmp(other->first, event->first) > 0)
			return i;
	}
	return s->items;
}

/* Can the item stand in that list as it is? */
static bool fits(
    const struct checker *c, const struct item *item, const struct section *s)
{
	return section_is_list(s) && item_is_placed(item) &&
	       c->text.at[item->offset] == c->text.at[s->item[0].offset];
}

void fix_move_event(struct checker *c, struct finding *f,
    const struct event *event, const struct section *to)
{
	const struct item *item = event_item(c, event);
	struct edit edit;
	struct str text;
	size_t at;

	/* What is beyond the limit is forgotten anyway. */
	if (to == NULL || to == event_section(c, event) ||
	    c->findings - c->before == LIMIT_FINDINGS || !fits(c, item, to))
		return;
	at = source_line_start(c->text, item->offset);
	text = str_trim_right(str_sub(c->text, at, item->end));
	edit = item_insert(c->arena, c->text, to, place_in(c, to, event), text);
	fix_remove_item(c, f, false, item);
	check_fix(c, f, false, edit.offset, 0, edit.insert);
}

/* ------------------------------------------------------------------- sorting */

struct sorted {
	struct date first;
	size_t item;
};

static int by_date(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = date_cmp(x->first, y->first);

	if (order == 0)
		order = x->item < y->item ? -1 : x->item > y->item;
	return order;
}

static bool can_sort(const struct checker *c, const struct section *section,
    size_t first, size_t count)
{
	const struct item *one = &section->item[first];

	for (size_t i = 0; i < count; i++) {
		const struct item *item = &section->item[first + i];

		if (item->kind != ITEM_EVENT || !item_is_placed(item) ||
		    c->text.at[item->offset] != c->text.at[one->offset])
			return false;
	}
	return true;
}

static struct str sorted_text(struct checker *c, const struct section *section,
    size_t first, const struct sorted *sorted, size_t count)
{
	size_t *order = ARENA_ARRAY(c->arena, count, size_t);

	for (size_t i = 0; i < count; i++)
		order[i] = sorted[i].item;
	return items_in_order(c->arena, c->text, section, first, order, count);
}

void fix_sort_events(struct checker *c, struct finding *f, bool safe,
    const struct section *section, size_t first, size_t count)
{
	struct sorted *sorted = ARENA_ARRAY(c->arena, count, struct sorted);
	const struct item *item = section->item;

	if (!can_sort(c, section, first, count))
		return;
	for (size_t i = 0; i < count; i++)
		sorted[i] =
		    (struct sorted){ item_event(c, &item[first + i])->first,
			    first + i };
	qsort(sorted, count, sizeof(*sorted), by_date);
	/* What stands right at both ends is left alone. */
	while (count > 0 && sorted[count - 1].item == first + count - 1)
		count--;
	while (count > 0 && sorted[0].item == first) {
		first++;
		sorted++;
		count--;
	}
	if (count > 0)
		check_fix(c, f, safe, item[first].offset,
		    item[first + count - 1].end - item[first].offset,
		    sorted_text(c, section, first, sorted, count));
}
