/*
 * Golden merges: merge/NAME holds base.md, ours.md, theirs.md and result.md,
 * which is what merging them gives.  $SENNIGHT_GOLDEN=write rewrites them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../test.h"

#include "base/file.h"
#include "draft/draft.h"

static const struct {
	const char *name;
	size_t conflicts;
} cases[] = {
	{ "both-add", 0 },
	{ "both-add-one", 0 },
	{ "comment", 0 },
	{ "edit-and-removal", 1 },
	{ "event-date", 0 },
	{ "events", 0 },
	{ "groups", 0 },
	{ "header", 0 },
	{ "line-ends", 0 },
	{ "move-and-edit", 0 },
	{ "new-sections", 0 },
	{ "paragraphs", 0 },
	{ "removal", 0 },
	{ "removed-section", 0 },
	{ "reordered", 0 },
	{ "text", 0 },
	{ "text-conflict", 1 },
	{ "title-and-address", 0 },
	{ "two-edits", 1 },
};

static struct merge_input input_of(const struct settings *settings,
    struct str base, struct str ours, struct str theirs)
{
	return (struct merge_input){ .settings = settings,
		.base = { "base", base },
		.ours = { "ours", ours },
		.theirs = { "theirs", theirs },
		.labels = { "ours", "theirs", 7 } };
}

static struct str read(struct arena *arena, const char *name, const char *side)
{
	const char *source = getenv("SENNIGHT_SOURCE");
	struct str path = arena_printf(arena, "%s/test/draft/merge/%s/%s.md",
	    source != NULL ? source : ".", name, side);
	struct str text;
	struct error err;

	if (!file_read(path.at, LIMIT_MERGE_FILE, arena, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static void write_golden(struct arena *arena, const char *name, struct str text)
{
	struct str path =
	    arena_printf(arena, "%s/test/draft/merge/%s/result.md",
		getenv("SENNIGHT_SOURCE"), name);
	struct error err;

	if (!file_write(path.at, text, NULL, &err))
		fail_msg("%s", err.text);
}

static struct settings neutral(struct arena *arena)
{
	struct settings settings;
	struct error err;

	assert_true(settings_preset(arena, STR("neutral"), &settings, &err));
	return settings;
}

static void test_golden(void **state)
{
	const char *mode = getenv("SENNIGHT_GOLDEN");
	struct arena arena = { 0 };
	struct settings settings = neutral(&arena);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = cases[i].name;
		const struct merge_input input = input_of(&settings,
		    read(&arena, name, "base"), read(&arena, name, "ours"),
		    read(&arena, name, "theirs"));
		struct merge_result result;
		struct error err;

		if (!draft_merge(&arena, &input, &result, &err))
			fail_msg("%s: %s", name, err.text);
		if (mode != NULL && strcmp(mode, "write") == 0)
			write_golden(&arena, name, result.text);
		print_message("# %s\n", name);
		assert_str(result.text, read(&arena, name, "result").at);
		assert_int_equal(result.conflicts, cases[i].conflicts);
	}
	arena_release(&arena);
}

/* Whatever is wrong, nothing is lost: both versions as they are. */
static void test_nothing(void **state)
{
	static const struct {
		const char *ours, *theirs, *wanted;
	} texts[] = {
		{ "a\n", "b\n",
		    "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n" },
		{ "a", "", "<<<<<<< ours\na\n=======\n>>>>>>> theirs\n" },
		{ "a\r\n", "b",
		    "<<<<<<< ours\r\na\r\n=======\r\nb\r\n>>>>>>> theirs\r\n" },
	};
	struct strbuf out;

	(void)state;
	strbuf_init(&out, LIMIT_MERGE);
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct merge_input input = input_of(NULL, STR(""),
		    str_of(texts[i].ours), str_of(texts[i].theirs));

		strbuf_reset(&out);
		draft_merge_nothing(&out, &input);
		assert_str(strbuf_str(&out), texts[i].wanted);
	}
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
