/* Rules about the same event, address or group twice: in one issue, and in
 * earlier ones. */
#include <stdlib.h>

#include "base/url.h"
#include "check/events.h"

enum {
	FAR_APART = 60, /* days between two events */
	PRINTINGS = 12, /* of an address that are looked at */
};

/* ------------------------------------------------------------------- grouping */

/* An event of the issue by the key of its address or group. */
struct keyed {
	uint64_t key;
	struct date first;
	size_t event; /* its index */
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->event < y->event ? -1 : x->event > y->event;
}

static int by_key_and_date(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = date_cmp(x->first, y->first);

	if (x->key != y->key || order == 0)
		return by_key(a, b);
	return order;
}

typedef int compare(const void *a, const void *b);

static struct keyed *sorted_keys(
    struct checker *c, bool groups, compare *order, size_t *ret_count)
{
	struct keyed *keyed =
	    ARENA_ARRAY(c->arena, c->facts->events + 1, struct keyed);
	size_t count = 0;

	for (size_t i = 0; i < c->facts->events; i++) {
		const struct seen_event *e = &c->facts->event[i];
		uint64_t key = groups ? e->group_key : e->key;

		if (key != 0)
			keyed[count++] = (struct keyed){ key, e->first, i };
	}
	qsort(keyed, count, sizeof(*keyed), order);
	*ret_count = count;
	return keyed;
}

/* The address is that of the group, and so of all its events. */
static bool is_recurring(const struct seen_event *e)
{
	return e->key == e->group_key;
}

static void also_first(
    struct checker *c, struct finding *f, const struct event *first)
{
	check_also(c, f, first->offset, "first here");
}

/* ----------------------------------------------------------------- one issue */

/* Equal but for blanks at the ends of lines. */
static bool is_same_text(
    const struct checker *c, const struct event *a, const struct event *b)
{
	struct str x = str_sub(c->text, a->offset, a->end);
	struct str y = str_sub(c->text, b->offset, b->end);

	while (x.at != NULL && y.at != NULL)
		if (!str_eq(str_trim_right(str_take(&x, '\n')),
			str_trim_right(str_take(&y, '\n'))))
			return false;
	return x.at == NULL && y.at == NULL;
}

static void found_repeated(
    struct checker *c, const struct event *first, const struct event *e)
{
	struct finding *f = check_found(c, e->offset,
	    source_line_end(c->text, e->offset), "\"%.*s\"", STR_ARG(e->title));

	also_first(c, f, first);
	fix_remove_item(c, f, is_same_text(c, first, e), event_item(c, e));
}

/* Neighbours of equal key and date: of those that stand in one section. */
void event_look_repeated(struct checker *c)
{
	size_t count;
	struct keyed *keyed = sorted_keys(c, false, by_key_and_date, &count);

	for (size_t i = 1; i < count; i++) {
		const struct event *a = &c->issue->event[keyed[i - 1].event];
		const struct event *b = &c->issue->event[keyed[i].event];

		if (keyed[i].key != keyed[i - 1].key ||
		    date_cmp(a->first, b->first) != 0 ||
		    a->section != b->section || !event_form_of(c, b)->barred)
			continue;
		found_repeated(c, a, b);
	}
}

/* Does the issue say that the event is held on the spot and online? */
static bool is_hybrid_pair(const struct event *a, const struct event *b)
{
	return a->mode == MODE_HYBRID || b->mode == MODE_HYBRID ||
	       str_contains_fold(a->title, STR("hybrid"));
}

void event_look_listed_twice(struct checker *c)
{
	size_t count;
	struct keyed *keyed = sorted_keys(c, false, by_key_and_date, &count);

	for (size_t i = 1; i < count; i++) {
		const struct event *a = &c->issue->event[keyed[i - 1].event];
		const struct event *b = &c->issue->event[keyed[i].event];
		struct span s;

		if (keyed[i].key != keyed[i - 1].key ||
		    date_cmp(a->first, b->first) != 0 ||
		    a->section == b->section || is_hybrid_pair(a, b) ||
		    !event_form_of(c, b)->barred)
			continue;
		s = event_part(c, b, EVENT_PLACE);
		also_first(c,
		    check_found(c, s.from, s.to, "\"%.*s\"", STR_ARG(b->title)),
		    a);
	}
}

void event_look_group_twice(struct checker *c)
{
	size_t count;
	struct keyed *keyed = sorted_keys(c, true, by_key_and_date, &count);

	for (size_t i = 1; i < count; i++) {
		const struct event *a = &c->issue->event[keyed[i - 1].event];
		const struct event *b = &c->issue->event[keyed[i].event];
		struct finding *f;

		if (keyed[i].key != keyed[i - 1].key ||
		    date_cmp(a->first, b->first) != 0 ||
		    a->section != b->section ||
		    c->facts->event[keyed[i].event].key ==
			c->facts->event[keyed[i - 1].event].key ||
		    !str_eq_fold(a->title, b->title) ||
		    !event_form_of(c, b)->barred)
			continue;
		f = check_found(c, b->offset,
		    source_line_end(c->text, b->offset), "\"%.*s\"",
		    STR_ARG(b->title));
		also_first(c, f, a);
	}
}

