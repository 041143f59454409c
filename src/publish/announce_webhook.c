/*
 * A program of somebody else's that wants to know (docs/announcing.md).
 *
 * The body is signed as GitHub signs what it tells: X-Sennight-Signature is
 * "sha256=" and the HMAC of the body in hexadecimal digits.  The key in the
 * body is the Idempotency-Key, so that nobody can play a body again unseen.
 */
#include "base/hash.h"
#include "base/json.h"
#include "publish/announce_priv.h"

static void add_date(struct json *j, struct date date)
{
	struct strbuf day;

	strbuf_init(&day, sizeof("2026-11-12"));
	if (date_is_set(date))
		date_add_iso(&day, date);
	json_member(j, "date",
	    date_is_set(date) ? strbuf_str(&day) : (struct str){ 0 });
	strbuf_release(&day);
}

static struct str body_of(
    const struct announce_job *job, struct str key, struct arena *arena)
{
	const struct announcement *a = job->announcement;
	struct strbuf out;
	struct json j;
	struct str body;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "key", key);
	json_member(&j, "newsletter", a->name);
	json_member(&j, "issue", a->issue);
	json_member(&j, "title", a->title);
	json_member(&j, "summary", a->summary);
	json_member(&j, "address", a->address);
	add_date(&j, a->date);
	json_member(&j, "text", announce_text(arena, job->rule, a));
	json_end(&j);
	body = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return body;
}

static const char *signature(
    struct arena *arena, struct str secret, struct str body)
{
	unsigned char hash[HASH_BYTES];
	char hex[2 * HASH_BYTES];

	if (secret.len == 0)
		return NULL;
	hash_sign(secret, body, hash);
	hex_write(hash, HASH_BYTES, hex);
	return arena_printf(
	    arena, "X-Sennight-Signature: sha256=%.*s", (int)sizeof(hex), hex)
	    .at;
}

static bool post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct str key = announce_key(arena, job), secret;
	struct call_ask ask = {
		.url = job->rule->address,
		.type = "application/json",
		.body = body_of(job, key, arena),
	};
	struct call_answer answer;

	/* Each is used if there is one. */
	if (!announce_secret(job, arena, "TOKEN", false, &ask.bearer, err) ||
	    !announce_secret(job, arena, "SECRET", false, &secret, err))
		return false;
	ask.header[0] =
	    arena_printf(arena, "Idempotency-Key: %.*s", STR_ARG(key)).at;
	ask.header[1] = signature(arena, secret, ask.body);
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
