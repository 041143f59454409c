/*
 * What holds for every merge, on generated ones.  $SENNIGHT_MERGES is how many
 * (2000).  A failure prints the number of its case; $SENNIGHT_MERGE_CASE runs
 * that one and prints its texts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../test.h"

#include "base/strbuf.h"
#include "draft/draft.h"
#include "merge_generate.h"

struct trial {
	struct arena arena;
	struct settings settings;
	struct generated g;
	uint64_t seed;
};

static struct merge_result merge(
    struct trial *t, struct str base, struct str ours, struct str theirs)
{
	const struct merge_input input = { .settings = &t->settings,
		.base = { "base", base },
		.ours = { "ours", ours },
		.theirs = { "theirs", theirs },
		.labels = { "ours", "theirs", 7 } };
	struct merge_result result;
	struct error err;

	if (!draft_merge(&t->arena, &input, &result, &err))
		fail_msg(
		    "case %llu: %s", (unsigned long long)t->seed, err.text);
	return result;
}

static bool *words_of(struct trial *t, struct str text)
{
	bool *in = ARENA_ARRAY(&t->arena, t->g.words, bool);

	merge_words_of(text, t->g.words, in);
	return in;
}

static void fail_word(const struct trial *t, size_t word, const char *what)
{
	fail_msg(
	    "case %llu: qx%zuz %s", (unsigned long long)t->seed, word, what);
}

/* What a side wrote, or both left as it was, is there; and what one side took
 * away and the other did not touch is not. */
static void check_words(struct trial *t, struct str result)
{
	const bool *base = words_of(t, t->g.base);
	const bool *ours = words_of(t, t->g.ours);
	const bool *theirs = words_of(t, t->g.theirs);
	const bool *got = words_of(t, result);

	for (size_t i = 0; i < t->g.words; i++) {
		bool is_new = !base[i] && (ours[i] || theirs[i]);

		if (!got[i] && (is_new || (ours[i] && theirs[i])))
			fail_word(t, i, "is lost");
		if (got[i] && !base[i] && !ours[i] && !theirs[i])
			fail_word(t, i, "comes from nowhere");
		if (got[i] && !ours[i] && !theirs[i])
			fail_word(t, i, "comes back");
	}
}

static bool leads_there(struct trial *t, struct str text, size_t word)
{
	struct str url = arena_printf(&t->arena, "/qx%zuz)", word);

	return str_find(text, url, 0) != STR_NONE;
}

/* The same items, whichever side is ours. */
static void check_sides(struct trial *t, struct str one, struct str other)
{
	for (size_t i = 0; i < t->g.words; i++) {
		if (leads_there(t, one, i) != leads_there(t, other, i))
			fail_word(t, i, "depends on which side is ours");
	}
}

/* Is a text one of those that merging it with itself gives back? */
static void check_trivial(struct trial *t)
{
	struct str b = t->g.base, o = t->g.ours, s = t->g.theirs;

	assert_true(str_eq(merge(t, b, o, b).text, o));
	assert_true(str_eq(merge(t, b, b, s).text, s));
	assert_true(str_eq(merge(t, b, o, o).text, o));
}

/* No item is doubled; an event may be listed in two places. */
static void check_once(struct trial *t, struct str result)
{
	for (size_t i = 0; i < t->g.words; i++) {
		struct str word = arena_printf(&t->arena, "[Dust qx%zuz]", i);
		size_t at = str_find(result, word, 0);

		if (at != STR_NONE &&
		    str_find(result, word, at + 1) != STR_NONE &&
		    str_find(t->g.ours, word,
			str_find(t->g.ours, word, 0) + 1) == STR_NONE &&
		    str_find(t->g.theirs, word,
			str_find(t->g.theirs, word, 0) + 1) == STR_NONE)
			fail_word(t, i, "is doubled");
	}
}

/* What one side took away does not come back. */
static void check_removed(struct trial *t, struct str result)
{
	for (size_t i = 0; i < t->g.words; i++) {
		if (leads_there(t, t->g.base, i) && leads_there(t, result, i) &&
		    !(leads_there(t, t->g.ours, i) &&
			leads_there(t, t->g.theirs, i)))
			fail_word(t, i, "comes back");
	}
}

static void run_case(struct trial *t, bool print)
{
	struct merge_result one, other;

	t->g = merge_generate(&t->arena, t->seed, 1 + (unsigned)(t->seed % 30));
	one = merge(t, t->g.base, t->g.ours, t->g.theirs);
	if (print)
		printf("# base\n%.*s\n# ours\n%.*s\n# theirs\n%.*s\n"
		       "# result\n%.*s\n",
		    STR_ARG(t->g.base), STR_ARG(t->g.ours),
		    STR_ARG(t->g.theirs), STR_ARG(one.text));
	other = merge(t, t->g.base, t->g.theirs, t->g.ours);
	check_words(t, one.text);
	check_words(t, other.text);
	check_sides(t, one.text, other.text);
	check_trivial(t);
	if (one.conflicts == 0) {
		check_once(t, one.text);
		check_removed(t, one.text);
	}
}

static uint64_t number_of(const char *variable, uint64_t otherwise)
{
	const char *value = getenv(variable);
	uint64_t number = otherwise;

	if (value != NULL)
		str_to_number(str_of(value), UINT32_MAX, &number);
	return number;
}

static void test_generated(void **state)
{
	uint64_t only = number_of("SENNIGHT_MERGE_CASE", 0);
	uint64_t count = number_of("SENNIGHT_MERGES", 2000);
	struct arena settings = { 0 };
	struct trial t = { .seed = 0 };
	struct error err;

	(void)state;
	assert_true(settings_preset(&settings, STR("twir"), &t.settings, &err));
	for (t.seed = 1; t.seed <= count; t.seed++) {
		if (only != 0)
			t.seed = only;
		run_case(&t, only != 0);
		arena_reset(&t.arena);
		if (only != 0)
			break;
	}
	arena_release(&t.arena);
	arena_release(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_generated) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
