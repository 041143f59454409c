/* An iCalendar file (RFC 5545): its events that are not over. */
#include "base/ical.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/kind.h"
#include "model/country.h"
#include "model/event_fields.h"
#include "model/place.h"

static const char *const origin[] = { "title", "SUMMARY", "url", "URL", "first",
	"DTSTART", "last", "DTEND", "places", "LOCATION", NULL };

/* What is read in no other way is for people. */
static void add_place(struct json *j, struct str place)
{
	struct str city, country;

	if (url_is_web(place)) {
		json_member(j, "mode", STR("virtual"));
		return;
	}
	json_key(j, "places");
	json_array(j);
	json_object(j);
	if (place_split(place, &city, &country)) {
		json_member(j, "city", city);
		json_member(j, "country", country_code(country));
	} else {
		json_member(j, "text", place);
	}
	json_end(j);
	json_end(j);
}

static void add_event(
    struct harvest *h, struct strbuf *out, const struct ical_event *e)
{
	struct arena *a = h->arena;
	struct json j;

	harvest_begin(h, &j, out, "event", 0);
	json_member(&j, "title", e->title);
	json_member(&j, "url", e->url);
	json_member(&j, "first", date_text(a, e->first));
	json_member(&j, "last", date_text(a, e->last));
	if (e->start >= 0) {
		json_member(&j, "start",
		    arena_printf(a, "%02d:%02d", e->start / 60, e->start % 60));
		json_member(&j, "zone", e->zone);
	}
	if (e->place.len > 0)
		add_place(&j, e->place);
	harvest_end(h, &j, origin);
}

static bool read(struct harvest *h, struct error *err)
{
	struct ical calendar;
	struct strbuf out;

	if (!ical_read(h->arena, h->answer.body, h->options->today, &calendar))
		return error_set(
		    err, "it is no calendar: expected BEGIN:VCALENDAR");
	strbuf_init(&out, LIMIT_LETTER);
	for (size_t i = 0; i < calendar.count; i++) {
		if (calendar.event[i].url.len > 0)
			add_event(h, &out, &calendar.event[i]);
		else
			harvest_leave(
			    h, arena_printf(h->arena, "\"%.*s\" has no address",
				   STR_ARG(calendar.event[i].title)));
	}
	strbuf_release(&out);
	for (size_t i = 0; i < calendar.left; i++)
		harvest_leave(h, STR("an event of it has no title or day, is "
				     "called off, or repeated in a way that "
				     "is not followed"));
	return true;
}

const struct kind kind_calendar = {
	.name = "calendar",
	.what = "an iCalendar file: events to come",
	.needs = KIND_NEEDS_URL,
	.read = read,
};
