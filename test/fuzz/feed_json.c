/* Any bytes for the items of a JSON Feed. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "collect/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct strbuf body;
	struct feed feed;
	struct error err = { "" };
	struct feed_answer answer = { .address =
					  STR("https://example.org/a/b") };

	strbuf_init(&body, size + KIB);
	strbuf_lit(&body, "{\"version\":\"https://jsonfeed.org/version/1\",");
	strbuf_add(&body, (struct str){ (const char *)data, size });
	answer.body = strbuf_str(&body);
	if (!feed_read(&arena, &answer, &feed, &err)) {
		assert(err.text[0] != '\0');
		feed.items = 0;
	}
	for (size_t i = 0; i < feed.items; i++) {
		assert(text_is_valid(feed.item[i].title));
		assert(feed.item[i].title.len <= LIMIT_PAGE_TITLE);
		assert(feed.item[i].id.len <= LIMIT_URL);
		assert(
		    feed.item[i].url.len == 0 || url_is_web(feed.item[i].url));
	}
	strbuf_release(&body);
	arena_release(&arena);
	return 0;
}
