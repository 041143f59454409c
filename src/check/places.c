/* Rules about where events are: cities, states, countries. */
#include "base/strbuf.h"
#include "check/events.h"
#include "model/country.h"

/* The longest name of a country is shorter. */
enum { NAME_BYTES = 60 };

/* Each place of an event that is written out, with where it stands. */
typedef void look_at_place(struct checker *c, const struct event *e,
    const struct place *place, struct span span);

static void each_place(
    struct checker *c, const struct event *e, look_at_place *look)
{
	if (!event_form_of(c, e)->barred || event_form_of(c, e)->fields < 3)
		return;
	for (size_t i = 0; i < e->places; i++) {
		struct span span = event_place_span(c, e, &e->place[i]);

		/* What stands otherwise in the file cannot be pointed at. */
		if (str_eq(
			str_sub(c->text, span.from, span.to), e->place[i].text))
			look(c, e, &e->place[i], span);
	}
}

/* The last part of a place: behind its last comma. */
static struct span last_part(const struct checker *c, struct span span)
{
	size_t from = span.to;

	while (from > span.from && c->text.at[from - 1] != ',')
		from--;
	while (from < span.to && char_is_blank(c->text.at[from]))
		from++;
	return (struct span){ from, span.to };
}

static struct str text_of(const struct checker *c, struct span span)
{
	return str_sub(c->text, span.from, span.to);
}

static bool is_capitals(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < 'A' || s.at[i] > 'Z')
			return false;
	return s.len > 0;
}

/* How the newsletter writes a country. */
static struct str written_country(
    const struct settings *settings, struct str code)
{
	for (size_t i = 0; i < settings->places.spellings; i++)
		if (str_eq(settings->places.spelling[i].code, code))
			return settings->places.spelling[i].written;
	return code;
}

/* ------------------------------------------------------------------- country */

/* The state that stands where the country should; its country. */
static struct str country_of_last(
    const struct checker *c, const struct event *e, struct span last)
{
	static const struct str with_states[] = { STR_INIT("US"),
		STR_INIT("AU"), STR_INIT("CA"), STR_INIT("BR"), STR_INIT("IN"),
		STR_INIT("DE") };
	struct str text = text_of(c, last);
	size_t region = event_section(c, e)->region;
	struct str country = { 0 };

	if (!is_capitals(text) || country_code(text).at != NULL)
		return country;
	country = country_of_state(text);
	/* Several have such a state: that of the heading's region is meant. */
	for (size_t i = 0; country.at == NULL && region != STR_NONE && i < 6;
	     i++)
		if (country_state(with_states[i], text).at != NULL &&
		    settings_region_of_country(c->settings, with_states[i]) ==
			region)
			country = with_states[i];
	return country;
}

static void look_state_as_country(struct checker *c, const struct event *e,
    const struct place *place, struct span span)
{
	struct span last = last_part(c, span);
	struct str country;
	struct finding *f;

	(void)place;
	if (last.from == span.from)
		return;
	country = country_of_last(c, e, last);
	if (country.at == NULL)
		return;
	f = check_found(c, last.from, last.to, "%.*s is in %.*s",
	    STR_ARG(text_of(c, last)), STR_ARG(country_name(country)));
	check_fix(c, f, true, last.to, 0,
	    arena_printf(c->arena, ", %.*s",
		STR_ARG(written_country(c->settings, country))));
}

static void event_look_state_as_country(
    struct checker *c, const struct event *e)
{
	each_place(c, e, look_state_as_country);
}

static void found_bad_country(
    struct checker *c, const struct place *place, struct span last)
{
	struct str wished = written_country(c->settings, place->country);
	struct finding *f = check_found(c, last.from, last.to,
	    "\"%.*s\" is %.*s", STR_ARG(text_of(c, last)), STR_ARG(wished));

	check_fix(c, f, true, last.from, last.to - last.from, wished);
}

/* A text that can be a city before its country: no time of day, no "in", no
 * mark at its end. */
static bool is_city(struct str s)
{
	unsigned char first, last;

	if (s.len == 0)
		return false;
	first = (unsigned char)s.at[0];
	last = (unsigned char)s.at[s.len - 1];
	for (size_t i = 0; i < s.len; i++)
		if (char_is_digit(s.at[i]))
			return false;
	return (first >= 0x80 || (first >= 'A' && first <= 'Z')) &&
	       (last >= 0x80 || char_is_alpha((char)last));
}

