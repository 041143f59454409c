/* The records of commands: complete, and good for help and manual alike. */
#include "../test.h"

#include <stdio.h>

#include "base/arena.h"
#include "cmd/cmd.h"

/* What `print` writes about a command. */
static struct str printed(struct arena *arena, const struct cmd *cmd,
    void (*print)(const struct cmd *, FILE *))
{
	FILE *file = tmpfile();
	char *text = arena_alloc(arena, 20000);
	size_t len;

	assert_non_null(file);
	print(cmd, file);
	rewind(file);
	len = fread(text, 1, 20000, file);
	fclose(file);
	return (struct str){ text, len };
}

/* Lines of help are no longer than a terminal's; blanks become one. */
static struct str joined(struct arena *arena, struct str text)
{
	char *one = arena_alloc(arena, text.len + 1);
	size_t len = 0, column = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool blank = text.at[i] == ' ' || text.at[i] == '\n';

		column = text.at[i] == '\n' ? 0 : column + 1;
		assert_true(column <= 80);
		if (!blank || len == 0 || one[len - 1] != ' ')
			one[len++] = blank ? ' ' : text.at[i];
	}
	return (struct str){ one, len };
}

static void check_option(const struct cmd *cmd, size_t index, struct str help)
{
	const struct cmd_option *o = &cmd->option[index];

	assert_non_null(o->name);
	assert_false(str_ends(str_of(o->help), STR(".")));
	assert_true(str_find(help, str_of(o->help), 0) != STR_NONE);
	for (size_t i = 0; i < index; i++) {
		assert_string_not_equal(cmd->option[i].name, o->name);
		assert_true(
		    o->letter == '\0' || cmd->option[i].letter != o->letter);
	}
}

static void test_records(void **state)
{
	(void)state;
	for (size_t i = 0; cmd_all[i] != NULL; i++) {
		const struct cmd *cmd = cmd_all[i];
		struct arena arena = { 0 };
		struct str help =
		    joined(&arena, printed(&arena, cmd, cmd_print_help));
		struct str manual = printed(&arena, cmd, cmd_print_manual);

		assert_ptr_equal(cmd_named(cmd->name), cmd);
		assert_true(strlen(cmd->line) <= 60);
		assert_non_null(cmd->run);
		assert_true(str_find(manual, STR(".Sh NAME"), 0) != STR_NONE);
		for (size_t k = 0; k < cmd->options; k++)
			check_option(cmd, k, help);
		arena_release(&arena);
	}
	assert_null(cmd_named("nothing"));
}

struct taken {
	char order[16];
	const char *value;
};

static bool take(void *data, size_t index, const char *value)
{
	struct taken *t = data;
	size_t len = strlen(t->order);

	t->order[len] = (char)('0' + index);
	if (value != NULL)
		t->value = value;
	return value == NULL || strcmp(value, "bad") != 0;
}

static const struct cmd_option sample_options[] = {
	{ 'o', "output", "DIR", "where" },
	{ '\0', "drafts", NULL, "with drafts" },
};

static const struct cmd sample = {
	.name = "sample",
	.arguments = "FILE",
	.text = ".begins with a dot\\",
	.option = sample_options,
	.options = COUNT(sample_options),
};

static void test_reading(void **state)
{
	static char name[] = "sample", letter[] = "-o", dir[] = "x",
		    drafts[] = "--drafts", file[] = "file";
	char *argv[] = { name, letter, dir, drafts, file, NULL };
	struct taken t = { "", NULL };
	int first, status = -1;

	(void)state;
	assert_true(
	    cmd_read_options(&sample, 5, argv, take, &t, &first, &status));
	assert_string_equal(t.order, "01");
	assert_string_equal(t.value, "x");
	assert_int_equal(first, 4);
}

static void test_manual_escapes(void **state)
{
	struct arena arena = { 0 };
	struct str manual = printed(&arena, &sample, cmd_print_manual);

	(void)state;
	assert_true(str_find(manual, STR("\n\\&.begins with a dot\\e\n"), 0) !=
		    STR_NONE);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_reading),
		cmocka_unit_test(test_manual_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
