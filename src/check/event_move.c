/* Taking events out, putting them elsewhere, sorting them. */
#include <stdlib.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "check/event_form.h"

static bool is_blank(struct str text, size_t from, size_t to)
{
	return str_trim(str_sub(text, from, to)).len == 0;
}

/* Behind the line end of the line that holds `at`. */
static size_t next_line(struct str text, size_t at)
{
	size_t end = source_line_end(text, at);

	return end < text.len ? end + 1 : end;
}

/* Behind the lines of an item. */
static size_t behind_item(const struct checker *c, const struct item *item)
{
	return next_line(
	    c->text, item->end > item->offset ? item->end - 1 : item->end);
}

static bool is_known(const struct item *item)
{
	return item->offset != MD_UNKNOWN && item->end != MD_UNKNOWN;
}

static const struct md_node *previous(const struct md_node *item)
{
	const struct md_node *at = item->parent->first;

	while (at->next != item && at->next != NULL)
		at = at->next;
	return at->next == item ? at : NULL;
}

struct span item_lines(const struct checker *c, const struct item *item)
{
	const struct md_node *next = item->node->next, *last;
	struct span s = { source_line_start(c->text, item->offset),
		behind_item(c, item) };
	size_t at;

	if (item->node->kind != MD_ITEM)
		return s;
	if (next != NULL && next->offset != MD_UNKNOWN) {
		at = source_line_start(c->text, next->offset);
		if (at > s.to && is_blank(c->text, s.to, at))
			s.to = at;
		return s;
	}
	last = previous(item->node);
	if (next == NULL && last != NULL && last->end != MD_UNKNOWN) {
		at = next_line(c->text, last->end - 1);
		if (at < s.from && is_blank(c->text, at, s.from))
			s.from = at;
	}
	return s;
}

void fix_remove_item(
    struct checker *c, struct finding *f, bool safe, const struct item *item)
{
	struct span s;

	if (!is_known(item))
		return;
	s = item_lines(c, item);
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

static bool is_loose(const struct checker *c, const struct section *s)
{
	return s->items > 1 && source_line_start(c->text, s->item[1].offset) >
				   behind_item(c, &s->item[0]);
}

/* Can the item stand in that list as it is? */
static bool fits(
    const struct checker *c, const struct item *item, const struct section *s)
{
	for (size_t i = 0; i < s->items; i++)
		if (!is_known(&s->item[i]) ||
		    s->item[i].node->kind != MD_ITEM ||
		    s->item[i].node->parent != s->item[0].node->parent)
			return false;
	return s->items > 0 && is_known(item) && item->node->kind == MD_ITEM &&
	       c->text.at[item->offset] == c->text.at[s->item[0].offset];
}

void fix_move_event(struct checker *c, struct finding *f,
    const struct event *event, const struct section *to)
{
	const struct item *item = event_item(c, event);
	struct str text, gap;
	size_t place, at;

	/* What is beyond the limit is forgotten anyway. */
	if (to == NULL || to == event_section(c, event) ||
	    c->findings - c->before == LIMIT_FINDINGS || !fits(c, item, to))
		return;
	at = source_line_start(c->text, item->offset);
	text = str_trim_right(str_sub(c->text, at, item->end));
	gap = is_loose(c, to) ? STR("\n") : STR("");
	place = place_in(c, to, event);
	if (place < to->items) {
		at = source_line_start(c->text, to->item[place].offset);
		text = arena_printf(
		    c->arena, "%.*s\n%.*s", STR_ARG(text), STR_ARG(gap));
	} else {
		at = behind_item(c, &to->item[place - 1]);
		text = arena_printf(c->arena, "%s%.*s%.*s\n",
		    c->text.at[at - 1] == '\n' ? "" : "\n", STR_ARG(gap),
		    STR_ARG(text));
	}
	fix_remove_item(c, f, false, item);
	check_fix(c, f, false, at, 0, text);
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

		if (item->kind != ITEM_EVENT || !is_known(item) ||
		    item->node->kind != MD_ITEM ||
		    c->text.at[item->offset] != c->text.at[one->offset])
			return false;
	}
	return true;
}

/* Items change their places, and what stands between them stays. */
static struct str sorted_text(struct checker *c, const struct section *section,
    size_t first, const struct sorted *sorted, size_t count)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < count; i++) {
		const struct item *item = &section->item[sorted[i].item];
		const struct item *slot = &section->item[first + i];

		strbuf_add(&out, str_sub(c->text, item->offset, item->end));
		if (i + 1 < count)
			strbuf_add(
			    &out, str_sub(c->text, slot->end, slot[1].offset));
	}
	text = arena_str(c->arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
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
