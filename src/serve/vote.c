/* Nominating what is to be featured, and voting for it. */
#include <stdlib.h>

#include "base/url.h"
#include "serve/sending.h"

enum { HOUR = 60 * 60, PAGE = 50 };

/* The section whose feature readers vote for; NULL if it is none. */
static const struct section_rule *rule_of(
    const struct settings *s, struct str kind)
{
	size_t i = settings_feature(s, kind);

	return i != STR_NONE && s->section[i].vote ? &s->section[i] : NULL;
}

/* Words of somebody have no name. */
static bool is_quote(struct str kind)
{
	return str_eq(kind, STR("quote"));
}

/* ------------------------------------------------------------------ nominees */

static struct value tallies_value(
    struct arena *arena, const struct nomination *n)
{
	struct value list = value_list(arena);

	for (size_t i = 0; i < n->tallies; i++) {
		struct value tally = value_map(arena);

		value_set(
		    arena, tally, "source", value_text(n->tally[i].source));
		value_set(
		    arena, tally, "count", value_number(n->tally[i].count));
		value_append(arena, list, tally);
	}
	return list;
}

/* `choice` is what the reader voted for; votes are told if `counts`. */
static struct value nominee_value(struct arena *arena,
    const struct nomination *n, int64_t choice, bool counts)
{
	struct value map = value_map(arena);
	bool link = n->url.at != NULL && url_scheme_is_safe(n->url);
	struct str none = { NULL, 0 };

	value_set(arena, map, "id", value_number(n->id));
	value_set(arena, map, "name", value_text(n->name));
	value_set(arena, map, "text", value_text(n->text));
	value_set(arena, map, "source", value_text(n->source));
	value_set(arena, map, "credit", value_text(n->credit));
	value_set(arena, map, "url", value_text(link ? n->url : none));
	value_set(
	    arena, map, "host", value_text(link ? url_host(n->url) : none));
	value_set(arena, map, "chosen", value_bool(n->id == choice));
	value_set(arena, map, "votes",
	    counts ? value_number(n->votes) : value_none());
	value_set(arena, map, "tallies", tallies_value(arena, n));
	return map;
}

