#include "serve/readers.h"

#include "base/date.h"
#include "model/line_link.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR };

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
	{ "no-mail", "There is no mail yet", MHD_HTTP_NOT_FOUND },
	{ "link-sent", "Look into your mail", MHD_HTTP_OK },
	{ "vote-sent", "Look into your mail", MHD_HTTP_OK },
	{ "ballot-expired", "This link is too old", MHD_HTTP_GONE },
	{ "nominated", "Nominated", MHD_HTTP_OK },
	{ "nominated-before", "It is nominated already", MHD_HTTP_OK },
	{ "nominated-chosen", "It was chosen before", MHD_HTTP_CONFLICT },
	{ "nominated-refused", "It was not taken", MHD_HTTP_CONFLICT },
	{ "no-votes", "There is nothing to vote on here", MHD_HTTP_NOT_FOUND },
	{ "known", "It is here already", MHD_HTTP_CONFLICT },
	{ "clash", "It is here already", MHD_HTTP_CONFLICT },
	{ "no-such-kind", "Nothing of that kind is taken", MHD_HTTP_NOT_FOUND },
	{ "no-queue", "There is no such page", MHD_HTTP_NOT_FOUND },
	{ "data-sent", "Look into your mail", MHD_HTTP_OK },
	{ "erased", "Erased", MHD_HTTP_OK },
	{ "too-many", "Too many at once", MHD_HTTP_TOO_MANY_REQUESTS },
	{ "bad-form", "This form is not complete", MHD_HTTP_BAD_REQUEST },
	{ "failed", "Please try again", MHD_HTTP_SERVICE_UNAVAILABLE },
};

struct value readers_value(const struct workplace *place, struct arena *arena)
{
	struct value variables = value_map(arena), links = value_map(arena);
	const struct live *live = place->live;

	value_set(arena, links, "subscribe",
	    value_text(live_link(live, arena, "/subscribe/")));
	value_set(arena, links, "ask",
	    value_text(live_link(live, arena, "/subscribe/link")));
	value_set(arena, links, "submit",
	    value_text(live_link(live, arena, "/submit/")));
	value_set(arena, links, "queue",
	    value_text(live_link(live, arena, "/queue/")));
	value_set(arena, links, "guidelines",
	    value_text(live_link(live, arena, "/submit/guidelines")));
	value_set(
	    arena, links, "vote", value_text(live_link(live, arena, "/vote/")));
	value_set(arena, variables, "links", links);
	value_set(arena, variables, "problem", value_none());
	return variables;
}

bool readers_page(const struct workplace *place, struct exchange *x,
    const char *template, const char *title, struct value variables,
    struct error *err)
{
	struct str path = str_of(x->route->path);
	struct str open = str_sub(path, 0, str_find_char(path, '?', 0));
	const struct live_page page = { .kind = "readers",
		.title = title,
		.address = arena_printf(&x->arena, "/%.*s", STR_ARG(open)).at };

	return live_render(
	    place->live, template, &page, variables, &x->arena, &x->out, err);
}

bool readers_say_more(const struct workplace *place, struct exchange *x,
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

bool readers_say(const struct workplace *place, struct exchange *x,
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

struct str readers_printed(const struct workplace *place, struct arena *arena,
    const struct search_entry *e)
{
	struct str page =
	    live_link(place->live, arena, arena_cstr(arena, e->address));

	if (e->anchor.len > 0)
		page = arena_printf(
		    arena, "%.*s#%.*s", STR_ARG(page), STR_ARG(e->anchor));
	return line_link(arena, page, e->text);
}

struct str readers_link(const struct workplace *place, struct arena *arena,
    enum link_purpose purpose, struct str tag)
{
	struct str whole =
	    link_make(place->store, arena, place->settings, purpose, tag);
	size_t site = place->settings->address.len;

	/* The address ends with the slash that the path begins with. */
	return live_link(place->live, arena,
	    arena_cstr(arena, str_sub(whole, site - 1, whole.len)));
}

struct str readers_ballot(
    const struct workplace *place, struct arena *arena, struct str address_key)
{
	return settings_has_votes(place->settings)
		   ? readers_link(place, arena, LINK_VOTE,
			 votes_voter(place->store, arena, address_key))
		   : (struct str){ NULL, 0 };
}

struct str readers_here(const struct workplace *place, struct exchange *x,
    enum link_purpose purpose)
{
	struct arena *arena = &x->arena;

	return live_link(place->live, arena,
	    arena_printf(arena, "/%s%.*s", link_path(purpose), STR_ARG(x->part))
		.at);
}

bool readers_follow(const struct workplace *place, struct exchange *x,
    enum link_purpose purpose, struct subscriber *reader, bool *ret_go,
    struct error *err)
{
	enum token_status status;
	bool found;

	*ret_go = false;
	if (!link_follow(place->store, &x->arena, purpose, x->part, &status,
		&found, reader, err))
		return false;
	if (status == TOKEN_BAD || !found)
		return readers_say(place, x, "bad-link", err);
	if (status == TOKEN_EXPIRED)
		return readers_say(place, x, "expired", err);
	*ret_go = true;
	return true;
}

/* When it was confirmed, the last time; 0 if it was not. */
static int64_t confirmed_at(const struct consents *list)
{
	int64_t at = 0;

	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->consent[i].what, STR("confirmed")))
			at = list->consent[i].at;
	return at;
}

