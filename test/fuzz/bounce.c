/* Any mail is read: what it tells is bounded, clean, and a line of JSON. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "send/bounce.h"

static void check(struct str text)
{
	assert(text_is_valid(text));
	assert(str_find_char(text, '\n', 0) == STR_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct bounces all;
	struct strbuf out;

	bounce_read(&arena, (struct str){ (const char *)data, size }, &all);
	assert(all.count <= LIMIT_BOUNCE_RECIPIENTS);
	for (size_t i = 0; i < all.count; i++) {
		const struct bounce *b = &all.item[i];

		check(b->address);
		check(b->original);
		check(b->text);
		assert(b->kind != BOUNCE_FAILED || b->status.len > 0);
		assert(!b->hard || b->kind == BOUNCE_FAILED);
	}
	strbuf_init(&out, LIMIT_BOUNCE_LISTING);
	bounce_add_json(&out, STR("a.eml"), &all);
	assert(str_find_char(strbuf_str(&out), '\n', 0) == out.len - 1);
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
