/*
 * Meetup: the events of groups, by its GraphQL.
 *
 * Several groups are asked for in one request, each under a name of its own.
 * What fails is told with the status 200.  The token is the secret MEETUP: one
 * that is ready to use, or the RSA key of a client, which is exchanged for one
 * (RFC 7523) with the client's key MEETUP_CLIENT, the member it acts for
 * MEETUP_MEMBER, and, if it has one, the key's name MEETUP_KEY_ID.
 */
#include <time.h>

#include "base/from_json.h"
#include "base/jwt.h"
#include "base/limits.h"
#include "base/moment.h"
#include "base/secret.h"
#include "base/url.h"
#include "collect/found_event.h"
#include "model/country.h"
#include "model/event_fields.h"

enum {
	TOGETHER = 10, /* groups in one request */
	PAGE = 20,     /* events of a group at once */
	TOKEN_S = 120, /* a claim is good for */
};

static const char *const origin[] = { "title", "title", "url", "eventUrl",
	"first", "dateTime", "last", "endTime", "mode", "eventType", "places",
	"venues", "groups", "group", "status", "status", NULL };

/* A group, and behind which of its events to go on. */
struct group_page {
	struct str name, after;
};

struct request {
	struct group_page *group;
	size_t count;
	struct str token;
};

static void ask_groups(struct harvest *h, const struct request *request);

/* ---------------------------------------------------------------- the question */

/* A text as GraphQL has it, which is that of JSON. */
static void add_quoted(struct strbuf *out, struct str text)
{
	struct json j;

	json_init(&j, out);
	json_str(&j, text);
}

static void add_group(struct strbuf *out, const struct harvest *h,
    const struct group_page *g, size_t i)
{
	const struct collect_options *o = h->options;

	strbuf_printf(out, "g%zu:groupByUrlname(urlname:", i);
	add_quoted(out, g->name);
	strbuf_printf(out,
	    "){name urlname city state country timezone "
	    "events(first:%d,filter:{status:[ACTIVE,CANCELLED,CANCELLED_PERM],"
	    "afterDateTime:\"%.*sT00:00:00Z\"",
	    PAGE, STR_ARG(date_text(h->arena, o->today)));
	if (date_is_set(o->events_until))
		strbuf_printf(out, ",beforeDateTime:\"%.*sT00:00:00Z\"",
		    STR_ARG(date_text(h->arena, o->events_until)));
	strbuf_add_char(out, '}');
	if (g->after.len > 0) {
		strbuf_lit(out, ",after:");
		add_quoted(out, g->after);
	}
	strbuf_lit(out,
	    "){pageInfo{hasNextPage endCursor} edges{node{id title eventUrl "
	    "dateTime endTime duration status eventType "
	    "venues{name city state country venueType}}}}}");
}

static struct str request_body(const struct harvest *h, const struct request *r)
{
	struct strbuf query, out;
	struct json j;
	struct str body;

	strbuf_init(&query, LIMIT_LETTER);
	strbuf_init(&out, LIMIT_LETTER);
	strbuf_add_char(&query, '{');
	for (size_t i = 0; i < r->count; i++)
		add_group(&query, h, &r->group[i], i);
	strbuf_add_char(&query, '}');
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "query", strbuf_str(&query));
	json_end(&j);
	body = arena_str(h->arena, strbuf_str(&out));
	strbuf_release(&query);
	strbuf_release(&out);
	return body;
}

/* ------------------------------------------------------------------- an event */

/* "PT2H30M", in minutes; -1 for anything else.  No event lasts months. */
static int minutes_of(struct str duration)
{
	int minutes = 0;
	uint64_t number;
	size_t from, at = 0;

	if (!str_starts(duration, STR("P")))
		return -1;
	for (at = 1; at < duration.len; at++) {
		if (duration.at[at] == 'T')
			continue;
		for (from = at;
		     at < duration.len && char_is_digit(duration.at[at]); at++)
			;
		if (at == duration.len ||
		    !str_to_number(str_sub(duration, from, at), 10000, &number))
			return -1;
		minutes += (int)number * (duration.at[at] == 'D'      ? 24 * 60
					     : duration.at[at] == 'H' ? 60
					     : duration.at[at] == 'M' ? 1
								      : 0);
	}
	return minutes;
}

