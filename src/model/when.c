#include "model/when.h"

/* Days that an event without a year may lie before and after its issue. */
enum { DAYS_BEFORE = 31, DAYS_AFTER = 334 };

/* A day of which parts may be missing: 0. */
struct part {
	int year, month, day;
};

static void skip_blanks(struct str *s)
{
	*s = str_sub(*s, s->len - str_trim_left(*s).len, STR_NONE);
}

static bool take_char(struct str *s, char c)
{
	if (s->len == 0 || s->at[0] != c)
		return false;
	*s = str_sub(*s, 1, STR_NONE);
	return true;
}

static bool take_text(struct str *s, struct str text)
{
	if (!str_starts_fold(*s, text))
		return false;
	*s = str_sub(*s, text.len, STR_NONE);
	return true;
}

/* Between `min` and `max` digits, and no more behind them. */
static bool take_digits(struct str *s, size_t min, size_t max, int *ret_value)
{
	size_t n = 0;
	uint64_t value;

	while (n < s->len && char_is_digit(s->at[n]))
		n++;
	if (n < min || n > max ||
	    !str_to_number(str_sub(*s, 0, n), 9999, &value))
		return false;
	*ret_value = (int)value;
	*s = str_sub(*s, n, STR_NONE);
	return true;
}

/* 2026-03-03 */
static bool take_iso(struct str *rest, struct part *p)
{
	struct str s = *rest;

	if (!take_digits(&s, 4, 4, &p->year) || !take_char(&s, '-') ||
	    !take_digits(&s, 1, 2, &p->month) || !take_char(&s, '-') ||
	    !take_digits(&s, 1, 2, &p->day))
		return false;
	*rest = s;
	return true;
}

/* 3/5 and 3/5/2026: as they were written in the United States. */
static bool take_slashes(struct str *rest, struct part *p)
{
	struct str s = *rest, year;

	if (!take_digits(&s, 1, 2, &p->month) || !take_char(&s, '/') ||
	    !take_digits(&s, 1, 2, &p->day))
		return false;
	year = s;
	if (take_char(&year, '/') && take_digits(&year, 4, 4, &p->year))
		s = year;
	*rest = s;
	return true;
}

static bool take_month(struct str *rest, int *ret_month)
{
	struct str s = *rest;
	size_t n = 0;

	while (n < s.len && char_is_alpha(s.at[n]))
		n++;
	*ret_month = date_month_named(str_sub(s, 0, n));
	if (*ret_month == 0)
		return false;
	s = str_sub(s, n, STR_NONE);
	take_char(&s, '.');
	skip_blanks(&s);
	*rest = s;
	return true;
}

static void take_ordinal(struct str *s)
{
	static const struct str ending[] = { STR_INIT("st"), STR_INIT("nd"),
		STR_INIT("rd"), STR_INIT("th") };
	size_t count = sizeof(ending) / sizeof(ending[0]);

	for (size_t i = 0; i < count; i++) {
		bool whole =
		    s->len == 2 || (s->len > 2 && !char_is_alnum(s->at[2]));

		if (whole && take_text(s, ending[i]))
			return;
	}
}

/* ", 2026" or " 2026" behind a day. */
static void take_year(struct str *rest, struct part *p)
{
	struct str s = *rest;

	take_char(&s, ',');
	skip_blanks(&s);
	if (take_digits(&s, 4, 4, &p->year) && p->year >= 1900)
		*rest = s;
	else
		p->year = 0;
}

/* March 3rd, 2026; 3 March 2026 */
static bool take_named(struct str *rest, struct part *p)
{
	struct str s = *rest;

	if (take_month(&s, &p->month)) {
		if (!take_digits(&s, 1, 2, &p->day))
			return false;
		take_ordinal(&s);
	} else {
		if (!take_digits(&s, 1, 2, &p->day))
			return false;
		take_ordinal(&s);
		skip_blanks(&s);
		if (!take_month(&s, &p->month))
			return false;
	}
	take_year(&s, p);
	*rest = s;
	return true;
}

/* A full stop, comma or bar may follow the last day, but no word: "Mar 3 - 4
 * talks" is not a range. */
static bool ends_here(struct str s)
{
	skip_blanks(&s);
	return s.len == 0 ||
	       str_find_char(STR(".,|:)("), s.at[0], 0) != STR_NONE;
}

/* 03-05 or 5 behind a day of the same year or month. */
static bool take_short(struct str *rest, struct part first, struct part *p)
{
	struct str s = *rest;
	struct str longer;

	*p = first;
	if (!take_digits(&s, 1, 2, &p->day))
		return false;
	take_ordinal(&s);
	longer = s;
	if (take_char(&longer, '-')) {
		p->month = p->day;
		if (!take_digits(&longer, 1, 2, &p->day))
			return false;
		s = longer;
	}
	if (!ends_here(s))
		return false;
	*rest = s;
	return true;
}

