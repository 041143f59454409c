#include "publish/call.h"

#include "base/http_limit.h"
#include "base/limits.h"
#include "base/text.h"

struct calling {
	const struct call_way *way;
	struct arena *arena;
	struct call_answer *answer;
};

/* Before anything can have been received. */
static bool never_left(enum transfer_outcome outcome)
{
	switch (outcome) {
	case TRANSFER_TIMEOUT:
	case TRANSFER_PROTOCOL:
	case TRANSFER_OK: return false;
	default: return true;
	}
}

const char *call_advice(enum transfer_outcome outcome)
{
	return outcome == TRANSFER_FORBIDDEN_ADDRESS
		   ? "; if it is meant, --allow ADDRESS:PORT lets it be met"
		   : "";
}

static void done(const struct transfer_result *r, void *data)
{
	enum { WHY = 300 };
	struct calling *c = data;

	c->answer->status = r->outcome == TRANSFER_OK ? r->status : 0;
	c->answer->sent = !never_left(r->outcome);
	c->answer->body = arena_str(c->arena, r->body);
	c->answer->why = text_line(c->arena,
	    arena_printf(c->arena, "%s%s", r->why, call_advice(r->outcome)),
	    WHY);
	c->answer->wait_s = r->retry_after_s >= 0
				? r->retry_after_s
				: http_limit_wait(r->limit_reset, c->way->now);
}

static const char *const *headers_of(
    struct arena *arena, const struct call_ask *ask)
{
	enum { OWN = 3, MORE = 2 };
	const char **list = ARENA_ARRAY(arena, OWN + MORE + 1, const char *);
	size_t count = 0;

	list[count++] = "Accept: application/json";
	if (ask->type != NULL)
		list[count++] =
		    arena_printf(arena, "Content-Type: %s", ask->type).at;
	if (ask->bearer.len > 0)
		list[count++] = arena_printf(
		    arena, "Authorization: Bearer %.*s", STR_ARG(ask->bearer))
				    .at;
	for (size_t i = 0; i < MORE; i++)
		if (ask->header[i] != NULL)
			list[count++] = ask->header[i];
	list[count] = NULL;
	return list;
}

void call_service(const struct call_way *way, const struct call_ask *ask,
    struct arena *arena, struct call_answer *ret_answer)
{
	enum { CONNECT_MS = 20 * 1000, TOTAL_MS = 60 * 1000 };
	const struct transfer_options options = {
		.parallel = 1,
		.parallel_per_host = 1,
		.connect_ms = CONNECT_MS,
		.total_ms = way->total_ms > 0 ? way->total_ms : TOTAL_MS,
		.body_max = LIMIT_SOURCE,
		.user_agent = "Sennight",
		.ca_file = way->ca_file,
		.allow = way->allow,
		.allows = way->allows,
	};
	struct calling calling = { way, arena, ret_answer };
	const struct transfer_request request = {
		.url = ask->url,
		.body = ask->body,
		.header = headers_of(arena, ask),
		.done = done,
		.data = &calling,
	};
	struct transfers *transfers = transfers_new(&options);

	*ret_answer = (struct call_answer){
		.why = STR("nothing came"),
		.wait_s = -1,
		.secret = ask->bearer,
	};
	transfers_add(transfers, &request);
	transfers_run(transfers, -1);
	transfers_free(transfers);
}

/* What a service says of it, but no secret that it repeats. */
static struct str words_of(
    struct arena *arena, const struct call_answer *answer, const char *message)
{
	enum { MOST = 300 };
	struct error err;
	json_t *all = message != NULL ? from_json(answer->body, &err) : NULL;
	struct str words = from_json_text(all, message != NULL ? message : "");

	if (answer->secret.len > 0 &&
	    str_find(words, answer->secret, 0) != STR_NONE)
		words = (struct str){ 0 };
	words = text_line(arena, words, MOST);
	from_json_free(all);
	return words;
}

static struct str wait_text(struct arena *arena, int64_t seconds)
{
	enum { MINUTE = 60 };

	if (seconds < 0)
		return STR("its limit is used up");
	if (seconds < 2 * MINUTE)
		return arena_printf(arena,
		    "its limit is used up; it wants us to wait %lld seconds",
		    (long long)seconds);
	return arena_printf(arena,
	    "its limit is used up; it wants us to wait %lld minutes",
	    (long long)((seconds + MINUTE - 1) / MINUTE));
}

/* By its status.  What fails in the service may have been done before. */
static enum announce_state state_of(int status)
{
	if (status >= 500 || status < 300)
		return ANNOUNCE_UNKNOWN;
	/* 408: it did not come as a whole; 425: too early. */
	return status == 408 || status == 425 || status == 429
		   ? ANNOUNCE_LATER
		   : ANNOUNCE_REFUSED;
}

void call_judge(struct arena *arena, const struct call_answer *a,
    const char *message, struct announced *ret)
{
	struct str words = words_of(arena, a, message);

	*ret = (struct announced){ .state = state_of(a->status) };
	if (a->status == 0) {
		ret->state = a->sent ? ANNOUNCE_UNKNOWN : ANNOUNCE_LATER;
		ret->why = a->why;
	} else if (a->status == 429) {
		ret->wait_s = a->wait_s > 0 ? a->wait_s : 0;
		ret->why = wait_text(arena, a->wait_s);
	} else if (a->status / 100 == 3) {
		ret->why = arena_printf(arena,
		    "it said %d, that it is somewhere else; is its address "
		    "right?",
		    a->status);
	} else {
		ret->why = arena_printf(arena, "it said %d%s%.*s", a->status,
		    words.len > 0 ? ", " : "", STR_ARG(words));
	}
}
