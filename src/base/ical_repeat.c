/* Rules of RFC 5545, section 3.3.10, by days. */
#include "base/ical_repeat.h"

/* LONG_AGO: more days than from the year 1 to 1970. */
enum { DAYS_OF_WEEK = 7, MONTHS = 12, LONG_AGO = 1000000 };

static size_t length_of(const short *list, size_t most)
{
	size_t length = 0;

	while (length < most && list[length] != ICAL_RECURRENCE_ARRAY_MAX)
		length++;
	return length;
}

#define LENGTH(list) length_of(list, sizeof(list) / sizeof((list)[0]))

bool repeat_is_known(const struct icalrecurrencetype *rule)
{
	/* One hour, minute or second is that of the first time. */
	return rule->freq >= ICAL_DAILY_RECURRENCE &&
	       rule->freq < ICAL_NO_RECURRENCE && rule->interval > 0 &&
	       rule->rscale == NULL && LENGTH(rule->by_hour) <= 1 &&
	       LENGTH(rule->by_minute) <= 1 && LENGTH(rule->by_second) <= 1;
}

/* --------------------------------------------------------------------- periods */

/* What a rule is about at a time: a day, a week, a month or a year; its first
 * day, and the day behind it. */
struct period {
	int32_t from, to;
	long number; /* the next has one more */
};

/* libical counts from Sunday, which is 1. */
static enum weekday weekday_of(int libical)
{
	return (enum weekday)((libical + DAYS_OF_WEEK - 2) % DAYS_OF_WEEK);
}

static struct period week_of(const struct icalrecurrencetype *rule, int32_t day)
{
	int start = (int)weekday_of(rule->week_start == ICAL_NO_WEEKDAY
					? (int)ICAL_MONDAY_WEEKDAY
					: (int)rule->week_start);
	int into =
	    ((int)date_weekday(date_from_days(day)) + DAYS_OF_WEEK - start) %
	    DAYS_OF_WEEK;

	/* Not below 0, where a division would round up. */
	return (struct period){ day - into, day - into + DAYS_OF_WEEK,
		((long)day - into + LONG_AGO) / DAYS_OF_WEEK };
}

static struct period month_of(struct date date)
{
	int32_t from = date_to_days((struct date){ date.year, date.month, 1 });

	return (struct period){ from,
		from + date_days_in_month(date.year, date.month),
		(long)date.year * MONTHS + date.month };
}

static struct period year_of(struct date date)
{
	return (struct period){ date_to_days((struct date){ date.year, 1, 1 }),
		date_to_days((struct date){ date.year, MONTHS, 31 }) + 1,
		date.year };
}

static struct period period_of(
    const struct icalrecurrencetype *rule, struct date date)
{
	int32_t day = date_to_days(date);

	switch (rule->freq) {
	case ICAL_WEEKLY_RECURRENCE: return week_of(rule, day);
	case ICAL_MONTHLY_RECURRENCE: return month_of(date);
	case ICAL_YEARLY_RECURRENCE: return year_of(date);
	default: return (struct period){ day, day + 1, day };
	}
}

/* ------------------------------------------------------------- what a day has */

/* Do days of the year or its weeks say which days are meant? */
static bool counts_in_year(const struct icalrecurrencetype *rule)
{
	return LENGTH(rule->by_year_day) > 0 || LENGTH(rule->by_week_no) > 0;
}

static bool has_month(const struct repeat *r, struct date date)
{
	const struct icalrecurrencetype *rule = &r->rule;
	size_t months = LENGTH(rule->by_month);

	if (months == 0)
		return rule->freq != ICAL_YEARLY_RECURRENCE ||
		       LENGTH(rule->by_day) > 0 ||
		       LENGTH(rule->by_month_day) > 0 || counts_in_year(rule) ||
		       date.month == r->first.month;
	for (size_t i = 0; i < months; i++)
		if (rule->by_month[i] == date.month)
			return true;
	return false;
}

static bool has_month_day(const struct repeat *r, struct date date)
{
	const struct icalrecurrencetype *rule = &r->rule;
	size_t days = LENGTH(rule->by_month_day);
	int left = date.day - date_days_in_month(date.year, date.month) - 1;

	if (days == 0)
		return rule->freq < ICAL_MONTHLY_RECURRENCE ||
		       LENGTH(rule->by_day) > 0 || counts_in_year(rule) ||
		       date.day == r->first.day;
	for (size_t i = 0; i < days; i++)
		if (rule->by_month_day[i] == date.day ||
		    rule->by_month_day[i] == left)
			return true;
	return false;
}

/* Days of the year, from its beginning or its end. */
static bool has_year_day(const struct repeat *r, struct date date)
{
	const struct icalrecurrencetype *rule = &r->rule;
	size_t days = LENGTH(rule->by_year_day);
	struct period year = year_of(date);
	int32_t day = date_to_days(date);

	for (size_t i = 0; i < days; i++)
		if (rule->by_year_day[i] == day - year.from + 1 ||
		    rule->by_year_day[i] == day - year.to)
			return true;
	return days == 0;
}

/* The first day of the first week of a year: the one that has four days in
 * it. */
static int32_t first_week(const struct icalrecurrencetype *rule, int year)
{
	enum { FOURTH = 4 };

	return week_of(rule, date_to_days((struct date){ year, 1, FOURTH }))
	    .from;
}