static bool take_day(struct str *rest, struct part *p)
{
	bool found;

	*p = (struct part){ 0 };
	found = take_iso(rest, p);
	if (!found) {
		*p = (struct part){ 0 };
		found = take_slashes(rest, p);
	}
	if (!found) {
		*p = (struct part){ 0 };
		found = take_named(rest, p);
	}
	return found && (rest->len == 0 || !char_is_alnum(rest->at[0]));
}

/* What may stand between two days. */
static bool take_separator(struct str *s)
{
	static const struct str mark[] = { STR_INIT("-"), STR_INIT("–"),
		STR_INIT("—"), STR_INIT("&"), STR_INIT("*"), STR_INIT(","),
		STR_INIT("to "), STR_INIT("and "), STR_INIT("until ") };

	skip_blanks(s);
	for (size_t i = 0; i < sizeof(mark) / sizeof(mark[0]); i++) {
		if (take_text(s, mark[i])) {
			skip_blanks(s);
			return true;
		}
	}
	return false;
}

static bool complete(struct part p, struct date issue, struct date *ret_date)
{
	int from = p.year != 0 ? p.year : issue.year - 1;
	int to = p.year != 0 ? p.year : issue.year + 1;

	for (int year = from; year <= to; year++) {
		struct date d = { year, p.month, p.day };

		if (!date_exists(d))
			continue;
		if (p.year == 0) {
			int32_t away = date_to_days(d) - date_to_days(issue);

			if (away < -DAYS_BEFORE || away > DAYS_AFTER)
				continue;
		}
		*ret_date = d;
		return true;
	}
	return false;
}

/* The last day of a range, if one follows. */
static void take_last(
    struct str *rest, struct part first, struct date issue, struct when *w)
{
	struct str s = *rest;
	struct part p;
	struct date last;
	bool comma = str_starts(str_trim_left(s), STR(","));

	if (!take_separator(&s))
		return;
	if (!take_day(&s, &p) && (comma || !take_short(&s, first, &p)))
		return;
	if (p.year == 0)
		p.year = w->first.year + (p.month < w->first.month);
	if (!complete(p, issue, &last) || date_cmp(last, w->first) < 0)
		return;
	w->last = last;
	*rest = s;
}

static bool take_clock(struct str *rest, int *ret_minutes)
{
	struct str s = *rest;
	int hours, minutes;

	if (!take_digits(&s, 1, 2, &hours) || !take_char(&s, ':') ||
	    !take_digits(&s, 2, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	if (s.len > 0 && (char_is_alnum(s.at[0]) || s.at[0] == ':'))
		return false;
	*ret_minutes = hours * 60 + minutes;
	*rest = s;
	return true;
}

/* "18:30 - 20:00 CET"; a zone is two to five capitals. */
static void take_time(struct str *rest, struct when *w)
{
	struct str s = *rest, more;
	size_t n = 0;

	take_char(&s, ',');
	skip_blanks(&s);
	take_text(&s, STR("at "));
	if (!take_clock(&s, &w->start))
		return;
	more = s;
	if (take_separator(&more) && take_clock(&more, &w->finish))
		s = more;
	more = s;
	skip_blanks(&more);
	while (n < more.len && more.at[n] >= 'A' && more.at[n] <= 'Z')
		n++;
	if (n >= 2 && n <= 5 && ends_here(str_sub(more, n, STR_NONE))) {
		w->zone = str_sub(more, 0, n);
		s = str_sub(more, n, STR_NONE);
	}
	*rest = s;
}

bool when_take(struct str *rest, struct date issue, struct when *ret_when)
{
	struct str s = *rest;
	struct when w = { .start = -1, .finish = -1 };
	struct part first;

	if (!take_day(&s, &first))
		return false;
	if (first.year == 0 && !date_is_set(issue))
		return false;
	if (!complete(first, issue, &w.first))
		return false;
	w.last = w.first;
	first.year = w.first.year;
	take_last(&s, first, issue, &w);
	take_time(&s, &w);
	*rest = s;
	*ret_when = w;
	return true;
}

bool when_find(struct str s, struct date issue, struct when *ret_when,
    size_t *ret_at, struct str *ret_rest)
{
	for (size_t i = 0; i < s.len; i++) {
		struct str rest = str_sub(s, i, STR_NONE);

		if (i > 0 && char_is_alnum(s.at[i - 1]))
			continue;
		if (when_take(&rest, issue, ret_when)) {
			*ret_at = i;
			*ret_rest = rest;
			return true;
		}
	}
	return false;
}
