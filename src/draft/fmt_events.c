/* Items: the bars, dates and order of events, and tags. */
#include <stdlib.h>

#include "base/source.h"
#include "draft/fmt.h"
#include "model/event_fields.h"
#include "model/order.h"

/* ----------------------------------------------------------------------- bars */

/* One blank at each side of the bars in [from, to); an empty field stays. */
static void tidy_bars(struct fmt *f, struct span *field, size_t fields)
{
	for (size_t i = 1; i < fields; i++) {
		const struct span *a = &field[i - 1], *b = &field[i];
		struct str bar = str_sub(f->text, a->to, b->from);

		if (a->from == a->to || b->from == b->to)
			continue;
		fmt_propose(f, a->to, b->from,
		    str_find_char(bar, '\\', 0) == STR_NONE ? STR(" | ")
							    : STR(" \\| "));
	}
}

static size_t split_line(
    const struct fmt *f, size_t offset, struct span *ret_field)
{
	size_t end = source_line_end(f->text, offset);

	return fields_split(f->text, offset, end, ret_field);
}

/* ---------------------------------------------------------------------- dates */

/* Digits and the marks of a range, and each date is a day of the event. */
static bool says_days(
    const struct fmt *f, struct span field, const struct event *e)
{
	struct written_date date[3];
	size_t dates = dates_find(f->text, field.from, field.to, date, 3);

	for (size_t i = field.from; i < field.to; i++)
		if (char_is_alpha(f->text.at[i]) || f->text.at[i] == '&' ||
		    f->text.at[i] == ',' || f->text.at[i] == ':')
			return false;
	for (size_t i = 0; i < dates; i++)
		if (date_cmp(date[i].date, e->first) != 0 &&
		    date_cmp(date[i].date, e->last) != 0)
			return false;
	return dates > 0 && dates < 3 && e->start < 0;
}

static bool has_bars(
    const struct fmt *f, size_t at, struct span *ret_field, size_t *ret_fields)
{
	*ret_fields = split_line(f, at, ret_field);
	return *ret_fields > 1;
}

static size_t behind_mark(const struct fmt *f, size_t at)
{
	while (at < f->text.len && !char_is_space(f->text.at[at]))
		at++;
	return at;
}

static void tidy_event(struct fmt *f, const struct event *e)
{
	struct span field[EVENT_FIELDS];
	size_t fields;

	if (!has_bars(f, behind_mark(f, e->offset), field, &fields))
		return;
	fmt_next_unit(f);
	tidy_bars(f, field, fields);
	fmt_next_unit(f);
	if (says_days(f, field[0], e))
		fmt_propose(f, field[0].from, field[0].to,
		    days_text(f->arena, e->first, e->last));
}

/* A list below an event has its title and further links. */
static void tidy_title(struct fmt *f, const struct md_node *item)
{
	struct span field[EVENT_FIELDS];
	size_t fields;

	MD_EACH_CHILD (list, item) {
		const struct md_node *first = list->first;

		if (list->kind != MD_LIST || first->offset == MD_UNKNOWN ||
		    !has_bars(f, behind_mark(f, first->offset), field, &fields))
			continue;
		fmt_next_unit(f);
		tidy_bars(f, field, fields);
	}
}

static void tidy_call(struct fmt *f, const struct item *item)
{
	struct span field[EVENT_FIELDS];
	size_t fields;

	if (!has_bars(f, behind_mark(f, item->offset), field, &fields))
		return;
	fmt_next_unit(f);
	tidy_bars(f, field, fields);
}

void fmt_events(struct fmt *f)
{
	const struct issue *issue = &f->issue;

	for (size_t i = 0; i < issue->events; i++) {
		const struct event *e = &issue->event[i];
		const struct item *item =
		    &issue->section[e->section].item[e->item];

		if (!item_is_placed(item))
			continue;
		tidy_event(f, e);
		tidy_title(f, item->node);
	}
	for (size_t i = 0; i < issue->calls; i++) {
		const struct call *call = &issue->call[i];
		const struct item *item =
		    &issue->section[call->section].item[call->item];

		if (call->kind == CALL_SPEAKING && item_is_placed(item))
			tidy_call(f, item);
	}
}

