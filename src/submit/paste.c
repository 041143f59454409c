/* An event out of a calendar. */
#include "base/ical.h"
#include "base/url.h"
#include "model/place.h"
#include "submit/submit.h"

struct submit_pasted {
	const char *field;
	struct str value;
};

enum { FIELDS_MOST = 10 };

struct pasting {
	struct submit_pasted *pasted; /* ends with a NULL */
	size_t count;
};

static void put(struct pasting *p, const char *field, struct str value)
{
	if (value.len > 0)
		p->pasted[p->count++] = (struct submit_pasted){ field, value };
}

/* What is read in no other way is for people. */
static void put_place(struct arena *arena, struct pasting *p, struct str place)
{
	struct str city, country;

	if (place.len == 0)
		return;
	if (url_is_web(place)) {
		put(p, "mode", STR("virtual"));
	} else if (place_split(place, &city, &country)) {
		put(p, "mode", STR("in-person"));
		put(p, "city", city);
		put(p, "country", country);
	} else {
		put(p, "note",
		    arena_printf(arena, "Place: %.*s", STR_ARG(place)));
	}
}

static struct str day_text(struct arena *arena, struct date day)
{
	return arena_printf(
	    arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static void put_event(
    struct arena *arena, struct pasting *p, const struct ical_event *e)
{
	put(p, "title", e->title);
	put(p, "url", e->url);
	put(p, "first", day_text(arena, e->first));
	if (date_cmp(e->first, e->last) != 0)
		put(p, "last", day_text(arena, e->last));
	if (e->start >= 0)
		put(p, "start",
		    arena_printf(
			arena, "%02d:%02d", e->start / 60, e->start % 60));
	put(p, "zone", e->zone);
	put_place(arena, p, e->place);
}

bool submit_paste(struct arena *arena, struct str text, struct date today,
    const struct submit_pasted **ret_pasted, bool *ret_more,
    struct str *ret_problem)
{
	struct pasting p = {
		ARENA_ARRAY(arena, FIELDS_MOST + 1, struct submit_pasted), 0
	};
	const struct ical_event *next;
	const struct ical_wanted wanted = ical_next(today);
	struct ical calendar;

	if (!ical_read(arena, text, &wanted, &calendar)) {
		*ret_problem = STR("This is no calendar. The text of an .ics "
				   "file begins with BEGIN:VCALENDAR.");
		return false;
	}
	if (calendar.count == 0) {
		*ret_problem =
		    STR("There is no event to come in it that has a title "
			"and a day, and comes no more often than daily.");
		return false;
	}
	next = &calendar.event[0];
	for (size_t i = 1; i < calendar.count; i++)
		if (date_cmp(calendar.event[i].first, next->first) < 0)
			next = &calendar.event[i];
	put_event(arena, &p, next);
	*ret_pasted = p.pasted;
	*ret_more = calendar.count > 1;
	return true;
}

struct str submit_pasted_value(void *data, const char *field)
{
	const struct submit_pasted *p = data;

	for (; p->field != NULL; p++)
		if (strcmp(p->field, field) == 0)
			return p->value;
	return (struct str){ NULL, 0 };
}
