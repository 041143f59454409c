/* Days and numbers of issues. */
#include "draft/new.h"

enum { WEEK = 7, SKIPS_MAX = 1000 };

static int every(const struct settings *s)
{
	return s->rhythm.every > 0 ? s->rhythm.every : 1;
}

static bool is_skipped(const struct settings *s, struct date date)
{
	struct date skip;

	for (size_t i = 0; i < s->rhythm.skip.count; i++)
		if (date_parse(s->rhythm.skip.item[i], false, &skip) &&
		    date_cmp(skip, date) == 0)
			return true;
	return false;
}

static enum weekday weekday_of(
    const struct settings *s, struct date newest, struct date today)
{
	if (s->rhythm.weekday > 0)
		return (enum weekday)(s->rhythm.weekday - 1);
	return date_weekday(date_is_set(newest) ? newest : today);
}

/* Weeks from the week of `from` to that of `to`. */
static int weeks_between(struct date from, struct date to)
{
	int first = date_to_days(from) - (int)date_weekday(from);
	int last = date_to_days(to) - (int)date_weekday(to);

	return (last - first) / WEEK;
}

struct date rhythm_next(
    const struct settings *settings, struct date newest, struct date today)
{
	struct date anchor = settings->rhythm.count_from.date;
	int ahead = settings->rhythm.ahead > 0 ? settings->rhythm.ahead : 1;
	struct date d = date_add(today, ahead);
	enum weekday weekday = weekday_of(settings, newest, today);

	d = date_add(d, ((int)weekday - (int)date_weekday(d) + WEEK) % WEEK);
	if (!date_is_set(anchor))
		anchor = newest;
	while (date_is_set(anchor) &&
	       weeks_between(anchor, d) % every(settings) != 0)
		d = date_add(d, WEEK);
	for (int i = 0; i < SKIPS_MAX && is_skipped(settings, d); i++)
		d = date_add(d, WEEK * every(settings));
	return d;
}

/* Days without an issue behind `from`, up to `to`. */
static int skips_between(
    const struct settings *s, struct date from, struct date to)
{
	struct date skip;
	int count = 0;

	for (size_t i = 0; i < s->rhythm.skip.count; i++)
		count += date_parse(s->rhythm.skip.item[i], false, &skip) &&
			 date_cmp(from, skip) < 0 && date_cmp(skip, to) <= 0;
	return count;
}

int64_t rhythm_number(const struct settings *settings, struct date date)
{
	struct date from = settings->rhythm.count_from.date;
	int span = WEEK * every(settings), days;

	if (!date_is_set(from))
		return -1;
	days = date_to_days(date) - date_to_days(from);
	if (days < 0 || days % span != 0)
		return -1;
	return settings->rhythm.count_from.number + days / span -
	       skips_between(settings, from, date);
}
