/* Rules about the days of events and the window that an issue covers. */
#include "check/events.h"
#include "model/when.h"

/* Days that make an event that far away one of a wrong year. */
enum { WRONG_YEAR = 200 };

static int32_t days_between(struct date from, struct date to)
{
	return date_to_days(to) - date_to_days(from);
}

static struct date window_end(const struct checker *c)
{
	return date_add(c->issue->header.date, c->settings->events.window_days);
}

/* The same days of another year. */
static struct date in_year(struct date d, int year)
{
	d.year = year;
	return d;
}

/* Does an event lie in the window if it is in another year? */
static bool fits_year(const struct checker *c, const struct event *e, int years)
{
	struct date first = in_year(e->first, e->first.year + years);
	struct date last = in_year(e->last, e->last.year + years);

	return date_exists(first) && date_exists(last) &&
	       date_cmp(last, c->issue->header.date) >= 0 &&
	       date_cmp(first, window_end(c)) <= 0;
}

static void fix_year(
    struct checker *c, struct finding *f, struct span s, int years)
{
	struct written_date date[3];
	size_t dates = dates_find(c->text, s.from, s.to, date, 3);

	for (size_t i = 0; i < dates; i++)
		check_fix(c, f, false, date[i].offset, 4,
		    arena_printf(c->arena, "%04d", date[i].date.year + years));
}

/* The year in which an event would lie in the window, seen from its own; 0 if
 * there is none near. */
static int better_year(const struct checker *c, const struct event *e)
{
	int year = c->issue->header.date.year - e->first.year;

	if (year != 0 && fits_year(c, e, year))
		return year;
	if (year + 1 != 0 && fits_year(c, e, year + 1))
		return year + 1;
	return 0;
}

void event_look_over(struct checker *c, const struct event *e)
{
	struct date issue = c->issue->header.date;
	struct finding *f;
	struct span s;
	int years;

	if (!date_is_set(issue) || date_cmp(e->last, issue) >= 0)
		return;
	s = event_part(c, e, EVENT_DATES);
	years = better_year(c, e);
	if (years != 0) {
		f = check_found(c, s.from, s.to,
		    "%d days before it; or is it of %d?",
		    (int)days_between(e->last, issue), e->first.year + years);
		fix_year(c, f, s, years);
		return;
	}
	f = check_found(c, s.from, s.to, "%d %s before it",
	    (int)days_between(e->last, issue),
	    days_between(e->last, issue) == 1 ? "day" : "days");
	if (days_between(e->last, issue) < WRONG_YEAR)
		fix_remove_item(c, f, false, event_item(c, e));
}

void event_look_after_window(struct checker *c, const struct event *e)
{
	struct finding *f;
	struct span s;
	int years;

	if (!date_is_set(c->issue->header.date) ||
	    c->settings->events.window_days <= 0 ||
	    date_cmp(e->first, window_end(c)) <= 0 ||
	    !event_form_of(c, e)->barred)
		return;
	s = event_part(c, e, EVENT_DATES);
	years = better_year(c, e);
	if (days_between(window_end(c), e->first) >= WRONG_YEAR && years != 0) {
		f = check_found(c, s.from, s.to,
		    "%d days behind its end; or is it of %d?",
		    (int)days_between(window_end(c), e->first),
		    e->first.year + years);
		fix_year(c, f, s, years);
		return;
	}
	check_found(c, s.from, s.to, "%d %s behind its end",
	    (int)days_between(window_end(c), e->first),
	    days_between(window_end(c), e->first) == 1 ? "day" : "days");
}

/* ------------------------------------------------------------ dates of items */

/* The dates before the first bar of an item's first line, if it begins with
 * one. */
static size_t item_dates(const struct checker *c, const struct item *item,
    struct written_date *ret_date, size_t max)
{
	size_t from = item->offset, to, bar;

	if (from == MD_UNKNOWN || item->node->kind != MD_ITEM)
		return 0;
	to = source_line_end(c->text, from);
	if (to > from + 64)
		to = from + 64;
	bar = str_find_char(str_sub(c->text, 0, to), '|', from);
	if (bar != STR_NONE)
		to = bar;
	from++;
	while (from < to &&
	       (char_is_blank(c->text.at[from]) || c->text.at[from] == '['))
		from++;
	if (from == to || !char_is_digit(c->text.at[from]))
		return 0;
	return dates_find(c->text, from, to, ret_date, max);
}

void event_look_date_impossible(struct checker *c, const struct section *s)
{
	struct written_date date[3];

	if (s->kind != SECTION_EVENTS)
		return;
	for (size_t i = 0; i < s->items; i++) {
		size_t dates = item_dates(c, &s->item[i], date, 3);

		for (size_t k = 0; k < dates; k++)
			if (!date_exists(date[k].date))
				check_found(c, date[k].offset, date[k].end,
				    "%.*s",
				    STR_ARG(str_sub(
					c->text, date[k].offset, date[k].end)));
	}
}

void event_look_ends_before(struct checker *c, const struct section *s)
{
	struct written_date date[2];

	if (s->kind != SECTION_EVENTS)
		return;
	for (size_t i = 0; i < s->items; i++)
		if (item_dates(c, &s->item[i], date, 2) == 2 &&
		    date_exists(date[0].date) && date_exists(date[1].date) &&
		    date_cmp(date[1].date, date[0].date) < 0)
			check_found(c, date[0].offset, date[1].end, NULL);
}

