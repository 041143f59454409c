/* Any bytes: what is taken for a list of changes is the same list when it is
 * written and read again. */
#include <assert.h>

#include "base/changes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_same(
    const struct changed_file *a, const struct changed_file *b)
{
	assert(a->status == b->status);
	assert(strcmp(a->path, b->path) == 0);
	assert((a->old_path == NULL) == (b->old_path == NULL));
	assert(a->old_path == NULL || strcmp(a->old_path, b->old_path) == 0);
	assert(str_eq(a->old_text, b->old_text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };
	struct changes list, again;
	struct error err;
	struct strbuf out;

	strbuf_init(&out, size);
	if (changes_parse(&arena, text, &list, &err)) {
		for (size_t i = 0; i < list.count; i++)
			changes_add(&out, &list.file[i]);
		/* Zeros before a number are not written again. */
		assert(!out.full);
		assert(changes_parse(&arena, strbuf_str(&out), &again, &err));
		assert(again.count == list.count);
		for (size_t i = 0; i < list.count; i++)
			check_same(&list.file[i], &again.file[i]);
	}
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
