#include "base/moment.h"

#include "base/date.h"

enum { HOUR = 3600, MINUTE = 60, DAY = 24 * HOUR };

static bool take_char(struct str *rest, char c)
{
	if (rest->len == 0 || rest->at[0] != c)
		return false;
	*rest = str_sub(*rest, 1, rest->len);
	return true;
}

/* Two digits. */
static bool take_pair(struct str *rest, uint64_t max, int *ret_number)
{
	uint64_t number;

	if (rest->len < 2 || !str_to_number(str_sub(*rest, 0, 2), max, &number))
		return false;
	*ret_number = (int)number;
	*rest = str_sub(*rest, 2, rest->len);
	return true;
}

static bool take_day(struct str *rest, int64_t *seconds)
{
	char text[] = "YYYY-MM-DD";
	struct date day;

	if (rest->len < sizeof(text) - 1)
		return false;
	memcpy(text, rest->at, sizeof(text) - 1);
	if (text[4] == '/' && text[7] == '/')
		text[4] = text[7] = '-';
	if (!date_parse(str_of(text), false, &day))
		return false;
	*seconds = (int64_t)date_to_days(day) * DAY;
	*rest = str_sub(*rest, sizeof(text) - 1, rest->len);
	return true;
}

/* ":SS" with or without ".123", which counts for nothing. */
static bool take_seconds(struct str *rest, int64_t *seconds)
{
	int number = 0;

	if (!take_char(rest, ':'))
		return true;
	if (!take_pair(rest, 60, &number))
		return false;
	*seconds += number;
	if (!take_char(rest, '.'))
		return true;
	while (rest->len > 0 && char_is_digit(rest->at[0]))
		*rest = str_sub(*rest, 1, rest->len);
	return true;
}

static bool take_time(struct str *rest, int64_t *seconds)
{
	int hours, minutes;

	if (!take_pair(rest, 23, &hours) || !take_char(rest, ':') ||
	    !take_pair(rest, 59, &minutes))
		return false;
	*seconds += (int64_t)hours * HOUR + (int64_t)minutes * MINUTE;
	return take_seconds(rest, seconds);
}

/* How far from UTC it is written: nothing, Z, UTC, +02:00. */
static bool take_offset(struct str rest, int64_t *seconds)
{
	int sign = 1, hours = 0, minutes = 0;

	rest = str_trim_left(rest);
	if (rest.len == 0 || str_eq_fold(rest, STR("z")) ||
	    str_eq_fold(rest, STR("utc")))
		return true;
	if (take_char(&rest, '-'))
		sign = -1;
	else if (!take_char(&rest, '+'))
		return false;
	if (!take_pair(&rest, 23, &hours))
		return false;
	take_char(&rest, ':');
	if (rest.len > 0 && !take_pair(&rest, 59, &minutes))
		return false;
	*seconds -= sign * ((int64_t)hours * HOUR + (int64_t)minutes * MINUTE);
	return rest.len == 0;
}

bool moment_read(struct str s, int64_t *ret_seconds)
{
	struct str rest = str_trim(s);
	int64_t seconds;

	if (!take_day(&rest, &seconds))
		return false;
	if (rest.len > 0) {
		if (!take_char(&rest, 'T') && !char_is_blank(rest.at[0]))
			return false;
		rest = str_trim_left(rest);
		if (!take_time(&rest, &seconds) || !take_offset(rest, &seconds))
			return false;
	}
	if (seconds < 0 || seconds > MOMENT_LAST)
		return false;
	*ret_seconds = seconds;
	return true;
}

void moment_add(struct strbuf *out, int64_t seconds)
{
	int left = (int)(seconds % DAY);

	date_add_iso(out, date_from_days((int32_t)(seconds / DAY)));
	strbuf_printf(out, "T%02d:%02d:%02dZ", left / HOUR,
	    left / MINUTE % MINUTE, left % MINUTE);
}
