/* Any bytes: what is taken for one of the three lists is the same list when it
 * is written and read again. */
#include <assert.h>

#include "base/picks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool again_heads(
    struct arena *arena, struct str text, struct strbuf *out)
{
	struct pick_heads list;
	struct error err;

	if (!pick_heads_parse(arena, text, &list, &err))
		return false;
	pick_heads_add(out, &list);
	return true;
}

static bool again_plan(struct arena *arena, struct str text, struct strbuf *out)
{
	struct pick_plan list;
	struct error err;

	if (!pick_plan_parse(arena, text, &list, &err))
		return false;
	pick_plan_add(out, &list);
	return true;
}

static bool again_answer(
    struct arena *arena, struct str text, struct strbuf *out)
{
	struct pick_answer list;
	struct error err;

	if (!pick_answer_parse(arena, text, &list, &err))
		return false;
	pick_answer_add(out, &list);
	return true;
}

typedef bool again(struct arena *arena, struct str text, struct strbuf *out);

/* The first writing may add what was not said, the second is the same. */
static void check(struct arena *arena, struct str text, again *read_and_write)
{
	struct strbuf first, second;

	strbuf_init(&first, 100 * text.len + 100);
	strbuf_init(&second, 100 * text.len + 100);
	if (read_and_write(arena, text, &first) &&
	    (str_starts(text, STR("ours ")) ||
		read_and_write == again_answer)) {
		assert(!first.full);
		assert(read_and_write(arena, strbuf_str(&first), &second));
		assert(str_eq(strbuf_str(&first), strbuf_str(&second)));
	}
	strbuf_release(&first);
	strbuf_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena arena = { 0 };

	check(&arena, text, again_heads);
	check(&arena, text, again_plan);
	check(&arena, text, again_answer);
	arena_release(&arena);
	return 0;
}