/* The end may only be said by how long it takes. */
static struct str end_of(
    struct harvest *h, struct str start, const json_t *node)
{
	struct str end = from_json_text(node, "endTime");
	int minutes, lasts = minutes_of(from_json_text(node, "duration"));
	struct date day;

	if (end.len > 0 || lasts < 0 ||
	    !local_moment_read(start, &day, &minutes) || minutes < 0)
		return end;
	minutes += lasts;
	day = date_from_days(date_to_days(day) + minutes / (24 * 60));
	return arena_printf(h->arena, "%.*sT%02d:%02d",
	    STR_ARG(date_text(h->arena, day)), minutes / 60 % 24, minutes % 60);
}

static bool is_online(const json_t *venue)
{
	return str_eq_fold(from_json_text(venue, "venueType"), STR("online")) ||
	       str_eq_fold(from_json_text(venue, "name"), STR("Online event"));
}

/* A place by its members; a country is written in any case. */
static void add_place(struct harvest *h, struct event *e, const json_t *where)
{
	struct str country = country_code(from_json_text(where, "country"));
	struct place place = { .city = from_json_text(where, "city"),
		.country = country,
		.state =
		    country_state(country, from_json_text(where, "state")) };

	if (place.city.len > 0)
		event_add_place(h->arena, e, &place);
}

static enum event_mode mode_of(const json_t *node)
{
	static const struct {
		const char *name;
		enum event_mode mode;
	} modes[] = {
		{ "PHYSICAL", MODE_IN_PERSON },
		{ "ONLINE", MODE_VIRTUAL },
		{ "HYBRID", MODE_HYBRID },
	};
	struct str type = from_json_text(node, "eventType");
	bool online = false, real = false;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (str_eq_fold(type, str_of(modes[i].name)))
			return modes[i].mode;
	for (size_t i = 0; i < from_json_count(node, "venues"); i++)
		if (is_online(from_json_item(node, "venues", i)))
			online = true;
		else
			real = true;
	return online && real ? MODE_HYBRID
	       : online       ? MODE_VIRTUAL
	       : real         ? MODE_IN_PERSON
			      : MODE_UNKNOWN;
}

/* A real event without a venue is where its group is. */
static void read_places(
    struct harvest *h, struct event *e, const json_t *group, const json_t *node)
{
	for (size_t i = 0; i < from_json_count(node, "venues"); i++) {
		const json_t *venue = from_json_item(node, "venues", i);

		if (!is_online(venue))
			add_place(h, e, venue);
	}
	if (e->places == 0 && e->mode != MODE_VIRTUAL)
		add_place(h, e, group);
}

static struct str status_of(const json_t *node)
{
	return str_starts_fold(from_json_text(node, "status"), STR("CANCELLED"))
		   ? STR("cancelled")
		   : (struct str){ NULL, 0 };
}

static void read_event(
    struct harvest *h, const json_t *group, const json_t *node)
{
	struct found_event found = found_event();
	struct event *e = &found.event;
	struct str start = from_json_text(node, "dateTime");
	struct str name = from_json_text(group, "urlname");

	e->title = from_json_text(node, "title");
	found.id = from_json_text(node, "id");
	e->url =
	    arena_printf(h->arena, "https://www.meetup.com/%.*s/events/%.*s/",
		STR_ARG(name), STR_ARG(found.id));
	if (found.id.len == 0 ||
	    !event_set_moments(e, start, end_of(h, start, node))) {
		harvest_leave(
		    h, arena_printf(h->arena, "an event of %.*s has no day",
			   STR_ARG(name)));
		return;
	}
	e->zone = from_json_text(group, "timezone");
	e->mode = mode_of(node);
	read_places(h, e, group, node);
	event_add_group(h->arena, e, from_json_text(group, "name"),
	    arena_printf(
		h->arena, "https://www.meetup.com/%.*s/", STR_ARG(name)));
	found.status = status_of(node);
	harvest_event(h, &found, origin);
}

/* ------------------------------------------------------------------ the answer */

/* The seconds until the limit is whole again; -1 if it is not used up. */
static int64_t limited_for(const json_t *all)
{
	for (size_t i = 0; i < from_json_count(all, "errors"); i++) {
		const json_t *error = from_json_item(all, "errors", i);
		int64_t reset = from_json_moment(error, "extensions.resetAt");
		int64_t now = (int64_t)time(NULL);

		if (str_eq(from_json_text(error, "extensions.code"),
			STR("RATE_LIMITED")))
			return reset > now ? reset - now : 1;
	}
	return -1;
}

