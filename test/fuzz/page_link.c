/* Any page is read or refused, and its texts are one line of UTF-8. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "collect/page_link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct str text)
{
	if (!text_is_valid(text) || str_find_char(text, '\n', 0) != STR_NONE)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	struct arena arena = { 0 };
	struct page_link page;

	if (page_link_read(&arena, all, STR("text/html"),
		STR("https://tide.example.org/1"), &page)) {
		check(page.title);
		check(page.author);
		check(page.language);
	}
	if (page_oembed_read(&arena, all, &page))
		check(page.title);
	arena_release(&arena);
	return 0;
}
