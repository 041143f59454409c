#include "collect/feed_date.h"

#include "base/date.h"
#include "base/moment.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { HOUR = 3600, MINUTE = 60, DAY = 24 * HOUR, DATE_MAX = 100 };

/* What was found so far; -1 is nothing. */
struct reading {
	int year, month, day;
	int seconds; /* of the day */
	int offset;  /* seconds east of UTC */
	bool zoned, afternoon, morning;
};

/* Zones by name, in minutes east of UTC; of two with one name the one of RFC
 * 822, else the one of more people who write feeds. */
static const struct {
	struct str name;
	int minutes;
} zones[] = {
	{ STR_INIT("ut"), 0 },
	{ STR_INIT("utc"), 0 },
	{ STR_INIT("gmt"), 0 },
	{ STR_INIT("z"), 0 },
	{ STR_INIT("wet"), 0 },
	{ STR_INIT("west"), 60 },
	{ STR_INIT("bst"), 60 },
	{ STR_INIT("cet"), 60 },
	{ STR_INIT("mez"), 60 },
	{ STR_INIT("cest"), 120 },
	{ STR_INIT("mesz"), 120 },
	{ STR_INIT("eet"), 120 },
	{ STR_INIT("eest"), 180 },
	{ STR_INIT("msk"), 180 },
	{ STR_INIT("ist"), 330 },
	{ STR_INIT("jst"), 540 },
	{ STR_INIT("kst"), 540 },
	{ STR_INIT("aest"), 600 },
	{ STR_INIT("aedt"), 660 },
	{ STR_INIT("nzst"), 720 },
	{ STR_INIT("nzdt"), 780 },
	{ STR_INIT("est"), -300 },
	{ STR_INIT("edt"), -240 },
	{ STR_INIT("et"), -300 },
	{ STR_INIT("cst"), -360 },
	{ STR_INIT("cdt"), -300 },
	{ STR_INIT("mst"), -420 },
	{ STR_INIT("mdt"), -360 },
	{ STR_INIT("pst"), -480 },
	{ STR_INIT("pdt"), -420 },
	{ STR_INIT("pt"), -480 },
};

static struct str take_digits(struct str *rest)
{
	size_t len = 0;
	struct str digits;

	while (len < rest->len && char_is_digit(rest->at[len]))
		len++;
	digits = str_sub(*rest, 0, len);
	*rest = str_sub(*rest, len, rest->len);
	return digits;
}

static struct str take_word(struct str *rest)
{
	size_t len = 0;
	struct str word;

	/* Above ASCII are letters of other languages. */
	while (len < rest->len && (char_is_alpha(rest->at[len]) ||
				      (unsigned char)rest->at[len] >= 0x80))
		len++;
	word = str_sub(*rest, 0, len);
	*rest = str_sub(*rest, len, rest->len);
	return word;
}

static int number_of(struct str digits, int max)
{
	uint64_t number;

	if (!str_to_number(digits, (uint64_t)max, &number))
		return -1;
	return (int)number;
}

/* ":MM" or ":M", or -1. */
static int take_part(struct str *rest)
{
	if (rest->len < 2 || rest->at[0] != ':' || !char_is_digit(rest->at[1]))
		return -1;
	*rest = str_sub(*rest, 1, rest->len);
	return number_of(take_digits(rest), 60);
}

/* "5:04", "17:04:09.5", with the hour read and *rest at its colon. */
static bool take_time(struct reading *r, int hour, struct str *rest)
{
	int minute = take_part(rest), second = 0;

	if (hour < 0 || hour > 24 || minute < 0 || minute > 59)
		return false;
	if (rest->len > 0 && rest->at[0] == ':')
		second = take_part(rest);
	if (second < 0)
		return false;
	if (rest->len > 1 && (rest->at[0] == '.' || rest->at[0] == ',') &&
	    char_is_digit(rest->at[1])) {
		*rest = str_sub(*rest, 1, rest->len);
		take_digits(rest);
	}
	r->seconds = hour * HOUR + minute * MINUTE + second;
	return r->seconds <= DAY;
}

/* "+0100", "+01:00", "+1", with *rest at the sign. */
static bool take_offset(struct reading *r, struct str *rest)
{
	int sign = rest->at[0] == '-' ? -1 : 1, hours, minutes = 0;
	struct str digits;

	*rest = str_sub(*rest, 1, rest->len);
	digits = take_digits(rest);
	hours = number_of(str_sub(digits, 0, digits.len == 3 ? 1 : 2), 99);
	if (digits.len > 2)
		minutes = number_of(
		    str_sub(digits, digits.len == 3 ? 1 : 2, digits.len), 59);
	else if (rest->len > 0 && rest->at[0] == ':')
		minutes = take_part(rest);
	if (digits.len > 4 || hours < 0 || hours > 24 || minutes < 0)
		return false;
	r->offset = sign * (hours * HOUR + minutes * MINUTE);
	r->zoned = true;
	return true;
}

static bool is_weekday(struct str word)
{
	for (int i = MONDAY; i <= SUNDAY; i++)
		if (word.len >= 2 &&
		    str_starts_fold(date_weekday_name((enum weekday)i), word))
			return true;
	return str_eq_fold(word, STR("tues")) ||
	       str_eq_fold(word, STR("thurs"));
}

static bool is_filler(struct str word)
{
	static const struct str words[] = { STR_INIT("at"), STR_INIT("of"),
		STR_INIT("the"), STR_INIT("st"), STR_INIT("nd"), STR_INIT("rd"),
		STR_INIT("th"), STR_INIT("t") };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq_fold(word, words[i]))
			return true;
	return false;
}

