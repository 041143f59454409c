#include "base/ical.h"

#include <libical/ical.h>

#include "base/limits.h"
#include "base/text.h"

/* Times that a repetition is followed for: eleven years of days. */
enum { TIMES_MOST = 4000, SHORT_HOURS = 12 };

struct reader {
	struct arena *arena;
	struct date from;
	icaltimezone *zone; /* of the calendar; NULL: it names none */
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

/* By the clock of the place, as far as the file tells where that is. */
static struct icaltimetype local(const struct reader *r, struct icaltimetype t)
{
	return t.is_date || !icaltime_is_utc(t) || r->zone == NULL
		   ? t
		   : icaltime_convert_to_zone(t, r->zone);
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

/* The first time that is not over; false if there is none any more, or if it
 * comes too often. */
static bool find_next(const struct reader *r, icalcomponent *event,
    struct icaltimetype *start, int days)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	struct icaltimetype first = *start, next = *start;
	struct icalrecurrencetype rule;
	icalrecur_iterator *times;
	int tries = 0;

	if (p == NULL)
		return true;
	rule = icalproperty_get_rrule(p);
	if (rule.freq < ICAL_DAILY_RECURRENCE ||
	    rule.freq >= ICAL_NO_RECURRENCE)
		return false;
	times = icalrecur_iterator_new(rule, first);
	if (times == NULL)
		return false;
	do {
		next = icalrecur_iterator_next(times);
	} while (
	    !icaltime_is_null_time(next) && ++tries < TIMES_MOST &&
	    (date_cmp(date_add(day_of(next), days - 1), r->from) < 0 ||
		icalproperty_recurrence_is_excluded(event, &first, &next)));
	icalrecur_iterator_free(times);
	*start = next;
	return !icaltime_is_null_time(next) && tries < TIMES_MOST;
}

/* --------------------------------------------------------------------- events */

static const char *url_of(icalcomponent *event)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);

	return p != NULL ? icalproperty_get_url(p) : NULL;
}

/* False for what is no event to come. */
static bool read_event(const struct reader *r, icalcomponent *c,
    struct ical_event *e, bool *ret_over)
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
	if (!find_next(r, c, &start, days) || !exists(start))
		return false;
	e->first = day_of(start);
	e->last = date_add(e->first, days - 1);
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
	struct reader r = { arena, from, NULL, &list };
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
