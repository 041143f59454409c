/* A report of triage: any bytes.  What is printed of it can be read again. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "collect/triage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str text = { (const char *)data, size };
	struct triage triage;
	struct error err = { "" };
	struct strbuf out;

	strbuf_init(&out, 16 * LIMIT_TRIAGE);
	if (triage_read(&arena, text, &triage, &err)) {
		for (size_t i = 0; i < triage.blocks; i++)
			assert(triage.block[i].text.len > 0);
		triage_add_markdown(
		    &out, &triage, STR("https://git.example/report.md"));
		assert(!out.full);
		assert(text_is_valid(strbuf_str(&out)));
	} else {
		assert(err.text[0] != '\0');
	}
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
