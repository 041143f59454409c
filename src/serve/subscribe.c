/* Asking to be on the list, and confirming it. */
#include "base/mail_address.h"
#include "base/xml.h"
#include "serve/readers.h"

/* ----------------------------------------------------------- forms of address */

static bool show_form(const struct workplace *place, struct exchange *x,
    const char *template, const char *title, struct str address,
    struct str problem, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value variables = readers_value(place, arena);
	bool network = place->settings->subscribe.network != NETWORK_NONE;

	value_set(arena, variables, "address", value_text(address));
	value_set(arena, variables, "keeps_network", value_bool(network));
	if (problem.at != NULL)
		value_set(arena, variables, "problem", value_text(problem));
	return readers_page(place, x, template, title, variables, err);
}

/* ------------------------------------------------------------------ subscribe */

static bool is_subscribed(const struct subscriber *s)
{
	return s->state == SUBSCRIBER_ACTIVE || s->state == SUBSCRIBER_PAUSED;
}

/* An address that must not be written to, because it was erased, is taken back
 * only when its owner has confirmed: until then the note stays. */
static bool put_in(const struct workplace *place, struct exchange *x,
    const struct mail_address *address, bool erased, struct error *err)
{
	const struct subscriber wanted = { .state = SUBSCRIBER_PENDING,
		.address = address->text,
		.address_key = address->key,
		.source = STR("form") };
	const struct consent consent =
	    readers_consent(place, x, STR("subscribed"), STR("form"));
	enum people_added added;
	int64_t id;

	return people_add(
		   place->store, &wanted, &consent, true, &added, &id, err) &&
	       (!erased || people_suppress(place->store, address->key,
			       STR(PEOPLE_ERASED), err));
}

static bool subscribe(const struct workplace *place, struct exchange *x,
    const struct mail_address *address, struct error *err)
{
	struct subscriber reader = { 0 };
	struct str reason;
	bool found;

	if (!people_find(
		place->store, &x->arena, address->key, &found, &reader, err) ||
	    !people_suppression(
		place->store, &x->arena, address->key, &reason, err))
		return false;
	x->deed = DEED_ASKED;
	if (found && is_subscribed(&reader))
		return letter_send(place, x, LETTER_KNOWN, &reader, err);
	/* A complaint, or an address that bounces: an operator alone takes
	 * that back. */
	if (reason.at != NULL && !str_eq(reason, STR(PEOPLE_ERASED)))
		return true;
	return put_in(place, x, address, reason.at != NULL, err) &&
	       people_find(place->store, &x->arena, address->key, &found,
		   &reader, err) &&
	       letter_send(place, x, LETTER_CONFIRM, &reader, err);
}

static bool show_subscribe(const struct workplace *place, struct exchange *x,
    struct str typed, struct str problem, struct error *err)
{
	return show_form(
	    place, x, "subscribe.html", "Subscribe", typed, problem, err);
}

static bool make_form(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	return readers_address(
	    place, x, show_subscribe, "asked", subscribe, err);
}

/* The form for pages elsewhere. */
static bool make_embed(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct value variables = readers_value(place, &x->arena);
	struct strbuf out;
	bool ok;

	strbuf_init(&out, 2 * LIMIT_URL);
	strbuf_lit(&out, "<form method=\"post\" action=\"");
	xml_add_url(&out, place->settings->address);
	strbuf_lit(&out, "subscribe/\">\n"
			 "<label>Mail address\n"
			 "<input type=\"email\" name=\"address\" required "
			 "autocomplete=\"email\"></label>\n"
			 "<button>Subscribe</button>\n</form>\n");
	value_set(&x->arena, variables, "snippet",
	    value_text(arena_str(&x->arena, strbuf_str(&out))));
	ok = readers_page(
	    place, x, "embed.html", "A form for your own page", variables, err);
	strbuf_release(&out);
	return ok;
}

