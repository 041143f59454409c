/* Rules about sections, headers, leaks and the discussion: what their examples
 * do not show. */
#include "../test.h"

#include "cases.h"

#define FILLED                                                        \
	"sections_add:\n"                                             \
	"  - {id: testing, title: Calls for Testing, kind: testing, " \
	"none: \"*No kites.*\", filled: yes}\n"

#define REQUIRED "sections_add:\n  - {id: kites, title: Kites, required: yes}\n"

static void test_empty(void **state)
{
	static const struct rule_case cases[] = {
		{ "section-empty", NULL, "# News\n\n## Asia\n\nText.\n", "",
		    NULL, false },
		{ "section-empty", NULL, "# News\n\n\n# Tools\n\n* a\n", "6",
		    "# Tools\n\n* a\n", false },
		/* A comment stays. */
		{ "section-empty", NULL,
		    "# News\n\n<!-- a -->\n\n# Tools\n\na\n", "6",
		    "\n\n<!-- a -->\n\n# Tools\n\na\n", false },
		{ "section-empty", NULL, "# News\n\n<b>a</b>\n", "", NULL,
		    false },
		{ "section-empty", NULL, "a\n\n# News\n", "8", "a\n\n", false },
		{ "section-empty", NULL, "# News\n\n[a]: http://a.org\n", "6",
		    NULL, false },
		{ "section-empty", REQUIRED, "# Kites\n\n# Tools\n\na\n", "6",
		    NULL, false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_unfilled(void **state)
{
	static const struct rule_case cases[] = {
		{ "section-unfilled", FILLED,
		    "# Calls for Testing\n\nFly.\n\nLand.\n", "6",
		    "# Calls for Testing\n\nFly.\n\n*No kites.*\n\nLand.\n",
		    false },
		{ "section-unfilled", FILLED,
		    "# Calls for Testing\n\nFly.\n\n_No wind this week._\n", "",
		    NULL, false },
		{ "section-unfilled", FILLED,
		    "# Calls for Testing\n\nFly.\n\n## Kites\n\n* a\n", "",
		    NULL, false },
		/* Empty ones are found by another rule. */
		{ "section-unfilled", FILLED, "# Calls for Testing\n", "", NULL,
		    false },
		{ "section-unfilled", FILLED, "# News\n\nFly.\n", "", NULL,
		    false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_feature(void **state)
{
	static const struct rule_case cases[] = {
		{ "section-feature", NULL,
		    "# Quote\n\n<!-- here -->\n\n[Vote](http://a.org)!\n\n"
		    "It is edited by:\n\n* [Ida](http://a.org/ida)\n",
		    "6", NULL, false },
		/* A sentence that there is none will do. */
		{ "section-feature", NULL,
		    "# Quote\n\nSadly, nobody spoke.\n\n[Vote](http://a.org)!\n",
		    "", NULL, false },
		{ "section-feature", NULL, "# Quote\n\n> Oak floats.\n", "",
		    NULL, false },
		{ "section-feature", NULL, "# News\n\n[Vote](http://a.org)!\n",
		    "", NULL, false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_none(void **state)
{
	static const struct rule_case cases[] = {
		{ "none-sentence", NULL, "*No kites.*x\n", "6", "*No kites.*\n",
		    false },
		{ "none-sentence", NULL, "* _No kites._xy\n", "6",
		    "* _No kites._\n", false },
		{ "none-sentence", NULL, "*No kites* at all, I say.\n", "",
		    NULL, false },
		{ "none-sentence", NULL, "*No kites*.\n", "", NULL, false },
		{ "none-sentence", NULL, "*No*\n\n*No \n\n**No x**\n\n*\n", "",
		    NULL, false },
	};

	(void)state;
	CHECK_CASES(cases);
}

#define TOP "Title: Newsletter 9\nNumber: 9\nDate: 2026-03-04\n"

static void test_header(void **state)
{
	static const struct rule_case cases[] = {
		{ "header-date", NULL,
		    "Title: A 9\nNumber: 9\nDate: 2026-02-30\n\nText.\n", "3",
		    NULL, false },
		{ "header-date", NULL,
		    "Title: A 9\nDate: 2026-03-04 12:30\n\nText.\n", "", NULL,
		    false },
		{ "header-date", NULL, "Title: A 9\nDate: $date\n\nText.\n", "",
		    NULL, false },
		{ "header-title-number", NULL,
		    "Title: News of 2026\nNumber: 9\nDate: 2026-03-04\n\na\n",
		    "", NULL, false },
		{ "header-title-number", NULL,
		    "Title: News 9: Boats\nNumber: 9\n\na\n", "", NULL, false },
		{ "header-title-number", NULL,
		    "Title: News 10\nNumber: 9\n\na\n", "1", NULL, false },
		{ "header-title-number", NULL,
		    "---\ntitle: News 10\nnumber: 9\n---\n\na\n", "2", NULL,
		    false },
		{ "header-indented", NULL,
		    "Title: A 9\n Number: 9\n   Date: 2026-03-04\n\na\n", "2",
		    "Title: A 9\nNumber: 9\nDate: 2026-03-04\n\na\n", true },
		{ "header-indented", NULL,
		    "---\ntitle: A 9\ntags:\n  - a\n---\n\na\n", "", NULL,
		    false },
		{ "section-missing",
		    "sections_add:\n"
		    "  - {id: news, title: News, required: yes}\n",
		    TOP "\n# Announcements\n\na\n", "1", NULL, false },
		{ "section-missing",
		    "sections_add:\n"
		    "  - {id: news, title: News, required: yes}\n",
		    TOP "\n# *News*:\n\na\n", "", NULL, false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_placeholders(void **state)
{
	static const struct rule_case cases[] = {
		{ "placeholder-left", NULL, "[a](LINK_HERE) LINK_HERE\n", "6 6",
		    NULL, false },
		{ "placeholder-left", NULL, "[a](INSERT_LINK_HERE)\n", "6",
		    NULL, false },
		{ "placeholder-left", NULL, "[a](MY_LINK_HERE_)\n", "", NULL,
		    false },
		{ "placeholder-left", NULL,
		    "<!-- LINK_HERE -->\n\na <!-- LINK_HERE --> LINK_HERE\n",
		    "8", NULL, false },
		{ "placeholder-left", NULL, "Title: LINK_HERE\n\nTo LINK_HERE",
		    "1 3", NULL, false },
		{ "placeholder-left", "check:\n  placeholders: []\n",
		    "LINK_HERE\n", "", NULL, false },
		{ "placeholder-left",
		    "check:\n  placeholders: [\"x\", \"(#) of\"]\n",
		    "x is (#) of y\n", "6", NULL, false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_variables(void **state)
{
	static const struct rule_case cases[] = {
		{ "template-variable", NULL,
		    "On ${day} and {{ day }}, {% if x %}\n", "6 6 6", NULL,
		    false },
		{ "template-variable", NULL,
		    "It costs $5 or $HOME, `$the_day`, \\{} and {{}}.\n", "",
		    NULL, false },
		{ "template-variable", NULL, "```\n$the_day\n```\n", "", NULL,
		    false },
		{ "template-variable", NULL, "<!-- $the_day -->\n", "", NULL,
		    false },
		{ "template-variable", NULL,
		    "Title: A $the_number\n\na\n\n`b` $the_day", "1 5", NULL,
		    false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_marks(void **state)
{
	static const struct rule_case cases[] = {
		{ "conflict-marker", NULL,
		    "<<<<<<< HEAD\na\n||||||| 3f2\nb\n=======\nc\n>>>>>>> x\n",
		    "6 8 10 12", NULL, false },
		{ "conflict-marker", NULL, "News\n=======\n\n<<<<<<<<\n", "",
		    NULL, false },
		{ "conflict-marker", NULL, "```\n<<<<<<< HEAD\n```\n", "", NULL,
		    false },
		{ "note-left", NULL, "// TODO sand it\n\n* FIXME: oil it\n",
		    "6 8", NULL, false },
		{ "note-left", NULL, "TODOs of a carver\n\nA TODO app\n", "",
		    NULL, false },
		{ "slot-empty", NULL, "Edited by:\n\n# News\n", "6", NULL,
		    false },
		{ "slot-empty", NULL, "*Edited by:*\n\n* Ida\n", "", NULL,
		    false },
		{ "slot-empty", NULL,
		    "It is sponsored by\n[Ida](http://a.org).\n", "", NULL,
		    false },
		{ "slot-empty", NULL, "Thanks to [](http://a.org) for this!\n",
		    "6", NULL, false },
		{ "slot-empty", NULL,
		    "Hm **** hm\n\n****\n\n* * * *\n\n*****a\n", "6", NULL,
		    false },
		{ "slot-empty", NULL, "****a**** and `****`\n", "", NULL,
		    false },
	};

	(void)state;
	CHECK_CASES(cases);
}

#define BOARD "discussion:\n  links: [example.org/board/*]\n"
#define JOBS                                              \
	"sections_add:\n"                                 \
	"  - {id: jobs, title: Jobs, kind: jobs, links: " \
	"[example.org/jobs/*]}\n"

static void test_discussion(void **state)
{
	static const struct rule_case cases[] = {
		{ "discussion-link", NULL, "[Discuss](BOARD)\n", "6", NULL,
		    false },
		{ "discussion-link", NULL, "[Discuss]()\n", "6", NULL, false },
		{ "discussion-link", NULL, "[Discuss](http://a.org)\n", "",
		    NULL, false },
		/* It is found as a placeholder. */
		{ "discussion-link", NULL, "[Discuss](LINK_HERE)\n", "", NULL,
		    false },
		{ "discussion-link", BOARD,
		    "<small>[Discuss on it](http://www.example.org/board/4/)."
		    "</small>\n",
		    "", NULL, false },
		{ "discussion-link", BOARD,
		    "[Discuss][d]\n\n[d]: http://a.org\n", "8", NULL, false },
		/* Not the last line of an issue. */
		{ "discussion-link", BOARD, "* [Discuss](http://a.org)\n", "",
		    NULL, false },
		{ "discussion-link", BOARD,
		    "We [discuss](http://a.org) kites.\n", "", NULL, false },
		{ "discussion-number", NULL,
		    "[Discuss](http://a.org/t/newsletter-12)\n", "6", NULL,
		    false },
		{ "discussion-number", NULL, "[Discuss](http://a.org/t/12)\n",
		    "", NULL, false },
		{ "discussion-number", NULL,
		    "[Discuss](http://a.org/t/other_news_12)\n", "", NULL,
		    false },
		{ "jobs-link", JOBS, "# Jobs\n\n[a](http://example.org/b)\n",
		    "8", NULL, false },
		{ "jobs-link", JOBS, "# Jobs\n\n[a](there)\n", "8", NULL,
		    false },
		/* Another host is a word about something else. */
		{ "jobs-link", JOBS, "# Jobs\n\n[a](http://a.org)\n", "", NULL,
		    false },
		{ "jobs-link", JOBS, "# Jobs\n\n* [a](http://example.org/b)\n",
		    "", NULL, false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_hostile(void **state)
{
	static const char *const rules[] = { "placeholder-left", "slot-empty",
		"template-variable", "note-left", "none-sentence",
		"conflict-marker", "discussion-link", "header-indented" };
	static const char *const units[] = { "$a_b ", "{{", "{{ a }}<!-- -->",
		"****", "LINK_HERE ", "*No ", "[Discuss](a) ", "TODO\n\n",
		"edited by\n\n", "<<<<<<<\n", "a: b\n", "\n" };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		const char *text = repeated(&arena, units[i], 20000);

		for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++)
			count_hostile(rules[k], text);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_unfilled),
		cmocka_unit_test(test_feature),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_placeholders),
		cmocka_unit_test(test_variables),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_discussion),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