/* --------------------------------------------------------------------- order */

/* A date that is wrong would be sorted to a wrong place. */
static bool all_in_window(const struct checker *c, const struct section *s,
    size_t first, size_t count)
{
	struct date issue = c->issue->header.date;

	for (size_t i = 0; i < count; i++) {
		const struct event *e = item_event(c, &s->item[first + i]);

		if (e == NULL || !date_is_set(issue) ||
		    date_cmp(e->last, issue) < 0 ||
		    date_cmp(e->first, window_end(c)) > 0)
			return false;
	}
	return true;
}

/* One list: events `first` to `first + count` of a section. */
static void look_list(
    struct checker *c, const struct section *s, size_t first, size_t count)
{
	const struct event *before = NULL;
	bool fixed = false;

	for (size_t i = first; i < first + count; i++) {
		const struct event *e = item_event(c, &s->item[i]);
		struct finding *f;
		struct span span;

		if (e == NULL)
			continue;
		if (before != NULL && date_cmp(e->first, before->first) < 0) {
			span = event_part(c, e, EVENT_DATES);
			f = check_found(c, span.from, span.to,
			    "behind one of %04d-%02d-%02d", before->first.year,
			    before->first.month, before->first.day);
			check_also(c, f, before->offset, "this one is later");
			/* The first one takes the whole list along. */
			if (!fixed)
				fix_sort_events(c, f,
				    all_in_window(c, s, first, count), s, first,
				    count);
			fixed = true;
		}
		before = e;
	}
}

void event_look_order(struct checker *c, const struct section *s)
{
	size_t first = 0, end;

	if (s->kind != SECTION_EVENTS)
		return;
	for (; first < s->items; first = end) {
		for (end = first + 1; end < s->items; end++)
			if (s->item[end].node->parent !=
			    s->item[first].node->parent)
				break;
		look_list(c, s, first, end - first);
	}
}

/* -------------------------------------------------------------------- window */

/* The dates of a window line: what stands behind its words. */
static bool window_line(const struct checker *c, struct span *ret_dates)
{
	struct str start = c->settings->events.heading_window;

	for (size_t i = 0; start.len > 0 && i < c->lines; i++) {
		const struct checked_line *line = &c->line[i];
		struct str text = str_trim_left(line->text);
		size_t from = line->offset + line->text.len - text.len;

		if (line->header || line->code || line->html ||
		    !str_starts_fold(text, start))
			continue;
		if (c->issue->section[line->section].kind != SECTION_EVENTS)
			continue;
		from += start.len;
		while (char_is_blank(c->text.at[from]))
			from++;
		*ret_dates =
		    (struct span){ from, line->offset + line->text.len };
		return true;
	}
	return false;
}

/* Without what follows the days. */
static struct span days_of(const struct checker *c, struct span s)
{
	struct str rest = str_sub(c->text, s.from, s.to);
	struct when when;

	if (!when_take(&rest, c->issue->header.date, &when))
		return (struct span){ s.from, s.from };
	return (struct span){ s.from, s.to - rest.len };
}

static bool begins_right(const struct checker *c)
{
	return date_cmp(c->issue->window_first, c->issue->header.date) == 0;
}

static bool ends_right(const struct checker *c)
{
	return c->settings->events.window_days <= 0 ||
	       date_cmp(c->issue->window_last, window_end(c)) == 0;
}

/* Is there a window, and a date to compare it with?  Then *ret_days are its
 * days in the file. */
static bool has_window(const struct checker *c, struct span *ret_days)
{
	if (!date_is_set(c->issue->window_first) ||
	    !date_is_set(c->issue->header.date) || !window_line(c, ret_days))
		return false;
	*ret_days = days_of(c, *ret_days);
	return ret_days->to > ret_days->from;
}

static void found_window(struct checker *c, struct span s)
{
	struct str wished =
	    days_text(c->arena, c->issue->header.date, window_end(c));
	struct finding *f =
	    check_found(c, s.from, s.to, "it should be %.*s", STR_ARG(wished));

	check_fix(c, f, false, s.from, s.to - s.from, wished);
}

void event_look_window(struct checker *c)
{
	struct span s;

	if (has_window(c, &s) && !begins_right(c))
		found_window(c, s);
}

void event_look_window_days(struct checker *c)
{
	struct span s;

	if (has_window(c, &s) && begins_right(c) && !ends_right(c))
		found_window(c, s);
}

void event_look_window_form(struct checker *c)
{
	struct str wished, written;
	struct finding *f;
	struct span s;

	if (!has_window(c, &s) || !begins_right(c) || !ends_right(c))
		return;
	written = str_sub(c->text, s.from, s.to);
	wished =
	    days_text(c->arena, c->issue->window_first, c->issue->window_last);
	if (str_eq(written, wished))
		return;
	f = check_found(c, s.from, s.to, "\"%.*s\"", STR_ARG(written));
	check_fix(c, f, true, s.from, s.to - s.from, wished);
}

/* Only where the issues before have the line. */
void event_look_window_missing(struct checker *c)
{
	const struct facts *before = archive_before(c->archive, c->facts, 1);

	if (before == NULL || !date_is_set(before->window_first) ||
	    date_is_set(c->facts->window_first) || c->facts->events == 0)
		return;
	check_found(c, c->facts->event[0].offset, c->facts->event[0].offset,
	    "as the issue before has it");
}