/* A link to the settings: sent only to who has some. */
static bool send_link(const struct workplace *place, struct exchange *x,
    const struct mail_address *address, struct error *err)
{
	struct subscriber reader;
	bool found;

	if (!people_find(
		place->store, &x->arena, address->key, &found, &reader, err))
		return false;
	return !found || !is_subscribed(&reader) ||
	       letter_send(place, x, LETTER_LINK, &reader, err);
}

static bool show_ask(const struct workplace *place, struct exchange *x,
    struct str typed, struct str problem, struct error *err)
{
	return show_form(place, x, "ask.html", "A link to your settings", typed,
	    problem, err);
}

static bool make_ask(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	return readers_address(place, x, show_ask, "link-sent", send_link, err);
}

/* -------------------------------------------------------------------- confirm */

static bool welcome(const struct workplace *place, struct exchange *x,
    const struct subscriber *reader, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value variables = readers_value(place, arena),
		     newest = value_none();
	struct live_issue issue;

	if (live_newest(place->live, arena, &issue)) {
		newest = value_map(arena);
		value_set(arena, newest, "title", value_text(issue.title));
		value_set(arena, newest, "address", value_text(issue.address));
	}
	value_set(arena, variables, "newest", newest);
	value_set(arena, variables, "preferences",
	    value_text(
		readers_link(place, arena, LINK_PREFERENCES, reader->tag)));
	return readers_say_more(place, x, "confirmed", variables, err);
}

/* Adding who is there changes nothing but that the note of an erasure, if
 * there is one, is taken back. */
static bool confirm(const struct workplace *place, struct exchange *x,
    const struct subscriber *reader, struct error *err)
{
	const struct consent consent =
	    readers_consent(place, x, STR("confirmed"), STR("link"));
	enum people_added added;
	bool changed;
	int64_t id;

	if (!people_add(
		place->store, reader, &consent, true, &added, &id, err) ||
	    !people_set_state(place->store, reader->id, SUBSCRIBER_ACTIVE, 0,
		&consent, &changed, err))
		return false;
	if (!changed)
		return readers_say(place, x, "confirmed-before", err);
	x->deed = DEED_CONFIRMED;
	return letter_send(place, x, LETTER_WELCOME, reader, err) &&
	       welcome(place, x, reader, err);
}

static bool make_confirm(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	enum token_status status;
	struct subscriber reader;
	struct value variables;
	bool found;

	if (!link_follow(place->store, &x->arena, LINK_CONFIRM, x->part,
		&status, &found, &reader, err))
		return false;
	if (status == TOKEN_BAD || !found)
		return readers_say(place, x, "bad-link", err);
	if (is_subscribed(&reader))
		return readers_say(place, x, "confirmed-before", err);
	if (reader.state != SUBSCRIBER_PENDING)
		return readers_say(place, x, "left-since", err);
	if (status == TOKEN_EXPIRED)
		return readers_say(place, x, "confirm-expired", err);
	if (x->post)
		return confirm(place, x, &reader, err);
	variables = readers_value(place, &x->arena);
	value_set(&x->arena, variables, "action",
	    value_text(live_link(place->live, &x->arena,
		arena_printf(&x->arena, "/confirm/%.*s", STR_ARG(x->part))
		    .at)));
	return readers_say_more(place, x, "confirm", variables, err);
}

const struct route subscribe_routes[] = {
	{ "subscribe/", ROUTE_GET | ROUTE_POST | ROUTE_STILL, make_form },
	{ "subscribe/form", ROUTE_GET | ROUTE_STILL, make_embed },
	{ "subscribe/link", ROUTE_GET | ROUTE_POST | ROUTE_STILL, make_ask },
	{ "confirm/?", ROUTE_GET | ROUTE_POST, make_confirm },
};
const size_t subscribe_route_count =
    sizeof(subscribe_routes) / sizeof(subscribe_routes[0]);
