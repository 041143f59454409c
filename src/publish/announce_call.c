/* One request to a place. */
#include "base/http_limit.h"
#include "base/text.h"
#include "base/transfer.h"
#include "publish/announce_priv.h"

struct calling {
	const struct announce_job *job;
	struct arena *arena;
	struct announce_answer *answer;
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
	enum { WHY = 300 };
	struct calling *c = data;

	c->answer->status = r->outcome == TRANSFER_OK ? r->status : 0;
	c->answer->sent = !never_left(r->outcome);
	c->answer->body = arena_str(c->arena, r->body);
	c->answer->why = text_line(c->arena, str_of(r->why), WHY);
	c->answer->wait_s = r->retry_after_s >= 0
				? r->retry_after_s
				: http_limit_wait(r->limit_reset, c->job->now);
}

static const char *const *headers_of(
    struct arena *arena, const struct announce_ask *ask)
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

void announce_call(const struct announce_job *job,
    const struct announce_ask *ask, struct arena *arena,
    struct announce_answer *ret_answer)
{
	enum { CONNECT_MS = 20 * 1000, TOTAL_MS = 60 * 1000 };
	const struct transfer_options options = {
		.parallel = 1,
		.parallel_per_host = 1,
		.connect_ms = CONNECT_MS,
		.total_ms = job->total_ms > 0 ? job->total_ms : TOTAL_MS,
		.body_max = LIMIT_SOURCE,
		.user_agent = "Sennight",
		.ca_file = job->ca_file,
		.allow = job->allow,
		.allows = job->allows,
	};
	struct calling calling = { job, arena, ret_answer };
	const struct transfer_request request = {
		.url = ask->url,
		.body = ask->body,
		.header = headers_of(arena, ask),
		.done = done,
		.data = &calling,
	};
	struct transfers *transfers = transfers_new(&options);

	*ret_answer = (struct announce_answer){
		.why = STR("nothing came"),
		.wait_s = -1,
		.secret = ask->bearer,
	};
	transfers_add(transfers, &request);
	transfers_run(transfers, -1);
	transfers_free(transfers);
}