static void take_zone(struct reading *r, struct str word)
{
	for (size_t i = 0; i < COUNT(zones); i++)
		if (str_eq_fold(word, zones[i].name)) {
			r->offset = zones[i].minutes * MINUTE;
			r->zoned = true;
		}
}

static bool read_word(struct reading *r, struct str word)
{
	int month = date_month_named(word);

	if (is_weekday(word) || is_filler(word))
		return true;
	if (month != 0 && r->month < 0) {
		r->month = month;
		return true;
	}
	if (str_eq_fold(word, STR("am")) || str_eq_fold(word, STR("pm"))) {
		r->afternoon = char_lower(word.at[0]) == 'p';
		r->morning = !r->afternoon;
		return true;
	}
	/* What stands behind a time is a zone, known or not. */
	if (r->seconds >= 0 && !r->zoned)
		take_zone(r, word);
	else if (r->seconds < 0 && r->day < 0)
		/* A weekday of another language. */
		return r->month < 0 && r->year < 0;
	return true;
}

static bool read_number(struct reading *r, struct str digits, struct str *rest)
{
	int number = number_of(digits, 9999);

	if (rest->len > 1 && rest->at[0] == ':' && r->seconds < 0)
		return take_time(r, number, rest);
	if (r->day < 0 && digits.len <= 2 && number >= 1 && number <= 31) {
		r->day = number;
		return true;
	}
	if (r->year >= 0 || number < 0)
		return false;
	if (digits.len <= 2)
		number += number < 70 ? 2000 : 1900;
	else if (digits.len == 3) /* tm_year, printed as it is */
		number += 1900;
	r->year = number;
	return true;
}

/* A sign is a distance from UTC only where one is due: "01-Jan-2004". */
static bool is_offset(const struct reading *r, struct str rest)
{
	return (rest.at[0] == '+' || rest.at[0] == '-') && rest.len > 1 &&
	       char_is_digit(rest.at[1]) &&
	       (r->seconds >= 0 || (r->year >= 0 && r->day >= 0));
}

static bool read_all(struct reading *r, struct str rest)
{
	while (rest.len > 0) {
		char c = rest.at[0];

		if (char_is_digit(c)) {
			struct str digits = take_digits(&rest);

			if (!read_number(r, digits, &rest))
				return false;
		} else if (char_is_alpha(c) || (unsigned char)c >= 0x80) {
			if (!read_word(r, take_word(&rest)))
				return false;
		} else if (c == '(' || c == '[') {
			str_take(&rest, c == '(' ? ')' : ']');
		} else if (is_offset(r, rest)) {
			if (!take_offset(r, &rest))
				return false;
		} else {
			rest = str_sub(rest, 1, rest.len);
		}
	}
	return true;
}

static int64_t seconds_of(const struct reading *r)
{
	struct date d = { r->year, r->month, r->day < 0 ? 1 : r->day };
	int64_t seconds = r->seconds < 0 ? 0 : r->seconds;

	if (r->year < 1 || r->month < 1 || !date_exists(d))
		return 0;
	if (r->afternoon && seconds < 12 * HOUR)
		seconds += 12 * HOUR;
	else if (r->morning && seconds >= 12 * HOUR && seconds < 13 * HOUR)
		seconds -= 12 * HOUR;
	seconds += (int64_t)date_to_days(d) * DAY - r->offset;
	return seconds < 0 || seconds > MOMENT_LAST ? 0 : seconds;
}

/* Relatives of RFC 3339 that moment_read leaves: "2004", "2004-01",
 * "20040131", "20040131T050403Z", and hours of one digit. */
static bool read_numeric(struct reading *r, struct str s)
{
	struct str digits = take_digits(&s);
	bool tight = digits.len == 8;

	if (digits.len != 4 && !tight)
		return false;
	r->year = number_of(str_sub(digits, 0, 4), 9999);
	r->month = r->day = 1;
	if (tight) {
		r->month = number_of(str_sub(digits, 4, 6), 12);
		r->day = number_of(str_sub(digits, 6, 8), 31);
	} else if (s.len > 1 && (s.at[0] == '-' || s.at[0] == '/')) {
		char sep = s.at[0];

		s = str_sub(s, 1, s.len);
		r->month = number_of(take_digits(&s), 12);
		if (s.len > 1 && s.at[0] == sep) {
			s = str_sub(s, 1, s.len);
			r->day = number_of(take_digits(&s), 31);
		}
	}
	if (r->month < 1 || r->day < 1)
		return false;
	if (tight && s.len > 6 && char_lower(s.at[0]) == 't') {
		s = str_sub(s, 1, s.len);
		digits = take_digits(&s);
		r->seconds = number_of(str_sub(digits, 0, 2), 24) * HOUR +
			     number_of(str_sub(digits, 2, 4), 59) * MINUTE;
		if (digits.len == 6)
			r->seconds += number_of(str_sub(digits, 4, 6), 59);
		if (r->seconds < 0 || (digits.len != 4 && digits.len != 6))
			return false;
	}
	return read_all(r, s);
}

int64_t feed_date_read(struct str s)
{
	struct reading empty = { -1, -1, -1, -1, 0, false, false, false };
	struct reading r = empty;
	int64_t seconds;

	s = str_trim(s);
	if (s.len > DATE_MAX)
		return 0;
	if (moment_read(s, &seconds))
		return seconds;
	if (s.len >= 4 && char_is_digit(s.at[0]) && char_is_digit(s.at[2]) &&
	    char_is_digit(s.at[3]))
		return read_numeric(&r, s) ? seconds_of(&r) : 0;
	if (!read_all(&r, s) || (r.day < 0 && r.seconds < 0))
		return 0;
	return seconds_of(&r);
}
