/* A feed (feed.h): what came out since the window began, as links. */
#include "base/limits.h"
#include "collect/feed.h"
#include "collect/kind.h"
#include "collect/look.h"

static const char *const origin[] = { "title", "title", "url", "link", NULL };

/* A recording is told by what is enclosed. */
static void add_tags(
    struct harvest *h, struct json *j, const struct feed_item *item)
{
	enum page_medium medium =
	    str_starts_fold(item->enclosure_type, STR("audio/")) ? PAGE_HEARD
	    : str_starts_fold(item->enclosure_type, STR("video/"))
		? PAGE_WATCHED
		: PAGE_READ;
	struct str_list tags = link_tags(
	    h->arena, h->options->settings, item->url, medium, item->language);

	if (tags.count > 0)
		json_member_list(j, "tags", &tags);
}

static void add_item(
    struct harvest *h, struct strbuf *out, const struct feed_item *item)
{
	struct str title = item->title.len > 0 ? item->title : item->summary;
	struct json j;

	if (item->url.len == 0) {
		harvest_leave(
		    h, arena_printf(h->arena, "\"%.*s\" has no address",
			   STR_ARG(title)));
		return;
	}
	harvest_begin(h, &j, out, "link",
	    item->published > 0 ? item->published : item->updated);
	json_member(&j, "title", title.len > 0 ? title : item->url);
	json_member(&j, "url", item->url);
	add_tags(h, &j, item);
	harvest_end(h, &j, origin);
}

/* Many paste the address of a page, which knows that of its feed. */
static bool refuse(
    struct harvest *h, const struct feed_answer *answer, struct error *err)
{
	struct error why = *err;
	struct str_list feeds;

	if (!feed_discover(h->arena, answer, &feeds))
		return error_set(err, "it is %s", why.text);
	return error_set(err, "it is %s; a feed of it is %.*s", why.text,
	    STR_ARG(feeds.item[0]));
}

static bool read(struct harvest *h, struct error *err)
{
	const struct feed_answer answer = {
		.body = h->answer.body,
		.content_type = h->answer.content_type,
		.address = h->answer.url,
	};
	struct strbuf out;
	struct feed feed;

	if (!feed_read(h->arena, &answer, &feed, err))
		return refuse(h, &answer, err);
	strbuf_init(&out, LIMIT_LETTER);
	for (size_t i = 0; i < feed.items; i++)
		add_item(h, &out, &feed.item[i]);
	strbuf_release(&out);
	h->answer.cut |= feed.cut;
	return true;
}

/* A feed, or a page that names one: the first. */
static bool knows(struct arena *arena, struct str address,
    const struct answer *answer, struct source_rule *ret_rule)
{
	struct feed_answer page;
	struct str_list feeds;
	struct feed feed;
	struct error ignored;

	if (answer == NULL)
		return false;
	page = (struct feed_answer){ .body = answer->body,
		.content_type = answer->content_type,
		.address = answer->url };
	if (feed_read(arena, &page, &feed, &ignored))
		ret_rule->url = address;
	else if (feed_discover(arena, &page, &feeds))
		ret_rule->url = feeds.item[0];
	else
		return false;
	ret_rule->kind = str_of(kind_feed.name);
	return true;
}

const struct kind kind_feed = {
	.name = "feed",
	.what = "RSS, Atom or JSON Feed: what came out",
	.needs = KIND_NEEDS_URL,
	.read = read,
	.knows = knows,
};