/* ---------------------------------------------------------------------- order */

struct listed {
	const struct event *event;
	size_t item;
};

static int by_event(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = event_cmp(x->event, y->event);

	if (order == 0)
		order = x->item < y->item ? -1 : x->item > y->item;
	return order;
}

/* Is each of the items an event of which the bytes are known? */
static bool all_events(const struct section *s, size_t first, size_t stop)
{
	for (size_t i = first; i < stop; i++)
		if (s->item[i].kind != ITEM_EVENT ||
		    !item_is_placed(&s->item[i]))
			return false;
	return true;
}

static void order_list(
    struct fmt *f, const struct section *s, size_t first, size_t stop)
{
	size_t count = stop - first;
	struct listed *listed = ARENA_ARRAY(f->arena, count, struct listed);
	size_t *order = ARENA_ARRAY(f->arena, count, size_t);
	bool sorted = true;

	for (size_t i = 0; i < count; i++)
		listed[i] =
		    (struct listed){ &f->issue.event[s->item[first + i].typed],
			    first + i };
	qsort(listed, count, sizeof(*listed), by_event);
	for (size_t i = 0; i < count; i++) {
		order[i] = listed[i].item;
		sorted = sorted && order[i] == first + i;
	}
	fmt_next_unit(f);
	if (!sorted)
		fmt_propose(f, s->item[first].offset, s->item[stop - 1].end,
		    items_in_order(f->arena, f->text, s, first, order, count));
}

void fmt_order(struct fmt *f)
{
	for (size_t i = 0; i < f->issue.sections; i++) {
		const struct section *s = &f->issue.section[i];
		size_t first = 0, stop;

		if (s->kind != SECTION_EVENTS)
			continue;
		for (; first < s->items; first = stop) {
			for (stop = first + 1; stop < s->items; stop++)
				if (s->item[stop].node->parent !=
				    s->item[first].node->parent)
					break;
			if (all_events(s, first, stop))
				order_list(f, s, first, stop);
		}
	}
}

/* ----------------------------------------------------------------------- tags */

static size_t over_blanks(const struct fmt *f, size_t at)
{
	while (at < f->text.len && char_is_blank(f->text.at[at]))
		at++;
	return at;
}

/* Is "[tag]" written at an offset? */
static bool has_tag(const struct fmt *f, size_t at, struct str tag)
{
	struct str rest = str_sub(f->text, at, at + tag.len + 2);

	return rest.len == tag.len + 2 && rest.at[0] == '[' &&
	       str_eq(str_sub(rest, 1, tag.len + 1), tag) &&
	       rest.at[rest.len - 1] == ']';
}

/* One blank behind each tag; nothing if a link does not follow the last. */
static void tidy_tags(struct fmt *f, const struct item *item)
{
	size_t at = over_blanks(f, behind_mark(f, item->offset));

	fmt_next_unit(f);
	for (size_t i = 0; i < item->tags.count; i++) {
		struct str tag = item->tags.item[i];
		size_t end = at + tag.len + 2;

		if (!has_tag(f, at, tag)) {
			fmt_drop_unit(f);
			return;
		}
		at = over_blanks(f, end);
		fmt_propose(f, end, at, STR(" "));
	}
	if (item->links == 0 || item->link[0].offset != at)
		fmt_drop_unit(f);
}

void fmt_tags(struct fmt *f)
{
	for (size_t i = 0; i < f->issue.sections; i++) {
		const struct section *s = &f->issue.section[i];

		for (size_t k = 0; k < s->items; k++)
			if (s->item[k].tags.count > 0 &&
			    item_is_placed(&s->item[k]))
				tidy_tags(f, &s->item[k]);
	}
}
