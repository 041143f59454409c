/* Rules about the headings under which events stand. */
#include "base/limits.h"
#include "check/events.h"
#include "model/country.h"

static const struct region_rule *region_of(
    const struct checker *c, const struct section *s)
{
	return s->region != STR_NONE ? &c->settings->region[s->region] : NULL;
}

void event_look_virtual(struct checker *c, const struct event *e)
{
	const struct region_rule *region = region_of(c, event_section(c, e));
	const struct section *home;
	struct finding *f;
	struct span s;

	if (region == NULL || region->virtual_events || e->mode != MODE_VIRTUAL)
		return;
	home = region_section(c, settings_region_virtual(c->settings));
	if (home == NULL)
		return;
	s = event_part(c, e, EVENT_PLACE);
	f = check_found(c, s.from, s.to, "under %.*s, not %.*s",
	    STR_ARG(region->title), STR_ARG(home->title));
	fix_move_event(c, f, e, home);
}

/* Is the event with this address and day listed in a section? */
static bool is_listed(
    const struct checker *c, const struct event *e, const struct section *where)
{
	for (size_t i = 0; where != NULL && i < where->items; i++) {
		const struct event *other = item_event(c, &where->item[i]);

		if (other != NULL && str_eq(other->url, e->url) &&
		    date_cmp(other->first, e->first) == 0)
			return true;
	}
	return false;
}

static size_t home_region(const struct checker *c, const struct event *e)
{
	if (e->places == 0 || e->place[0].country.at == NULL)
		return STR_NONE;
	return settings_region_of_country(c->settings, e->place[0].country);
}

static bool is_in_person(struct checker *c, const struct event *e)
{
	return e != NULL && e->mode == MODE_IN_PERSON &&
	       event_form_of(c, e)->barred;
}

static void found_in_person(
    struct checker *c, const struct event *e, const struct section *s)
{
	struct span span = event_part(c, e, EVENT_PLACE);
	const struct section *home = region_section(c, home_region(c, e));
	struct finding *f = check_found(c, span.from, span.to,
	    "\"%.*s\" under %.*s",
	    STR_ARG(str_sub(c->text, span.from, span.to)), STR_ARG(s->title));

	if (!is_listed(c, e, home))
		fix_move_event(c, f, e, home);
}

/* Where most places under the heading do not say "Virtual", they need not. */
void event_look_in_person(struct checker *c, const struct section *s)
{
	const struct region_rule *region = region_of(c, s);
	size_t in_person = 0;

	if (region == NULL || !region->virtual_events)
		return;
	for (size_t i = 0; i < s->items; i++)
		in_person += is_in_person(c, item_event(c, &s->item[i]));
	if (in_person * 3 > s->items)
		return;
	for (size_t i = 0; i < s->items; i++) {
		const struct event *e = item_event(c, &s->item[i]);

		if (is_in_person(c, e))
			found_in_person(c, e, s);
	}
}

/* ------------------------------------------------------------------ countries */

/* Countries with land in two continents, and such as are counted to either:
 * which one is right depends on whom one asks. */
static bool is_between(struct str country)
{
	static const struct str codes[] = { STR_INIT("AM"), STR_INIT("AZ"),
		STR_INIT("CY"), STR_INIT("EG"), STR_INIT("GE"), STR_INIT("ID"),
		STR_INIT("KZ"), STR_INIT("PA"), STR_INIT("RU"), STR_INIT("TR"),
		STR_INIT("GL"), STR_INIT("TL") };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (str_eq(country, codes[i]))
			return true;
	return false;
}

/* The region where an event belongs if it is not under that heading; STR_NONE
 * if it may be there. */
static size_t other_region(
    struct checker *c, const struct event *e, bool between)
{
	const struct section *s = event_section(c, e);
	const struct region_rule *region = region_of(c, s);
	size_t home = home_region(c, e);

	if (region == NULL || region->virtual_events ||
	    e->mode == MODE_VIRTUAL || home == STR_NONE || home == s->region ||
	    is_between(e->place[0].country) != between ||
	    !event_form_of(c, e)->barred)
		return STR_NONE;
	for (size_t i = 1; i < e->places; i++)
		if (e->place[i].country.at != NULL &&
		    settings_region_of_country(
			c->settings, e->place[i].country) == s->region)
			return STR_NONE;
	return home;
}

/* The country of the heading's region that has a state of the country's code:
 * "Dover, DE" under North America lacks its country. */
static struct str state_country(
    const struct checker *c, const struct place *place, size_t region)
{
	static const struct str with_states[] = { STR_INIT("US"),
		STR_INIT("CA"), STR_INIT("AU") };

	for (size_t i = 0; i < 3; i++)
		if (place->state.at == NULL &&
		    country_state(with_states[i], place->country).at != NULL &&
		    settings_region_of_country(c->settings, with_states[i]) ==
			region)
			return with_states[i];
	return (struct str){ 0 };
}

static void found_in_region(
    struct checker *c, const struct event *e, size_t home)
{
	const struct section *s = event_section(c, e);
	const struct place *place = &e->place[0];
	struct span span = event_place_span(c, e, place);
	struct str region = c->settings->region[s->region].title;
	struct str country = country_name(place->country);
	struct str state = state_country(c, place, s->region);
	struct finding *f;

	if (state.at != NULL) {
		check_found(c, span.from, span.to,
		    "%.*s is %.*s; or is it a state, and \", %.*s\" missing?",
		    STR_ARG(place->country), STR_ARG(country), STR_ARG(state));
		return;
	}
	f = check_found(c, span.from, span.to, "%.*s is in %.*s, not %.*s",
	    STR_ARG(country), STR_ARG(c->settings->region[home].title),
	    STR_ARG(region));
	fix_move_event(c, f, e, region_section(c, home));
}

void event_look_region(struct checker *c, const struct event *e)
{
	size_t home = other_region(c, e, false);

	if (home != STR_NONE)
		found_in_region(c, e, home);
}

void event_look_region_border(struct checker *c, const struct event *e)
{
	size_t home = other_region(c, e, true);

	if (home != STR_NONE)
		found_in_region(c, e, home);
}

/* ---------------------------------------------------------------------- order */

static bool is_barred_list(struct checker *c, const struct section *s)
{
	const struct event *e =
	    s->items > 0 ? item_event(c, &s->item[0]) : NULL;

	return e != NULL && event_form_of(c, e)->barred;
}

void event_look_region_order(struct checker *c)
{
	const struct section *before = NULL;

	for (size_t i = 0; i < c->issue->sections; i++) {
		const struct section *s = &c->issue->section[i];

		if (s->kind != SECTION_EVENTS || s->region == STR_NONE ||
		    s->heading == NULL || !is_barred_list(c, s))
			continue;
		if (before != NULL && s->region < before->region &&
		    s->parent == before->parent)
			check_also(c,
			    check_found_node(c, s->heading, "%.*s behind %.*s",
				STR_ARG(s->title), STR_ARG(before->title)),
			    before->heading->offset, "this one comes later");
		before = s;
	}
}
