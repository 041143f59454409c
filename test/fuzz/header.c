/* Any bytes give a header whose ranges and body lie inside the file. */
#include <assert.h>

#include "model/issue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str file = { (const char *)data, size };
	struct header h;
	size_t body = header_read(&arena, file, &h);

	assert(body <= size);
	assert((h.offset == MD_UNKNOWN) == (h.fields == 0));
	assert(h.fields == 0 || (h.offset <= h.end && h.end <= body));
	for (size_t i = 0; i < h.fields; i++) {
		assert(h.field[i].offset < h.field[i].end);
		assert(h.field[i].end <= h.end);
		assert(i == 0 || h.field[i - 1].end <= h.field[i].offset);
	}
	assert(!date_is_set(h.date) || date_exists(h.date));
	arena_release(&arena);
	return 0;
}
