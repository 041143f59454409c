/* What is known of sources. */
#include "ledger.h"

#include "store/sources.h"

static void test_note_and_find(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct source_state was = { .address = STR("https://example.org/x"),
		.tried = NOON,
		.complete = NOON };
	struct source_state is;
	struct error err;

	(void)state;
	must(source_find(store, &arena, STR("tide"), &is, &err), &err);
	assert_int_equal(is.tried, 0);
	assert_null(is.address.at);
	must(source_note(store, STR("tide"), &was, &err), &err);
	must(source_find(store, &arena, STR("tide"), &is, &err), &err);
	assert_int_equal(is.complete, NOON);
	assert_true(str_eq(is.address, was.address));
	assert_null(is.trouble.at);
	assert_null(is.notes.at);
	was.tried = NOON + 1;
	was.trouble = STR("it took too long");
	was.notes = STR("one\ntwo");
	must(source_note(store, STR("tide"), &was, &err), &err);
	must(source_find(store, &arena, STR("tide"), &is, &err), &err);
	assert_int_equal(is.tried, NOON + 1);
	assert_int_equal(is.complete, NOON);
	assert_true(str_eq(is.trouble, was.trouble));
	assert_str(is.notes, "one\ntwo");
	must(source_find(store, &arena, STR("other"), &is, &err), &err);
	assert_int_equal(is.tried, 0);
	arena_release(&arena);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_note_and_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
