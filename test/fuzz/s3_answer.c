/* Any bytes as a list or an error of a store: all is read or nothing, it is
 * found again by its name, and what people see is clean. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "publish/s3_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_list(struct arena *arena, struct str xml)
{
	struct s3_list list = { .count = 0 };
	struct error err = { "" };
	struct str token;

	if (!s3_list_read(arena, xml, &list, &token, &err)) {
		assert(err.text[0] != '\0' && list.count == 0);
		return;
	}
	/* Nothing was made of nothing. */
	assert(list.count <= xml.len && token.len <= 4 * xml.len);
	s3_list_sort(&list);
	for (size_t i = 0; i < list.count; i++) {
		const struct s3_key *key = &list.key[i];

		assert(key->name.len > 0 && key->name.len <= 4 * xml.len);
		assert(s3_list_find(&list, key->name) != NULL);
		s3_key_holds(key, key->name);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str xml = { (const char *)data, size };
	struct arena arena = { 0 };
	struct s3_error e;

	look_at_list(&arena, xml);
	e = s3_error_read(&arena, xml);
	assert(text_is_valid(e.code) && text_is_valid(e.message));
	/* All that is kept is copies of what was there. */
	assert(arena.total <= 256 * (size + 64));
	arena_release(&arena);
	return 0;
}
