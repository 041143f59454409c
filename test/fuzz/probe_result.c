/* Any bytes for lines about links: what is read is written and reads back
 * the same. */
#include <assert.h>

#include "model/probe_result.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_same(
    const struct probe_results *list, const struct probe_results *again)
{
	assert(list->count == again->count);
	for (size_t i = 0; i < list->count; i++) {
		const struct probe_result *a = &list->result[i];
		const struct probe_result *b = &again->result[i];

		assert(a->url.len > 0 && a->state < PROBE_STATES);
		assert(a->state == b->state && a->status == b->status);
		assert(a->checked >= 0 && a->checked == b->checked);
		assert(str_eq(a->url, b->url) && str_eq(a->title, b->title));
		assert(str_eq(a->to, b->to) && str_eq(a->why, b->why));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str text = { (const char *)data, size };
	struct probe_results list, again;
	struct error err = { "" };
	struct strbuf out;

	strbuf_init(&out, 4 * MIB);
	if (probe_results_read(&arena, text, &list, &err)) {
		for (size_t i = 0; i < list.count; i++)
			probe_result_add(&out, &list.result[i]);
		assert(!out.full);
		assert(
		    probe_results_read(&arena, strbuf_str(&out), &again, &err));
		check_same(&list, &again);
	} else {
		assert(err.text[0] != '\0');
	}
	strbuf_release(&out);
	arena_release(&arena);
	return 0;
}
