/*
 * Discourse: replies to posts.  https://docs.discourse.org
 *
 * A topic gives the numbers of all its posts; the newest are asked for, a part
 * at a time.
 */
#include "base/json.h"
#include "base/url.h"
#include "publish/answer_priv.h"
#include "publish/key_of.h"

enum { TOGETHER = 20, PARTS = 10 };

/* "lamps", "2704" and "17" of https://forum.example/t/lamps/2704/17; a forum
 * in a folder has it before that. */
struct post {
	struct str topic, number; /* the latter unset: the first of it */
};

static bool is_number(struct str text)
{
	uint64_t number;

	return str_to_number(text, INT64_MAX, &number) && number > 0;
}

static bool post_of(struct str page, struct post *ret)
{
	struct str rest = url_split(page).path;
	size_t at = str_find(rest, STR("/t/"), 0);

	if (at == STR_NONE)
		return false;
	rest = str_sub(rest, at + 3, rest.len);
	ret->topic = str_take(&rest, '/');
	if (!is_number(ret->topic))
		ret->topic = str_take(&rest, '/');
	ret->number = str_take(&rest, '/');
	if (!is_number(ret->number))
		ret->number = (struct str){ 0 };
	return is_number(ret->topic);
}

static bool takes(const struct answer *answer)
{
	struct post post;

	/* A key goes to its own forum, and so do numbers of topics. */
	return str_starts(answer->page, answer->service) &&
	       post_of(answer->page, &post);
}

static bool secret(struct arena *arena, const struct answer *answer,
    struct str *ret_secret, struct error *err)
{
	return key_of(
	    arena, answer->source, "KEY", "USER:KEY", ret_secret, err);
}

/* Two headers that say who asks. */
static void sign(struct answering *a, struct call_ask *ask)
{
	struct str key = a->secret, user = str_take(&key, ':');

	ask->header[0] =
	    arena_printf(a->arena, "Api-Username: %.*s", STR_ARG(user)).at;
	ask->header[1] =
	    arena_printf(a->arena, "Api-Key: %.*s", STR_ARG(key)).at;
}

static void judge(struct answering *a, const struct call_answer *answer,
    struct announced *ret)
{
	call_judge(a->arena, answer, "errors.0", ret);
}

/* The answer to a GET; NULL if *ret tells why there is none. */
static json_t *get(struct answering *a, struct str url, struct announced *ret)
{
	struct call_ask ask = { .url = url };
	struct call_answer answer;
	struct error err;
	json_t *all;

	sign(a, &ask);
	call_service(&a->way, &ask, a->arena, &answer);
	if (answer.status != 200) {
		judge(a, &answer, ret);
		return NULL;
	}
	all = from_json(answer.body, &err);
	if (all == NULL)
		ret->why = STR("it did not list the posts of the topic");
	return all;
}

static struct str link_to(struct answering *a, int64_t number)
{
	struct post post = { 0 };

	post_of(a->answer->page, &post);
	return answer_url(a, a->answer->service, "/t/%.*s/%lld",
	    STR_ARG(post.topic), (long long)number);
}

/* --------------------------------------------------------------------- looking */

/* Of the posts stream[from..to) one that is ours; false if they were not
 * given. */
static bool look_at_part(struct answering *a, const json_t *stream, size_t from,
    size_t to, struct announced *ret)
{
	static const char path[] = "post_stream.posts";
	struct post post = { 0 };
	struct strbuf url;
	json_t *all;

	post_of(a->answer->page, &post);
	strbuf_init(&url, LIMIT_URL);
	strbuf_add(&url, answer_url(a, a->answer->service, "/t/%.*s/posts.json",
			     STR_ARG(post.topic)));
	for (size_t i = from; i < to; i++)
		strbuf_printf(&url, "%spost_ids[]=%lld", i > from ? "&" : "?",
		    (long long)from_json_number(
			from_json_item(stream, "post_stream.stream", i), "",
			0));
	all = get(a, answer_taken(a, &url), ret);
	for (size_t i = 0; i < from_json_count(all, path); i++) {
		const json_t *one = from_json_item(all, path, i);

		if (!answer_is_ours(a->answer, from_json_text(one, "cooked")))
			continue;
		ret->state = ANNOUNCE_DONE;
		ret->link = link_to(a, from_json_number(one, "post_number", 1));
	}
	from_json_free(all);
	return all != NULL;
}

static void look(struct answering *a, struct announced *ret)
{
	struct post post = { 0 };
	size_t end, parts = 0;
	json_t *topic;

	post_of(a->answer->page, &post);
	topic = get(a,
	    answer_url(
		a, a->answer->service, "/t/%.*s.json", STR_ARG(post.topic)),
	    ret);
	end = from_json_count(topic, "post_stream.stream");
	if (topic != NULL && end == 0)
		ret->why = STR("it did not list the posts of the topic");
	while (end > 0) {
		size_t from = end > TOGETHER ? end - TOGETHER : 0;

		if (!look_at_part(a, topic, from, end, ret) ||
		    ret->state == ANNOUNCE_DONE)
			break;
		end = from;
		if (end == 0 || ++parts == PARTS) {
			ret->state = ANNOUNCE_NOT;
			break;
		}
	}
	from_json_free(topic);
}

/* --------------------------------------------------------------------- posting */

static struct str reply(struct answering *a)
{
	struct post post = { 0 };
	struct strbuf out;
	struct json j;
	uint64_t number = 0;

	post_of(a->answer->page, &post);
	strbuf_init(&out, LIMIT_SMALL_FILE);
	json_init(&j, &out);
	json_object(&j);
	str_to_number(post.topic, INT64_MAX, &number);
	json_member_number(&j, "topic_id", (int64_t)number);
	json_member(&j, "raw", a->answer->text);
	if (post.number.len > 0) {
		str_to_number(post.number, INT64_MAX, &number);
		json_member_number(&j, "reply_to_post_number", (int64_t)number);
	}
	json_end(&j);
	return answer_taken(a, &out);
}

static void post(struct answering *a, struct announced *ret)
{
	struct call_ask ask = { .url = answer_url(
				    a, a->answer->service, "/posts.json"),
		.type = "application/json",
		.body = reply(a) };
	struct call_answer answer;
	struct error err;
	int64_t number;
	json_t *all;

	sign(a, &ask);
	call_service(&a->way, &ask, a->arena, &answer);
	if (answer.status != 200) {
		judge(a, &answer, ret);
		return;
	}
	/* Without a number it waits for a moderator. */
	all = from_json(answer.body, &err);
	number = from_json_number(all, "post_number", 0);
	ret->state = ANNOUNCE_DONE;
	if (number > 0)
		ret->link = link_to(a, number);
	if (!from_json_is_object(all))
		announce_doubt(ret);
	from_json_free(all);
}

const struct answer_service answer_forum = {
	.markdown = true,
	.needs_service = true,
	.takes = takes,
	.secret = secret,
	.look = look,
	.post = post,
};
