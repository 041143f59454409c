/* Values: what lists and maps keep, and in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "build/value.h"

static void test_list(void **state)
{
	struct arena arena = { 0 };
	struct value list = value_list(&arena);

	(void)state;
	for (int i = 0; i < 100; i++)
		value_append(&arena, list, value_number(i));
	assert_int_equal(value_count(list), 100);
	assert_int_equal(value_at(list, 99).number, 99);
	assert_int_equal(value_at(list, 100).kind, VALUE_NONE);
	assert_null(value_get(list, STR("0")));
	assert_null(value_key(list, 0).at);
	arena_release(&arena);
}

static void test_map(void **state)
{
	struct arena arena = { 0 };
	struct value map = value_map(&arena), copy = map;

	(void)state;
	value_set(&arena, map, "b", value_number(1));
	value_set(&arena, map, "a", value_number(2));
	value_set(&arena, copy, "b", value_number(3));
	assert_int_equal(value_count(map), 2);
	assert_string_equal(value_key(map, 0).at, "b");
	assert_int_equal(value_at(map, 0).number, 3);
	assert_int_equal(value_get(map, STR("a"))->number, 2);
	assert_null(value_get(map, STR("c")));
	assert_null(value_key(map, 2).at);
	arena_release(&arena);
}

static void test_unknown_text_is_none(void **state)
{
	(void)state;
	assert_int_equal(value_text((struct str){ NULL, 0 }).kind, VALUE_NONE);
	assert_int_equal(value_html((struct str){ NULL, 0 }).kind, VALUE_NONE);
	assert_int_equal(value_text(STR("")).kind, VALUE_TEXT);
	assert_int_equal(value_count(value_text(STR("abc"))), 0);
}

static struct value make_number(struct arena *arena, const void *data)
{
	(void)arena;
	return value_number(*(const int *)data);
}

static void test_lazy(void **state)
{
	struct arena arena = { 0 };
	int number = 7;
	struct value lazy = value_lazy(make_number, &number);

	(void)state;
	assert_int_equal(value_made(&arena, lazy).number, 7);
	number = 8;
	assert_int_equal(value_made(&arena, lazy).number, 8);
	assert_int_equal(value_made(&arena, value_number(1)).number, 1);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_unknown_text_is_none),
		cmocka_unit_test(test_lazy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
