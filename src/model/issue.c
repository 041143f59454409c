#include "model/issue.h"

#include "model/reader.h"

/* Which reader types the items of a kind of section. */
static void (*const readers[])(struct reader *r, struct spot spot) = {
	[SECTION_TESTING] = call_read,
	[SECTION_PARTICIPATION] = call_read,
	[SECTION_SPEAKING] = call_read,
	[SECTION_CHANGES] = change_read,
	[SECTION_APPROVED] = decision_read,
	[SECTION_DECISIONS] = decision_read,
	[SECTION_PROPOSED] = decision_read,
	[SECTION_EVENTS] = event_read,
	[SECTION_JOBS] = NULL,
};

static void type_items(struct reader *r)
{
	for (size_t i = 0; i < r->issue->sections; i++) {
		struct section *s = &r->issue->section[i];

		for (size_t k = 0; k < s->items && readers[s->kind] != NULL;
		     k++)
			readers[s->kind](r, (struct spot){ i, k });
	}
}

enum issue_status issue_read(struct arena *arena, struct source source,
    const struct settings *settings, struct issue *ret_issue)
{
	struct reader r = { arena, settings, ret_issue, false, NULL, NULL };
	size_t body;

	*ret_issue = (struct issue){ .source = source, .change_count = -1 };
	body = header_read(arena, source.text, &ret_issue->header);
	if (md_tree_parse(arena, source.text, body, &ret_issue->tree) != MD_OK)
		return ISSUE_TOO_BIG;
	sections_read(&r);
	items_read(&r);
	r.says_merge = says_merge(ret_issue);
	type_items(&r);
	perf_read(&r);
	features_read(&r);
	prose_read(&r);
	return ISSUE_OK;
}
