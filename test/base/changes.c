/* The list of changed files: written, read again, and refused. */
#include "../test.h"

#include "base/changes.h"

static const struct changed_file files[] = {
	{ CHANGE_MODIFIED, "notes/a.md", NULL, STR_INIT("hello") },
	{ CHANGE_ADDED, "notes/with blanks .md", NULL, STR_INIT("") },
	{ CHANGE_DELETED, "../\xff\x01", NULL, STR_INIT("\n\nA 0 x\n\0\n") },
	{ CHANGE_RENAMED, "b", "a", STR_INIT("same\n") },
	{ CHANGE_MODIFIED, "empty", NULL, STR_INIT("") },
};

static const struct str written = STR_INIT("M 5 notes/a.md\nhello\n"
					   "A 0 notes/with blanks .md\n\n"
					   "D 10 ../\xff\x01\n\n\nA 0 x\n\0\n\n"
					   "R 5 b\ta\nsame\n\n"
					   "M 0 empty\n\n");

static void test_write(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(files); i++)
		changes_add(&out, &files[i]);
	assert_int_equal(out.len, written.len);
	assert_memory_equal(out.buf, written.at, written.len);
	strbuf_release(&out);
}

static void test_read(void **state)
{
	struct arena arena = { 0 };
	struct changes list;
	struct error err = { "" };

	(void)state;
	if (!changes_parse(&arena, written, &list, &err))
		fail_msg("%s", err.text);
	assert_int_equal(list.count, COUNT(files));
	for (size_t i = 0; i < COUNT(files); i++) {
		assert_int_equal(list.file[i].status, files[i].status);
		assert_string_equal(list.file[i].path, files[i].path);
		assert_true(str_eq(list.file[i].old_text, files[i].old_text));
		if (files[i].old_path == NULL)
			assert_null(list.file[i].old_path);
		else
			assert_string_equal(
			    list.file[i].old_path, files[i].old_path);
	}
	arena_release(&arena);
}

static void test_read_nothing(void **state)
{
	struct arena arena = { 0 };
	struct changes list = { .count = 7 };
	struct error err = { "" };

	(void)state;
	assert_true(changes_parse(&arena, STR(""), &list, &err));
	assert_int_equal(list.count, 0);
	arena_release(&arena);
}

/* Cut anywhere but between two records, the list is refused. */
static void test_cut_short(void **state)
{
	static const size_t ends[] = { 0, 21, 48, 70, 84, 95 };
	struct arena arena = { 0 };
	size_t next = 0;

	(void)state;
	for (size_t len = 0; len <= written.len; len++) {
		struct changes list = { 0 };
		struct error err = { "" };
		bool ok = changes_parse(
		    &arena, str_sub(written, 0, len), &list, &err);

		if (next < COUNT(ends) && ends[next] == len) {
			assert_true(ok);
			assert_int_equal(list.count, next++);
		} else if (ok) {
			fail_msg("taken at %zu bytes", len);
		}
	}
	assert_int_equal(next, COUNT(ends));
	arena_release(&arena);
}

static void test_refused(void **state)
{
	static const struct {
		struct str text;
		const char *expected;
	} cases[] = {
		{ STR_INIT("X 1 a\nb\n"), "A, M, D or R" },
		{ STR_INIT(" 1 a\nb\n"), "A, M, D or R" },
		{ STR_INIT("\0 1 a\nb\n"), "A, M, D or R" },
		{ STR_INIT("MM 1 a\nb\n"), "A, M, D or R" },
		{ STR_INIT("M  a\nb\n"), "the size" },
		{ STR_INIT("M -1 a\nb\n"), "the size" },
		{ STR_INIT("M 1x a\nb\n"), "the size" },
		{ STR_INIT("M 99999999999999999999 a\nb\n"), "the size" },
		{ STR_INIT("A 1 a\nb\n"), "the size" },
		{ STR_INIT("M 1 \nb\n"), "a path" },
		{ STR_INIT("M 1 a\0b\nb\n"), "a path" },
		{ STR_INIT("M 1 a\tb\nb\n"), "a path" },
		{ STR_INIT("R 1 a\nb\n"), "a path" },
		{ STR_INIT("R 1 a\t\nb\n"), "the path before" },
		{ STR_INIT("R 1 a\tb\tc\nb\n"), "the path before" },
		{ STR_INIT("M 2 a\nb\n"), "an old text" },
		{ STR_INIT("M 1 a\nbc\n"), "an old text" },
		{ STR_INIT("M 1 a\nb"), "an old text" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct changes list = { .count = 7 };
		struct error err = { "" };

		if (changes_parse(&arena, cases[i].text, &list, &err))
			fail_msg("taken: %s", cases[i].text.at);
		if (strstr(err.text, cases[i].expected) == NULL)
			fail_msg("%s: %s", cases[i].text.at, err.text);
		assert_int_equal(list.count, 7);
	}
	arena_release(&arena);
}

static void test_names(void **state)
{
	static const struct {
		const char *path;
		bool can;
	} cases[] = { { "a", true }, { "a b\r\xff", true }, { "", false },
		{ "a\tb", false }, { "a\n", false } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(changes_can_name(cases[i].path), cases[i].can);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_read_nothing),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
