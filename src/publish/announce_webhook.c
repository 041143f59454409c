/* A program of somebody else's that wants to know. */
#include "base/json.h"
#include "publish/announce_priv.h"
#include "publish/key_of.h"

static struct str body_of(const struct announce_job *job, struct arena *arena)
{
	const struct announcement *a = job->announcement;
	struct strbuf out;
	struct json j;
	struct str body;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "issue", a->issue);
	json_member(&j, "title", a->title);
	json_member(&j, "address", a->address);
	json_member(&j, "newsletter", a->name);
	json_member(&j, "text", announce_text(arena, job->rule, a));
	json_end(&j);
	body = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return body;
}

static bool post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct call_ask ask = {
		.url = job->rule->address,
		.type = "application/json",
		.body = body_of(job, arena),
		.header[0] = arena_printf(arena, "Idempotency-Key: %.*s",
		    STR_ARG(announce_key(arena, job)))
				 .at,
	};
	struct call_answer answer;

	/* A token is sent if there is one. */
	if (!key_if_any(arena, job->rule->name, "TOKEN", &ask.bearer, err))
		return false;
	announce_call(job, &ask, arena, &answer);
	if (answer.status / 100 == 2)
		ret->state = ANNOUNCE_DONE;
	else
		call_judge(arena, &answer, NULL, ret);
	return true;
}

const struct announce_kind announce_webhook = {
	.name = STR_INIT("webhook"),
	.needs_address = true,
	.post = post,
};
