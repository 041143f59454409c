#include "base/ical.h"

#include "base/ical_repeat.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "base/zone.h"

/* How far ahead times are moved from UTC into a zone: libical works out each
 * year up to them. */
enum { YEARS_AHEAD = 10, SHORT_HOURS = 12 };
/* A time of a series that is told of by itself: moved, or called off. */
struct exception {
	const char *uid;
	struct date day; /* when it would be */
};

struct reader {
	struct arena *arena;
	const struct ical_wanted *wanted;
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
static struct icaltimetype local_in(
    const struct reader *r, icaltimezone *zone, struct icaltimetype t)
{
	if (t.is_date || !icaltime_is_utc(t) || zone == NULL)
		return t;
	return exists(t) && t.year >= 1970 &&
		       t.year <= r->from.year + YEARS_AHEAD
		   ? icaltime_convert_to_zone(t, zone)
		   : icaltime_null_time();
}

static struct icaltimetype local(const struct reader *r, struct icaltimetype t)
{
	return local_in(r, r->zone, t);
}

/* That of the series' own beginning; the calendar's, if it has none. */
static icaltimezone *zone_of_series(
    const struct reader *r, icalcomponent *event)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	icalparameter *tzid =
	    p != NULL ? icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER)
		      : NULL;

	return tzid != NULL ? icaltimezone_get_builtin_timezone(
				  icalparameter_get_tzid(tzid))
			    : r->zone;
}

/* The day of one time of a series, whose zone is given: it may be said in UTC
 * though the series is not. */
static struct date day_of_time(
    const struct reader *r, icaltimezone *zone, struct icaltimetype t)
{
	return day_of(local_in(r, zone, t));
}

/* As the file says, whether the system knows it or not. */
static struct str zone_named(
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

static struct str zone_of(
    const struct reader *r, icalcomponent *event, struct icaltimetype start)
{
	struct str zone = zone_named(r, event, start);

	return zone.len > 0 && zone_exists(zone) ? zone
						 : (struct str){ NULL, 0 };
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
	/* Kept, as libical forgets where it is in a list of properties when it
	 * is asked for another one. */
	icaltimezone *zone;
	long *budget;
	struct repeat but; /* EXRULE, if `but_rule` */
	bool but_rule;
};

static bool is_left_out(void *data, struct date day)
{
	const struct series *s = data;
	icalproperty *p;

	for (p = icalcomponent_get_first_property(
		 s->event, ICAL_EXDATE_PROPERTY);
	     p != NULL; p = icalcomponent_get_next_property(
			    s->event, ICAL_EXDATE_PROPERTY)) {
		--*s->budget;
		if (date_cmp(
			day_of_time(s->r, s->zone, icalproperty_get_exdate(p)),
			day) == 0)
			return true;
	}
	if (s->but_rule && repeat_has(&s->but, day, s->budget))
		return true;
	*s->budget -= (long)s->r->exceptions;
	for (size_t i = 0; s->uid != NULL && i < s->r->exceptions; i++)
		if (date_cmp(s->r->exception[i].day, day) == 0 &&
		    strcmp(s->r->exception[i].uid, s->uid) == 0)
			return true;
	return false;
}

/* Minutes after midnight. */
static int minute_of(struct icaltimetype t)
{
	return t.hour * 60 + t.minute;
}

/*
 * The last day of a series.  Its end is mostly said in UTC, where its day may be
 * another; and a time later on that day is behind the end (RFC 5545, 3.3.10).
 * The zone of the series is known if libical has it.
 */
static struct date end_of(
    const struct reader *r, icalcomponent *event, struct icaltimetype until)
{
	icaltimezone *zone = zone_of_series(r, event);
	struct icaltimetype start =
	    local_in(r, zone, icalcomponent_get_dtstart(event));
	struct icaltimetype end = until;
	bool moved = icaltime_is_utc(until) && !until.is_date;

	if (icaltime_is_null_time(until) || !exists(until))
		return (struct date){ 0 };
	if (moved && zone != NULL && until.year >= 1970 &&
	    until.year <= r->from.year + YEARS_AHEAD) {
		end = icaltime_convert_to_zone(until, zone);
		moved = false;
	}
	return moved || end.is_date || start.is_date ||
		       minute_of(end) >= minute_of(start)
		   ? day_of(end)
		   : date_add(day_of(end), -1);
}

static struct repeat repeat_of(const struct reader *r, icalcomponent *event,
    struct icalrecurrencetype rule, struct date first)
{
	const struct ical_wanted *w = r->wanted;

	return (struct repeat){ .rule = rule,
		.first = first,
		.ahead = date_is_set(w->until)
			     ? date_to_days(w->until) - date_to_days(w->from)
			     : 0,
		.until = end_of(r, event, rule.until) };
}

/* False if it cannot be followed. */
static bool set_series(struct reader *r, icalcomponent *event,
    struct date first, struct series *s, struct repeat *repeat)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	icalproperty *but =
	    icalcomponent_get_first_property(event, ICAL_EXRULE_PROPERTY);

	*s = (struct series){ .r = r,
		.event = event,
		.uid = icalcomponent_get_uid(event),
		.zone = zone_of_series(r, event),
		.budget = &r->budget,
		.but_rule = but != NULL };
	*repeat = repeat_of(r, event, icalproperty_get_rrule(p), first);
	if (but != NULL)
		s->but =
		    repeat_of(r, event, icalproperty_get_exrule(but), first);
	return repeat_is_known(&repeat->rule) &&
	       (but == NULL || repeat_is_known(&s->but.rule));
}

