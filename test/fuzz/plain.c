/* Any Markdown gives plain text: valid, clean, and no line ends in blanks. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "build/plain.h"

static void check(struct str text)
{
	assert(text_is_valid(text));
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		uint32_t c = text_next(text, &at);

		assert(!text_is_forbidden(c));
		assert(c != '\r');
		assert(c != '\n' || from == 0 || text.at[from - 1] != ' ');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str file =
	    arena_str(&arena, (struct str){ (const char *)data, size });
	struct md_tree tree;
	struct strbuf out;
	struct plain plain;

	if (md_tree_parse(&arena, file, 0, &tree) == MD_OK) {
		strbuf_init(&out, LIMIT_PAGE);
		plain_init(&plain, &out, &arena,
		    size % 2 ? STR("https://a.example/b/")
			     : (struct str){ NULL, 0 },
		    76);
		plain_add_blocks(&plain, tree.root->first, NULL);
		plain_add_links(&plain);
		check(strbuf_str(&out));
		plain_release(&plain);
		strbuf_release(&out);
	}
	arena_release(&arena);
	return 0;
}
