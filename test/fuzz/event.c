/* The two lines of an event: any text, of which each LINE_LINK is a link with
 * the first bytes of the input as its text. */
#include <assert.h>

#include "model/event.h"

enum { MAX_LINKS = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count_links(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.at[i] == LINE_LINK;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct date issue = { 2026, 3, 4 };
	struct arena arena = { 0 };
	struct str all = { (const char *)data, size };
	struct str name = str_take(&all, '\n'), first = str_take(&all, '\n');
	struct item_link link[MAX_LINKS];
	struct line lines[2] = { { first, link, count_links(first) },
		{ all, link, count_links(all) } };
	struct event e;

	for (size_t i = 0; i < MAX_LINKS; i++)
		link[i] = (struct item_link){ name, name, 0, 0 };
	if (lines[0].links <= MAX_LINKS && lines[1].links <= MAX_LINKS &&
	    event_lines_read(&arena, lines[0], lines[1], issue, &e)) {
		assert(date_exists(e.first) && date_exists(e.last));
		assert(date_cmp(e.first, e.last) <= 0);
		assert(e.start >= -1 && e.start < 24 * 60);
	}
	arena_release(&arena);
	return 0;
}
