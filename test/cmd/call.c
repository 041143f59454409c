/* cmd_call: programs beside this one.  The one called is this test itself. */
#include "../test.h"

#include <stdio.h>

#include "cmd/cmd.h"

static const char *own_name; /* without its folder */

/* What it does when it is called: print its arguments, then its input. */
static int be_called(int argc, char **argv)
{
	int c;

	for (int i = 2; i < argc; i++)
		printf("[%s]", argv[i]);
	while ((c = getchar()) != EOF)
		putchar(c);
	return 7;
}

static void test_program_beside(void **state)
{
	char name[] = "test-call", word[] = "called", one[] = "a b", two[] = "";
	char *argv[] = { name, word, one, two, NULL };
	struct arena arena = { 0 };
	struct error err = { "" };
	struct str output;
	int status;

	(void)state;
	if (!cmd_call(own_name, argv, STR("input"), 100, &arena, &output,
		&status, &err))
		fail_msg("%s", err.text);
	assert_int_equal(status, 7);
	assert_str(output, "[a b][]input");
	assert_false(cmd_call(
	    own_name, argv, STR("input"), 11, &arena, &output, &status, &err));
	assert_non_null(strstr(err.text, "printed more than 11 bytes"));
	arena_release(&arena);
}

static void test_missing_program(void **state)
{
	char name[] = "sennight-nothing";
	char *argv[] = { name, NULL };
	struct arena arena = { 0 };
	struct error err = { "" };
	struct str output;
	int status;

	(void)state;
	assert_false(
	    cmd_call(name, argv, STR(""), 100, &arena, &output, &status, &err));
	/* The place where it would be if it were installed. */
	assert_non_null(
	    strstr(err.text, "sennight/sennight-nothing: there is"));
	arena_release(&arena);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_program_beside),
		cmocka_unit_test(test_missing_program),
	};
	const char *slash = strrchr(argv[0], '/');

	if (argc > 1 && strcmp(argv[1], "called") == 0)
		return be_called(argc, argv);
	own_name = slash != NULL ? slash + 1 : argv[0];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
