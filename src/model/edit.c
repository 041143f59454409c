#include "model/edit.h"

#include <assert.h>
#include <stdlib.h>

bool edits_overlap(const struct edit *a, const struct edit *b)
{
	if (a->offset == b->offset)
		return true;
	return a->offset < b->offset ? a->offset + a->remove > b->offset
				     : b->offset + b->remove > a->offset;
}

static int by_offset(const void *left, const void *right)
{
	const struct edit *a = left, *b = right;

	return (a->offset > b->offset) - (a->offset < b->offset);
}

void edits_sort(struct edit *edit, size_t edits)
{
	if (edits > 0)
		qsort(edit, edits, sizeof(*edit), by_offset);
}

static size_t new_length(struct str text, const struct edit *edit, size_t edits)
{
	size_t len = text.len, at = 0;

	for (size_t i = 0; i < edits; i++) {
		assert(edit[i].offset >= at);
		assert(edit[i].offset <= text.len);
		assert(edit[i].remove <= text.len - edit[i].offset);
		at = edit[i].offset + edit[i].remove;
		len += edit[i].insert.len - edit[i].remove;
	}
	return len;
}

static char *put(char *to, struct str s)
{
	if (s.len > 0)
		memcpy(to, s.at, s.len);
	return to + s.len;
}

struct str edits_apply(
    struct arena *arena, struct str text, const struct edit *edit, size_t edits)
{
	size_t len = new_length(text, edit, edits), at = 0;
	char *result = arena_alloc(arena, len + 1), *to = result;

	for (size_t i = 0; i < edits; i++) {
		to = put(to, str_sub(text, at, edit[i].offset));
		to = put(to, edit[i].insert);
		at = edit[i].offset + edit[i].remove;
	}
	put(to, str_sub(text, at, text.len));
	return (struct str){ result, len };
}
