#include "base/ical.h"

#include "base/ical_repeat.h"
#include "base/limits.h"
#include "base/text.h"

/* How far ahead times are moved from UTC into a zone: libical works out each
 * year up to them. */
enum { YEARS_AHEAD = 10, SHORT_HOURS = 12 };
/* Days that may be looked at for all that is repeated in a calendar: some
 * hundredths of a second. */
enum { BUDGET = 400 * 1000 };

/* A time of a series that is told of by itself: moved, or called off. */
struct exception {
	const char *uid;
	struct date day; /* when it would be */
};

struct reader {
	struct arena *arena;
	struct date from;
	icaltimezone *zone; /* of the calendar; NULL: it names none */
	struct exception *exception;
	size_t exceptions;
	long budget;
	struct ical *list;
};

/* On one line, without what is no text; unset if nothing is left. */
static struct str line_of(struct arena *arena, const char *text)
{
	struct strbuf out;
	struct str rest, line;

	if (text == NULL)
		return (struct str){ NULL, 0 };
	rest = text_clean(arena, str_of(text));
	strbuf_init(&out, LIMIT_CALENDAR);
	while (rest.at != NULL) {
		struct str part = str_trim(str_take(&rest, '\n'));

		if (part.len > 0 && out.len > 0)
			strbuf_add_char(&out, ' ');
		strbuf_add(&out, part);
	}
	line = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return line.len > 0 ? line : (struct str){ NULL, 0 };
}

/* ----------------------------------------------------------------------- times */

static struct date day_of(struct icaltimetype t)
{
	return (struct date){ t.year, t.month, t.day };
}

/* libical reads 30 February and 99 o'clock as they are. */
static bool exists(struct icaltimetype t)
{
	return !icaltime_is_null_time(t) && date_exists(day_of(t)) &&
	       t.hour >= 0 && t.hour < 24 && t.minute >= 0 && t.minute < 60;
}

/* By the clock of the place, as far as the file tells where that is; null for
 * what is too far away.  Zones of the file itself are not followed: their
 * rules may be anything. */
static struct icaltimetype local(const struct reader *r, struct icaltimetype t)
{
	if (t.is_date || !icaltime_is_utc(t) || r->zone == NULL)
		return t;
	return exists(t) && t.year >= 1970 &&
		       t.year <= r->from.year + YEARS_AHEAD
		   ? icaltime_convert_to_zone(t, r->zone)
		   : icaltime_null_time();
}

static struct str zone_of(
    const struct reader *r, icalcomponent *event, struct icaltimetype start)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	icalparameter *tzid =
	    p != NULL ? icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER)
		      : NULL;

	if (tzid != NULL)
		return line_of(r->arena, icalparameter_get_tzid(tzid));
	if (icaltime_is_utc(start) && r->zone != NULL)
		return line_of(r->arena, icaltimezone_get_location(r->zone));
	return (struct str){ NULL, 0 };
}

/* How many days it takes, the first counted too.  What ends in the night that
 * it began in takes one. */
static int days_of(struct icaltimetype start, struct icaltimetype end)
{
	int days = date_to_days(day_of(end)) - date_to_days(day_of(start));
	int hours = days * 24 + end.hour - start.hour;

	if (!exists(end) || days < 0)
		return 1;
	if (start.is_date || (end.hour == 0 && end.minute == 0))
		return days > 0 ? days : 1;
	return hours <= SHORT_HOURS ? 1 : days + 1;
}

/* ------------------------------------------------------------------ repetition */

struct series {
	const struct reader *r;
	icalcomponent *event;
	const char *uid;
	long *budget;
};

static struct date day_in(const struct reader *r, struct icaltimetype t)
{
	return day_of(local(r, t));
}

static bool is_left_out(void *data, struct date day)
{
	const struct series *s = data;
	icalproperty *p;

	for (p = icalcomponent_get_first_property(
		 s->event, ICAL_EXDATE_PROPERTY);
	     p != NULL; p = icalcomponent_get_next_property(
			    s->event, ICAL_EXDATE_PROPERTY)) {
		--*s->budget;
		if (date_cmp(day_in(s->r, icalproperty_get_exdate(p)), day) ==
		    0)
			return true;
	}
	*s->budget -= (long)s->r->exceptions;
	for (size_t i = 0; s->uid != NULL && i < s->r->exceptions; i++)
		if (date_cmp(s->r->exception[i].day, day) == 0 &&
		    strcmp(s->r->exception[i].uid, s->uid) == 0)
			return true;
	return false;
}

/* The end of a series is mostly said in UTC, where its last day may be
 * another.  The zone of the series is known if libical has it. */
static struct date end_of(
    const struct reader *r, struct icaltimetype until, icaltimezone *zone)
{
	if (icaltime_is_null_time(until) || !exists(until))
		return (struct date){ 0 };
	if (!icaltime_is_utc(until) || until.is_date || zone == NULL ||
	    until.year < 1970 || until.year > r->from.year + YEARS_AHEAD)
		return day_of(until);
	return day_of(icaltime_convert_to_zone(until, zone));
}

static icaltimezone *zone_of_series(
    const struct reader *r, icalcomponent *event)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	icalparameter *tzid =
	    icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);

	return tzid != NULL ? icaltimezone_get_builtin_timezone(
				  icalparameter_get_tzid(tzid))
			    : r->zone;
}