/* One group; true if it has more, behind *ret_after. */
static bool read_group(struct harvest *h, const json_t *group,
    const struct group_page *asked, struct str *ret_after)
{
	struct str after = from_json_text(group, "events.pageInfo.endCursor");

	if (from_json_at(group, "events") == NULL) {
		harvest_leave(
		    h, arena_printf(h->arena, "there is no group %.*s",
			   STR_ARG(asked->name)));
		return false;
	}
	for (size_t i = 0; i < from_json_count(group, "events.edges"); i++)
		read_event(h, group,
		    from_json_at(
			from_json_item(group, "events.edges", i), "node"));
	*ret_after = after.len > 0 ? arena_str(h->arena, after) : after;
	return after.len > 0 &&
	       from_json_is(group, "events.pageInfo.hasNextPage");
}

static void read_groups(
    struct harvest *h, const struct request *r, const json_t *data)
{
	struct request more = { .token = r->token };

	more.group = ARENA_ARRAY(h->arena, r->count, struct group_page);
	for (size_t i = 0; i < r->count; i++) {
		struct group_page *next = &more.group[more.count];

		next->name = r->group[i].name;
		if (read_group(h,
			from_json_at(
			    data, arena_printf(h->arena, "g%zu", i).at),
			&r->group[i], &next->after))
			more.count++;
	}
	if (more.count > 0)
		ask_groups(h, &more);
}

static bool read_answer(struct harvest *h, struct error *err)
{
	json_t *all = from_json(h->answer.body, err);
	struct str why = from_json_text(all, "errors.0.message");
	int64_t wait = limited_for(all);
	bool ok = all != NULL;

	if (ok && h->answer.status != 200)
		ok = error_set(err, "it answered with status %d: %.*s",
		    h->answer.status, STR_ARG(str_sub(why, 0, 500)));
	else if (ok && wait >= 0)
		harvest_again(h, wait);
	else if (ok && !from_json_is_object(from_json_at(all, "data")))
		ok = error_set(err, "it says: %.*s",
		    STR_ARG(why.len > 0 ? str_sub(why, 0, 500)
					: STR("nothing of groups")));
	else if (ok) {
		if (why.len > 0)
			harvest_lacks(h, arena_printf(h->arena, "it says: %.*s",
					     STR_ARG(str_sub(why, 0, 500))));
		read_groups(h, h->answer.data, from_json_at(all, "data"));
	}
	from_json_free(all);
	return ok;
}

static void ask_groups(struct harvest *h, const struct request *request)
{
	struct request *kept = ARENA_NEW(h->arena, struct request);

	*kept = *request;
	harvest_ask(h, &(struct ask){
			   .url = arena_printf(
			       h->arena, "%.*s/gql-ext", STR_ARG(kind_base(h))),
			   .body = request_body(h, request),
			   .bearer = request->token,
			   .read = read_answer,
			   .data = kept,
			   .any_status = true,
		       });
}

/* ------------------------------------------------------------------- the groups */

/* "harbour-tides" of its address, with a language in front or not. */
static struct str name_of(struct str group)
{
	struct str path = url_split(group).path, name;

	if (!url_is_absolute(group))
		return str_trim(group);
	do
		name = str_take(&path, '/');
	while (path.at != NULL &&
	       (name.len == 0 || (name.len == 5 && name.at[2] == '-')));
	return name;
}

static void ask_all(struct harvest *h, struct str token)
{
	const struct str_list *of = &h->rule->of;
	struct request r = { .token = token };

	for (size_t i = 0; i < of->count; i++) {
		if (r.count == 0)
			r.group =
			    ARENA_ARRAY(h->arena, TOGETHER, struct group_page);
		r.group[r.count++].name = name_of(of->item[i]);
		if (r.count == TOGETHER || i + 1 == of->count) {
			ask_groups(h, &r);
			r.count = 0;
		}
	}
}

/* -------------------------------------------------------------------- the token */

