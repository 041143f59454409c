/* Any bytes have a canonical form, which means the same, comes to rest, and
 * is its own. */
#include <assert.h>

#include "base/limits.h"
#include "draft/draft.h"
#include "draft/meaning.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str meaning_of(struct arena *arena, struct str text)
{
	struct source source = { "fuzz", text };
	struct str meaning;
	struct issue issue;
	struct strbuf out;

	assert(issue_read(arena, source, twir_settings(), &issue) == ISSUE_OK);
	strbuf_init(&out, LIMIT_FEED);
	meaning_add(&out, arena, &issue);
	meaning = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return meaning;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct source source = { "fuzz",
		arena_str(&arena, (struct str){ (const char *)data, size }) };
	struct draft_fmt once, twice;
	struct error err;

	if (draft_fmt(&arena, twir_settings(), source, &once, &err)) {
		assert(!once.restless);
		assert(str_eq(meaning_of(&arena, source.text),
		    meaning_of(&arena, once.text)));
		source.text = once.text;
		assert(
		    draft_fmt(&arena, twir_settings(), source, &twice, &err));
		assert(str_eq(once.text, twice.text));
	}
	arena_release(&arena);
	return 0;
}