/* "London UK", "NY US": the blank where a comma is missing, with the code of
 * the country behind it; STR_NONE if none is. */
static size_t missing_comma(
    const struct checker *c, struct span last, struct str *ret_country)
{
	struct str text = text_of(c, last);

	if (country_code(text).at != NULL ||
	    country_state(STR("US"), text).at != NULL)
		return STR_NONE;
	for (size_t blank = str_find_char(text, ' ', 0); blank != STR_NONE;
	     blank = str_find_char(text, ' ', blank + 1)) {
		struct str rest = str_sub(text, blank + 1, text.len);

		/* No name of a country is longer. */
		if (rest.len > NAME_BYTES ||
		    (rest.len == 2 && !is_capitals(rest)))
			continue;
		*ret_country = country_code(rest);
		if (ret_country->at != NULL && is_city(str_sub(text, 0, blank)))
			return last.from + blank;
	}
	return STR_NONE;
}

/* Those of several places, apart by a slash, whose comma is missing. */
static bool found_commas(struct checker *c, struct span span)
{
	bool found = false;

	for (size_t from = span.from, to; from < span.to; from = to + 1) {
		struct str country;
		struct span last;
		struct finding *f;
		size_t blank;

		to = str_find_char(str_sub(c->text, 0, span.to), '/', from);
		if (to == STR_NONE)
			to = span.to;
		last = last_part(c, (struct span){ from, to });
		while (last.to > last.from &&
		       char_is_blank(c->text.at[last.to - 1]))
			last.to--;
		blank = missing_comma(c, last, &country);
		if (blank == STR_NONE)
			continue;
		found = true;
		f = check_found(c, last.from, last.to,
		    "a comma is missing in \"%.*s\"",
		    STR_ARG(text_of(c, last)));
		/* A name may be half of that of something else. */
		check_fix(c, f,
		    is_capitals(str_sub(c->text, blank + 1, last.to)), blank,
		    last.to - blank,
		    arena_printf(c->arena, ", %.*s",
			STR_ARG(written_country(c->settings, country))));
	}
	return found;
}

/* What no country can be given for. */
static bool is_anywhere(struct str place)
{
	static const struct str words[] = { STR_INIT("global"),
		STR_INIT("worldwide"), STR_INIT("world"), STR_INIT("anywhere"),
		STR_INIT("various"), STR_INIT("tbd"), STR_INIT("tba") };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_fold(place, words[i]))
			return true;
	return false;
}

static void look_country(struct checker *c, const struct event *e,
    const struct place *place, struct span span)
{
	struct span last = last_part(c, span);
	struct str text = text_of(c, last);

	(void)e;
	if (found_commas(c, span))
		return;
	if (place->country.at == NULL) {
		if (!is_anywhere(place->text))
			check_found(c, span.from, span.to, "\"%.*s\"",
			    STR_ARG(place->text));
	} else if (!is_capitals(text) &&
		   country_code(text).at == place->country.at) {
		found_bad_country(c, place, last);
	}
}

static void event_look_country(struct checker *c, const struct event *e)
{
	each_place(c, e, look_country);
}

static void look_country_spelling(struct checker *c, const struct event *e,
    const struct place *place, struct span span)
{
	struct span last = last_part(c, span);
	struct str text = text_of(c, last);

	(void)e;
	/* Names, and codes in lower case, are for the rule above. */
	if (place->country.at == NULL || !is_capitals(text) ||
	    country_code(text).at != place->country.at ||
	    str_eq(text, written_country(c->settings, place->country)))
		return;
	found_bad_country(c, place, last);
}

static void event_look_country_spelling(
    struct checker *c, const struct event *e)
{
	each_place(c, e, look_country_spelling);
}

/* --------------------------------------------------------------------- states */

static bool has_states(struct str country)
{
	static const struct str codes[] = { STR_INIT("AU"), STR_INIT("BR"),
		STR_INIT("CA"), STR_INIT("DE"), STR_INIT("IN"),
		STR_INIT("US") };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (str_eq(country, codes[i]))
			return true;
	return false;
}

