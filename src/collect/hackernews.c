/*
 * Hacker News, by Algolia's search (hn.algolia.com/api): stories of the window
 * with one of some words.
 *
 * It searches in all of a story, and "rust" is on ships too: `words` chooses by
 * title and address.
 */
#include "base/from_json.h"
#include "base/limits.h"
#include "base/url.h"
#include "collect/kind.h"

enum { DAY = 24 * 60 * 60, PAGE = 100 };

static const char *const origin[] = { "title", "title", "url", "url", "points",
	"points", "discussion", "objectID", NULL };

static kind_read read_stories;

static void ask_page(struct harvest *h, struct str word, int64_t page)
{
	const struct collect_options *o = h->options;
	struct strbuf query;

	strbuf_init(&query, LIMIT_URL);
	strbuf_lit(&query, "/api/v1/search_by_date?tags=story&query=");
	url_add_value(&query, word);
	strbuf_printf(&query,
	    "&hitsPerPage=%d&page=%lld&numericFilters=created_at_i%%3E%%3D%lld",
	    PAGE, (long long)page, (long long)date_to_days(o->since) * DAY);
	if (date_is_set(o->until))
		strbuf_printf(&query, "%%2Ccreated_at_i%%3C%lld",
		    (long long)date_to_days(o->until) * DAY);
	if (h->rule->least > 0)
		strbuf_printf(&query, "%%2Cpoints%%3E%%3D%d", h->rule->least);
	harvest_ask(
	    h, &(struct ask){
		   .url = arena_printf(
		       h->arena, "%.*s%s", STR_ARG(kind_base(h)), query.buf),
		   .read = read_stories,
		   .data = (void *)(uintptr_t)arena_cstr(h->arena, word),
	       });
	strbuf_release(&query);
}

static void read_story(struct harvest *h, const json_t *hit)
{
	struct str url = from_json_text(hit, "url");
	struct str page =
	    arena_printf(h->arena, "https://news.ycombinator.com/item?id=%.*s",
		STR_ARG(from_json_text(hit, "objectID")));
	struct strbuf out;
	struct json j;

	strbuf_init(&out, LIMIT_LETTER);
	harvest_begin(
	    h, &j, &out, "link", from_json_number(hit, "created_at_i", 0));
	json_member(&j, "title", from_json_text(hit, "title"));
	json_member(&j, "url", url.len > 0 ? url : page);
	json_member_number(&j, "points", from_json_number(hit, "points", 0));
	json_member(&j, "discussion", page);
	harvest_end(h, &j, origin);
	strbuf_release(&out);
}

static bool read_stories(struct harvest *h, struct error *err)
{
	json_t *all = from_json(h->answer.body, err);
	int64_t page = from_json_number(all, "page", 0);

	if (all == NULL)
		return false;
	if (!from_json_is_list(from_json_at(all, "hits")))
		harvest_lacks(h, STR("it gives no \"hits\""));
	for (size_t i = 0; i < from_json_count(all, "hits"); i++)
		read_story(h, from_json_item(all, "hits", i));
	if (page + 1 < from_json_number(all, "nbPages", 0))
		ask_page(h, str_of(h->answer.data), page + 1);
	from_json_free(all);
	return true;
}

static bool start(struct harvest *h, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < h->rule->of.count; i++)
		ask_page(h, h->rule->of.item[i], 0);
	return true;
}

static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	static const char *const marks[] = { "?q=", "&q=", "query=", NULL };
	struct str word = kind_word_behind(address, marks);

	return answer == NULL && word.len > 0 &&
	       kind_is_at(address, "hn.algolia.com") &&
	       kind_found(arena, kind_hackernews.name, word, ret_rule);
}

const struct kind kind_hackernews = {
	.name = "hackernews",
	.what = "Hacker News: stories with one of some words",
	.needs = KIND_NEEDS_OF,
	.url = "https://hn.algolia.com",
	.start = start,
	.knows = knows,
};
