/* Sentences that name groups, merged. */
#include "../test.h"

#include "draft/merge_groups.h"

#define A "[A](a)"
#define B "[B](b) [(all)](c)"
#define C "[C](d)"
#define D "[D](e)"

static const struct {
	const char *base, *ours, *theirs;
	const char *wanted; /* NULL: no such sentences */
} cases[] = {
	{ "No " A ", " B " or " C ".", "No " A " or " C ".",
	    "No " A " or " B ".", "No " A "." },
	{ "No " A ",\n " B ",\n " C " or\n " D ".",
	    "No " A ",\n " B " or\n " D ".", "No " B ",\n " C " or\n " D ".",
	    "No " B " or\n " D "." },
	{ "No " A " or " B ".", "No " A " or " B " or " C ".",
	    "No " A ", " D " or " B ".",
	    "No " A " or " D " or " B " or " C "." },
	{ "No " A " or " B ".", "No " A ".", "No " B ".", "" },
	{ "No " A " or " B ".", "None for " A " or " B ".", "No " B ".",
	    "None for " B "." },
	{ "No " A ".", "Not " A ".", "Never " A ".", NULL },
	{ "No.", "No " A ".", "No " B ".", NULL },
	{ "", "", "", NULL },
	{ "[", "[a](", "[a] (b)", NULL },
};

static void test_groups(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = STR("untouched");
		bool merged = merge_groups(&arena, str_of(cases[i].base),
		    str_of(cases[i].ours), str_of(cases[i].theirs), &text);

		print_message("# %s\n", cases[i].ours);
		assert_int_equal(merged, cases[i].wanted != NULL);
		assert_str(text, merged ? cases[i].wanted : "untouched");
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_groups) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
