/* Comments that allow findings: where they hold, and what they must say. */
#include "../test.h"

#include "newsletter.h"

/* Line 2 has a finding: the date is not that of the file's name. */
#define HEADER "Title: N 9\nDate: 2026-03-05\nNumber: 9\nCategory: N\n\n"
#define RULE "header-date-file"
#define FOUND RULE ":2"

static void test_cases(void **state)
{
	static const struct {
		const char *body, *found;
	} cases[] = {
		{ "Text.\n", FOUND },
		{ "<!-- allow " RULE " in file: moved a day -->\n", "" },
		{ "<!--allow " RULE " in \"2026-03-05\": moved-->\n", "" },
		{ "<!-- allow " RULE " in \"2026-03-06\": moved -->\n",
		    FOUND " allow-unused:6" },
		{ "<!-- allow " RULE ": another line -->\n\nText.\n",
		    FOUND " allow-unused:6" },
		{ "<!-- allow " RULE " in file -->\n",
		    FOUND " allow-unreasoned:6" },
		{ "<!-- allow " RULE " in file: -->\n",
		    FOUND " allow-unreasoned:6" },
		{ "<!-- allow nothing in file: so -->\n",
		    FOUND " allow-unknown:6" },
		{ "<!-- allow " RULE " in \"unclosed: so -->\n",
		    FOUND " allow-unreasoned:6" },
		{ "<!-- allowed: a remark -->\n", FOUND },
	};
	struct arena arena = { 0 };
	const struct settings *settings = example_settings(&arena, NULL);
	struct check_options options = { .threads = 1 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct check_text text = { "content/2026-03-04-n.md",
			arena_printf(&arena, HEADER "%s", cases[i].body) };
		struct check_report report =
		    example_check(settings, &options, &text, 1);

		assert_str(example_found(&arena, &report), cases[i].found);
		check_release(&report);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
