/*
 * Bluesky: what posts link that have one of some words, by the search of its
 * application (app.bsky.feed.searchPosts).
 *
 * The search may want an account: "handle:app-password" in SENNIGHT_BLUESKY.
 */
#include "base/from_json.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/mention.h"
#include "model/event_fields.h"

static kind_read read_posts;

/* What is searched for, with whose token. */
struct search {
	struct str word, token;
};

static void ask_page(
    struct harvest *h, const struct search *search, struct str cursor)
{
	const struct collect_options *o = h->options;
	struct search *kept = ARENA_NEW(h->arena, struct search);
	struct strbuf query;

	*kept = *search;
	strbuf_init(&query, LIMIT_URL);
	strbuf_lit(&query, "/xrpc/app.bsky.feed.searchPosts?sort=latest&q=");
	url_add_value(&query, search->word);
	strbuf_printf(&query, "&limit=100&since=%.*sT00:00:00Z",
	    STR_ARG(date_text(h->arena, o->since)));
	if (date_is_set(o->until))
		strbuf_printf(&query, "&until=%.*sT00:00:00Z",
		    STR_ARG(date_text(h->arena, o->until)));
	if (cursor.len > 0) {
		strbuf_lit(&query, "&cursor=");
		url_add_value(&query, cursor);
	}
	harvest_ask(h, &(struct ask){ .url = arena_printf(h->arena, "%.*s%s",
					  STR_ARG(kind_base(h)), query.buf),
			   .bearer = search->token,
			   .read = read_posts,
			   .data = kept });
	strbuf_release(&query);
}

/* "at://DID/app.bsky.feed.post/KEY" as a page for people. */
static struct str page_of(struct harvest *h, const json_t *post)
{
	struct str key = from_json_text(post, "uri");
	struct str author = from_json_text(post, "author.handle");

	while (str_find_char(key, '/', 0) != STR_NONE)
		str_take(&key, '/');
	return arena_printf(h->arena, "https://bsky.app/profile/%.*s/post/%.*s",
	    STR_ARG(author), STR_ARG(key));
}

/* Of the card, else the first that the text links. */
static struct str link_of(const json_t *post)
{
	static const char path[] = "record.facets";
	struct str url = from_json_text(post, "record.embed.external.uri");

	for (size_t i = 0; url.len == 0 && i < from_json_count(post, path);
	     i++) {
		const json_t *facet = from_json_item(post, path, i);

		for (size_t k = 0;
		     url.len == 0 && k < from_json_count(facet, "features");
		     k++)
			url = from_json_text(
			    from_json_item(facet, "features", k), "uri");
	}
	return url;
}

static void read_post(struct harvest *h, const json_t *post)
{
	const struct mention m = {
		.title = from_json_text(post, "record.embed.external.title"),
		.link = link_of(post),
		.text = from_json_text(post, "record.text"),
		.page = page_of(h, post),
		.author = from_json_text(post, "author.handle"),
		.seen = from_json_moment(post, "record.createdAt"),
	};

	if (from_json_number(post, "likeCount", 0) >= h->rule->least)
		harvest_mention(h, &m);
}

static bool read_posts(struct harvest *h, struct error *err)
{
	const struct search *search = h->answer.data;
	json_t *all = from_json(h->answer.body, err);
	struct str cursor = from_json_text(all, "cursor");

	if (all == NULL)
		return false;
	if (!from_json_is_list(from_json_at(all, "posts")))
		harvest_lacks(h, STR("it gives no \"posts\""));
	for (size_t i = 0; i < from_json_count(all, "posts"); i++)
		read_post(h, from_json_item(all, "posts", i));
	if (cursor.len > 0 && from_json_count(all, "posts") > 0)
		ask_page(h, search, cursor);
	from_json_free(all);
	return true;
}

static void search_all(struct harvest *h, struct str token)
{
	for (size_t i = 0; i < h->rule->of.count; i++)
		ask_page(
		    h, &(struct search){ h->rule->of.item[i], token }, STR(""));
}

static bool read_session(struct harvest *h, struct error *err)
{
	json_t *all = from_json(h->answer.body, err);
	struct str token = from_json_text(all, "accessJwt");
	bool ok = token.len > 0;

	if (ok)
		search_all(h, arena_str(h->arena, token));
	else if (all != NULL)
		error_set(err, "it gives no session (status %d): %.*s",
		    h->answer.status,
		    STR_ARG(str_sub(from_json_text(all, "message"), 0, 200)));
	from_json_free(all);
	return ok;
}

static void ask_session(struct harvest *h, struct str secret)
{
	struct str name = str_take(&secret, ':');
	struct strbuf body;
	struct json j;

	strbuf_init(&body, LIMIT_LETTER);
	json_init(&j, &body);
	json_object(&j);
	json_member(&j, "identifier", name);
	json_member(&j, "password", secret.at != NULL ? secret : STR(""));
	json_end(&j);
	harvest_ask(
	    h, &(struct ask){ .url = arena_printf(h->arena,
				  "%.*s/xrpc/com.atproto.server.createSession",
				  STR_ARG(kind_base(h))),
		   .body = strbuf_str(&body),
		   .read = read_session,
		   .any_status = true,
		   .secret_answer = true });
	strbuf_release(&body);
}

static bool start(struct harvest *h, struct error *err)
{
	struct str secret = { NULL, 0 };

	if (h->options->replay == NULL && !kind_secret(h, &secret, err))
		return false;
	if (secret.len > 0)
		ask_session(h, secret);
	else
		search_all(h, secret);
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	static const char *const marks[] = { "/hashtag/", "?q=", "&q=", NULL };
	struct str word = kind_word_behind(address, marks);

	return answer == NULL && word.len > 0 &&
	       kind_is_at(address, "bsky.app") &&
	       kind_found(arena, kind_bluesky.name, word, ret_rule);
}

const struct kind kind_bluesky = {
	.name = "bluesky",
	.what = "Bluesky: links of posts with one of some words",
	.needs = KIND_NEEDS_OF,
	.url = "https://api.bsky.app",
	.secret = "BLUESKY",
	.start = start,
	.knows = knows,
};
