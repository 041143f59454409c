/* An iCalendar file (RFC 5545): its events in the window, each time of those
 * that are repeated. */
#include "base/ical.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/found_event.h"
#include "collect/site.h"
#include "model/country.h"
#include "model/place.h"

/* For half a second. */
#define BUDGET (5L * 1000 * 1000)

static const char *const origin[] = { "title", "SUMMARY", "url", "URL", "first",
	"DTSTART", "last", "DTEND", "places", "LOCATION", "groups",
	"ORGANIZER or X-WR-CALNAME", "status", "STATUS", "id", "UID", NULL };
/* Of a time in UTC, where the clock of the place may show another day. */
static const char *const unplaced[] = { "title", "SUMMARY", "url", "URL",
	"first", "DTSTART (UTC; the day may be another)", "last",
	"DTEND (UTC; the day may be another)", "places", "LOCATION", "groups",
	"ORGANIZER or X-WR-CALNAME", "status", "STATUS", "id", "UID", NULL };

/* What is read in no other way is for people. */
static void add_place(struct harvest *h, struct event *e, struct str text)
{
	struct place place = { .text = text };
	struct str country;

	if (url_is_web(text) || str_eq_fold(text, STR("online")) ||
	    str_eq_fold(text, STR("online event"))) {
		e->mode = MODE_VIRTUAL;
		return;
	}
	if (place_split(text, &place.city, &country)) {
		place.country = country_code(country);
		place.text = (struct str){ NULL, 0 };
	}
	if (text.len > 0)
		event_add_place(h->arena, e, &place);
}

/* Who holds it: the organizer, or whose calendar it is; with the page of the
 * group at its service, or of the site that has the calendar. */
static void add_group(
    struct harvest *h, struct event *e, struct str organizer, struct str name)
{
	struct str site = site_is_shared(e->url)
			      ? site_of(h->arena, e->url)
			      : site_of(h->arena, h->rule->url);

	if (organizer.len > 0 || name.len > 0)
		event_add_group(
		    h->arena, e, organizer.len > 0 ? organizer : name, site);
}

static void add_event(
    struct harvest *h, const struct ical_event *from, struct str name)
{
	struct found_event found = found_event();
	struct event *e = &found.event;

	e->title = from->title;
	e->url = from->url;
	e->first = from->first;
	e->last = from->last;
	e->start = from->start;
	e->finish = from->finish;
	e->zone = from->zone;
	add_place(h, e, from->place);
	add_group(h, e, from->organizer, name);
	found.id = from->uid;
	if (from->called_off)
		found.status = STR("cancelled");
	else if (from->tentative)
		found.status = STR("tentative");
	harvest_event(h, &found, from->unplaced ? unplaced : origin);
}

static bool read(struct harvest *h, struct error *err)
{
	const struct ical_wanted wanted = { .from = h->options->today,
		.until = h->options->events_until,
		.zone = h->rule->zone,
		.called_off = true,
		.max = LIMIT_SOURCE_CALENDAR,
		.most = LIMIT_SOURCE_EVENTS,
		.budget = BUDGET };
	struct ical calendar;

	if (h->answer.body.len > wanted.max)
		return error_set(
		    err, "it has more than %zu KiB", wanted.max / KIB);
	if (!ical_read(h->arena, h->answer.body, &wanted, &calendar))
		return error_set(
		    err, "it is no calendar: expected BEGIN:VCALENDAR");
	for (size_t i = 0; i < calendar.count; i++)
		add_event(h, &calendar.event[i], calendar.name);
	for (size_t i = 0; i < calendar.left; i++)
		harvest_leave(h, STR("an event of it has no title or day, or "
				     "is repeated in a way that is not "
				     "followed"));
	if (calendar.count == wanted.most)
		harvest_lacks(h, STR("it has more events than are read"));
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	(void)arena;
	if (answer == NULL || str_find(str_sub(answer->body, 0, KIB),
				  STR("BEGIN:VCALENDAR"), 0) == STR_NONE)
		return false;
	ret_rule->kind = str_of(kind_calendar.name);
	ret_rule->url = address;
	return true;
}

const struct kind kind_calendar = {
	.name = "calendar",
	.rank = KIND_RANK_CALENDAR,
	.what = "an iCalendar file: events to come",
	.needs = KIND_NEEDS_URL,
	.read = read,
	.knows = knows,
};