/* Which week of its year a day is in; *ret_behind is the same from its end, -1
 * for the last. */
static int week_number(
    const struct icalrecurrencetype *rule, struct date date, int *ret_behind)
{
	int32_t day = date_to_days(date);
	int year = date.year;

	if (day < first_week(rule, year))
		year--;
	else if (day >= first_week(rule, year + 1))
		year++;
	*ret_behind =
	    -(int)((first_week(rule, year + 1) - 1 - day) / DAYS_OF_WEEK) - 1;
	return (int)((day - first_week(rule, year)) / DAYS_OF_WEEK) + 1;
}

static bool has_week(const struct repeat *r, struct date date)
{
	const struct icalrecurrencetype *rule = &r->rule;
	size_t weeks = LENGTH(rule->by_week_no);
	int behind, number;

	if (weeks == 0)
		return true;
	number = week_number(rule, date, &behind);
	for (size_t i = 0; i < weeks; i++)
		if (rule->by_week_no[i] == number ||
		    rule->by_week_no[i] == behind)
			return LENGTH(rule->by_day) > 0 ||
			       date_weekday(date) == date_weekday(r->first);
	return false;
}

/* Is it the weekday of that place in its month or year?  0 is any. */
static bool has_place(const struct repeat *r, struct date date, int place)
{
	struct period scope = r->rule.freq == ICAL_YEARLY_RECURRENCE &&
				      LENGTH(r->rule.by_month) == 0
				  ? year_of(date)
				  : month_of(date);
	int32_t day = date_to_days(date);

	if (place == 0 || r->rule.freq < ICAL_MONTHLY_RECURRENCE)
		return true;
	return place > 0 ? (day - scope.from) / DAYS_OF_WEEK + 1 == place
			 : (scope.to - 1 - day) / DAYS_OF_WEEK + 1 == -place;
}

static bool has_weekday(const struct repeat *r, struct date date)
{
	size_t days = LENGTH(r->rule.by_day);
	enum weekday is = date_weekday(date);

	if (days == 0)
		return r->rule.freq != ICAL_WEEKLY_RECURRENCE ||
		       is == date_weekday(r->first);
	for (size_t i = 0; i < days; i++) {
		short day = r->rule.by_day[i];

		if (weekday_of((int)icalrecurrencetype_day_day_of_week(day)) ==
			is &&
		    has_place(r, date, icalrecurrencetype_day_position(day)))
			return true;
	}
	return false;
}

static bool fits(const struct repeat *r, struct date date)
{
	return has_month(r, date) && has_month_day(r, date) &&
	       has_year_day(r, date) && has_week(r, date) &&
	       has_weekday(r, date);
}

/* Is it the day of that place among those of its period? */
static bool is_chosen(const struct repeat *r, struct date date, long *budget)
{
	struct period period = period_of(&r->rule, date);
	size_t places = LENGTH(r->rule.by_set_pos);
	int32_t day = date_to_days(date);
	int before = 0, behind = 0;

	if (places == 0)
		return true;
	*budget -= period.to - period.from;
	for (int32_t i = period.from; i < period.to; i++)
		if (i != day && fits(r, date_from_days(i)))
			*(i < day ? &before : &behind) += 1;
	for (size_t i = 0; i < places; i++)
		if (r->rule.by_set_pos[i] == before + 1 ||
		    r->rule.by_set_pos[i] == -behind - 1)
			return true;
	return false;
}

static bool takes_place(const struct repeat *r, struct date date, long *budget)
{
	long periods = period_of(&r->rule, date).number -
		       period_of(&r->rule, r->first).number;

	--*budget;
	return date_cmp(date, r->first) == 0 ||
	       (periods % r->rule.interval == 0 && fits(r, date) &&
		   is_chosen(r, date, budget));
}

/* --------------------------------------------------------------------- walking */

bool repeat_next(const struct repeat *r, struct date from, repeat_skips *skips,
    void *data, long *budget, struct date *ret_day)
{
	int32_t first = date_to_days(r->first), want = date_to_days(from);
	int32_t last = (first > want ? first : want) +
		       (r->ahead > 0 ? r->ahead : REPEAT_AHEAD);
	int32_t day = r->rule.count > 0 || first > want ? first : want;
	int left = r->rule.count;

	if (date_is_set(r->until) && date_to_days(r->until) < last)
		last = date_to_days(r->until);
	if (want - day > REPEAT_COUNTED)
		return false;
	for (; day <= last && *budget > 0; day++) {
		struct date date = date_from_days(day);

		if (!takes_place(r, date, budget))
			continue;
		if (day >= want && !skips(data, date)) {
			*ret_day = date;
			return true;
		}
		if (r->rule.count > 0 && --left == 0)
			return false;
	}
	return false;
}

bool repeat_has(const struct repeat *r, struct date day, long *budget)
{
	int left = r->rule.count;

	if (date_cmp(day, r->first) < 0 ||
	    (date_is_set(r->until) && date_cmp(day, r->until) > 0) ||
	    !takes_place(r, day, budget))
		return false;
	for (int32_t i = date_to_days(r->first);
	     left > 0 && i < date_to_days(day) && *budget > 0; i++)
		left -= takes_place(r, date_from_days(i), budget);
	return r->rule.count == 0 || left > 0;
}
