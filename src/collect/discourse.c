/*
 * Discourse: posts in topics (nominations, calls), with their likes.
 *
 * A topic gives its first posts and the numbers of all; the newest are asked
 * for by number, until they are older than the window.  A like is action 2, and
 * is not there if there is none.  What is quoted in a post is not its own.
 * https://docs.discourse.org
 */
#include "base/from_json.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/feed_priv.h"
#include "collect/kind.h"

enum { TOGETHER = 20, LIKE = 2, TEXT_MAX = 2000, DAY = 24 * 60 * 60 };

static const char *const origin[] = { "text", "cooked", "url", "post_number",
	"thanks", "name", "likes", "actions_summary", NULL };

struct topic {
	struct str address; /* without what is behind its number */
	int64_t *id;        /* of all posts, oldest first */
	size_t ids, asked;  /* `asked` from the end */
};

static kind_read read_topic, read_posts;

/* ----------------------------------------------------------------------- a post */

static int64_t likes_of(const json_t *post)
{
	static const char path[] = "actions_summary";

	for (size_t i = 0; i < from_json_count(post, path); i++) {
		const json_t *action = from_json_item(post, path, i);

		if (from_json_number(action, "id", 0) == LIKE)
			return from_json_number(action, "count", 0);
	}
	return 0;
}

/* HTML without quotes and boxes of other pages, which are <aside>s. */
static struct str own_text(struct arena *arena, struct str cooked)
{
	struct strbuf own;
	struct str text;
	size_t at = 0, open;

	strbuf_init(&own, LIMIT_CANDIDATE);
	while ((open = str_find(cooked, STR("<aside"), at)) != STR_NONE) {
		size_t close = str_find(cooked, STR("</aside>"), open);

		strbuf_add(&own, str_sub(cooked, at, open));
		at = close == STR_NONE ? cooked.len : close + 8;
	}
	strbuf_add(&own, str_sub(cooked, at, cooked.len));
	text = feed_text(arena, strbuf_str(&own), FEED_HTML, TEXT_MAX);
	strbuf_release(&own);
	return text;
}

/* The first address that a post links, but those of the forum itself. */
static struct str link_of(struct harvest *h, struct str cooked)
{
	size_t at = 0;

	while ((at = str_find(cooked, STR("href=\""), at)) != STR_NONE) {
		struct str rest = str_sub(cooked, at + 6, cooked.len);
		struct str url =
		    feed_absolute_url(h->arena, str_take(&rest, '"'));

		if (url.len > 0 &&
		    !str_eq_fold(url_host(url), url_host(h->answer.url)))
			return url;
		at += 6;
	}
	return (struct str){ NULL, 0 };
}

static void read_post(
    struct harvest *h, const struct topic *topic, const json_t *post)
{
	struct str cooked = from_json_text(post, "cooked");
	struct str text = own_text(h->arena, cooked);
	struct str page =
	    arena_printf(h->arena, "%.*s/%lld", STR_ARG(topic->address),
		(long long)from_json_number(post, "post_number", 1));
	struct str name = from_json_text(post, "username");
	struct strbuf out;
	struct json j;

