/*
 * A list of additions, a NUL, and a draft: any bytes.  What is put in is an item
 * where it is said to be, and is there already the second time; what a slot
 * holds is prose, which need not read back.
 */
#include <assert.h>

#include "base/limits.h"
#include "draft/draft.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct settings *twir_preset(void)
{
	static struct arena arena;
	static struct settings settings;
	struct error err;
	bool read = settings.name.at != NULL ||
		    settings_preset(&arena, STR("twir"), &settings, &err);

	assert(read);
	return &settings;
}

static bool is_slot(const struct placed *placed)
{
	return placed->addition->kind == ADD_FEATURE ||
	       placed->addition->kind == ADD_JOBS;
}

static void check_again(struct arena *arena, const struct draft_added *first,
    const struct addition_list *list)
{
	struct source source = { "fuzz", first->text };
	struct draft_added again;
	struct error err;

	if (!draft_add(arena, twir_preset(), source, list->addition,
		list->count, &again, &err))
		return;
	for (size_t i = 0; i < first->count && i < again.count; i++)
		assert(first->placed[i].state != PLACED ||
		       is_slot(&first->placed[i]) ||
		       again.placed[i].state == PLACED_TWO);
}

/* The first line, as each family; what is read has all that its kind needs. */
static void read_one(struct arena *arena, struct str text)
{
	static const char *const families[] = { "link", "event", "call",
		"decision", "change", "feature" };
	struct str line = str_take(&text, '\n');

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		const struct addition_as as = { .family = str_of(families[i]),
			.section = STR("testing") };
		struct addition addition;
		struct error err = { "" };

		if (addition_read(
			arena, twir_preset(), line, &as, &addition, &err))
			assert(draft_section_of(twir_preset(), &addition) <
			       twir_preset()->sections);
		else
			assert(err.text[0] != '\0');
	}
}

static void add(struct arena *arena, struct str text, struct str draft)
{
	struct source list_source = { "list", text };
	struct source source = { "fuzz", draft };
	struct addition_list list;
	struct draft_added added;
	struct error err;

	additions_read(arena, twir_preset(), list_source, &list);
	if (!draft_add(arena, twir_preset(), source, list.addition, list.count,
		&added, &err))
		return;
	for (size_t i = 0; i < added.count; i++)
		assert(added.placed[i].state != PLACED ||
		       added.placed[i].offset < added.text.len);
	check_again(arena, &added, &list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str draft = { (const char *)data, size };
	struct str list = str_take(&draft, '\0');
	struct source source = { "fuzz", draft };
	struct draft_none none;
	struct error err;

	if (draft.at == NULL)
		source.text = draft = STR("");
	read_one(&arena, list);
	add(&arena, list, draft);
	if (draft_fill_none(&arena, twir_preset(), source, &none, &err))
		for (size_t i = 0; i < none.count; i++)
			assert(none.said[i].offset < none.text.len);
	arena_release(&arena);
	return 0;
}
