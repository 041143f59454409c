/* schema.org for search engines, as JSON in a script element. */
#include "base/json.h"
#include "build/site.h"

static struct str finish(struct arena *arena, struct strbuf *out)
{
	struct str copy = arena_str(arena, strbuf_str(out));

	strbuf_release(out);
	return copy;
}

static void add_date(
    struct json *j, const char *key, struct date date, struct arena *arena)
{
	json_member(j, key,
	    arena_printf(
		arena, "%04d-%02d-%02d", date.year, date.month, date.day));
}

static void add_organization(struct json *j, const struct site *site)
{
	json_object(j);
	json_member(j, "@type", STR("Organization"));
	json_member(j, "name", site->settings.name);
	json_member(j, "url", site->settings.address);
	json_end(j);
}

struct str jsonld_issue(const struct site *site, const struct site_issue *issue,
    struct arena *arena)
{
	struct strbuf out;
	struct json j;
	struct str address = address_absolute(site, arena, issue->address);

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "@context", STR("https://schema.org"));
	json_member(&j, "@type", STR("NewsArticle"));
	json_member(&j, "headline", issue->title);
	json_member(&j, "url", address);
	json_member(&j, "mainEntityOfPage", address);
	add_date(&j, "datePublished", issue->date, arena);
	json_member(&j, "inLanguage", site->settings.language);
	json_key(&j, "publisher");
	add_organization(&j, site);
	json_key(&j, "author");
	add_organization(&j, site);
	json_end(&j);
	return finish(arena, &out);
}

static void add_place(struct json *j, const struct event *event)
{
	const struct place *place = event->place;

	if (event->places == 0 || event->mode == MODE_VIRTUAL) {
		json_object(j);
		json_member(j, "@type", STR("VirtualLocation"));
		json_member(j, "url", event->url);
		json_end(j);
		return;
	}
	json_object(j);
	json_member(j, "@type", STR("Place"));
	json_member(j, "name", place->text);
	json_key(j, "address");
	json_object(j);
	json_member(j, "@type", STR("PostalAddress"));
	if (place->city.at != NULL)
		json_member(j, "addressLocality", place->city);
	if (place->state.at != NULL)
		json_member(j, "addressRegion", place->state);
	if (place->country.at != NULL)
		json_member(j, "addressCountry", place->country);
	json_end(j);
	json_end(j);
}

static void add_event(
    struct json *j, const struct event *event, struct arena *arena)
{
	static const struct str modes[] = {
		[MODE_UNKNOWN] = STR_INIT("OfflineEventAttendanceMode"),
		[MODE_IN_PERSON] = STR_INIT("OfflineEventAttendanceMode"),
		[MODE_VIRTUAL] = STR_INIT("OnlineEventAttendanceMode"),
		[MODE_HYBRID] = STR_INIT("MixedEventAttendanceMode"),
	};

	json_object(j);
	json_member(j, "@type", STR("Event"));
	json_member(j, "name", event->title);
	add_date(j, "startDate", event->first, arena);
	add_date(j, "endDate", event->last, arena);
	json_member(j, "eventAttendanceMode",
	    arena_printf(
		arena, "https://schema.org/%.*s", STR_ARG(modes[event->mode])));
	json_key(j, "location");
	add_place(j, event);
	if (event->url.at != NULL)
		json_member(j, "url", event->url);
	if (event->groups > 0) {
		json_key(j, "organizer");
		json_object(j);
		json_member(j, "@type", STR("Organization"));
		json_member(j, "name", event->group[0].name);
		if (event->group[0].url.at != NULL)
			json_member(j, "url", event->group[0].url);
		json_end(j);
	}
	json_end(j);
}

struct str jsonld_events(
    const struct event *event, size_t events, struct arena *arena)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_PAGE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "@context", STR("https://schema.org"));
	json_key(&j, "@graph");
	json_array(&j);
	for (size_t i = 0; i < events; i++)
		if (event[i].title.at != NULL)
			add_event(&j, &event[i], arena);
	json_end(&j);
	json_end(&j);
	return finish(arena, &out);
}
