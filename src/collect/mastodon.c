/*
 * Mastodon: what posts with a tag link, and with the token of an account, what
 * those link that mention it.  https://docs.joinmastodon.org/methods
 */
#include "base/from_json.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/feed_priv.h"
#include "collect/mention.h"

enum { DAY = 24 * 60 * 60, TEXT_MAX = 500 };

static kind_read read_statuses;

static void ask_page(struct harvest *h, struct str url, struct str token)
{
	struct str *kept = ARENA_NEW(h->arena, struct str);

	*kept = token;
	harvest_ask(h, &(struct ask){ .url = url,
			   .bearer = token,
			   .read = read_statuses,
			   .data = kept });
}

/* The first link that is neither a person nor a tag. */
static struct str link_in(struct arena *arena, struct str html)
{
	size_t at = 0, end;

	while ((at = str_find(html, STR("<a "), at)) != STR_NONE) {
		struct str tag;
		size_t href;

		end = str_find_char(html, '>', at);
		tag = str_sub(html, at, end == STR_NONE ? html.len : end);
		href = str_find(tag, STR("href=\""), 0);
		at++;
		if (href == STR_NONE ||
		    str_find(tag, STR("mention"), 0) != STR_NONE ||
		    str_find(tag, STR("hashtag"), 0) != STR_NONE)
			continue;
		tag = str_sub(tag, href + 6, tag.len);
		return feed_absolute_url(arena, str_take(&tag, '"'));
	}
	return (struct str){ NULL, 0 };
}

static void read_status(struct harvest *h, const json_t *status)
{
	struct str html = from_json_text(status, "content");
	struct mention m = {
		.title = from_json_text(status, "card.title"),
		.link = from_json_text(status, "card.url"),
		.text = feed_text(h->arena, html, FEED_HTML, TEXT_MAX),
		.page = from_json_text(status, "url"),
		.author = from_json_text(status, "account.acct"),
		.seen = from_json_moment(status, "created_at"),
	};

	if (m.link.len == 0)
		m.link = link_in(h->arena, html);
	if (from_json_number(status, "favourites_count", 0) >= h->rule->least)
		harvest_mention(h, &m);
}

/* Statuses, or notifications that hold one each. */
static bool read_statuses(struct harvest *h, struct error *err)
{
	json_t *all = from_json(h->answer.body, err);
	const struct str *token = h->answer.data;
	struct str why = from_json_text(all, "error");
	size_t count = from_json_count(all, "");
	int64_t last = 0;

	if (all == NULL)
		return false;
	if (!from_json_is_list(all))
		harvest_lacks(h, why.len > 0 ? why : STR("it is no list"));
	for (size_t i = 0; i < count; i++) {
		const json_t *one = from_json_item(all, "", i);
		const json_t *status = from_json_at(one, "status");

		status = status != NULL ? status : one;
		last = from_json_moment(status, "created_at");
		read_status(h, status);
	}
	/* Newest first: what is behind is older still. */
	if (h->answer.next.len > 0 && count > 0 &&
	    last / DAY >= date_to_days(h->options->since))
		ask_page(h, h->answer.next, *token);
	from_json_free(all);
	return true;
}

static bool start(struct harvest *h, struct error *err)
{
	struct str token, base = kind_base(h);

	if (!kind_secret(h, &token, err))
		return false;
	for (size_t i = 0; i < h->rule->of.count; i++) {
		struct str tag = h->rule->of.item[i];

		if (str_starts(tag, STR("#")))
			tag = str_sub(tag, 1, tag.len);
		ask_page(h,
		    arena_printf(h->arena,
			"%.*s/api/v1/timelines/tag/%.*s?limit=40",
			STR_ARG(base), STR_ARG(tag)),
		    token);
	}
	if (token.len > 0)
		ask_page(h,
		    arena_printf(h->arena,
			"%.*s/api/v1/notifications?types[]=mention&limit=40",
			STR_ARG(base)),
		    token);
	return true;
}

/* Any host may be such a server: its pages say so. */
static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	static const char *const marks[] = { "/tags/", NULL };
	struct str tag = kind_word_behind(address, marks);
	struct url parts = url_split(address);

	if (answer == NULL || tag.len == 0 ||
	    str_find(answer->body, STR("id='mastodon'"), 0) == STR_NONE)
		return false;
	ret_rule->url = arena_printf(arena, "%.*s://%.*s/",
	    STR_ARG(parts.scheme), STR_ARG(parts.authority));
	return kind_found(arena, kind_mastodon.name, tag, ret_rule);
}

const struct kind kind_mastodon = {
	.name = "mastodon",
	.what = "Mastodon: links of posts with a tag, and of mentions",
	.needs = KIND_NEEDS_URL | KIND_NEEDS_OF,
	.secret = "MASTODON",
	.start = start,
	.knows = knows,
};
