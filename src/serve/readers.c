#include "serve/readers.h"

#include "base/date.h"

enum { DAY = 24 * 60 * 60 };

/* What is said, its title and status. */
static const struct {
	const char *said, *title;
	unsigned status;
} sayings[] = {
	{ "asked", "Look into your mail", MHD_HTTP_OK },
	{ "confirm", "Confirm your subscription", MHD_HTTP_OK },
	{ "confirmed", "Welcome", MHD_HTTP_OK },
	{ "confirmed-before", "Already confirmed", MHD_HTTP_OK },
	{ "left-since", "This link was used", MHD_HTTP_GONE },
	{ "confirm-expired", "This link is too old", MHD_HTTP_GONE },
	{ "expired", "This link is too old", MHD_HTTP_GONE },
	{ "bad-link", "This link does not work", MHD_HTTP_NOT_FOUND },
	{ "leave", "Unsubscribe", MHD_HTTP_OK },
	{ "left", "You are off the list", MHD_HTTP_OK },
	{ "link-sent", "Look into your mail", MHD_HTTP_OK },
	{ "data-sent", "Look into your mail", MHD_HTTP_OK },
	{ "erased", "Erased", MHD_HTTP_OK },
	{ "too-many", "Too many at once", MHD_HTTP_TOO_MANY_REQUESTS },
	{ "bad-form", "This form is not complete", MHD_HTTP_BAD_REQUEST },
	{ "failed", "Please try again", MHD_HTTP_SERVICE_UNAVAILABLE },
};

struct value readers_value(const struct place *place, struct arena *arena)
{
	struct value variables = value_map(arena), links = value_map(arena);
	const struct live *live = place->live;

	value_set(arena, links, "subscribe",
	    value_text(live_link(live, arena, "/subscribe/")));
	value_set(arena, links, "ask",
	    value_text(live_link(live, arena, "/subscribe/link")));
	value_set(arena, variables, "links", links);
	value_set(arena, variables, "problem", value_none());
	return variables;
}

bool readers_page(const struct place *place, struct exchange *x,
    const char *template, const char *title, struct value variables,
    struct error *err)
{
	const struct live_page page = {
		.kind = "readers", .title = title, .address = "/subscribe/"
	};

	return live_render(
	    place->live, template, &page, variables, &x->arena, &x->out, err);
}

bool readers_say_more(const struct place *place, struct exchange *x,
    const char *said, struct value variables, struct error *err)
{
	size_t i = 0;

	while (strcmp(sayings[i].said, said) != 0)
		i++;
	x->status = sayings[i].status;
	value_set(&x->arena, variables, "said", value_text(str_of(said)));
	return readers_page(
	    place, x, "said.html", sayings[i].title, variables, err);
}

bool readers_say(const struct place *place, struct exchange *x,
    const char *said, struct error *err)
{
	return readers_say_more(
	    place, x, said, readers_value(place, &x->arena), err);
}

struct str readers_day(struct arena *arena, int64_t seconds)
{
	struct date d = date_from_days((int32_t)(seconds / DAY));

	return arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

struct str readers_time(struct arena *arena, int64_t seconds)
{
	int rest = (int)(seconds % DAY);

	return arena_printf(arena, "%.*s %02d:%02d",
	    STR_ARG(readers_day(arena, seconds)), rest / 3600, rest / 60 % 60);
}

struct str readers_link(const struct place *place, struct arena *arena,
    enum link_purpose purpose, struct str tag)
{
	struct str whole =
	    link_make(place->store, arena, place->settings, purpose, tag);
	size_t site = place->settings->address.len;

	/* The address ends with the slash that the path begins with. */
	return live_link(place->live, arena,
	    arena_cstr(arena, str_sub(whole, site - 1, whole.len)));
}

struct consent readers_consent(const struct place *place,
    const struct exchange *x, struct str what, struct str source)
{
	const struct settings *s = place->settings;
	struct consent consent = { .what = what,
		.text_version = s->subscribe.text_version,
		.source = source };

	if (s->subscribe.network == NETWORK_PART)
		consent.network = str_of(x->client.network);
	if (s->subscribe.network == NETWORK_FULL)
		consent.network = str_of(x->client.address);
	return consent;
}
