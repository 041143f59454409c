/* Answers that are kept in files. */
#include "../test.h"

#include <time.h>

#include "../folder.h"
#include "base/file.h"
#include "collect/answers.h"

static struct arena arena;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static const char *new_folder(void)
{
	static char path[64];

	snprintf(path, sizeof(path), "/tmp/sennight-answers-XXXXXX");
	return make_test_folder(path);
}

static void assert_text(struct str got, struct str want)
{
	assert_int_equal(got.at == NULL, want.at == NULL);
	assert_true(str_eq(got, want));
}

static void test_round(void **state)
{
	static const char body[] = "line\n{\"no\": \"head\"}\0 and \xff\n";
	const struct kept_answer was = { .asked = STR("https://t.example/?a=1"),
		.url = STR("https://t.example/\"<&"),
		.status = 200,
		.content_type = STR("text/plain"),
		.etag = STR("W/\"1\""),
		.link = STR("<https://t.example/2>; rel=\"next\""),
		.cut = true,
		.body = { body, sizeof(body) - 1 } };
	const char *folder = new_folder();
	const char *name = answer_name(&arena, was.asked, STR(""));
	struct kept_answer is;
	struct error err;

	(void)state;
	assert_int_equal(strlen(name), 32);
	assert_false(answer_find(folder, name, &arena, &is));
	assert_true(answer_keep(folder, name, &was, &err));
	assert_true(answer_find(folder, name, &arena, &is));
	assert_text(is.asked, was.asked);
	assert_text(is.url, was.url);
	assert_text(is.content_type, was.content_type);
	assert_text(is.etag, was.etag);
	assert_text(is.last_modified, was.last_modified);
	assert_text(is.link, was.link);
	assert_text(is.body, was.body);
	assert_text(is.why, was.why);
	assert_int_equal(is.status, 200);
	assert_true(is.cut);
}

static void test_names(void **state)
{
	const char *one = answer_name(&arena, STR("u"), STR("b"));

	(void)state;
	assert_string_equal(one, answer_name(&arena, STR("u"), STR("b")));
	assert_string_not_equal(one, answer_name(&arena, STR("u"), STR("")));
	assert_string_not_equal(one, answer_name(&arena, STR("v"), STR("b")));
}

static void test_no_answers(void **state)
{
	static const char *const cases[] = { "", "\n", "{", "no head\nbody",
		"{\"a\":1,\"a\":2}\nx" };
	const char *folder = new_folder();
	struct kept_answer is;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_true(
		    file_write(arena_printf(&arena, "%s/x.answer", folder).at,
			str_of(cases[i]), NULL, &err));
		assert_false(answer_find(folder, "x", &arena, &is));
	}
	assert_false(answer_keep("/proc/nowhere", "x",
	    &(struct kept_answer){ .body = STR("") }, &err));
}

static void test_sweep(void **state)
{
	enum { LATER = 61 * 24 * 60 * 60 };
	const char *folder = new_folder();
	struct kept_answer is;
	struct error err;

	(void)state;
	assert_true(answer_keep(folder, "x",
	    &(struct kept_answer){ .status = 200, .body = STR("b") }, &err));
	assert_true(answer_kept_at(folder, "x") > time(NULL) - 100);
	assert_int_equal(answer_kept_at(folder, "y"), 0);
	answers_sweep(folder, time(NULL));
	assert_true(answer_find(folder, "x", &arena, &is));
	answers_sweep(folder, time(NULL) + LATER);
	assert_false(answer_find(folder, "x", &arena, &is));
	answers_sweep("/nowhere/at/all", LATER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_round, tear_down),
		cmocka_unit_test_teardown(test_names, tear_down),
		cmocka_unit_test_teardown(test_no_answers, tear_down),
		cmocka_unit_test_teardown(test_sweep, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