/* The part before the last: where the state stands. */
static struct span state_part(const struct checker *c, struct span span)
{
	struct span last = last_part(c, span);
	size_t to = last.from;

	while (to > span.from &&
	       (char_is_blank(c->text.at[to - 1]) || c->text.at[to - 1] == ','))
		to--;
	return last_part(c, (struct span){ span.from, to });
}

/* The only state whose code is the written one with a letter more. */
static struct str longer_code(
    struct checker *c, struct str country, struct str code)
{
	struct str found = { 0 };

	for (int letter = 'A'; letter <= 'Z'; letter++) {
		struct str state = country_state(country,
		    arena_printf(c->arena, "%.*s%c", STR_ARG(code), letter));

		if (state.at != NULL && found.at != NULL)
			return (struct str){ 0 };
		if (state.at != NULL)
			found = state;
	}
	return found;
}

static void look_state(struct checker *c, const struct event *e,
    const struct place *place, struct span span)
{
	struct span s = state_part(c, span);
	struct str written = text_of(c, s), state;
	struct finding *f;

	(void)e;
	if (place->state.at == NULL || !has_states(place->country) ||
	    s.from == span.from || !char_is_alpha(c->text.at[s.from]))
		return;
	state = country_state(place->country, written);
	if (str_eq(state, written) || written.len > 3)
		return;
	f = check_found(c, s.from, s.to, "%.*s has no state \"%.*s\"",
	    STR_ARG(country_name(place->country)), STR_ARG(written));
	if (state.at != NULL)
		check_fix(c, f, true, s.from, s.to - s.from, state);
	else if ((state = longer_code(c, place->country, written)).at != NULL)
		check_fix(c, f, false, s.from, s.to - s.from, state);
}

static void event_look_state(struct checker *c, const struct event *e)
{
	each_place(c, e, look_state);
}

static void look_state_spelling(struct checker *c, const struct event *e,
    const struct place *place, struct span span)
{
	struct span s = state_part(c, span);
	struct str written = text_of(c, s), state;
	struct finding *f;

	(void)e;
	if (place->state.at == NULL || s.from == span.from || written.len <= 3)
		return;
	state = country_state(place->country, written);
	if (state.at == NULL)
		return;
	f = check_found(c, s.from, s.to, "\"%.*s\" is %.*s", STR_ARG(written),
	    STR_ARG(state));
	check_fix(c, f, true, s.from, s.to - s.from, state);
}

static void event_look_state_spelling(struct checker *c, const struct event *e)
{
	each_place(c, e, look_state_spelling);
}

static void look_state_missing(struct checker *c, const struct event *e,
    const struct place *place, struct span span)
{
	const struct str_list *states = &c->settings->places.states;

	(void)e;
	if (place->state.at != NULL || place->city.at == NULL ||
	    place->country.at == NULL)
		return;
	for (size_t i = 0; i < states->count; i++)
		if (str_eq(states->item[i], place->country))
			check_found(c, span.from, span.to, "\"%.*s\"",
			    STR_ARG(place->text));
}

static void event_look_state_missing(struct checker *c, const struct event *e)
{
	each_place(c, e, look_state_missing);
}

/* -------------------------------------------------------------- earlier issues */

/* The same group in the same city: only a slip, or an earlier one, can change
 * its state or country. */
static void look_changed(struct checker *c, bool state)
{
	for (size_t i = 0; i < c->facts->events; i++) {
		const struct seen_event *e = &c->facts->event[i], *before;
		struct str now = state ? e->state : e->country, then;
		const struct facts *issue;
		struct finding *f;

		if (now.len == 0 || e->city.len == 0)
			continue;
		before = event_seen_before(c, e->group_key, &issue);
		if (before == NULL || before->group_key != e->group_key ||
		    !str_eq_fold(before->city, e->city))
			continue;
		then = state ? before->state : before->country;
		if (then.len == 0 || str_eq(then, now) ||
		    (state && !str_eq(before->country, e->country)))
			continue;
		f = check_found(c, e->offset,
		    source_line_end(c->text, e->offset),
		    "%.*s, %.*s; before %.*s", STR_ARG(e->city), STR_ARG(now),
		    STR_ARG(then));
		check_also_in(c, f, issue, before->offset, "last time");
	}
}

