/* All that is held about somebody: seen, taken along, erased. */
#include "base/json.h"
#include "serve/sending.h"

static struct value consents_value(
    struct arena *arena, const struct consents *consents)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < consents->count; i++) {
		const struct consent *c = &consents->consent[i];
		struct value map = value_map(arena);

		value_set(
		    arena, map, "at", value_text(readers_time(arena, c->at)));
		value_set(arena, map, "what", value_text(c->what));
		value_set(arena, map, "source", value_text(c->source));
		value_set(
		    arena, map, "text_version", value_text(c->text_version));
		value_set(arena, map, "network", value_text(c->network));
		value_append(arena, list, map);
	}
	return list;
}

/* What somebody sent in and left this address for, and what they voted for. */
struct deeds {
	struct candidates sent;
	struct nominations voted; /* in the rounds that are open */
};

static bool read_deeds(const struct workplace *place, struct arena *arena,
    struct str address_key, struct deeds *ret_deeds, struct error *err)
{
	const struct settings *s = place->settings;
	struct str voter = votes_voter(place->store, arena, address_key);
	struct nominations voted = { NULL, 0 };
	struct nomination n;
	int64_t id;
	bool found;

	for (size_t i = 0; i < s->sections; i++) {
		if (!s->section[i].vote)
			continue;
		if (!votes_choice(
			place->store, s->section[i].feature, voter, &id, err) ||
		    !votes_find(place->store, arena, id, &found, &n, err))
			return false;
		if (!found)
			continue;
		voted.nomination =
		    ARENA_GROW(arena, voted.nomination, voted.count);
		voted.nomination[voted.count++] = n;
	}
	ret_deeds->voted = voted;
	return inbox_sent_by(
	    place->store, arena, address_key, &ret_deeds->sent, err);
}

static void add_deeds(const struct workplace *place, struct arena *arena,
    const struct deeds *deeds, struct value variables)
{
	struct value sent = value_list(arena), voted = value_list(arena);

	for (size_t i = 0; i < deeds->sent.count; i++)
		value_append(arena, sent,
		    sending_value(place, arena, &deeds->sent.candidate[i]));
	for (size_t i = 0; i < deeds->voted.count; i++) {
		const struct nomination *n = &deeds->voted.nomination[i];

		value_append(arena, voted,
		    value_text(n->name.len > 0 ? n->name : n->text));
	}
	value_set(arena, variables, "sent", sent);
	value_set(arena, variables, "voted", voted);
}

/* What came back of the mails to somebody. */
static struct value returned_value(
    struct arena *arena, const struct returned_list *returned)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < returned->count; i++) {
		const struct returned_shown *r = &returned->returned[i];
		struct value map = value_map(arena);

		value_set(
		    arena, map, "at", value_text(readers_time(arena, r->at)));
		value_set(arena, map, "what",
		    value_text(str_of(returned_kind_name(r->kind))));
		value_set(arena, map, "issue", value_text(r->issue));
		value_set(arena, map, "said", value_text(r->said));
		value_append(arena, list, map);
	}
	return list;
}

/* All of it. */
enum { RETURNED_MOST = 1000 };
struct held {
	struct subscriber reader;
	struct consents consents;
	struct returned_list returned;
	struct deeds deeds;
};

/* *ret_go is false if the link is none: then that is the answer. */
static bool read_held(const struct workplace *place, struct exchange *x,
    struct held *held, bool *ret_go, struct error *err)
{
	struct subscriber *reader = &held->reader;

	return readers_follow(place, x, LINK_DATA, reader, ret_go, err) &&
	       (!*ret_go ||
		   (people_consents(place->store, &x->arena, reader->id,
			&held->consents, err) &&
		       bounces_of_reader(place->store, &x->arena, reader->id,
			   RETURNED_MOST, &held->returned, err) &&
		       read_deeds(place, &x->arena, reader->address_key,
			   &held->deeds, err)));
}

static bool make_data(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct value v = readers_value(place, &x->arena);
	struct held held;
	bool go;

	if (!read_held(place, x, &held, &go, err))
		return false;
	if (!go)
		return true;
	add_deeds(place, &x->arena, &held.deeds, v);
	value_set(&x->arena, v, "reader",
	    readers_person(&x->arena, &held.reader, &held.consents));
	value_set(&x->arena, v, "consents",
	    consents_value(&x->arena, &held.consents));
	value_set(&x->arena, v, "returned",
	    returned_value(&x->arena, &held.returned));
	value_set(&x->arena, v, "action",
	    value_text(readers_here(place, x, LINK_DATA)));
	return readers_page(
	    place, x, "data.html", "What is held about you", v, err);
}