struct value readers_person(struct arena *arena,
    const struct subscriber *reader, const struct consents *consents)
{
	struct value map = value_map(arena);
	int64_t confirmed = confirmed_at(consents);
	bool paused = reader->state == SUBSCRIBER_PAUSED;

	value_set(arena, map, "address", value_text(reader->address));
	value_set(arena, map, "source", value_text(reader->source));
	value_set(arena, map, "state",
	    value_text(str_of(subscriber_state_name(reader->state))));
	value_set(arena, map, "created",
	    value_text(readers_day(arena, reader->created)));
	value_set(arena, map, "changed",
	    value_text(readers_day(arena, reader->changed)));
	value_set(arena, map, "confirmed",
	    confirmed != 0 ? value_text(readers_day(arena, confirmed))
			   : value_none());
	value_set(arena, map, "paused_until",
	    paused ? value_text(readers_day(arena, reader->paused_until))
		   : value_none());
	value_set(arena, map, "text", value_bool(reader->preferences.text));
	value_set(arena, map, "language",
	    value_text(reader->preferences.language.at != NULL
			   ? reader->preferences.language
			   : STR("")));
	return map;
}

void readers_add_choice(struct arena *arena, struct value list, struct str id,
    struct str title, bool chosen)
{
	struct value map = value_map(arena);

	value_set(arena, map, "id", value_text(id));
	value_set(arena, map, "title", value_text(title));
	value_set(arena, map, "chosen", value_bool(chosen));
	value_append(arena, list, map);
}

struct consent readers_consent(const struct workplace *place,
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

bool readers_may_mail(const struct workplace *place, struct exchange *x,
    struct str address_key, bool *ret_allowed, struct error *err)
{
	return people_pace(place->store, "mail to an address",
	    mail_address_mailbox(&x->arena, address_key),
	    place->settings->subscribe.per_address, DAY, ret_allowed, err);
}

bool readers_may_name(const struct workplace *place,
    const struct mail_address *address, bool *ret_allowed, struct error *err)
{
	return people_pace(place->store, "form for a domain", address->domain,
	    place->settings->subscribe.per_domain, HOUR, ret_allowed, err);
}

/* How much is let through.  That an address has had its mails is not told: it
 * would tell who asked before. */
enum pace { PACE_FINE, PACE_TOO_MANY, PACE_SILENT };

static bool keep_pace(const struct workplace *place, struct exchange *x,
    const struct mail_address *address, enum pace *ret_pace, struct error *err)
{
	bool allowed;

	*ret_pace = PACE_TOO_MANY;
	if (!people_pace(place->store, "form of a network",
		str_of(x->client.network),
		place->settings->subscribe.per_network, HOUR, &allowed, err))
		return false;
	if (!allowed)
		return true;
	if (!readers_may_name(place, address, &allowed, err))
		return false;
	if (!allowed)
		return true;
	if (!readers_may_mail(place, x, address->key, &allowed, err))
		return false;
	*ret_pace = allowed ? PACE_FINE : PACE_SILENT;
	return true;
}

static bool take_address(const struct workplace *place, struct exchange *x,
    const struct mail_address *address, const char *said,
    readers_use_address *use, struct error *err)
{
	enum pace pace;

	if (!keep_pace(place, x, address, &pace, err))
		return false;
	if (pace == PACE_TOO_MANY) {
		x->deed = DEED_LIMITED;
		return readers_say(place, x, "too-many", err);
	}
	if (pace == PACE_FINE && !use(place, x, address, err))
		return false;
	return readers_say(place, x, said, err);
}

bool readers_address(const struct workplace *place, struct exchange *x,
    readers_show_address *show, const char *said, readers_use_address *use,
    struct error *err)
{
	struct str text = form_value(&x->form, "address");
	struct mail_address address;
	enum mail_address_status status;

	if (!x->post)
		return show(place, x, STR(""), (struct str){ NULL, 0 }, err);
	if (form_count(&x->form, "address") != 1)
		return readers_say(place, x, "bad-form", err);
	status = mail_address_read(&x->arena, text, &address);
	if (status == MAIL_ADDRESS_OK)
		return take_address(place, x, &address, said, use, err);
	x->status = MHD_HTTP_UNPROCESSABLE_CONTENT;
	return show(place, x, text,
	    arena_printf(&x->arena, "This is no mail address: %s.",
		mail_address_problem(status)),
	    err);
}