	if (from_json_is(post, "hidden") ||
	    from_json_is(post, "user_deleted") || text.len == 0 ||
	    likes_of(post) < h->rule->least)
		return;
	strbuf_init(&out, LIMIT_CANDIDATE);
	harvest_begin(
	    h, &j, &out, "feature", from_json_moment(post, "created_at"));
	json_member(&j, "text", text);
	json_member(&j, "url", page);
	json_key(&j, "thanks");
	json_object(&j);
	json_member(&j, "name", name);
	json_member(&j, "url", page);
	json_end(&j);
	json_member(&j, "link", link_of(h, cooked));
	json_member_number(&j, "likes", likes_of(post));
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

/* ----------------------------------------------------------------------- a topic */

/* The next newest that were not asked for yet. */
static void ask_posts(struct harvest *h, struct topic *topic)
{
	struct strbuf url;
	size_t end = topic->ids - topic->asked;
	size_t from = end > TOGETHER ? end - TOGETHER : 0;

	if (end == 0)
		return;
	strbuf_init(&url, LIMIT_URL);
	strbuf_add(&url, topic->address);
	strbuf_lit(&url, "/posts.json");
	for (size_t i = from; i < end; i++)
		strbuf_printf(&url, "%spost_ids[]=%lld", i > from ? "&" : "?",
		    (long long)topic->id[i]);
	topic->asked += end - from;
	harvest_ask(h,
	    &(struct ask){
		.url = strbuf_str(&url), .read = read_posts, .data = topic });
	strbuf_release(&url);
}

static bool read_posts(struct harvest *h, struct error *err)
{
	static const char path[] = "post_stream.posts";
	struct topic *topic = h->answer.data;
	json_t *all = from_json(h->answer.body, err);
	size_t count = from_json_count(all, path);
	bool newer = count > 0;

	if (all == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		const json_t *post = from_json_item(all, path, i);

		newer = newer && from_json_moment(post, "created_at") / DAY >=
				     date_to_days(h->options->since);
		read_post(h, topic, post);
	}
	/* As long as all of a part is in the window, the part before may be. */
	if (newer)
		ask_posts(h, topic);
	from_json_free(all);
	return true;
}

static bool read_topic(struct harvest *h, struct error *err)
{
	static const char path[] = "post_stream.stream";
	struct topic *topic = h->answer.data;
	json_t *all = from_json(h->answer.body, err);
	size_t count = from_json_count(all, path);

	if (all == NULL)
		return false;
	if (count == 0)
		harvest_lacks(h, STR("it says of no posts in the topic"));
	topic->id = ARENA_ARRAY(h->arena, count + 1, int64_t);
	for (size_t i = 0; i < count; i++)
		topic->id[topic->ids++] =
		    from_json_number(from_json_item(all, path, i), "", 0);
	from_json_free(all);
	ask_posts(h, topic);
	return true;
}

/* "https://forum.example/t/lamps/2704" of that with a post's number, a query or
 * not; of a number alone the topic of the base. */
static struct str address_of(struct harvest *h, struct str of)
{
	struct str base = kind_base(h), rest, part;
	size_t at = str_find(of, STR("/t/"), 0), end;

	if (at == STR_NONE)
		return arena_printf(h->arena, "%.*s/t/%.*s", STR_ARG(base),
		    STR_ARG(str_trim(of)));
	rest = str_sub(of, at + 3, of.len);
	end = at + 3;
	/* Up to the first part that is a number. */
	do {
		part = str_take(&rest, '/');
		end += part.len + 1;
	} while (
	    rest.at != NULL && (part.len == 0 || !char_is_digit(part.at[0])));
	of = str_sub(of, 0, end - 1);
	return str_take(&of, '?');
}

static bool start(struct harvest *h, struct error *err)
{
	for (size_t i = 0; i < h->rule->of.count; i++) {
		struct str of = h->rule->of.item[i];

		if (!url_is_web(of) && kind_base(h).len == 0)
			return error_set(err,
			    "`of` has \"%.*s\"; expected the address of a "
			    "topic, such as https://forum.example.org/t/"
			    "lamps/27, or `url` with that of the forum",
			    STR_ARG(of));
	}
	for (size_t i = 0; i < h->rule->of.count; i++) {
		struct topic *topic = ARENA_NEW(h->arena, struct topic);

		topic->address = address_of(h, h->rule->of.item[i]);
		harvest_ask(
		    h, &(struct ask){ .url = arena_printf(h->arena, "%.*s.json",
					  STR_ARG(topic->address)),
			   .read = read_topic,
			   .data = topic });
	}
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	if (answer == NULL ||
	    str_find(answer->body, STR("content=\"Discourse"), 0) == STR_NONE ||
	    str_find(address, STR("/t/"), 0) == STR_NONE)
		return false;
	return kind_found(arena, kind_discourse.name, address, ret_rule);
}

const struct kind kind_discourse = {
	.name = "discourse",
	.what = "Discourse: posts in topics, with their likes",
	.needs = KIND_NEEDS_OF,
	.start = start,
	.knows = knows,
};
