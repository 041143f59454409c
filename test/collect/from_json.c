/* Taking things out of others' JSON. */
#include "../test.h"

#include "base/from_json.h"

static const char text[] =
    "{\"a\": {\"b\": [{\"c\": \" Night \"}, 2, 3.9, \"44\", true, null]},"
    " \"when\": \"2026-11-25T17:05:00.000Z\", \"\": 5,"
    " \"large\": 1e300, \"empty\": \"  \"}";

static void test_paths(void **state)
{
	static const struct {
		const char *path, *text; /* NULL: unset */
	} cases[] = {
		{ "a.b.0.c", "Night" },
		{ "a.b.3", "44" },
		{ "a.b.1", NULL },
		{ "a.b.9.c", NULL },
		{ "a.b.-1", NULL },
		{ "a.b.x", NULL },
		{ "a", NULL },
		{ "nothing.at.all", NULL },
		{ "empty", "" },
		{ "a..b", NULL },
		{ ".", NULL },
	};
	struct error err;
	json_t *all = from_json(str_of(text), &err);

	(void)state;
	assert_non_null(all);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str got = from_json_text(all, cases[i].path);

		if (cases[i].text == NULL)
			assert_null(got.at);
		else
			assert_true(str_eq(got, str_of(cases[i].text)));
	}
	from_json_free(all);
}

static void test_values(void **state)
{
	struct error err;
	json_t *all = from_json(str_of(text), &err);

	(void)state;
	assert_int_equal(from_json_number(all, "a.b.1", -1), 2);
	assert_int_equal(from_json_number(all, "a.b.2", -1), 3);
	assert_int_equal(from_json_number(all, "a.b.3", -1), 44);
	assert_int_equal(from_json_number(all, "a.b.4", -1), -1);
	assert_int_equal(from_json_number(all, "large", -1), -1);
	assert_true(from_json_is(all, "a.b.4"));
	assert_false(from_json_is(all, "a.b.1"));
	assert_int_equal(from_json_moment(all, "when"), 1795626300);
	assert_int_equal(from_json_moment(all, "a"), 0);
	assert_int_equal(from_json_count(all, "a.b"), 6);
	assert_int_equal(from_json_count(all, "a"), 0);
	assert_null(from_json_item(all, "a.b", 6));
	assert_ptr_equal(from_json_at(all, ""), all);
	assert_null(from_json_at(NULL, "a"));
	from_json_free(all);
}

static void test_no_json(void **state)
{
	static const char *const cases[] = { "", "{", "[1,]",
		"{\"a\":1,\"a\":2}", "\"\\ud800\"", "nul", "<html>" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error err = { .text = "" };

		assert_null(from_json(str_of(cases[i]), &err));
		assert_non_null(strstr(err.text, "it is no JSON"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_no_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