/* The first time that is not over; false if there is none any more, or if it
 * cannot be followed. */
static bool find_next(
    struct reader *r, icalcomponent *event, struct date *first, int days)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	struct series series = { r, event, icalcomponent_get_uid(event),
		&r->budget };
	struct repeat repeat = { .first = *first };

	if (p == NULL)
		return true;
	repeat.rule = icalproperty_get_rrule(p);
	if (!repeat_is_known(&repeat.rule) ||
	    icalcomponent_get_first_property(event, ICAL_EXRULE_PROPERTY) !=
		NULL)
		return false;
	repeat.until = end_of(r, repeat.rule.until, zone_of_series(r, event));
	return repeat_next(&repeat, date_add(r->from, 1 - days), is_left_out,
	    &series, &r->budget, first);
}

/* --------------------------------------------------------------------- events */

static const char *url_of(icalcomponent *event)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);

	return p != NULL ? icalproperty_get_url(p) : NULL;
}

/* False for what is no event to come. */
static bool read_event(
    struct reader *r, icalcomponent *c, struct ical_event *e, bool *ret_over)
{
	struct icaltimetype start = local(r, icalcomponent_get_dtstart(c));
	struct icaltimetype end = local(r, icalcomponent_get_dtend(c));
	int days;

	*ret_over = false;
	*e = (struct ical_event){ .title = line_of(
				      r->arena, icalcomponent_get_summary(c)),
		.url = line_of(r->arena, url_of(c)),
		.place = line_of(r->arena, icalcomponent_get_location(c)) };
	if (e->title.len == 0 || !exists(start) ||
	    icalcomponent_get_status(c) == ICAL_STATUS_CANCELLED)
		return false;
	days = days_of(start, end);
	e->first = day_of(start);
	if (!find_next(r, c, &e->first, days))
		return false;
	e->last = date_add(e->first, days - 1);
	if (!date_exists(e->last))
		return false;
	e->start = start.is_date ? -1 : start.hour * 60 + start.minute;
	e->zone = zone_of(r, c, icalcomponent_get_dtstart(c));
	*ret_over = date_cmp(e->last, r->from) < 0;
	return !*ret_over;
}

static void take_event(struct reader *r, icalcomponent *c)
{
	struct ical *list = r->list;
	struct ical_event event;
	bool over;

	if (list->count == ICAL_EVENTS_MOST)
		return;
	if (read_event(r, c, &event, &over)) {
		list->event = ARENA_GROW(r->arena, list->event, list->count);
		list->event[list->count++] = event;
	} else {
		list->left += !over;
	}
}

static void take_exceptions(struct reader *r, icalcomponent *calendar)
{
	icalcomponent *c;

	for (c = icalcomponent_get_first_component(
		 calendar, ICAL_VEVENT_COMPONENT);
	     c != NULL; c = icalcomponent_get_next_component(
			    calendar, ICAL_VEVENT_COMPONENT)) {
		struct icaltimetype time = icalcomponent_get_recurrenceid(c);
		const char *uid = icalcomponent_get_uid(c);

		if (icaltime_is_null_time(time) || uid == NULL)
			continue;
		r->exception =
		    ARENA_GROW(r->arena, r->exception, r->exceptions);
		r->exception[r->exceptions++] =
		    (struct exception){ uid, day_in(r, time) };
	}
}

static icaltimezone *zone_of_calendar(icalcomponent *calendar)
{
	icalproperty *p;

	for (p = icalcomponent_get_first_property(calendar, ICAL_X_PROPERTY);
	     p != NULL;
	     p = icalcomponent_get_next_property(calendar, ICAL_X_PROPERTY))
		if (strcmp(icalproperty_get_x_name(p), "X-WR-TIMEZONE") == 0)
			return icaltimezone_get_builtin_timezone(
			    icalproperty_get_x(p));
	return NULL;
}

static void take_calendar(struct reader *r, icalcomponent *calendar)
{
	icalcomponent *c;

	r->zone = zone_of_calendar(calendar);
	r->exceptions = 0;
	take_exceptions(r, calendar);
	for (c = icalcomponent_get_first_component(
		 calendar, ICAL_VEVENT_COMPONENT);
	     c != NULL; c = icalcomponent_get_next_component(
			    calendar, ICAL_VEVENT_COMPONENT))
		take_event(r, c);
}

bool ical_read(struct arena *arena, struct str text, struct date from,
    struct ical *ret_ical)
{
	struct ical list = { NULL, 0, 0 };
	struct reader r = {
		.arena = arena, .from = from, .budget = BUDGET, .list = &list
	};
	icalcomponent *root, *c;

	if (text.len > LIMIT_CALENDAR)
		return false;
	root =
	    icalparser_parse_string(arena_cstr(arena, text_clean(arena, text)));
	if (root == NULL)
		return false;
	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		take_calendar(&r, root);
	for (c = icalcomponent_get_first_component(
		 root, ICAL_VCALENDAR_COMPONENT);
	     c != NULL; c = icalcomponent_get_next_component(
			    root, ICAL_VCALENDAR_COMPONENT))
		take_calendar(&r, c);
	if (icalcomponent_isa(root) == ICAL_VEVENT_COMPONENT)
		take_event(&r, root);
	icalcomponent_free(root);
	*ret_ical = list;
	return true;
}
