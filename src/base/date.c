#include "base/date.h"

static const struct str month_names[12] = {
	STR_INIT("January"),
	STR_INIT("February"),
	STR_INIT("March"),
	STR_INIT("April"),
	STR_INIT("May"),
	STR_INIT("June"),
	STR_INIT("July"),
	STR_INIT("August"),
	STR_INIT("September"),
	STR_INIT("October"),
	STR_INIT("November"),
	STR_INIT("December"),
};

static const struct str weekday_names[7] = {
	STR_INIT("Monday"),
	STR_INIT("Tuesday"),
	STR_INIT("Wednesday"),
	STR_INIT("Thursday"),
	STR_INIT("Friday"),
	STR_INIT("Saturday"),
	STR_INIT("Sunday"),
};

bool date_is_set(struct date d)
{
	return d.year != 0;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_exists(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.day >= 1 &&
	       d.day <= date_days_in_month(d.year, d.month);
}

static int sort_key(struct date d)
{
	return (d.year * 100 + d.month) * 100 + d.day;
}

int date_cmp(struct date a, struct date b)
{
	return (sort_key(a) > sort_key(b)) - (sort_key(a) < sort_key(b));
}

/*
 * Both conversions count from 1 March 0000, so that the leap day is the last
 * of its year, in eras of 400 years of 146,097 days.
 */
int32_t date_to_days(struct date d)
{
	int32_t year = d.year - (d.month <= 2);
	int32_t era = (year >= 0 ? year : year - 399) / 400;
	int32_t year_of_era = year - era * 400;
	int32_t month = (d.month + 9) % 12;
	int32_t day_of_year = (153 * month + 2) / 5 + d.day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	       year_of_era / 100 + day_of_year - 719468;
}

struct date date_from_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t day_of_era = z - era * 146097;
	int32_t year_of_era = (day_of_era - day_of_era / 1460 +
				  day_of_era / 36524 - day_of_era / 146096) /
			      365;
	int32_t day_of_year =
	    day_of_era -
	    (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int32_t month = (5 * day_of_year + 2) / 153;
	struct date d = { .day = day_of_year - (153 * month + 2) / 5 + 1,
		.month = month < 10 ? month + 3 : month - 9 };

	d.year = year_of_era + era * 400 + (d.month <= 2);
	return d;
}

struct date date_add(struct date d, int days)
{
	return date_from_days(date_to_days(d) + days);
}

enum weekday date_weekday(struct date d)
{
	int32_t days = date_to_days(d) + 3; /* 1970-01-01 was a Thursday */

	return (enum weekday)(((days % 7) + 7) % 7);
}

static bool take_number(
    struct str *s, size_t least, size_t most, int *ret_value)
{
	size_t digits = 0;
	int value = 0;

	while (digits < s->len && digits < most && char_is_digit(s->at[digits]))
		value = value * 10 + (s->at[digits++] - '0');
	if (digits < least)
		return false;
	*s = str_sub(*s, digits, s->len);
	*ret_value = value;
	return true;
}

static bool take_char(struct str *s, char c)
{
	if (s->len == 0 || s->at[0] != c)
		return false;
	*s = str_sub(*s, 1, s->len);
	return true;
}

bool date_parse(struct str s, bool lenient, struct date *ret_date)
{
	size_t least = lenient ? 1 : 2;
	struct date d;

	if (!take_number(&s, 4, 4, &d.year) || !take_char(&s, '-') ||
	    !take_number(&s, least, 2, &d.month) || !take_char(&s, '-') ||
	    !take_number(&s, least, 2, &d.day) || s.len > 0 || !date_exists(d))
		return false;
	*ret_date = d;
	return true;
}

int date_month_named(struct str name)
{
	if (name.len > 3 && name.at[name.len - 1] == '.')
		name.len--;
	if (name.len < 3)
		return 0;
	for (int month = 1; month <= 12; month++)
		if (str_starts_fold(month_names[month - 1], name))
			return month;
	return 0;
}

struct str date_weekday_name(enum weekday w)
{
	return weekday_names[w];
}

struct str date_month_name(int month)
{
	return month_names[month - 1];
}

static char digit(int number, int place)
{
	return (char)('0' + number / place % 10);
}

void date_add_iso(struct strbuf *out, struct date d)
{
	char iso[] = { digit(d.year, 1000), digit(d.year, 100),
		digit(d.year, 10), digit(d.year, 1), '-', digit(d.month, 10),
		digit(d.month, 1), '-', digit(d.day, 10), digit(d.day, 1) };

	strbuf_add(out, (struct str){ iso, sizeof(iso) });
}

static int day_of_year(struct date d)
{
	struct date first = { d.year, 1, 1 };

	return date_to_days(d) - date_to_days(first) + 1;
}

static bool add_field(struct strbuf *out, struct date d, char letter)
{
	struct str month = date_month_name(d.month);
	struct str weekday = date_weekday_name(date_weekday(d));

	switch (letter) {
	case 'Y': strbuf_printf(out, "%04d", d.year); return true;
	case 'm': strbuf_printf(out, "%02d", d.month); return true;
	case 'd': strbuf_printf(out, "%02d", d.day); return true;
	case 'e': strbuf_printf(out, "%d", d.day); return true;
	case 'j': strbuf_printf(out, "%03d", day_of_year(d)); return true;
	case 'B': strbuf_add(out, month); return true;
	case 'b': strbuf_add(out, str_sub(month, 0, 3)); return true;
	case 'A': strbuf_add(out, weekday); return true;
	case 'a': strbuf_add(out, str_sub(weekday, 0, 3)); return true;
	case '%': strbuf_add_char(out, '%'); return true;
	default: return false;
	}
}

void date_add_format(struct strbuf *out, struct date d, struct str format)
{
	for (size_t i = 0; i < format.len; i++) {
		if (format.at[i] != '%' || i + 1 == format.len ||
		    !add_field(out, d, format.at[i + 1])) {
			strbuf_add_char(out, format.at[i]);
			continue;
		}
		i++;
	}
}
