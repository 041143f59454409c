/*
 * The count and the window of merged changes, against the last issue.
 *
 * A search for FIRST..LAST finds what was merged on both days too, so windows
 * that share a day join, and so do those that do not but touch.  One that is
 * wrong in several ways is reported once, as what explains it best.
 */
#include "check/project.h"

/* A window ends so many days before its issue at most. */
enum { LAST_DAYS = 3 };

/* What is wrong with the window of an issue. */
enum fault {
	FAULT_NONE,
	FAULT_UNUSUAL,
	FAULT_GAP,
	FAULT_LENGTH,
	FAULT_OLD,
};

struct window {
	const struct facts *issue, *last; /* last: NULL if not known */
	int days;                         /* as the settings say */
	int span, ahead;                  /* its days; from it to the issue */
	int gap;                          /* from the end of the last one */
	int weeks;                        /* days from the last issue to this */
};

static int days_between(struct date from, struct date to)
{
	return date_to_days(to) - date_to_days(from);
}

/* False if there is no window, or nothing to hold it against. */
static bool window_read(const struct checker *c, struct window *ret_window)
{
	const struct facts *now = c->facts;
	const struct facts *last = archive_before(c->archive, now, 1);
	struct window w = { .issue = now, .days = c->settings->changes.days };

	if (w.days <= 0 || !date_is_set(now->change_first) ||
	    !date_is_set(now->change_last) || !date_is_set(now->date))
		return false;
	w.span = days_between(now->change_first, now->change_last);
	w.ahead = days_between(now->change_last, now->date);
	if (last != NULL && last->near && date_is_set(last->change_last) &&
	    date_is_set(last->date)) {
		w.last = last;
		w.gap = days_between(last->change_last, now->change_first);
		w.weeks = days_between(last->date, now->date);
	}
	*ret_window = w;
	return true;
}

static bool is_late(int ahead)
{
	return ahead < 0 || ahead > LAST_DAYS;
}

/* The issue came late, or weeks without issues are made up for. */
static bool is_explained(const struct window *w)
{
	return w->last != NULL && w->gap == 0 && w->weeks > w->days &&
	       w->span >= w->days && w->span <= w->weeks;
}

/* Was the last window wrong, so that this one cannot join it? */
static bool last_is_wrong(const struct window *w)
{
	return is_late(days_between(w->last->change_last, w->last->date)) ||
	       !date_is_set(w->last->change_first);
}

static int beside(int a, int b)
{
	return a > b ? a - b : b - a;
}

static enum fault fault_of(const struct window *w)
{
	bool is_usual = beside(w->span, w->days) <= 1;

	if (is_explained(w))
		return w->span == w->days ? FAULT_NONE : FAULT_UNUSUAL;
	if (!is_usual)
		return FAULT_LENGTH;
	if (is_late(w->ahead))
		return FAULT_OLD;
	if (w->last != NULL && beside(w->gap, 0) > 1 && !last_is_wrong(w))
		return FAULT_GAP;
	if (w->span != w->days ||
	    (w->last != NULL && w->gap != 0 && !last_is_wrong(w)))
		return FAULT_UNUSUAL;
	return FAULT_NONE;
}

static struct str window_text(
    struct arena *arena, struct date first, struct date last)
{
	return arena_printf(arena, "%04d-%02d-%02d..%04d-%02d-%02d", first.year,
	    first.month, first.day, last.year, last.month, last.day);
}

/* The window that would join the last one, if it ends just before the issue.
 * Later issues joined theirs to this one as it is, and have counted by it. */
static void suggest(struct checker *c, struct finding *f,
    const struct window *w, struct str was)
{
	struct date last;

	if (w->last == NULL || last_is_wrong(w) ||
	    !archive_is_newest(c->archive, c->facts))
		return;
	last = date_add(w->last->change_last, w->days);
	if (is_late(days_between(last, w->issue->date)))
		return;
	check_fix(c, f, false, f->offset, was.len,
	    window_text(c->arena, w->last->change_last, last));
}

static void found(struct checker *c, const struct window *w)
{
	struct str text = window_text(
	    c->arena, w->issue->change_first, w->issue->change_last);
	size_t at = str_find(c->text, text, 0);
	struct finding *f;

	if (at == STR_NONE)
		return;
	f = check_found(
	    c, at, at + text.len, "%.*s, %d days", STR_ARG(text), w->span);
	suggest(c, f, w, text);
	if (w->last == NULL)
		return;
	text =
	    window_text(c->arena, w->last->change_first, w->last->change_last);
	at = str_find(w->last->text, text, 0);
	if (at != STR_NONE)
		check_also_in(c, f, w->last, at, "the last window");
}

static void look_for(struct checker *c, enum fault fault)
{
	struct window w;

	if (window_read(c, &w) && fault_of(&w) == fault)
		found(c, &w);
}

void change_look_gap(struct checker *c)
{
	look_for(c, FAULT_GAP);
}

void change_look_length(struct checker *c)
{
	look_for(c, FAULT_LENGTH);
}

void change_look_old(struct checker *c)
{
	look_for(c, FAULT_OLD);
}

void change_look_unusual(struct checker *c)
{
	look_for(c, FAULT_UNUSUAL);
}

/* ---------------------------------------------------------------- the count */

/* Where a line begins with the count. */
static size_t find_count(struct arena *arena, const struct facts *issue)
{
	struct str line =
	    arena_printf(arena, "\n%lld ", (long long)issue->change_count);
	size_t at = str_find(issue->text, line, 0);

	return at != STR_NONE ? at + 1 : STR_NONE;
}

void change_look_count(struct checker *c)
{
	const struct facts *last = archive_before(c->archive, c->facts, 1);
	int64_t count = c->facts->change_count;
	struct finding *f;
	size_t at, before, end;

	if (last == NULL || !last->near || count <= 0 ||
	    count != last->change_count)
		return;
	at = find_count(c->arena, c->facts);
	before = find_count(c->arena, last);
	if (at == STR_NONE)
		return;
	for (end = at; end < c->text.len && char_is_digit(c->text.at[end]);)
		end++;
	f = check_found(c, at, end, "%lld", (long long)count);
	if (before != STR_NONE)
		check_also_in(c, f, last, before, "the last number");
}