/* --------------------------------------------------------------------- events */

/* The first web address in a text, which may be HTML. */
static struct str url_in(struct arena *arena, struct str text)
{
	size_t at = str_find(text, STR("http"), 0), end;

	for (; at != STR_NONE; at = str_find(text, STR("http"), at + 1)) {
		struct str url;

		for (end = at; end < text.len && !char_is_space(text.at[end]) &&
			       strchr("\"'<>\\", text.at[end]) == NULL;
		     end++)
			;
		while (end > at && strchr(".,;:)!?]", text.at[end - 1]) != NULL)
			end--;
		url = str_sub(text, at, end);
		if (url_is_web(url))
			return arena_str(arena, url);
	}
	return (struct str){ NULL, 0 };
}

static struct str url_of(
    struct reader *r, icalcomponent *event, struct str place)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);
	const char *description = icalcomponent_get_description(event);
	struct str url = { NULL, 0 };

	if (p != NULL)
		url = line_of(r->arena, icalproperty_get_url(p));
	if (url.len == 0 && description != NULL)
		url = url_in(r->arena, str_of(description));
	return url.len > 0 || !url_is_web(place) ? url : place;
}

static struct str organizer_of(struct reader *r, icalcomponent *event)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
	icalparameter *name =
	    p != NULL ? icalproperty_get_first_parameter(p, ICAL_CN_PARAMETER)
		      : NULL;

	return name != NULL ? line_of(r->arena, icalparameter_get_cn(name))
			    : (struct str){ NULL, 0 };
}

/* All but its days; false for what is no event. */
static bool read_event(struct reader *r, icalcomponent *c,
    struct icaltimetype start, struct icaltimetype end, struct ical_event *e)
{
	struct icaltimetype as_is = icalcomponent_get_dtstart(c);
	enum icalproperty_status status = icalcomponent_get_status(c);

	*e = (struct ical_event){
		.title = line_of(r->arena, icalcomponent_get_summary(c)),
		.place = line_of(r->arena, icalcomponent_get_location(c)),
		.uid = line_of(r->arena, icalcomponent_get_uid(c)),
		.organizer = organizer_of(r, c),
		.called_off = status == ICAL_STATUS_CANCELLED,
		.tentative = status == ICAL_STATUS_TENTATIVE,
		.start = -1,
		.finish = -1,
	};
	if (e->title.len == 0 || !exists(start) ||
	    (e->called_off && !r->wanted->called_off))
		return false;
	e->url = url_of(r, c, e->place);
	if (start.is_date)
		return true;
	e->start = start.hour * 60 + start.minute;
	e->unplaced = icaltime_is_utc(as_is) && r->zone == NULL;
	e->zone = zone_of(r, c, as_is);
	if (exists(end) && !end.is_date && icaltime_compare(end, start) > 0)
		e->finish = end.hour * 60 + end.minute;
	return true;
}

/* A rule may have what is also said as one more time of the same event. */
static bool is_there(const struct ical *list, const struct ical_event *e)
{
	for (size_t i = list->count;
	     i > 0 && list->event[i - 1].title.at == e->title.at; i--)
		if (date_cmp(list->event[i - 1].first, e->first) == 0)
			return true;
	return false;
}

/* One time of an event, if it is not over nor too far away. */
static void add_time(struct reader *r, const struct ical_event *event,
    struct date first, int days)
{
	const struct ical_wanted *w = r->wanted;
	struct ical *list = r->list;
	struct ical_event e = *event;

	e.first = first;
	e.last = date_add(first, days - 1);
	if (!date_exists(e.last) || date_cmp(e.last, r->from) < 0 ||
	    (date_is_set(w->until) && date_cmp(first, w->until) >= 0) ||
	    list->count == w->most || is_there(list, &e))
		return;
	list->event = ARENA_GROW(r->arena, list->event, list->count);
	list->event[list->count++] = e;
}