/* In the order in which they came: that of the votes would tell them. */
static int by_age(const void *a, const void *b)
{
	const struct nomination *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

static struct value nominees_value(struct arena *arena,
    struct nominations *list, size_t skip, int64_t choice, bool counts)
{
	struct value nominees = value_list(arena);

	if (!counts && list->count > 1)
		qsort(list->nomination, list->count, sizeof(*list->nomination),
		    by_age);
	for (size_t i = skip; i < list->count && i - skip < PAGE; i++)
		value_append(arena, nominees,
		    nominee_value(arena, &list->nomination[i], choice, counts));
	return nominees;
}

/* --------------------------------------------------------- the page of a ballot */

/* Who looks at it: a voter, or anybody. */
struct ballot {
	struct str voter;   /* unset: anybody */
	struct str action;  /* of its forms; unset: anybody's */
	struct str address; /* of the page */
	struct str kind;    /* that was voted on just now */
	const char *told;   /* what became of that */
	bool failed;
};

static bool add_last(const struct workplace *place, struct arena *arena,
    struct str kind, struct value map, struct error *err)
{
	struct nomination last;
	bool found;

	if (!votes_last(place->store, arena, kind, &found, &last, err))
		return false;
	value_set(arena, map, "last",
	    found ? nominee_value(arena, &last, 0, false) : value_none());
	return true;
}

static void add_told(struct arena *arena, const struct ballot *b,
    struct str kind, struct value map)
{
	struct value told = value_none(), failed = value_none();

	if (b->told != NULL && str_eq(b->kind, kind)) {
		told = b->failed ? told : value_text(str_of(b->told));
		failed = b->failed ? value_text(str_of(b->told)) : failed;
	}
	value_set(arena, map, "told", told);
	value_set(arena, map, "failed", failed);
}

/* Of which list a later page is asked for, and what comes before it. */
static size_t skip_of(const struct exchange *x, struct str kind)
{
	uint64_t skip = 0;

	if (x->post || !str_eq(form_value(&x->form, "list"), kind) ||
	    !str_to_number(form_value(&x->form, "skip"), UINT32_MAX, &skip))
		return 0;
	return (size_t)skip;
}

static struct value more_value(struct arena *arena, const struct ballot *b,
    struct str kind, size_t skip, size_t count)
{
	return count > skip && count - skip > PAGE
		   ? value_text(arena_printf(arena,
			 "%.*s?list=%.*s&skip=%zu#%.*s", STR_ARG(b->address),
			 STR_ARG(kind), skip + PAGE, STR_ARG(kind)))
		   : value_none();
}

static bool kind_value(const struct workplace *place, struct exchange *x,
    const struct section_rule *rule, const struct ballot *b,
    struct value *ret_map, struct error *err)
{
	struct arena *arena = &x->arena;
	struct value map = value_map(arena);
	size_t skip = skip_of(x, rule->feature);
	struct nominations list;
	struct vote_round round;
	int64_t choice = 0;

	if (!votes_round(place->store, rule->feature, &round, err) ||
	    !votes_list(place->store, arena, rule->feature, &list, err) ||
	    (b->voter.len > 0 && !votes_choice(place->store, rule->feature,
				     b->voter, &choice, err)))
		return false;
	value_set(arena, map, "id", value_text(rule->feature));
	value_set(arena, map, "title", value_text(rule->title));
	value_set(arena, map, "quote", value_bool(is_quote(rule->feature)));
	value_set(arena, map, "over", value_bool(round.over));
	value_set(arena, map, "closes",
	    round.closes != 0 ? value_text(readers_time(arena, round.closes))
			      : value_none());
	value_set(arena, map, "nominate",
	    value_text(live_link(place->live, arena,
		arena_printf(arena, "/nominate/%.*s", STR_ARG(rule->feature))
		    .at)));
	value_set(arena, map, "nominees",
	    nominees_value(
		arena, &list, skip, choice, choice != 0 || round.over));
	value_set(arena, map, "more",
	    more_value(arena, b, rule->feature, skip, list.count));
	add_told(arena, b, rule->feature, map);
	*ret_map = map;
	return add_last(place, arena, rule->feature, map, err);
}

static bool show_ballot(const struct workplace *place, struct exchange *x,
    const struct ballot *b, struct value variables, struct error *err)
{
	const struct settings *s = place->settings;
	struct arena *arena = &x->arena;
	struct value kinds = value_list(arena);

	for (size_t i = 0; i < s->sections; i++) {
		struct value map;

		if (!s->section[i].vote)
			continue;
		if (!kind_value(place, x, &s->section[i], b, &map, err))
			return false;
		value_append(arena, kinds, map);
	}
	value_set(arena, variables, "kinds", kinds);
	value_set(arena, variables, "action", value_text(b->action));
	return readers_page(
	    place, x, "vote.html", "Nominate and vote", variables, err);
}

/* -------------------------------------------------------------- asking for one */

static bool show_vote(const struct workplace *place, struct exchange *x,
    struct str typed, struct str problem, struct error *err)
{
	const struct ballot anybody = { .address = live_link(
					    place->live, &x->arena, "/vote/") };
	struct value variables = readers_value(place, &x->arena);

	value_set(&x->arena, variables, "address", value_text(typed));
	if (problem.at != NULL)
		value_set(&x->arena, variables, "problem", value_text(problem));
	return show_ballot(place, x, &anybody, variables, err);
}

/* Subscribed or not: a voter need not be. */
static bool send_ballot(const struct workplace *place, struct exchange *x,
    const struct mail_address *address, struct error *err)
{
	struct subscriber to = { .address = address->text };
	bool suppressed;

	if (!people_is_suppressed(place->store, address->key, &suppressed, err))
		return false;
	to.tag = votes_voter(place->store, &x->arena, address->key);
	return suppressed || letter_send(place, x, LETTER_VOTE, &to, err);
}

static bool make_vote(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	return readers_address(
	    place, x, show_vote, "vote-sent", send_ballot, err);
}

/* -------------------------------------------------------------------- voting */

static const struct {
	const char *text;
	bool failed;
} told[] = {
	[VOTE_COUNTED] = { "Your vote counts.", false },
	[VOTE_CHANGED] = { "Your vote was changed.", false },
	[VOTE_SAME] = { "You have voted for this already.", false },
	[VOTE_OVER] = { "The vote was over before yours came.", true },
	[VOTE_UNKNOWN] = { "What you voted for is not on the list any more.",
	    true },
};

static bool vote(const struct workplace *place, struct exchange *x,
    struct ballot *b, struct error *err)
{
	struct str number = form_value(&x->form, "nomination");
	enum vote_result result;
	uint64_t id = 0;

	b->kind = form_value(&x->form, "kind");
	if (!str_to_number(number, INT64_MAX, &id))
		id = 0;
	if (id == 0) {
		b->told = "Choose one of the list.";
		b->failed = true;
		x->status = MHD_HTTP_UNPROCESSABLE_CONTENT;
		return true;
	}
	if (!votes_cast(
		place->store, b->kind, b->voter, (int64_t)id, &result, err))
		return false;
	b->told = told[result].text;
	b->failed = told[result].failed;
	if (b->failed)
		x->status = MHD_HTTP_CONFLICT;
	else
		x->deed = DEED_VOTED;
	return true;
}

static bool make_ballot(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	enum token_status status;
	struct ballot b = { .voter = link_subject(place->store, &x->arena,
				LINK_VOTE, x->part, &status) };

	if (status == TOKEN_BAD)
		return readers_say(place, x, "bad-link", err);
	if (status == TOKEN_EXPIRED)
		return readers_say(place, x, "ballot-expired", err);
	b.action = live_link(place->live, &x->arena,
	    arena_printf(&x->arena, "/ballot/%.*s", STR_ARG(x->part)).at);
	b.address = b.action;
	if (x->post &&
	    (form_count(&x->form, "kind") != 1 ||
		form_count(&x->form, "nomination") > 1 ||
		rule_of(place->settings, form_value(&x->form, "kind")) == NULL))
		return readers_say(place, x, "bad-form", err);
	if (x->post && !vote(place, x, &b, err))
		return false;
	return show_ballot(place, x, &b, readers_value(place, &x->arena), err);
}

/* ---------------------------------------------------------------- nominating */

/* The value of a field that the form has; unset if nothing was typed. */
static struct str typed(const struct submission *s, const char *name)
{
	for (size_t i = 0; i < s->kind->fields; i++)
		if (strcmp(s->kind->field[i].name, name) == 0 &&
		    s->value[i].len > 0)
			return s->value[i];
	return (struct str){ NULL, 0 };
}

static struct nomination nomination_of(const struct submission *s)
{
	return (struct nomination){ .kind = s->name,
		.name = typed(s, "name"),
		.url = typed(s, "url"),
		.text = typed(s, "text"),
		.source = typed(s, "source"),
		.credit = typed(s, "credit") };
}

static bool show_entry(const struct workplace *place, struct exchange *x,
    const struct section_rule *rule, const struct submission *s,
    struct error *err)
{
	struct arena *arena = &x->arena;
	struct value v = readers_value(place, arena);

	sending_add_form(place, arena, s, v);
	if (s->errors)
		x->status = MHD_HTTP_UNPROCESSABLE_CONTENT;
	value_set(arena, v, "action",
	    value_text(live_link(place->live, arena,
		arena_printf(arena, "/nominate/%.*s", STR_ARG(s->name)).at)));
	return readers_page(place, x, "nominate.html",
	    arena_printf(arena, "Nominate: %.*s", STR_ARG(rule->title)).at, v,
	    err);
}

static bool nominate(const struct workplace *place, struct exchange *x,
    const struct nomination *entry, struct error *err)
{
	static const char *const said[] = {
		[NOMINATION_OPEN] = "nominated-before",
		[NOMINATION_CHOSEN] = "nominated-chosen",
		[NOMINATION_REFUSED] = "nominated-refused",
	};
	struct value v = readers_value(place, &x->arena);
	struct nomination now;
	bool allowed, is_new;

	if (!people_pace(place->store, "nomination of a network",
		str_of(x->client.network), place->settings->submit.per_network,
		HOUR, &allowed, err))
		return false;
	if (!allowed) {
		x->deed = DEED_LIMITED;
		return readers_say(place, x, "too-many", err);
	}
	if (!votes_nominate(place->store, &x->arena, entry, &is_new, &now, err))
		return false;
	x->deed = is_new ? DEED_NOMINATED : DEED_NONE;
	value_set(
	    &x->arena, v, "entry", nominee_value(&x->arena, &now, 0, false));
	value_set(&x->arena, v, "reason", value_text(now.reason));
	return readers_say_more(
	    place, x, is_new ? "nominated" : said[now.state], v, err);
}

static bool make_nominate(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	const struct section_rule *rule = rule_of(place->settings, x->part);
	struct submission s;
	struct nomination entry;

	if (rule == NULL)
		return readers_say(place, x, "no-votes", err);
	submit_begin(&x->arena, submit_kind_named(place->settings, x->part),
	    x->part, sending_typed, x, &s);
	if (x->post && !sending_is_once(x, s.kind))
		return readers_say(place, x, "bad-form", err);
	if (x->post && !submit_read(&x->arena, place->settings,
			   sending_today(place), &s, err))
		return false;
	if (!x->post || s.errors)
		return show_entry(place, x, rule, &s, err);
	entry = nomination_of(&s);
	return nominate(place, x, &entry, err);
}

const struct route vote_routes[] = {
	{ "vote/", ROUTE_GET | ROUTE_POST | ROUTE_QUERY, make_vote },
	{ "ballot/?", ROUTE_GET | ROUTE_POST | ROUTE_QUERY, make_ballot },
	{ "nominate/?", ROUTE_GET | ROUTE_POST | ROUTE_QUERY, make_nominate },
};
const size_t vote_route_count = sizeof(vote_routes) / sizeof(vote_routes[0]);
