/* Any bytes for a page, the first line for its Content-Type: the title is
 * clean and short. */
#include <assert.h>

#include "base/html_sax.h"
#include "base/limits.h"
#include "base/text.h"
#include "probe/title.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str page = { (const char *)data, size };
	struct str type = str_take(&page, '\n'), title;

	html_is_type(type);
	title = title_find(&arena, page, type);
	assert(title.len <= LIMIT_PAGE_TITLE);
	assert((title.len == 0) == (title.at == NULL));
	assert(text_is_valid(title));
	assert(str_eq(text_clean(&arena, title), title));
	assert(str_eq(str_trim(title), title));
	assert(str_find(title, STR("  "), 0) == STR_NONE);
	arena_release(&arena);
	return 0;
}