static bool read_token(struct harvest *h, struct error *err)
{
	json_t *all = from_json(h->answer.body, err);
	struct str token = from_json_text(all, "access_token");
	bool ok = token.len > 0;

	if (ok)
		ask_all(h, arena_str(h->arena, token));
	else if (all != NULL)
		error_set(err, "it gives no token (status %d): %.*s",
		    h->answer.status,
		    STR_ARG(str_sub(from_json_text(all, "error"), 0, 200)));
	from_json_free(all);
	return ok;
}

static struct str as_json(
    struct arena *arena, const char *const *pairs, int64_t expires)
{
	struct strbuf out;
	struct json j;
	struct str text;

	strbuf_init(&out, LIMIT_LETTER);
	json_init(&j, &out);
	json_object(&j);
	for (; pairs[0] != NULL; pairs += 2)
		if (pairs[1] != NULL)
			json_member(&j, pairs[0], str_of(pairs[1]));
	if (expires > 0)
		json_member_number(&j, "exp", expires);
	json_end(&j);
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

/* NULL if it is not set. */
static bool read_name(struct harvest *h, const char *secret,
    const char **ret_name, struct error *err)
{
	struct str name = { NULL, 0 };

	if (!secret_read(h->arena, secret, &name, err))
		return false;
	*ret_name = name.len > 0 ? arena_cstr(h->arena, name) : NULL;
	return true;
}

static bool make_claim(
    struct harvest *h, struct str key, struct str *ret_claim, struct error *err)
{
	const char *client = NULL, *member = NULL, *id = NULL;

	if (!read_name(h, "MEETUP_CLIENT", &client, err) ||
	    !read_name(h, "MEETUP_MEMBER", &member, err) ||
	    !read_name(h, "MEETUP_KEY_ID", &id, err))
		return false;
	if (client == NULL || member == NULL)
		return error_set(err,
		    "with a key in SENNIGHT_MEETUP, SENNIGHT_MEETUP_CLIENT "
		    "and SENNIGHT_MEETUP_MEMBER must be set too");
	return jwt_sign(h->arena, key,
	    as_json(h->arena,
		(const char *const[]){
		    "alg", "RS256", "typ", "JWT", "kid", id, NULL },
		0),
	    as_json(h->arena,
		(const char *const[]){ "sub", member, "iss", client, "aud",
		    "api.meetup.com", NULL },
		(int64_t)time(NULL) + TOKEN_S),
	    ret_claim, err);
}

static bool ask_token(struct harvest *h, struct str key, struct error *err)
{
	struct str base = h->rule->url.len > 0
			      ? kind_base(h)
			      : STR("https://secure.meetup.com");
	struct str claim = { NULL, 0 };

	if (!make_claim(h, key, &claim, err))
		return false;
	harvest_ask(h,
	    &(struct ask){
		.url =
		    arena_printf(h->arena, "%.*s/oauth2/access", STR_ARG(base)),
		.body = arena_printf(h->arena,
		    "grant_type=urn%%3Aietf%%3Aparams%%3Aoauth%%3Agrant-type"
		    "%%3Ajwt-bearer&assertion=%.*s",
		    STR_ARG(claim)),
		.body_type = "application/x-www-form-urlencoded",
		.read = read_token,
		.any_status = true,
		.secret_answer = true,
	    });
	return true;
}

static bool start(struct harvest *h, struct error *err)
{
	struct str secret = { NULL, 0 };

	if (h->options->replay != NULL) {
		ask_all(h, secret);
		return true;
	}
	if (!kind_secret(h, &secret, err))
		return false;
	if (secret.len == 0)
		return error_set(err,
		    "Meetup is only asked with a token, or a client's key, in "
		    "SENNIGHT_MEETUP; docs/collect.md says how to do without");
	if (str_starts(str_trim(secret), STR("-----BEGIN")))
		return ask_token(h, secret, err);
	ask_all(h, secret);
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	struct str name = name_of(address);

	if (answer != NULL || !kind_is_at(address, "meetup.com") ||
	    name.len == 0)
		return false;
	return kind_found(arena, kind_meetup.name, name, ret_rule);
}

const struct kind kind_meetup = {
	.name = "meetup",
	.rank = KIND_RANK_HOST,
	.what = "Meetup: events of groups",
	.needs = KIND_NEEDS_OF,
	.url = "https://api.meetup.com",
	.secret = "MEETUP",
	/* 500 points in a minute. */
	.pace = { .parallel = 2, .pause_ms = 250 },
	.start = start,
	.knows = knows,
};
