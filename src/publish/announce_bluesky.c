/*
 * Bluesky: https://docs.bsky.app, lexicons app.bsky.feed.post and
 * com.atproto.repo.createRecord, getRecord.
 *
 * The key of the record is ours, and the same each time: a second one is
 * refused, and whether it is there can be asked.
 */
#include "base/json.h"
#include "base/moment.h"
#include "base/url.h"
#include "publish/announce_priv.h"
#include "publish/key_of.h"

#define SERVICE "https://bsky.social"
#define COLLECTION "app.bsky.feed.post"

/* An account that is signed in. */
struct session {
	const struct announce_job *job;
	struct arena *arena;
	struct str token, did, key;
};

static struct str method(struct session *s, const char *name)
{
	struct str base = s->job->rule->address;

	if (base.len == 0)
		base = STR(SERVICE);
	while (base.len > 0 && base.at[base.len - 1] == '/')
		base.len--;
	return arena_printf(
	    s->arena, "%.*s/xrpc/com.atproto.%s", STR_ARG(base), name);
}

static struct str page_of(struct session *s)
{
	return arena_printf(s->arena, "https://bsky.app/profile/%.*s/post/%.*s",
	    STR_ARG(s->job->rule->account), STR_ARG(s->key));
}

static struct str taken(struct session *s, struct strbuf *out)
{
	struct str text = arena_str(s->arena, strbuf_str(out));

	strbuf_release(out);
	return text;
}

static struct str credentials(struct session *s, struct str password)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_FORM);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "identifier", s->job->rule->account);
	json_member(&j, "password", password);
	json_end(&j);
	return taken(s, &out);
}

/* *ret_open is false if *ret tells why not. */
static bool sign_in(
    struct session *s, bool *ret_open, struct announced *ret, struct error *err)
{
	struct call_ask ask = {
		.url = method(s, "server.createSession"),
		.type = "application/json",
	};
	struct call_answer answer;
	struct str password;
	json_t *all;

	if (!key_of(
		s->arena, s->job->rule->name, "TOKEN", NULL, &password, err))
		return false;
	s->key = announce_tid(s->arena, s->job);
	ask.body = credentials(s, password);
	announce_call(s->job, &ask, s->arena, &answer);
	all = answer.status == 200 ? from_json(answer.body, err) : NULL;
	s->token = arena_str(s->arena, from_json_text(all, "accessJwt"));
	s->did = arena_str(s->arena, from_json_text(all, "did"));
	from_json_free(all);
	*ret_open = s->token.len > 0 && s->did.len > 0;
	if (*ret_open)
		return true;
	call_judge(s->arena, &answer, "message", ret);
	/* Nothing was posted yet, whatever came. */
	if (ret->state == ANNOUNCE_UNKNOWN)
		ret->state = ANNOUNCE_LATER;
	return true;
}

/* ---------------------------------------------------------------------- the post */

/* The address in the text is a link: its place is told in bytes of UTF-8. */
static void add_facets(struct json *j, struct str text, struct str address)
{
	size_t at = str_find(text, address, 0);

	json_key(j, "facets");
	json_array(j);
	for (; at != STR_NONE; at = str_find(text, address, at + address.len)) {
		json_object(j);
		json_key(j, "index");
		json_object(j);
		json_member_number(j, "byteStart", (int64_t)at);
		json_member_number(j, "byteEnd", (int64_t)(at + address.len));
		json_end(j);
		json_key(j, "features");
		json_array(j);
		json_object(j);
		json_member(j, "$type", STR("app.bsky.richtext.facet#link"));
		json_member(j, "uri", address);
		json_end(j);
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

static void add_card(struct json *j, const struct announcement *a)
{
	json_key(j, "embed");
	json_object(j);
	json_member(j, "$type", STR("app.bsky.embed.external"));
	json_key(j, "external");
	json_object(j);
	json_member(j, "uri", a->address);
	json_member(j, "title", a->title);
	json_member(j, "description", a->name);
	json_end(j);
	json_end(j);
}

static void add_record(struct session *s, struct json *j)
{
	const struct announcement *a = s->job->announcement;
	struct str text = announce_text(s->arena, s->job->rule, a);
	struct strbuf time;

	strbuf_init(&time, 64);
	moment_add(&time, a->moment);
	json_object(j);
	json_member(j, "$type", STR(COLLECTION));
	json_member(j, "text", text);
	json_member(j, "createdAt", strbuf_str(&time));
	if (a->language.len > 0) {
		json_key(j, "langs");
		json_array(j);
		json_str(j, a->language);
		json_end(j);
	}
	add_facets(j, text, a->address);
	add_card(j, a);
	json_end(j);
	strbuf_release(&time);
}

static struct str creation(struct session *s)
{
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "repo", s->did);
	json_member(&j, "collection", STR(COLLECTION));
	json_member(&j, "rkey", s->key);
	json_key(&j, "record");
	add_record(s, &j);
	json_end(&j);
	return taken(s, &out);
}

static struct str look_address(struct session *s)
{
	struct strbuf url;

	strbuf_init(&url, LIMIT_URL);
	strbuf_add(&url, method(s, "repo.getRecord?repo="));
	url_add_value(&url, s->did);
	strbuf_lit(&url, "&collection=" COLLECTION "&rkey=");
	url_add_value(&url, s->key);
	return taken(s, &url);
}

static void look_in(struct session *s, struct announced *ret)
{
	struct call_ask ask = { .url = look_address(s), .bearer = s->token };
	struct call_answer answer;
	struct error err;
	json_t *all;

	announce_call(s->job, &ask, s->arena, &answer);
	if (answer.status == 200) {
		ret->state = ANNOUNCE_DONE;
		ret->link = page_of(s);
		return;
	}
	all = from_json(answer.body, &err);
	if (str_eq(from_json_text(all, "error"), STR("RecordNotFound")))
		ret->state = ANNOUNCE_NOT;
	else
		call_judge(s->arena, &answer, "message", ret);
	from_json_free(all);
}

static bool look(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct session s = { .job = job, .arena = arena };
	bool open;

	if (!sign_in(&s, &open, ret, err))
		return false;
	if (open)
		look_in(&s, ret);
	return true;
}

static bool post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct session s = { .job = job, .arena = arena };
	struct call_ask ask = { .type = "application/json" };
	struct call_answer answer;
	bool open;

	if (!sign_in(&s, &open, ret, err))
		return false;
	if (!open)
		return true;
	ask.url = method(&s, "repo.createRecord");
	ask.bearer = s.token;
	ask.body = creation(&s);
	announce_call(job, &ask, arena, &answer);
	if (answer.status == 200) {
		ret->state = ANNOUNCE_DONE;
		ret->link = page_of(&s);
	} else {
		call_judge(arena, &answer, "message", ret);
	}
	return true;
}

const struct announce_kind announce_bluesky = {
	.name = STR_INIT("bluesky"),
	.length = { 300, 3000, 0 },
	.needs_account = true,
	.post = post,
	.look = look,
};
