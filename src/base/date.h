/*
 * date: days of the Gregorian calendar, without time of day or zone.
 *
 * An event's date is the local date in its zone; a range counts its last day
 * in.  Only the iCalendar writer adds the day to DTEND.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/strbuf.h"

/* All zeros means "no date". */
struct date {
	int year;  /* 1..9999 */
	int month; /* 1..12 */
	int day;   /* 1..31, and one that the month has */
};

/* Monday is 0. */
enum weekday {
	MONDAY,
	TUESDAY,
	WEDNESDAY,
	THURSDAY,
	FRIDAY,
	SATURDAY,
	SUNDAY,
};

bool date_is_set(struct date d);
/* Does the calendar have this day (years 1..9999)? */
bool date_exists(struct date d);
int date_days_in_month(int year, int month); /* 0 for no month */
int date_cmp(struct date a, struct date b);

/* Days since 1970-01-01, and back. */
int32_t date_to_days(struct date d);
struct date date_from_days(int32_t days);
struct date date_add(struct date d, int days);
enum weekday date_weekday(struct date d);

/*
 * Read all of s as YYYY-MM-DD; with `lenient` month and day may have one
 * digit (2020-11-4).  False, and *ret_date untouched, for anything else and
 * for days that do not exist.
 */
bool date_parse(struct str s, bool lenient, struct date *ret_date);

/* 1..12 for an English month name or an abbreviation of at least three
 * letters, any case, a dot after it allowed ("Sept.", "nov"); else 0. */
int date_month_named(struct str name);
/* English, as needed by RFC 5322 and RSS too: "Monday", "January". */
struct str date_weekday_name(enum weekday w);
struct str date_month_name(int month);

/* Append YYYY-MM-DD. */
void date_add_iso(struct strbuf *out, struct date d);

/*
 * Append as strftime does, for %Y %m %d %e %B %b %A %a %j and %%; names are
 * English.  An unknown letter is copied with its percent sign.
 */
void date_add_format(struct strbuf *out, struct date d, struct str format);

#endif
