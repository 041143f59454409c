/* The events of any page have a title, an address and days in their order. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/url.h"
#include "collect/page_events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct event *e)
{
	if (e->title.len == 0 || !text_is_valid(e->title) ||
	    !url_is_web(e->url) || !date_is_set(e->first) ||
	    date_cmp(e->last, e->first) < 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct page_events events;
	const struct answer page = {
		.body = { (const char *)data, size },
		.content_type = STR("text/html"),
		.url = STR("https://tide.example.org/1"),
	};

	page_events_read(&arena, &page, &events);
	for (size_t i = 0; i < events.count; i++)
		check(&events.event[i].event);
	arena_release(&arena);
	return 0;
}
