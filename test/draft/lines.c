/* Which elements of one sequence are those of another. */
#include "../test.h"

#include "draft/lines.h"

/* Letters as a sequence. */
static struct lines letters(struct arena *arena, const char *text)
{
	size_t count = strlen(text);
	uint32_t *id = ARENA_ARRAY(arena, count, uint32_t);

	for (size_t i = 0; i < count; i++)
		id[i] = (unsigned char)text[i];
	return (struct lines){ id, count };
}

static const struct {
	const char *a, *b;
	const char *common;
} cases[] = {
	{ "", "", "" },
	{ "", "abc", "" },
	{ "abc", "", "" },
	{ "abc", "abc", "abc" },
	{ "abc", "xabyc", "abc" },
	{ "abcd", "dabc", "abc" },
	{ "aaaa", "aa", "aa" },
	{ "axbxc", "abxxc", "abxc" },
	{ "abc", "xyz", "" },
};

static void test_match(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct lines a = letters(&arena, cases[i].a);
		struct lines b = letters(&arena, cases[i].b);
		size_t *match = ARENA_ARRAY(&arena, a.count, size_t);
		size_t count = 0, last = 0;

		lines_match(a, b, match);
		for (size_t k = 0; k < a.count; k++) {
			if (match[k] == STR_NONE)
				continue;
			assert_int_equal(a.id[k], b.id[match[k]]);
			assert_true(count == 0 || match[k] > last);
			assert_int_equal(
			    a.id[k], (unsigned char)cases[i].common[count]);
			last = match[k];
			count++;
		}
		assert_int_equal(count, strlen(cases[i].common));
	}
	arena_release(&arena);
}

/* Too long to be compared pair by pair: cut at what is unique. */
static void test_long(void **state)
{
	enum { LENGTH = 5000 };
	struct arena arena = { 0 };
	uint32_t *a = ARENA_ARRAY(&arena, LENGTH, uint32_t);
	uint32_t *b = ARENA_ARRAY(&arena, LENGTH, uint32_t);
	size_t *match = ARENA_ARRAY(&arena, LENGTH, size_t);

	(void)state;
	for (uint32_t i = 0; i < LENGTH; i++) {
		a[i] = i + 1;
		/* One of ten is another, the ends too. */
		b[i] = i % 10 == 0 || i == LENGTH - 1 ? LENGTH + 2 + i : i + 1;
	}
	lines_match(
	    (struct lines){ a, LENGTH }, (struct lines){ b, LENGTH }, match);
	for (size_t i = 0; i < LENGTH - 1; i++)
		assert_true(match[i] == (i % 10 == 0 ? STR_NONE : i));
	arena_release(&arena);
}

static void test_rising(void **state)
{
	static const size_t number[] = { 4, 0, 1, 7, 2, 9, 3 };
	static const bool wanted[] = { 0, 1, 1, 0, 1, 0, 1 };
	struct arena arena = { 0 };
	bool in[COUNT(number)];

	(void)state;
	lines_rising(&arena, number, COUNT(number), in);
	for (size_t i = 0; i < COUNT(number); i++)
		assert_int_equal(in[i], wanted[i]);
	arena_release(&arena);
}

static void test_names(void **state)
{
	struct arena arena = { 0 };
	struct names names = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		struct str text = arena_printf(&arena, "%u", i);

		assert_int_equal(names_add(&names, &arena, text), i + 1);
		assert_int_equal(names_add(&names, &arena, STR("0")), 1);
	}
	assert_int_equal(names.count, 1000);
	arena_release(&arena);
}

static void test_three(void **state)
{
	struct arena arena = { 0 };
	const struct lines side[3] = { letters(&arena, "abcd"),
		letters(&arena, "abxd"), letters(&arena, "yabcd") };
	static const struct {
		size_t from[3], to[3];
		bool same;
	} wanted[] = {
		{ { 0, 0, 0 }, { 0, 0, 1 }, false },
		{ { 0, 0, 1 }, { 2, 2, 3 }, true },
		{ { 2, 2, 3 }, { 3, 3, 4 }, false },
		{ { 3, 3, 4 }, { 4, 4, 5 }, true },
	};
	struct three three;
	struct three_chunk chunk;
	size_t count = 0;

	(void)state;
	three_begin(&three, &arena, side);
	for (; three_next(&three, &chunk); count++) {
		assert_true(count < COUNT(wanted));
		assert_int_equal(chunk.same, wanted[count].same);
		for (int k = 0; k < 3; k++) {
			assert_int_equal(chunk.from[k], wanted[count].from[k]);
			assert_int_equal(chunk.to[k], wanted[count].to[k]);
		}
	}
	assert_int_equal(count, COUNT(wanted));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_rising),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_three),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