static void look_state_changed(struct checker *c)
{
	look_changed(c, true);
}

static void look_country_changed(struct checker *c)
{
	look_changed(c, false);
}

/* -------------------------------------------------------------------- records */

#define HEAD "## Upcoming Events\n\n### "
#define AT(place)                                     \
	"\n\n* 2026-03-10 | " place                   \
	" | [Kite Club](https://kites.example.org)\n" \
	"    * [**Knots**](https://kites.example.org/knots)\n"

static const struct rule rules[] = {
	{
	    .id = "place-country",
	    .level = CHECK_WARNING,
	    .rewrites = true,
	    .message = "the place does not end with the code of its country",
	    .advice = "Write CITY, CC with the two letters of ISO 3166.",
	    .why = "Regions, calendars and searches go by the code. An event "
		   "for all of the world is just \"Virtual\".",
	    .bad = HEAD "Europe" AT("Linz, Austria"),
	    .good = HEAD "Europe" AT("Linz, AT"),
	    .look.event = event_look_country,
	},
	{
	    .id = "place-country-changed",
	    .level = CHECK_WARNING,
	    .message = "the city was in another country before",
	    .advice = "Correct the one that is wrong.",
	    .before = HEAD "Europe" AT("Linz, DE"),
	    .bad = HEAD "Europe" AT("Linz, AT"),
	    .good = HEAD "Europe" AT("Linz, DE"),
	    .look.archive = look_country_changed,
	},
	{
	    .id = "place-country-spelling",
	    .level = CHECK_INFO,
	    .rewrites = true,
	    .message = "the country is not written as elsewhere",
	    .advice = "Write it as the setting places.spelling has it, else as "
		      "its code.",
	    .bad = HEAD "Europe" AT("York, GB"),
	    .good = HEAD "Europe" AT("York, UK"),
	    .settings = "places: {spelling: [{code: GB, written: UK}]}\n",
	    .look.event = event_look_country_spelling,
	},
	{
	    .id = "place-state",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "the country has no such state",
	    .advice = "Write the code of ISO 3166-2: VIC, not VI.",
	    .bad = HEAD "Oceania" AT("Kyneton, VI, AU"),
	    .good = HEAD "Oceania" AT("Kyneton, VIC, AU"),
	    .look.event = event_look_state,
	},
	{
	    .id = "place-state-as-country",
	    .level = CHECK_ERROR,
	    .rewrites = true,
	    .message = "a state stands where the country should",
	    .advice = "Add the country behind it.",
	    .bad = HEAD "North America" AT("Ithaca, NY"),
	    .good = HEAD "North America" AT("Ithaca, NY, US"),
	    .look.event = event_look_state_as_country,
	},
	{
	    .id = "place-state-changed",
	    .level = CHECK_WARNING,
	    .message = "the city was in another state before",
	    .advice = "Correct the one that is wrong.",
	    .before = HEAD "North America" AT("Ithaca, NJ, US"),
	    .bad = HEAD "North America" AT("Ithaca, NY, US"),
	    .good = HEAD "North America" AT("Ithaca, NJ, US"),
	    .look.archive = look_state_changed,
	},
	{
	    .id = "place-state-missing",
	    .level = CHECK_INFO,
	    .message = "the place does not name its state",
	    .advice = "Write CITY, STATE, CC for the countries of the setting "
		      "places.states.",
	    .bad = HEAD "North America" AT("Ithaca, US"),
	    .good = HEAD "North America" AT("Ithaca, NY, US"),
	    .settings = "places: {states: [US]}\n",
	    .look.event = event_look_state_missing,
	},
	{
	    .id = "place-state-spelling",
	    .level = CHECK_INFO,
	    .message = "the state is written out",
	    .advice = "Write its code.",
	    .bad = HEAD "North America" AT("Ithaca, New York, US"),
	    .good = HEAD "North America" AT("Ithaca, NY, US"),
	    .look.event = event_look_state_spelling,
	},
};

const struct rule_family family_places = {
	.name = "places",
	.title = "Places",
	.rule = rules,
	.rules = sizeof(rules) / sizeof(rules[0]),
};
