/*
 * Any bytes can be a template, and behind a NUL the issue before it: what is
 * said lies in those texts, and no line of a list is doubled or made up.
 */
#include <assert.h>
#include <stdlib.h>

#include "draft/draft.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct draft_plan plan = {
	.number = 2,
	.date = { 2026, 1, 14 },
	.path = "draft/x.md",
	.last_path = "last.md",
	.template_path = "template",
};

static struct draft_new make(
    struct arena *arena, struct str template, struct str last)
{
	struct draft_new draft;
	struct error err;
	bool ok = draft_make_new(
	    arena, twir_settings(), &plan, template, last, &draft, &err);

	assert(ok);
	for (size_t i = 0; i < draft.notes.count; i++)
		assert(draft.notes.note[i].line <= template.len + last.len + 1);
	return draft;
}

struct lines {
	struct str *line;
	size_t count;
};

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct lines sorted_lines(struct arena *arena, struct str text)
{
	struct lines l = { ARENA_ARRAY(arena, text.len + 2, struct str), 0 };

	while (text.at != NULL)
		l.line[l.count++] = str_trim_right(str_take(&text, '\n'));
	qsort(l.line, l.count, sizeof(*l.line), by_bytes);
	return l;
}

/* Every line of the list is one of the issue, and no oftener. */
static void check_lines(struct arena *arena, struct str list, struct str last)
{
	struct lines some = sorted_lines(arena, list);
	struct lines all = sorted_lines(arena, last);
	size_t at = 0;

	for (size_t i = 0; i < some.count; i++) {
		if (some.line[i].len == 0)
			continue;
		while (at < all.count && !str_eq(all.line[at], some.line[i]))
			at++;
		assert(at++ < all.count);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str last = { (const char *)data, size };
	struct str template = str_take(&last, '\0');
	struct draft_new draft;

	make(&arena, template, last);
	if (last.at != NULL) {
		draft = make(&arena, STR("$events"), last);
		if (!str_eq(draft.text, STR("<!-- Events list goes here -->")))
			check_lines(&arena, draft.text, last);
	}
	arena_release(&arena);
	return 0;
}
