/* Any three texts, parted by the byte 1F, merge; and a link that one side
 * added is in the result, or the other side has one to the same place.  Merge
 * closes comments that this does not, so links are not counted in such. */
#include <assert.h>

#include "base/limits.h"
#include "base/url.h"
#include "draft/draft.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct texts {
	struct arena arena;
	struct str base, ours, theirs, result;
};

static bool has(struct str text, struct str part)
{
	return str_find(text, part, 0) != STR_NONE;
}

static bool leads_there(
    struct texts *t, const struct issue *issue, struct str canonical)
{
	const struct md_node *at = issue->tree.root;

	for (; at != NULL; at = md_walk(issue->tree.root, at)) {
		if (at->kind == MD_LINK &&
		    str_eq(url_canonical(&t->arena, at->target), canonical))
			return true;
	}
	return false;
}

static void check_item(
    struct texts *t, const struct item *item, const struct issue *theirs)
{
	for (size_t i = 0; i < item->links; i++) {
		struct str url = item->link[i].url;

		if (url.len == 0 || has(t->base, url) || !has(t->ours, url))
			continue;
		assert(has(t->result, url) ||
		       leads_there(t, theirs, url_canonical(&t->arena, url)));
	}
}

static void check_links(struct texts *t)
{
	struct source source[2] = { { "ours", t->ours },
		{ "theirs", t->theirs } };
	struct issue issue[2];

	for (int i = 0; i < 2; i++)
		issue_read(&t->arena, source[i], twir_settings(), &issue[i]);
	for (size_t i = 0; i < issue[0].sections; i++) {
		const struct section *s = &issue[0].section[i];

		for (size_t k = 0; k < s->items; k++)
			check_item(t, &s->item[k], &issue[1]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct texts t = { .arena = { 0 } };
	struct merge_input input = { .settings = twir_settings(),
		.labels = { "ours", "theirs", 7 } };
	struct merge_result result;
	struct error err;

	t.base = arena_str(&t.arena, str_take(&rest, '\x1f'));
	t.ours = arena_str(&t.arena, str_take(&rest, '\x1f'));
	t.theirs = arena_str(&t.arena, rest);
	input.base.text = t.base;
	input.ours.text = t.ours;
	input.theirs.text = t.theirs;
	if (draft_merge(&t.arena, &input, &result, &err)) {
		t.result = result.text;
		if (!has(t.theirs, STR("<!--")))
			check_links(&t);
	}
	arena_release(&t.arena);
	return 0;
}
