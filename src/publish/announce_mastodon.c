/*
 * Mastodon: https://docs.joinmastodon.org/methods/statuses/
 *
 * An Idempotency-Key is kept there for an hour; after that what the account
 * posted last tells whether it was.
 */
#include "base/url.h"
#include "publish/announce_priv.h"
#include "publish/key_of.h"

/* Characters that an instance takes if it does not say it, and those that it
 * counts for a link. */
enum { CHARACTERS = 500, LINK = 23, LATEST = 40 };

static struct str address_of(
    struct arena *arena, const struct announce_job *job, const char *path)
{
	struct str base = job->rule->address;

	while (base.len > 0 && base.at[base.len - 1] == '/')
		base.len--;
	return arena_printf(arena, "%.*s%s", STR_ARG(base), path);
}

/* Instances differ in what they take. */
static struct announce_length ask_length(
    const struct announce_job *job, struct arena *arena)
{
	static const char statuses[] = "configuration.statuses.";
	const struct call_ask ask = { .url = address_of(
					  arena, job, "/api/v2/instance") };
	struct announce_length length = { CHARACTERS, 0, LINK };
	struct call_answer answer;
	struct error err;
	json_t *all;
	int64_t most, link;

	announce_call(job, &ask, arena, &answer);
	all = answer.status == 200 ? from_json(answer.body, &err) : NULL;
	most = from_json_number(all,
	    arena_printf(arena, "%smax_characters", statuses).at, CHARACTERS);
	link = from_json_number(all,
	    arena_printf(arena, "%scharacters_reserved_per_url", statuses).at,
	    LINK);
	from_json_free(all);
	if (most >= LINK)
		length.characters = (size_t)most;
	if (link > 0)
		length.link = (size_t)link;
	return length;
}

static void add_field(struct strbuf *out, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	strbuf_printf(out, "%s%s=", out->len > 0 ? "&" : "", name);
	url_add_value(out, value);
}

static struct str form_of(const struct announce_job *job, struct arena *arena)
{
	const struct announce_length length = ask_length(job, arena);
	struct strbuf out;
	struct str form;

	strbuf_init(&out, LIMIT_FORM);
	add_field(&out, "status",
	    announce_text_within(arena, job->rule, job->announcement, &length));
	add_field(&out, "visibility", job->rule->visibility);
	add_field(&out, "language", job->announcement->language);
	form = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return form;
}

static void take_status(const struct call_answer *answer, struct arena *arena,
    struct announced *ret)
{
	struct error err;
	json_t *status = from_json(answer->body, &err);
	struct str link = from_json_text(status, "url");

	if (link.len == 0)
		link = from_json_text(status, "uri");
	ret->state = ANNOUNCE_DONE;
	ret->link = arena_str(arena, link);
	from_json_free(status);
}

static bool post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct call_ask ask = {
		.url = address_of(arena, job, "/api/v1/statuses"),
		.type = "application/x-www-form-urlencoded",
	};
	struct call_answer answer;

	if (!key_of(arena, job->rule->name, "TOKEN", NULL, &ask.bearer, err))
		return false;
	ask.body = form_of(job, arena);
	ask.header[0] = arena_printf(
	    arena, "Idempotency-Key: %.*s", STR_ARG(announce_key(arena, job)))
			    .at;
	announce_call(job, &ask, arena, &answer);
	if (answer.status == 200)
		take_status(&answer, arena, ret);
	else
		call_judge(arena, &answer, "error", ret);
	return true;
}

/* A post that leads to the issue. */
static void find_status(const struct announce_job *job,
    const struct call_answer *answer, struct arena *arena,
    struct announced *ret)
{
	struct error err;
	json_t *all = from_json(answer->body, &err);

	ret->state = from_json_is_list(all) ? ANNOUNCE_NOT : ANNOUNCE_UNKNOWN;
	ret->why = STR("it did not list the posts of the account");
	for (size_t i = 0; i < from_json_count(all, ""); i++) {
		const json_t *status = from_json_item(all, "", i);
		struct str content = from_json_text(status, "content");

		if (str_find(content, job->announcement->address, 0) ==
		    STR_NONE)
			continue;
		ret->state = ANNOUNCE_DONE;
		ret->link = arena_str(arena, from_json_text(status, "url"));
	}
	from_json_free(all);
}

static bool look(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct call_ask ask = { .url = address_of(arena, job,
				    "/api/v1/accounts/"
				    "verify_credentials") };
	struct call_answer answer;
	struct str id;
	json_t *account;

	if (!key_of(arena, job->rule->name, "TOKEN", NULL, &ask.bearer, err))
		return false;
	announce_call(job, &ask, arena, &answer);
	account = answer.status == 200 ? from_json(answer.body, err) : NULL;
	id = arena_str(arena, from_json_text(account, "id"));
	from_json_free(account);
	if (id.len > 0) {
		struct strbuf url;

		strbuf_init(&url, LIMIT_URL);
		strbuf_add(&url, address_of(arena, job, "/api/v1/accounts/"));
		url_add_value(&url, id);
		strbuf_printf(&url, "/statuses?limit=%d", LATEST);
		ask.url = arena_str(arena, strbuf_str(&url));
		strbuf_release(&url);
		announce_call(job, &ask, arena, &answer);
	}
	if (answer.status == 200)
		find_status(job, &answer, arena, ret);
	else
		call_judge(arena, &answer, "error", ret);
	return true;
}

const struct announce_kind announce_mastodon = {
	.name = STR_INIT("mastodon"),
	.length = { CHARACTERS, 0, LINK },
	.needs_address = true,
	.post = post,
	.look = look,
};
