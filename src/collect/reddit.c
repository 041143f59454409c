/*
 * Reddit, by its Atom feeds: since 2026 the only way in without a contract, and
 * that only slowly.
 *
 * The address that a post is about stands only in the contents, behind the word
 * "[link]".  Readers have a feed of their own, whose address is a secret:
 * "feed=...&user=..." in SENNIGHT_REDDIT.
 */
#include "base/limits.h"
#include "base/url.h"
#include "collect/feed.h"
#include "collect/feed_priv.h"
#include "collect/kind.h"

static const char *const origin[] = { "title", "title", "url",
	"content: [link]", "discussion", "link", NULL };

/* The part of the feed that is about a post. */
static struct str entry_of(struct str body, struct str page)
{
	size_t at = str_find(body, page, 0), from = 0, next;

	if (at == STR_NONE)
		return (struct str){ NULL, 0 };
	while ((next = str_find(body, STR("<entry"), from + 1)) < at)
		from = next;
	return str_sub(body, from, next);
}

/* The address is escaped as HTML is, and then as XML is. */
static struct str unescaped(struct arena *arena, struct str url)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_URL);
	while (url.len > 0) {
		if (str_starts(url, STR("&amp;amp;")) ||
		    str_starts(url, STR("&amp;")))
			url = str_sub(url,
			    str_starts(url, STR("&amp;amp;")) ? 9 : 5, url.len);
		else if (url.at[0] != '&') {
			strbuf_add_char(&out, url.at[0]);
			url = str_sub(url, 1, url.len);
			continue;
		} else {
			url = str_sub(url, 1, url.len);
		}
		strbuf_add_char(&out, '&');
	}
	text = feed_absolute_url(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

/* The address of the anchor whose text is "[link]"; unset if there is none. */
static struct str link_in(struct arena *arena, struct str body, struct str page)
{
	static const struct str quotes[] = { STR_INIT("&quot;"),
		STR_INIT("\"") };
	struct str entry = entry_of(body, page);
	size_t at = str_find(entry, STR("[link]"), 0), from = at;

	if (at == STR_NONE)
		return (struct str){ NULL, 0 };
	while (from > 0 && !str_starts(str_sub(entry, from, at), STR("href=")))
		from--;
	entry = str_sub(entry, from + STR("href=").len, at);
	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (str_starts(entry, quotes[i])) {
			entry = str_sub(entry, quotes[i].len, entry.len);
			return unescaped(arena,
			    str_sub(entry, 0, str_find(entry, quotes[i], 0)));
		}
	return (struct str){ NULL, 0 };
}

static void read_post(struct harvest *h, const struct feed_item *item)
{
	struct str about = link_in(h->arena, h->answer.body, item->url);
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_LETTER);
	harvest_begin(h, &j, &out, "link",
	    item->published > 0 ? item->published : item->updated);
	json_member(&j, "title", item->title);
	json_member(&j, "url", about.len > 0 ? about : item->url);
	json_member(&j, "discussion", item->url);
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

static bool read_posts(struct harvest *h, struct error *err)
{
	const struct feed_answer answer = { .body = h->answer.body,
		.content_type = h->answer.content_type,
		.address = h->answer.url };
	struct feed feed;

	if (!feed_read(h->arena, &answer, &feed, err))
		return false;
	for (size_t i = 0; i < feed.items; i++)
		if (feed.item[i].url.len > 0)
			read_post(h, &feed.item[i]);
	return true;
}

/* "r/lamps", "lamps" or its address. */
static struct str name_of(struct str of)
{
	size_t at = str_find(of, STR("r/"), 0);

	if (at != STR_NONE && (at == 0 || of.at[at - 1] == '/'))
		of = str_sub(of, at + 2, of.len);
	return str_take(&of, '/');
}

static bool start(struct harvest *h, struct error *err)
{
	struct str secret;

	if (!kind_secret(h, &secret, err))
		return false;
	for (size_t i = 0; i < h->rule->of.count; i++)
		harvest_ask(h,
		    &(struct ask){ .url = arena_printf(h->arena,
				       "%.*s/r/%.*s/new.rss?limit=100",
				       STR_ARG(kind_base(h)),
				       STR_ARG(name_of(h->rule->of.item[i]))),
			.secret = secret.len > 0
				      ? arena_printf(h->arena, "&%.*s",
					    STR_ARG(str_trim(secret)))
				      : secret,
			.read = read_posts,
			.keep = true });
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	struct str path = url_split(address).path;

	if (answer != NULL || !kind_is_at(address, "reddit.com") ||
	    !str_starts(path, STR("/r/")))
		return false;
	return kind_found(arena, kind_reddit.name, name_of(path), ret_rule);
}

const struct kind kind_reddit = {
	.name = "reddit",
	.what = "Reddit: links of communities, by their feeds",
	.needs = KIND_NEEDS_OF,
	.url = "https://www.reddit.com",
	.secret = "REDDIT",
	.pace = { .parallel = 1, .pause_ms = 6000 },
	.start = start,
	.knows = knows,
};