/* RDATE: times besides those of the rule. */
static void add_more_times(
    struct reader *r, icalcomponent *c, const struct ical_event *e, int days)
{
	icaltimezone *zone = zone_of_series(r, c);
	icalproperty *p;

	for (p = icalcomponent_get_first_property(c, ICAL_RDATE_PROPERTY);
	     p != NULL && r->budget > 0;
	     p = icalcomponent_get_next_property(c, ICAL_RDATE_PROPERTY)) {
		struct icaldatetimeperiodtype at = icalproperty_get_rdate(p);
		struct icaltimetype time = local_in(r, zone,
		    icaltime_is_null_time(at.time) ? at.period.start : at.time);

		r->budget--;
		if (exists(time))
			add_time(r, e, day_of(time), days);
	}
}

/* False if it cannot be followed. */
static bool add_times(struct reader *r, icalcomponent *c,
    const struct ical_event *e, struct date first, int days)
{
	struct date from = date_add(r->from, 1 - days), day;
	struct series series;
	struct repeat repeat;

	if (icalcomponent_get_first_property(c, ICAL_RRULE_PROPERTY) == NULL) {
		add_time(r, e, first, days);
		add_more_times(r, c, e, days);
		return true;
	}
	if (!set_series(r, c, first, &series, &repeat))
		return false;
	add_more_times(r, c, e, days);
	if (!date_is_set(r->wanted->until)) {
		if (!repeat_next(
			&repeat, from, is_left_out, &series, &r->budget, &day))
			return false;
		add_time(r, e, day, days);
		return true;
	}
	while (r->list->count < r->wanted->most &&
	       repeat_next(
		   &repeat, from, is_left_out, &series, &r->budget, &day) &&
	       date_cmp(day, r->wanted->until) < 0) {
		add_time(r, e, day, days);
		from = date_add(day, 1);
	}
	return r->budget > 0;
}

static void take_event(struct reader *r, icalcomponent *c)
{
	struct icaltimetype start = local(r, icalcomponent_get_dtstart(c));
	struct icaltimetype end = local(r, icalcomponent_get_dtend(c));
	struct ical_event event;

	if (r->list->count == r->wanted->most)
		return;
	if (!read_event(r, c, start, end, &event) ||
	    !add_times(r, c, &event, day_of(start), days_of(start, end)))
		r->list->left++;
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
		r->exception[r->exceptions++] = (struct exception){ uid,
			day_of_time(r, zone_of_series(r, c), time) };
	}
}

/* What a calendar says by a property that is no standard; or NULL. */
static const char *said_by(icalcomponent *calendar, const char *name)
{
	icalproperty *p;

	for (p = icalcomponent_get_first_property(calendar, ICAL_X_PROPERTY);
	     p != NULL;
	     p = icalcomponent_get_next_property(calendar, ICAL_X_PROPERTY))
		if (strcmp(icalproperty_get_x_name(p), name) == 0)
			return icalproperty_get_x(p);
	return NULL;
}

static icaltimezone *zone_of_calendar(icalcomponent *calendar)
{
	const char *name = said_by(calendar, "X-WR-TIMEZONE");

	return name != NULL ? icaltimezone_get_builtin_timezone(name) : NULL;
}

static void take_calendar(struct reader *r, icalcomponent *calendar)
{
	icalcomponent *c;

	r->zone = zone_of_calendar(calendar);
	if (r->list->name.len == 0 && said_by(calendar, "X-WR-CALNAME") != NULL)
		r->list->name =
		    line_of(r->arena, said_by(calendar, "X-WR-CALNAME"));
	if (r->zone == NULL && r->wanted->zone.len > 0)
		r->zone = icaltimezone_get_builtin_timezone(
		    arena_cstr(r->arena, r->wanted->zone));
	r->exceptions = 0;
	take_exceptions(r, calendar);
	for (c = icalcomponent_get_first_component(
		 calendar, ICAL_VEVENT_COMPONENT);
	     c != NULL; c = icalcomponent_get_next_component(
			    calendar, ICAL_VEVENT_COMPONENT))
		take_event(r, c);
}

struct ical_wanted ical_next(struct date from)
{
	return (struct ical_wanted){ .from = from,
		.max = LIMIT_CALENDAR,
		.most = 500,
		.budget = 400 * 1000L };
}

bool ical_read(struct arena *arena, struct str text,
    const struct ical_wanted *wanted, struct ical *ret_ical)
{
	struct ical list = { .count = 0 };
	struct reader r = { .arena = arena,
		.wanted = wanted,
		.from = wanted->from,
		.budget = wanted->budget,
		.list = &list };
	icalcomponent *root, *c;

	if (text.len > wanted->max)
		return false;
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.len);
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
