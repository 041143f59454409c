/*
 * Mastodon: replies to posts, of whatever instance.
 * https://docs.joinmastodon.org/methods/statuses, search
 *
 * Our instance has a number of its own for a post of another one, which a
 * search for its address finds.
 */
#include "base/secret.h"
#include "base/url.h"
#include "publish/answer_priv.h"
#include "publish/key_of.h"

static bool takes(const struct answer *answer)
{
	(void)answer;
	return true;
}

/* That of the source, or the one that collect has. */
static bool secret(struct arena *arena, const struct answer *answer,
    struct str *ret_secret, struct error *err)
{
	if (!key_if_any(arena, answer->source, "TOKEN", ret_secret, err))
		return false;
	if (ret_secret->len == 0 &&
	    !secret_read(arena, "MASTODON", ret_secret, err))
		return false;
	return ret_secret->len > 0 ||
	       key_of(arena, answer->source, "TOKEN", NULL, ret_secret, err);
}

/* The post's number at our instance; unset if *ret tells why there is none. */
static struct str find_post(struct answering *a, struct announced *ret)
{
	struct call_ask ask = { .bearer = a->secret };
	struct call_answer answer;
	struct strbuf url;
	struct error err;
	struct str id;
	json_t *all;

	strbuf_init(&url, LIMIT_URL);
	strbuf_add(
	    &url, answer_url(a, a->answer->service,
		      "/api/v2/search?type=statuses&resolve=true&limit=1&q="));
	url_add_value(&url, a->answer->page);
	ask.url = answer_taken(a, &url);
	call_service(&a->way, &ask, a->arena, &answer);
	all = answer.status == 200 ? from_json(answer.body, &err) : NULL;
	id = arena_str(a->arena, from_json_text(all, "statuses.0.id"));
	if (all != NULL)
		*ret = (struct announced){ .state = ANNOUNCE_REFUSED,
			.why = STR("it does not know the post (any more)") };
	else
		call_judge(a->arena, &answer, "error", ret);
	/* A search may find something alike. */
	if (!str_eq(from_json_text(all, "statuses.0.url"), a->answer->page) &&
	    !str_eq(from_json_text(all, "statuses.0.uri"), a->answer->page))
		id = (struct str){ 0 };
	from_json_free(all);
	return id;
}

static struct str status_url(
    struct answering *a, struct str id, const char *what)
{
	struct strbuf url;

	strbuf_init(&url, LIMIT_URL);
	strbuf_add(
	    &url, answer_url(a, a->answer->service, "/api/v1/statuses/"));
	url_add_value(&url, id);
	strbuf_add_cstr(&url, what);
	return answer_taken(a, &url);
}

static void find_ours(
    struct answering *a, const json_t *context, struct announced *ret)
{
	static const char path[] = "descendants";

	ret->state = from_json_is_list(from_json_at(context, path))
			 ? ANNOUNCE_NOT
			 : ANNOUNCE_UNKNOWN;
	ret->why = STR("it did not list the replies");
	for (size_t i = 0; i < from_json_count(context, path); i++) {
		const json_t *one = from_json_item(context, path, i);

		if (!answer_is_ours(a->answer, from_json_text(one, "content")))
			continue;
		ret->state = ANNOUNCE_DONE;
		ret->link = arena_str(a->arena, from_json_text(one, "url"));
	}
}

static void look(struct answering *a, struct announced *ret)
{
	struct call_ask ask = { .bearer = a->secret };
	struct call_answer answer;
	struct str id = find_post(a, ret);
	struct error err;
	json_t *context;

	if (id.len == 0)
		return;
	ask.url = status_url(a, id, "/context");
	call_service(&a->way, &ask, a->arena, &answer);
	if (answer.status != 200) {
		call_judge(a->arena, &answer, "error", ret);
		return;
	}
	context = from_json(answer.body, &err);
	find_ours(a, context, ret);
	from_json_free(context);
}

static void add_field(struct strbuf *out, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	strbuf_printf(out, "%s%s=", out->len > 0 ? "&" : "", name);
	url_add_value(out, value);
}

static struct str form_of(struct answering *a, struct str id)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_LETTER);
	add_field(&out, "status", a->answer->text);
	add_field(&out, "in_reply_to_id", id);
	/* Not in the timelines of everybody. */
	add_field(&out, "visibility", STR("unlisted"));
	add_field(&out, "language",
	    str_sub(a->answer->language, 0,
		str_find_char(a->answer->language, '-', 0)));
	return answer_taken(a, &out);
}

static void post(struct answering *a, struct announced *ret)
{
	struct call_ask ask = { .bearer = a->secret,
		.type = "application/x-www-form-urlencoded" };
	struct call_answer answer;
	struct str id = find_post(a, ret);
	struct error err;
	json_t *status;

	if (id.len == 0) {
		/* Nothing was posted yet, whatever came. */
		if (ret->state == ANNOUNCE_UNKNOWN)
			ret->state = ANNOUNCE_LATER;
		return;
	}
	ask.url = answer_url(a, a->answer->service, "/api/v1/statuses");
	ask.body = form_of(a, id);
	ask.header[0] = arena_printf(a->arena, "Idempotency-Key: %.*s",
	    STR_ARG(answer_key(a->arena, a->answer)))
			    .at;
	call_service(&a->way, &ask, a->arena, &answer);
	if (answer.status != 200) {
		call_judge(a->arena, &answer, "error", ret);
		return;
	}
	status = from_json(answer.body, &err);
	*ret = (struct announced){ .state = ANNOUNCE_DONE,
		.link =
		    announce_link(a->arena, from_json_text(status, "url")) };
	if (from_json_text(status, "url").len == 0)
		announce_doubt(ret);
	from_json_free(status);
}

const struct answer_service answer_mastodon = {
	/* As an instance has it that does not say it. */
	.length = { .characters = 500, .link = 23 },
	.needs_service = true,
	.takes = takes,
	.secret = secret,
	.look = look,
	.post = post,
};
