/* Any bytes give an issue; its JSON is well formed by the writer's asserts,
 * its days exist, what is typed points back to its item, and every deadline
 * of it is found again among all. */
#include <assert.h>

#include "base/limits.h"
#include "model/deadline.h"
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

static void check_deadlines(struct arena *arena, const struct issue *issue)
{
	/* As if two issues had printed the same. */
	struct printed_deadlines list[2];
	struct date none = { 0 };
	struct deadlines all;

	for (size_t i = 0; i < 2; i++)
		list[i] = deadlines_printed(arena, issue, issue->header.date);
	all = deadlines_join(arena, list, 2);
	assert(all.count <= list[0].count);
	assert((all.count == 0) == (list[0].count == 0));
	for (size_t i = 0; i < all.count; i++) {
		const struct deadline *d = &all.item[i];

		assert(date_exists(d->now->closes) && d->now->title.len > 0);
		assert(d->newest == 0 && d->oldest == 1);
		assert(i == 0 || date_cmp(all.item[i - 1].now->closes,
				     d->now->closes) <= 0);
	}
	assert(deadlines_between(all, (struct date){ 1, 1, 1 }, none).count ==
	       all.count);
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
		check_deadlines(&arena, &issue);
		strbuf_init(&out, LIMIT_PAGE);
		issue_add_json(&out, &issue, twir_settings());
		strbuf_release(&out);
	}
	arena_release(&arena);
	return 0;
}
