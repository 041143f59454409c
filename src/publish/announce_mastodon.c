/*
 * Mastodon: https://docs.joinmastodon.org/methods/statuses/
 *
 * An Idempotency-Key is kept there for an hour; after that what the account
 * posted last tells whether it was.
 */
#include "base/url.h"
#include "model/md_html.h"
#include "publish/announce_priv.h"

/* Characters that an instance takes if it does not say it, and those that it
 * counts for a link. */
enum { CHARACTERS = 500, LINK = 23, LINK_MOST = 1000 };

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
	if (link > 0 && link <= LINK_MOST)
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

static struct str form_of(
    const struct announce_job *job, struct str text, struct arena *arena)
{
	struct strbuf out;
	struct str form;

	strbuf_init(&out, LIMIT_FORM);
	add_field(&out, "status", text);
	add_field(&out, "visibility", job->rule->visibility);
	add_field(&out, "language", job->announcement->language);
	form = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return form;
}

static struct str link_of(struct arena *arena, const json_t *status)
{
	struct str link = from_json_text(status, "url");

	return announce_link(
	    arena, link.len > 0 ? link : from_json_text(status, "uri"));
}

static void take_status(const struct call_answer *answer, struct arena *arena,
    struct announced *ret)
{
	struct error err;
	json_t *status = from_json(answer->body, &err);

	if (from_json_text(status, "id").len > 0) {
		ret->state = ANNOUNCE_DONE;
		ret->link = link_of(arena, status);
	} else {
		announce_doubt(ret);
	}
	from_json_free(status);
}

static bool post(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct call_ask ask = {
		.url = address_of(arena, job, "/api/v1/statuses"),
		.type = "application/x-www-form-urlencoded",
	};
	struct announce_length length;
	struct call_answer answer;
	struct str text;

	if (!announce_secret(job, arena, "TOKEN", true, &ask.bearer, err))
		return false;
	length = ask_length(job, arena);
	if (!announce_text_within(
		arena, job->rule, job->announcement, &length, &text)) {
		announce_too_long(ret);
		return true;
	}
	ask.body = form_of(job, text, arena);
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

/* ---------------------------------------------------------------- is it there? */

/* Posts are asked for forty at a time. */
enum { PAGE = 40, PAGES = 10, DAY = 24 * 60 * 60 };

struct looking {
	const struct announce_job *job;
	struct arena *arena;
	struct str token, account; /* its id */
	struct str last;           /* the id of the oldest post that was seen */
	int64_t since;
	bool over; /* nothing before it is of interest */
};

/* Does the address stand there, and not only the beginning of a longer one? */
static bool has_address(struct str content, struct str address)
{
	size_t at = str_find(content, address, 0);

	for (; at != STR_NONE; at = str_find(content, address, at + 1)) {
		size_t end = at + address.len;

		if (end == content.len || char_is_space(content.at[end]) ||
		    content.at[end] == '"' || content.at[end] == '\'' ||
		    content.at[end] == '<' || content.at[end] == '>')
			return true;
	}
	return false;
}

/* An account's own words, which lead to the issue. */
static bool is_ours(struct looking *l, const json_t *status)
{
	struct str content = from_json_text(status, "content");

	return !from_json_is_object(from_json_at(status, "reblog")) &&
	       from_json_text(status, "in_reply_to_id").len == 0 &&
	       has_address(
		   md_decode(l->arena, content), l->job->announcement->address);
}

/* DONE if it is on this page. */
static void look_at_page(
    struct looking *l, const json_t *all, struct announced *ret)
{
	size_t count = from_json_count(all, "");
	struct str before = l->last;

	l->over = count == 0;
	for (size_t i = 0; i < count; i++) {
		const json_t *status = from_json_item(all, "", i);
		int64_t moment = from_json_moment(status, "created_at");

		l->last = arena_str(l->arena, from_json_text(status, "id"));
		l->over = l->over || (moment != 0 && moment < l->since);
		if (!is_ours(l, status))
			continue;
		ret->state = ANNOUNCE_DONE;
		ret->link = link_of(l->arena, status);
		return;
	}
	if (l->over) {
		ret->state = ANNOUNCE_NOT;
	} else if (l->last.len == 0 || str_eq(l->last, before)) {
		ret->why = STR("its list of posts leads in a circle");
		l->over = true;
	}
}

static struct str page_address(struct looking *l)
{
	struct strbuf url;
	struct str result;

	strbuf_init(&url, LIMIT_URL);
	strbuf_add(&url, address_of(l->arena, l->job, "/api/v1/accounts/"));
	url_add_value(&url, l->account);
	strbuf_printf(&url,
	    "/statuses?limit=%d&exclude_replies=true&exclude_reblogs=true",
	    PAGE);
	if (l->last.len > 0) {
		strbuf_lit(&url, "&max_id=");
		url_add_value(&url, l->last);
	}
	result = arena_str(l->arena, strbuf_str(&url));
	strbuf_release(&url);
	return result;
}

static void ask_page(struct looking *l, struct announced *ret)
{
	const struct call_ask ask = { .url = page_address(l),
		.bearer = l->token };
	struct call_answer answer;
	struct error err;
	json_t *all;

	announce_call(l->job, &ask, l->arena, &answer);
	all = answer.status == 200 ? from_json(answer.body, &err) : NULL;
	if (from_json_is_list(all)) {
		look_at_page(l, all, ret);
	} else {
		call_judge(l->arena, &answer, "error", ret);
		l->over = true;
	}
	from_json_free(all);
}

/* False if *ret tells why not. */
static bool find_account(struct looking *l, struct announced *ret)
{
	const struct call_ask ask = {
		.url = address_of(
		    l->arena, l->job, "/api/v1/accounts/verify_credentials"),
		.bearer = l->token,
	};
	struct call_answer answer;
	struct error err;
	json_t *account;

	announce_call(l->job, &ask, l->arena, &answer);
	account = answer.status == 200 ? from_json(answer.body, &err) : NULL;
	l->account = arena_str(l->arena, from_json_text(account, "id"));
	from_json_free(account);
	if (l->account.len > 0)
		return true;
	call_judge(l->arena, &answer, "error", ret);
	return false;
}

/* Before that it cannot have been posted. */
static int64_t earliest(const struct announcement *a)
{
	enum { BEFORE = 2, MOST = 30 };
	int64_t at = a->moment, day;

	if (date_is_set(a->date)) {
		day = (int64_t)date_to_days(a->date) * DAY;
		at = day < at ? day : at;
	}
	at -= (int64_t)BEFORE * DAY;
	day = a->moment - (int64_t)MOST * DAY;
	return at > day ? at : day;
}

static bool look(const struct announce_job *job, struct arena *arena,
    struct announced *ret, struct error *err)
{
	struct looking l = {
		.job = job,
		.arena = arena,
		.since = earliest(job->announcement),
	};

	if (!announce_secret(job, arena, "TOKEN", true, &l.token, err))
		return false;
	if (!find_account(&l, ret))
		return true;
	ret->why = STR("the account posted so much that it was not found");
	for (int i = 0; i < PAGES && ret->state != ANNOUNCE_DONE && !l.over;
	     i++)
		ask_page(&l, ret);
	return true;
}

const struct announce_kind announce_mastodon = {
	.name = STR_INIT("mastodon"),
	.length = { CHARACTERS, 0, LINK },
	.needs_address = true,
	.needs_token = true,
	.post = post,
	.look = look,
};
