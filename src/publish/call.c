#include "publish/call.h"

#include "base/from_json.h"
#include "base/limits.h"
#include "base/transfer.h"

struct calling {
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

static void done(const struct transfer_result *r, void *data)
{
	struct calling *c = data;
	uint64_t reset;

	*c->answer = (struct call_answer){
		.status = r->status,
		.sent = !never_left(r->outcome),
		.body = arena_str(c->arena, r->body),
		.why = arena_cstr(c->arena, str_of(r->why)),
		.wait = r->retry_after_s,
	};
	if (r->outcome != TRANSFER_OK)
		c->answer->status = 0;
	if (c->answer->wait < 0 && r->status == 429 &&
	    str_to_number(r->limit_reset, 24 * 60 * 60, &reset))
		c->answer->wait = (int64_t)reset;
}

static const char *const *headers_of(
    struct arena *arena, const struct call_ask *ask)
{
	const char **list = ARENA_ARRAY(arena, 4 + CALL_HEADERS, const char *);
	size_t count = 0;

	list[count++] = "Accept: application/json";
	if (ask->type != NULL)
		list[count++] =
		    arena_printf(arena, "Content-Type: %s", ask->type).at;
	if (ask->bearer.len > 0)
		list[count++] = arena_printf(
		    arena, "Authorization: Bearer %.*s", STR_ARG(ask->bearer))
				    .at;
	for (size_t i = 0; i < CALL_HEADERS && ask->header[i] != NULL; i++)
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
		.total_ms = TOTAL_MS,
		.body_max = LIMIT_SOURCE,
		.user_agent = "Sennight",
		.ca_file = way->ca_file,
		.allow = way->allow,
		.allows = way->allows,
	};
	struct calling calling = { arena, ret_answer };
	const struct transfer_request request = {
		.url = ask->url,
		.body = ask->body,
		.header = headers_of(arena, ask),
		.done = done,
		.data = &calling,
	};
	struct transfers *transfers = transfers_new(&options);

	*ret_answer = (struct call_answer){ .why = "nothing came" };
	transfers_add(transfers, &request);
	transfers_run(transfers, -1);
	transfers_free(transfers);
}

static struct str words_of(
    struct arena *arena, const struct call_answer *answer, const char *message)
{
	enum { MOST = 300 };
	struct error err;
	json_t *all = message != NULL ? from_json(answer->body, &err) : NULL;
	struct str words = from_json_text(all, message != NULL ? message : "");

	words = arena_str(arena, str_sub(words, 0, MOST));
	from_json_free(all);
	return words;
}

void call_judge(struct arena *arena, const struct call_answer *a,
    const char *message, struct announced *ret)
{
	struct str words = words_of(arena, a, message);

	if (a->status == 0)
		*ret = (struct announced){
			.state = a->sent ? ANNOUNCE_UNKNOWN : ANNOUNCE_LATER,
			.why = str_of(a->why),
		};
	else if (a->status == 429)
		*ret = (struct announced){
			.state = ANNOUNCE_LATER,
			.why = a->wait >= 0
				   ? arena_printf(arena,
					 "it wants us to wait %lld seconds",
					 (long long)a->wait)
				   : STR("it wants us to wait"),
		};
	else
		*ret = (struct announced){
			/* What fails there may have been done before, and
			 * what is no failure may be fine. */
			.state = a->status >= 500 || a->status / 100 == 2
				     ? ANNOUNCE_UNKNOWN
				     : ANNOUNCE_REFUSED,
			.why =
			    arena_printf(arena, "it said %d%s%.*s", a->status,
				words.len > 0 ? ", " : "", STR_ARG(words)),
		};
}