static void add_consents(struct json *j, const struct consents *consents)
{
	json_key(j, "consents");
	json_array(j);
	for (size_t i = 0; i < consents->count; i++) {
		const struct consent *c = &consents->consent[i];

		json_object(j);
		json_member(j, "what", c->what);
		json_member_number(j, "at", c->at);
		json_member(j, "text_version", c->text_version);
		json_member(j, "source", c->source);
		json_member(j, "network", c->network);
		json_end(j);
	}
	json_end(j);
}

static void add_returned(struct json *j, const struct returned_list *returned)
{
	json_key(j, "came_back");
	json_array(j);
	for (size_t i = 0; i < returned->count; i++) {
		const struct returned_shown *r = &returned->returned[i];

		json_object(j);
		json_member(j, "kind", str_of(returned_kind_name(r->kind)));
		json_member_number(j, "at", r->at);
		json_member(j, "issue", r->issue);
		json_member(j, "status", r->status);
		json_member(j, "said", r->said);
		json_end(j);
	}
	json_end(j);
}

static void add_deeds_json(struct json *j, const struct deeds *deeds)
{
	json_key(j, "sent_in");
	json_array(j);
	for (size_t i = 0; i < deeds->sent.count; i++) {
		const struct candidate *c = &deeds->sent.candidate[i];

		json_object(j);
		json_member(j, "kind", str_of(candidate_kind_name(c->kind)));
		json_member(j, "state", str_of(candidate_state_name(c->state)));
		json_member_number(j, "created", c->created);
		json_key(j, "fields");
		json_raw(j, c->fields);
		json_end(j);
	}
	json_end(j);
	json_key(j, "voted_for");
	json_array(j);
	for (size_t i = 0; i < deeds->voted.count; i++) {
		const struct nomination *n = &deeds->voted.nomination[i];

		json_object(j);
		json_member(j, "kind", n->kind);
		json_member(j, "name", n->name);
		json_member(j, "text", n->text);
		json_end(j);
	}
	json_end(j);
}

static void add_held(struct strbuf *out, const struct held *held)
{
	const struct subscriber *s = &held->reader;
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "address", s->address);
	json_member(&j, "name", s->name);
	json_member(&j, "state", str_of(subscriber_state_name(s->state)));
	json_member(&j, "source", s->source);
	json_member_number(&j, "created", s->created);
	json_member_number(&j, "changed", s->changed);
	json_member_number(&j, "paused_until", s->paused_until);
	json_member(&j, "language", s->preferences.language);
	json_member(
	    &j, "format", s->preferences.text ? STR("text") : STR("html"));
	json_member_list(&j, "sections", &s->preferences.sections);
	json_member_list(&j, "regions", &s->preferences.regions);
	json_member_list(&j, "countries", &s->preferences.countries);
	add_consents(&j, &held->consents);
	add_returned(&j, &held->returned);
	add_deeds_json(&j, &held->deeds);
	json_end(&j);
	strbuf_add_char(out, '\n');
}

static bool make_export(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct held held;
	bool go;

	if (!read_held(place, x, &held, &go, err))
		return false;
	if (!go)
		return true;
	add_held(&x->out, &held);
	x->type = "application/json; charset=utf-8";
	x->attachment = "subscription.json";
	return true;
}

static bool make_erase(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	bool keep_out = form_value(&x->form, "keep_out").at != NULL, go, found;
	struct value variables = readers_value(place, &x->arena);
	struct subscriber reader;

	if (!readers_follow(place, x, LINK_DATA, &reader, &go, err))
		return false;
	if (!go)
		return true;
	if (!people_erase(
		place->store, reader.address_key, keep_out, &found, err))
		return false;
	x->deed = DEED_ERASED;
	value_set(&x->arena, variables, "kept_out", value_bool(keep_out));
	return readers_say_more(place, x, "erased", variables, err);
}

const struct route data_routes[] = {
	{ "data/?", ROUTE_GET, make_data },
	{ "data/?/export", ROUTE_GET, make_export },
	{ "data/?/erase", ROUTE_POST, make_erase },
};
const size_t data_route_count = sizeof(data_routes) / sizeof(data_routes[0]);
