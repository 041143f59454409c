/* Any bytes for RSS and Atom, the first line for the header Content-Type: what
 * is read is clean, on one line, and bounded. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(struct arena *arena, struct str s, size_t max)
{
	assert(s.len <= max);
	assert(text_is_valid(s));
	assert(str_eq(text_clean(arena, s), s));
	assert(str_eq(str_trim(s), s));
	assert(str_find_char(s, '\n', 0) == STR_NONE);
}

static void look_at_item(struct arena *arena, const struct feed_item *item)
{
	look(arena, item->title, LIMIT_PAGE_TITLE);
	look(arena, item->id, LIMIT_URL);
	look(arena, item->author, LIMIT_SOURCE_FEED_NAME);
	look(arena, item->summary, LIMIT_SOURCE_FEED_SUMMARY);
	look(arena, item->language, LIMIT_SOURCE_FEED_LANGUAGE);
	look(arena, item->enclosure_type, LIMIT_SOURCE_FEED_NAME);
	assert(item->url.len == 0 || url_is_web(item->url));
	assert(item->enclosure.len == 0 || url_is_web(item->enclosure));
	assert(
	    item->title.len + item->url.len + item->id.len + item->summary.len >
	    0);
	assert(item->published >= 0 && item->updated >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str body = { (const char *)data, size };
	struct str_list list;
	struct feed feed;
	struct error err = { "" };
	struct feed_answer answer = { .address =
					  STR("https://example.org/a/b") };

	answer.content_type = str_take(&body, '\n');
	answer.body = body;
	if (feed_read(&arena, &answer, &feed, &err)) {
		assert(feed.items <= LIMIT_SOURCE_FEED_ITEMS);
		look(&arena, feed.title, LIMIT_PAGE_TITLE);
		assert(feed.home.len == 0 || url_is_web(feed.home));
		for (size_t i = 0; i < feed.items; i++)
			look_at_item(&arena, &feed.item[i]);
	} else {
		assert(err.text[0] != '\0');
	}
	feed_discover(&arena, &answer, &list);
	assert(list.count <= LIMIT_FEED_LINKS);
	for (size_t i = 0; i < list.count; i++)
		assert(url_is_web(list.item[i]));
	arena_release(&arena);
	return 0;
}
