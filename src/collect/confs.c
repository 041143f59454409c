/*
 * confs.tech: conferences, and their calls for papers, from the files of its
 * repository (conferences/YEAR/TOPIC.json).
 */
#include "base/from_json.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/found_event.h"
#include "model/country.h"
#include "model/event_fields.h"

static const char *const origin[] = { "title", "name", "url", "url", "first",
	"startDate", "last", "endDate", "mode", "online", "places", "city",
	NULL };
static const char *const call_origin[] = { "title", "name", "url", "cfpUrl",
	"closes", "cfpEndDate", "first", "startDate", "last", "endDate", NULL };

/* "Portland, OR" and "U.S.A.": names for people. */
static struct place place_of(const json_t *conference)
{
	struct str city = from_json_text(conference, "city"), state;
	struct str country = from_json_text(conference, "country");
	struct place place = { .country = country_code(country) };
	size_t comma = str_find_char(city, ',', 0);

	if (place.country.len == 0 && str_starts(country, STR("U.S")))
		place.country = STR("US");
	if (place.country.len == 0 && str_starts(country, STR("U.K")))
		place.country = STR("GB");
	if (comma != STR_NONE) {
		state = str_trim(str_sub(city, comma + 1, city.len));
		city = str_trim(str_sub(city, 0, comma));
		place.state = country_state(place.country, state);
	}
	place.city = city;
	return place;
}

static void add_call(struct harvest *h, const json_t *conference,
    const struct event *e, struct date closes)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_LETTER);
	harvest_begin(h, &j, &out, "call", 0);
	json_member(&j, "kind", STR("speaking"));
	json_member(&j, "title", e->title);
	json_member(&j, "url", from_json_text(conference, "cfpUrl"));
	json_member(&j, "closes", date_text(h->arena, closes));
	json_member(&j, "first", date_text(h->arena, e->first));
	json_member(&j, "last", date_text(h->arena, e->last));
	if (e->places > 0) {
		json_key(&j, "place");
		json_object(&j);
		json_member(&j, "city", e->place[0].city);
		json_member(&j, "state", e->place[0].state);
		json_member(&j, "country", e->place[0].country);
		json_end(&j);
	}
	harvest_end(h, &j, call_origin);
	strbuf_release(&out);
}

static void read_conference(struct harvest *h, const json_t *conference)
{
	struct found_event found = found_event();
	struct event *e = &found.event;
	struct place place = place_of(conference);
	struct date closes;

	e->title = from_json_text(conference, "name");
	e->url = from_json_text(conference, "url");
	if (!event_set_moments(e, from_json_text(conference, "startDate"),
		from_json_text(conference, "endDate"))) {
		harvest_leave(h, arena_printf(h->arena, "\"%.*s\" has no day",
				     STR_ARG(str_sub(e->title, 0, 200))));
		return;
	}
	if (place.city.len > 0)
		event_add_place(h->arena, e, &place);
	e->mode = !from_json_is(conference, "online") ? MODE_IN_PERSON
		  : place.city.len > 0                ? MODE_HYBRID
						      : MODE_VIRTUAL;
	harvest_event(h, &found, origin);
	if (date_parse(
		from_json_text(conference, "cfpEndDate"), false, &closes) &&
	    date_cmp(closes, h->options->today) >= 0 &&
	    url_is_web(from_json_text(conference, "cfpUrl")))
		add_call(h, conference, e, closes);
}

static bool read_year(struct harvest *h, struct error *err)
{
	json_t *all;

	/* Of the next year there may be none yet. */
	if (h->answer.status == 404) {
		if (h->answer.data != NULL)
			harvest_note(h,
			    arena_printf(h->arena,
				"confs.tech has nothing on \"%.*s\" this "
				"year: is that one of its topics?",
				STR_ARG(*(const struct str *)h->answer.data)));
		return true;
	}
	if (h->answer.status != 200)
		return error_set(
		    err, "it answered with status %d", h->answer.status);
	all = from_json(h->answer.body, err);
	if (all == NULL)
		return false;
	if (!from_json_is_list(all))
		harvest_lacks(h, STR("it is no list of conferences"));
	for (size_t i = 0; i < from_json_count(all, ""); i++)
		read_conference(h, from_json_item(all, "", i));
	from_json_free(all);
	return true;
}

static bool start(struct harvest *h, struct error *err)
{
	int year = h->options->today.year;

	(void)err;
	for (size_t i = 0; i < h->rule->of.count; i++)
		for (int next = 0; next <= 1; next++)
			harvest_ask(h,
			    &(struct ask){
				.url = arena_printf(h->arena,
				    "%.*s/conferences/%d/%.*s.json",
				    STR_ARG(kind_base(h)), year + next,
				    STR_ARG(h->rule->of.item[i])),
				.read = read_year,
				.data = next == 0 ? &h->rule->of.item[i] : NULL,
				.any_status = true,
				.keep = true });
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	static const char *const marks[] = { "topics=", "confs.tech/", NULL };
	struct str topic = kind_word_behind(address, marks);

	return answer == NULL && topic.len > 0 &&
	       kind_is_at(address, "confs.tech") &&
	       kind_found(arena, kind_confs.name, topic, ret_rule);
}

const struct kind kind_confs = {
	.name = "confs",
	.what = "confs.tech: conferences and their calls for papers",
	.needs = KIND_NEEDS_OF,
	.url = "https://raw.githubusercontent.com/tech-conferences/"
	       "conference-data/main",
	.start = start,
	.knows = knows,
};
