/* Any bytes as the file of corrections: what is read is written and read again
 * as the same.  And any two texts, parted by a NUL, as an issue before and
 * after: what changed is lines that can be read; from a text to itself nothing
 * changed. */
#include <assert.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/correction.h"
#include "test/model/twir.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(struct strbuf *out, const struct corrections *list)
{
	strbuf_reset(out);
	for (size_t i = 0; i < list->count; i++)
		correction_add_line(out, &list->correction[i]);
}

/* As lines, and those as lines again. */
static void check_round(struct arena *arena, const struct corrections *list)
{
	struct source source = { .path = "c.jsonl" };
	struct corrections again;
	struct strbuf out;
	struct error err;

	strbuf_init(&out, LIMIT_DATA_FILE);
	write_all(&out, list);
	source.text = arena_str(arena, strbuf_str(&out));
	assert(text_is_valid(source.text));
	assert(corrections_read(arena, source, &again, &err));
	assert(again.count == list->count);
	write_all(&out, &again);
	assert(str_eq(strbuf_str(&out), source.text));
	strbuf_release(&out);
	for (size_t i = 0; i < list->count; i++)
		assert(
		    correction_sentence(arena, &list->correction[i]).len > 0);
}

static void check_find(struct arena *arena, struct str before, struct str after)
{
	struct correction_ask ask = { .settings = twir_settings(),
		.before = { "before", before },
		.after = { "after", after },
		.issue = STR("issue"),
		.date = { 2026, 9, 4 } };
	struct corrections list, more;
	struct error err;

	if (!corrections_find(arena, &ask, &list, &err))
		return;
	for (size_t i = 0; i < list.count; i++)
		assert(text_is_valid(list.correction[i].title));
	check_round(arena, &list);
	/* With those, the events keep their names. */
	ask.before = ask.after;
	ask.known = &list;
	assert(corrections_find(arena, &ask, &more, &err));
	assert(more.count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str all = arena_str(
		       &arena, (struct str){ (const char *)data, size }),
		   before;
	const struct source source = { "c.jsonl", all };
	struct corrections list;
	struct error err = { "" };

	if (corrections_read(&arena, source, &list, &err))
		check_round(&arena, &list);
	else
		assert(str_starts(str_of(err.text), STR("c.jsonl:")));
	before = arena_str(&arena, str_take(&all, '\0'));
	check_find(&arena, before, all.at != NULL ? all : STR(""));
	arena_release(&arena);
	return 0;
}
