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

#define SERVICE "https://bsky.social"
#define COLLECTION "app.bsky.feed.post"

/* An account that is signed in. */
struct session {
	const struct announce_job *job;
	struct arena *arena;
	struct str token, did, key;
	struct str handle; /* unset if none is known for sure */
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

/* Letters, digits and what else names are made of. */
static bool is_name(struct str name, const char *more)
{
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_alnum(name.at[i]) &&
		    strchr(more, name.at[i]) == NULL)
			return false;
	return name.len > 0;
}

/* Handles change; the account may also be one of mail. */
static struct str handle_of(struct session *s, struct str said)
{
	struct str account = s->job->rule->account;

	if (account.len > 0 && account.at[0] == '@')
		account = str_sub(account, 1, account.len);
	if (is_name(said, ".-") && !str_eq(said, STR("handle.invalid")))
		return arena_str(s->arena, said);
	if (is_name(account, ".-"))
		return account;
	return is_name(s->did, ".-:_") ? s->did : (struct str){ 0 };
}

static struct str page_of(struct session *s)
{
	if (s->handle.len == 0)
		return (struct str){ 0 };
	return arena_printf(s->arena, "https://bsky.app/profile/%.*s/post/%.*s",
	    STR_ARG(s->handle), STR_ARG(s->key));
}

static struct str taken(struct session *s, struct strbuf *out)
{
	struct str text = arena_str(s->arena, strbuf_str(out));

	strbuf_release(out);
	return text;
}

static struct str credentials(struct session *s, struct str password)
{
	struct str account = s->job->rule->account;
	struct strbuf out;
	struct json j;

	if (account.len > 0 && account.at[0] == '@')
		account = str_sub(account, 1, account.len);
	strbuf_init(&out, LIMIT_FORM);
	json_init(&j, &out);
	json_object(&j);
	json_member(&j, "identifier", account);
	json_member(&j, "password", password);
	json_end(&j);
	return taken(s, &out);
}

static void take_session(struct session *s, struct call_answer *answer)
{
	struct error err;
	json_t *all =
	    answer->status == 200 ? from_json(answer->body, &err) : NULL;

	s->did = arena_str(s->arena, from_json_text(all, "did"));
	s->token = arena_str(s->arena, from_json_text(all, "accessJwt"));
	/* It becomes a header. */
	if (!is_name(s->token, "-._~+/="))
		s->token = (struct str){ 0 };
	s->handle = handle_of(s, from_json_text(all, "handle"));
	from_json_free(all);
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

	if (!announce_secret(s->job, s->arena, "TOKEN", true, &password, err))
		return false;
	s->key = announce_tid(s->arena, s->job);
	ask.body = credentials(s, password);
	announce_call(s->job, &ask, s->arena, &answer);
	answer.secret = password;
	take_session(s, &answer);
	*ret_open = s->token.len > 0 && s->did.len > 0;
	if (*ret_open)
		return true;
	call_judge(s->arena, &answer, "message", ret);
	if (answer.status == 200)
		ret->why = STR("it did not answer as Bluesky does");
	/* Nothing was posted yet, whatever came. */
	if (ret->state == ANNOUNCE_UNKNOWN)
		ret->state = ANNOUNCE_LATER;
	return true;
}

/* ---------------------------------------------------------------------- the post */

/* What it is, and what it leads to. */
static void add_feature(struct json *j, struct str what, bool tag)
{
	json_key(j, "features");
	json_array(j);
	json_object(j);
	json_member(j, "$type",
	    tag ? STR("app.bsky.richtext.facet#tag")
		: STR("app.bsky.richtext.facet#link"));
	if (tag)
		json_member(j, "tag", str_sub(what, 1, what.len));
	else
		json_member(j, "uri", what);
	json_end(j);
	json_end(j);
}

/* Addresses and #tags of the text lead somewhere only if their places are
 * told, in bytes of UTF-8. */
static void add_facets(struct json *j, struct str text, struct str address)
{
	struct announce_mark mark = { 0 };

	json_key(j, "facets");
	json_array(j);
	while (announce_next_mark(text, address, mark.to, &mark)) {
		json_object(j);
		json_key(j, "index");
		json_object(j);
		json_member_number(j, "byteStart", (int64_t)mark.from);
		json_member_number(j, "byteEnd", (int64_t)mark.to);
		json_end(j);
		add_feature(j, str_sub(text, mark.from, mark.to), mark.tag);
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
	json_member(
	    j, "description", a->summary.len > 0 ? a->summary : a->name);
	json_end(j);
	json_end(j);
}

static void add_record(struct session *s, struct str text, struct json *j)
{
	const struct announcement *a = s->job->announcement;
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

static struct str creation(struct session *s, struct str text)
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
	add_record(s, text, &j);
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
	all = from_json(answer.body, &err);
	if (answer.status == 200 &&
	    from_json_is_object(from_json_at(all, "value"))) {
		ret->state = ANNOUNCE_DONE;
		ret->link = page_of(s);
	} else if (answer.status / 100 == 4 &&
		   str_eq(
		       from_json_text(all, "error"), STR("RecordNotFound"))) {
		ret->state = ANNOUNCE_NOT;
	} else {
		call_judge(s->arena, &answer, "message", ret);
	}
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

static bool has_posted(const struct call_answer *answer)
{
	struct error err;
	json_t *all = from_json(answer->body, &err);
	bool has = from_json_text(all, "uri").len > 0;

	from_json_free(all);
	return has;
}

static void post_in(struct session *s, struct str text, struct announced *ret)
{
	struct call_ask ask = {
		.url = method(s, "repo.createRecord"),
		.type = "application/json",
		.bearer = s->token,
		.body = creation(s, text),
	};
	struct call_answer answer;
	struct announced there = { .state = ANNOUNCE_NOT };

	announce_call(s->job, &ask, s->arena, &answer);
	if (answer.status == 200 && has_posted(&answer)) {
		ret->state = ANNOUNCE_DONE;
		ret->link = page_of(s);
		return;
	}
	if (answer.status == 200)
		announce_doubt(ret);
	else
		call_judge(s->arena, &answer, "message", ret);
	if (ret->state != ANNOUNCE_REFUSED)
		return;
	/* Is it refused because it is there? */
	look_in(s, &there);
	if (there.state == ANNOUNCE_DONE)
		*ret = there;
}

static bool post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct session s = { .job = job, .arena = arena };
	struct str text;
	bool open;

	if (!announce_text_within(arena, job->rule, job->announcement,
		&announce_bluesky.length, &text)) {
		announce_too_long(ret);
		return true;
	}
	if (!sign_in(&s, &open, ret, err))
		return false;
	if (open)
		post_in(&s, text, ret);
	return true;
}

const struct announce_kind announce_bluesky = {
	.name = STR_INIT("bluesky"),
	.length = { 300, 3000, 0 },
	.needs_account = true,
	.needs_token = true,
	.post = post,
	.look = look,
};
