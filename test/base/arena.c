/* Memory of one unit of work: zeroed, aligned, apart, and freed at once. */
#include "../test.h"

#include "base/arena.h"

static void test_pieces_are_zeroed_and_apart(void **state)
{
	static const size_t sizes[] = { 1, 0, 15, 16, 17, 1000, 65536, 200000 };
	struct arena a = { 0 };
	unsigned char *piece[COUNT(sizes)];

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT(sizes); i++) {
			piece[i] = arena_alloc(&a, sizes[i]);
			assert_int_equal((uintptr_t)piece[i] % 16, 0);
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(piece[i][k], 0);
			memset(piece[i], (int)i + 1, sizes[i]);
		}
		for (size_t i = 0; i < COUNT(sizes); i++)
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(piece[i][k], i + 1);
		arena_reset(&a);
		assert_int_equal(a.total, 0);
	}
	arena_release(&a);
	assert_null(a.block);
	arena_release(&a);
	arena_reset(&a);
}

static void test_grow(void **state)
{
	struct arena a = { 0 };
	int *list = NULL;
	size_t count = 0;

	(void)state;
	while (count < 1000) {
		list = ARENA_GROW(&a, list, count);
		list[count] = (int)count;
		count++;
	}
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i], i);
	arena_release(&a);
}

static void test_copies(void **state)
{
	struct arena a = { 0 };
	struct str s;

	(void)state;
	s = arena_str(&a, STR("a\0b"));
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.at, "a\0b", 4);
	assert_string_equal(arena_cstr(&a, (struct str){ NULL, 0 }), "");
	s = arena_printf(&a, "%s-%d", "x", 42);
	assert_str(s, "x-42");
	assert_int_equal(s.at[s.len], '\0');
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces_are_zeroed_and_apart),
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
