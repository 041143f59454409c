#include "base/http_date.h"

#include <stdio.h>

#include "base/date.h"

enum { DAY = 24 * 60 * 60 };

void http_date_print(char ret_date[HTTP_DATE_SIZE], int64_t seconds)
{
	int64_t days = seconds / DAY, rest = seconds % DAY;
	struct date d;

	if (rest < 0) {
		rest += DAY;
		days--;
	}
	d = date_from_days((int32_t)days);
	snprintf(ret_date, HTTP_DATE_SIZE,
	    "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
	    date_weekday_name(date_weekday(d)).at, d.day % 100,
	    date_month_name(d.month).at, d.year % 10000, (int)(rest / 3600),
	    (int)(rest / 60 % 60), (int)(rest % 60));
}

static bool number_at(
    struct str text, size_t from, size_t len, uint64_t max, int *ret_value)
{
	uint64_t value;

	if (!str_to_number(str_sub(text, from, from + len), max, &value))
		return false;
	*ret_value = (int)value;
	return true;
}

bool http_date_parse(struct str text, int64_t *ret_seconds)
{
	char again[HTTP_DATE_SIZE];
	struct date d;
	int hour, minute, second;
	int64_t seconds;

	text = str_trim(text);
	if (text.len != HTTP_DATE_SIZE - 3)
		return false;
	d.month = date_month_named(str_sub(text, 8, 11));
	if (!number_at(text, 5, 2, 31, &d.day) ||
	    !number_at(text, 12, 4, 9999, &d.year) || !date_exists(d) ||
	    !number_at(text, 17, 2, 23, &hour) ||
	    !number_at(text, 20, 2, 59, &minute) ||
	    !number_at(text, 23, 2, 59, &second))
		return false;
	seconds =
	    (int64_t)date_to_days(d) * DAY + hour * 3600 + minute * 60 + second;
	/* Also the weekday and all between the numbers must be right. */
	http_date_print(again, seconds);
	if (!str_eq(text, str_of(again)))
		return false;
	*ret_seconds = seconds;
	return true;
}