/* -------------------------------------------------------------- earlier issues */

/* The event that holds an offset; they stand in the order of the file. */
static const struct seen_event *event_at(
    const struct facts *issue, size_t offset)
{
	size_t low = 0, high = issue->events;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (issue->event[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	if (low >= issue->events || issue->event[low].offset > offset ||
	    issue->event[low].end <= offset)
		return NULL;
	return &issue->event[low];
}

const struct seen_event *event_seen_before(
    const struct checker *c, uint64_t key, const struct facts **ret_issue)
{
	const struct seen_event *e;
	struct printing printing;
	size_t at = 0;

	if (key == 0 ||
	    !archive_seen(c->archive, c->facts, key, &at, &printing) ||
	    !printing.issue->near)
		return NULL;
	e = event_at(printing.issue, printing.link->offset);
	*ret_issue = printing.issue;
	return e;
}

static int32_t days_apart(struct date a, struct date b)
{
	int32_t days = date_to_days(a) - date_to_days(b);

	return days < 0 ? -days : days;
}

static bool is_barred(const struct checker *c, const struct seen_event *e)
{
	size_t end = source_line_end(c->text, e->offset);
	struct span field[EVENT_FIELDS];

	return fields_split(c->text, e->offset, end, field) > 2;
}

/* "https://example.org": the site of a conference, year after year. */
static bool is_front_page(const struct seen_event *e)
{
	struct str path = url_split(e->url).path;

	return path.len == 0 || str_eq(path, STR("/"));
}

/* An address that has had three dates is that of a series.  `other` is one
 * beside that of the event, if it is set. */
static bool is_series(
    const struct checker *c, const struct seen_event *e, struct date other)
{
	struct printing printing;
	size_t at = 0;

	for (int i = 0; i < PRINTINGS && archive_seen(c->archive, c->facts,
					     e->key, &at, &printing);
	     i++) {
		const struct seen_event *seen =
		    printing.issue->near
			? event_at(printing.issue, printing.link->offset)
			: NULL;

		if (seen == NULL || seen->key != e->key ||
		    date_cmp(seen->first, e->first) == 0)
			continue;
		if (date_is_set(other) && date_cmp(seen->first, other) != 0)
			return true;
		other = seen->first;
	}
	return false;
}

/* Events whose address an issue shortly before had on another day, from
 * `least` to `most` days away. */
static void look_before(struct checker *c, int32_t least, int32_t most)
{
	for (size_t i = 0; i < c->facts->events; i++) {
		const struct seen_event *e = &c->facts->event[i], *before;
		const struct facts *issue;
		struct finding *f;
		int32_t days;

		if (is_recurring(e))
			continue;
		before = event_seen_before(c, e->key, &issue);
		if (before == NULL || before->key != e->key)
			continue;
		days = days_apart(e->first, before->first);
		if (days < least || days > most || is_front_page(e) ||
		    !is_barred(c, e) || is_series(c, e, (struct date){ 0 }))
			continue;
		f = check_found(c, e->offset,
		    source_line_end(c->text, e->offset),
		    "%04d-%02d-%02d before, now %04d-%02d-%02d",
		    before->first.year, before->first.month, before->first.day,
		    e->first.year, e->first.month, e->first.day);
		check_also_in(c, f, issue, before->offset, "printed before");
	}
}

void event_look_moved(struct checker *c)
{
	look_before(c, 1, FAR_APART);
}

void event_look_link_reused(struct checker *c)
{
	look_before(c, FAR_APART + 1, INT32_MAX);
}

/* The days of keyed[from..to), all of one address: the first that is another
 * than the first of all; `to` if there is none, or if there are more than two:
 * then the address is of a series. */
static size_t other_day(const struct keyed *keyed, size_t from, size_t to)
{
	size_t other = to;

	for (size_t i = from + 1; i < to; i++) {
		if (date_cmp(keyed[i].first, keyed[from].first) == 0)
			continue;
		if (other != to &&
		    date_cmp(keyed[i].first, keyed[other].first) != 0)
			return to;
		if (other == to)
			other = i;
	}
	return other;
}

static void look_pair(
    struct checker *c, const struct seen_event *a, const struct seen_event *b)
{
	struct finding *f;

	if (is_recurring(b) || !is_barred(c, b) || is_series(c, b, a->first))
		return;
	f = check_found(c, b->offset, source_line_end(c->text, b->offset),
	    "on %04d-%02d-%02d too", a->first.year, a->first.month,
	    a->first.day);
	check_also(c, f, a->offset, "first here");
}

void event_look_link_twice(struct checker *c)
{
	size_t count, to;
	struct keyed *keyed = sorted_keys(c, false, by_key, &count);

	for (size_t from = 0; from < count; from = to) {
		size_t other;

		for (to = from + 1; to < count; to++)
			if (keyed[to].key != keyed[from].key)
				break;
		other = other_day(keyed, from, to);
		if (other != to)
			look_pair(c, &c->facts->event[keyed[from].event],
			    &c->facts->event[keyed[other].event]);
	}
}
