/* Any bytes: runs in order, inside the text, and whole UTF-8 when undone. */
#include <assert.h>

#include "base/mojibake.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct mojibake_run *run;
	size_t runs = mojibake_find(&arena, text, &run), at = 0;

	for (size_t i = 0; i < runs; i++) {
		assert(run[i].offset >= at && run[i].end > run[i].offset);
		assert(run[i].end <= size && run[i].times > 0);
		assert(run[i].text.len > 0);
		assert(run[i].text.len < run[i].end - run[i].offset);
		assert(text_is_valid(run[i].text));
		assert(text_boundary(text, run[i].offset) == run[i].offset);
		at = run[i].end;
	}
	arena_release(&arena);
	return 0;
}
