/* Any bytes give an issue; its JSON is well formed by the writer's asserts,
 * its days exist, and what is typed points back to its item. */
#include <assert.h>

#include "base/limits.h"
#include "model/issue_json.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_event(const struct issue *issue, size_t index)
{
	const struct event *e = &issue->event[index];
	const struct section *s = &issue->section[e->section];

	assert(date_exists(e->first) && date_exists(e->last));
	assert(date_cmp(e->first, e->last) <= 0);
	assert(e->item < s->items && s->item[e->item].typed == index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct source source = { "fuzz",
		arena_str(&arena, (struct str){ (const char *)data, size }) };
	struct issue issue;
	struct strbuf out;

	if (issue_read(&arena, source, twir_settings(), &issue) == ISSUE_OK) {
		for (size_t i = 0; i < issue.events; i++)
			check_event(&issue, i);
		for (size_t i = 1; i < issue.sections; i++)
			assert(issue.section[i].offset == MD_UNKNOWN ||
			       issue.section[i].offset <= size);
		strbuf_init(&out, LIMIT_PAGE);
		issue_add_json(&out, &issue, twir_settings());
		strbuf_release(&out);
	}
	arena_release(&arena);
	return 0;
}
