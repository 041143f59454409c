/* Any bytes for a manifest: only clean paths come out, and what is written
 * from it reads back the same. */
#include <assert.h>

#include "build/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str text = { (const char *)data, size };
	struct manifest m, again;
	struct strbuf out;

	strbuf_init(&out, LIMIT_MANIFEST);
	if (manifest_read(&m, &arena, text)) {
		for (size_t i = 0; i < m.files; i++) {
			struct str path = str_of(m.file[i].path);

			assert(manifest_path_is_clean(path));
			assert(manifest_find(&m, path) != NULL);
		}
		manifest_add(&out, &m);
		assert(manifest_read(&again, &arena, strbuf_str(&out)));
		assert(again.files == m.files && again.notes == m.notes);
		assert(again.complete == m.complete);
	}
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
