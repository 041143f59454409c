/* Rules about headings: what their examples do not show. */
#include "../test.h"

#include "cases.h"

#define PYTHON "markdown:\n  also: python-markdown\n"
#define LEVELS                                    \
	"sections_add:\n"                         \
	"  - {id: news, title: News, level: 2}\n" \
	"  - {id: articles, title: Articles, level: 2}\n"
#define GROUPS                                            \
	"groups:\n"                                       \
	"  - {title: Knots, repositories: [sea/knots]}\n" \
	"  - {title: Sails, also: [Sheets]}\n"            \
	"  - {title: Masts}\n"

static void test_blank_before(void **state)
{
	static const struct rule_case cases[] = {
		{ "heading-blank-before", NULL, "# News\n\nText.\n", "", NULL,
		    false },
		{ "heading-blank-before", NULL, "Text.\n# News\n", "7",
		    "Text.\n\n# News\n", true },
		{ "heading-blank-before", NULL, "# News\n## More\n", "", NULL,
		    false },
		{ "heading-blank-before", NULL, "<!-- a\nb -->\n# News\n", "",
		    NULL, false },
		{ "heading-blank-before", NULL, "> Text.\n> # News\n", "", NULL,
		    false },
		{ "heading-blank-before", NULL, "* a\n* b\n## News\n* c\n", "8",
		    "* a\n* b\n\n## News\n* c\n", true },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_hashes(void **state)
{
	static const struct rule_case cases[] = {
		{ "heading-space", NULL, "#News\n", "6", "# News\n", false },
		{ "heading-space", NULL, "##Boats\n", "6", "## Boats\n",
		    false },
		{ "heading-space", NULL, "#boats float\n", "", NULL, false },
		{ "heading-space", NULL, "##\n\n#######x\n", "", NULL, false },
		{ "heading-space", NULL, "```\n##Boats\n```\n", "", NULL,
		    false },
		{ "heading-space", NULL, "<!--\n##Boats\n-->\n", "", NULL,
		    false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_level(void **state)
{
	static const struct rule_case cases[] = {
		/* The whole issue has another form. */
		{ "heading-level", LEVELS, "# News\n\n# Articles\n", "", NULL,
		    false },
		/* Most of it has the form of the settings. */
		{ "heading-level", LEVELS,
		    "## News\n\n## News\n\n## News\n\n#### Articles\n", "12",
		    "## News\n\n## News\n\n## News\n\n## Articles\n", false },
		/* Regions are compared with each other. */
		{ "heading-level", NULL,
		    "## Events\n\n### Asia\n\n### Europe\n\n# Oceania\n", "12",
		    "## Events\n\n### Asia\n\n### Europe\n\n### Oceania\n",
		    false },
		{ "heading-level", NULL, "## Events\n\n### Asia\n\n# Oceania\n",
		    "", NULL, false },
		/* So are the groups below one heading, not those of others. */
		{ "heading-level", GROUPS,
		    "## Changes\n\n#### Knots\n\n### Masts\n", "", NULL,
		    false },
		{ "heading-level", GROUPS,
		    "## Changes\n\n#### Knots\n\n#### Masts\n\n### Sails\n",
		    "12",
		    "## Changes\n\n#### Knots\n\n#### Masts\n\n#### Sails\n",
		    false },
		{ "heading-level", GROUPS,
		    "## Changes\n\n#### Knots\n\n#### Masts\n\n## Decisions\n\n"
		    "### Sails\n",
		    "", NULL, false },
		/* An underlined heading cannot be mended by the way. */
		{ "heading-level", LEVELS,
		    "## News\n\n## News\n\n## News\n\nArticles\n====\n", "12",
		    NULL, false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_order(void **state)
{
	static const struct rule_case cases[] = {
		{ "heading-order", NULL, "# Tools\n\n# News\n\n# Articles\n",
		    "6", NULL, false },
		{ "heading-order", NULL,
		    "# News\n\n# Research\n\n# Articles\n\n# Tools\n", "8",
		    NULL, false },
		/* More than one step: an order of its own. */
		{ "heading-order", NULL,
		    "# Tools\n\n# News\n\n# Research\n\n# Articles\n", "", NULL,
		    false },
		/* Below a heading. */
		{ "heading-order", NULL,
		    "# Miscellaneous\n\n## News\n\n## Tools\n\n## Articles\n\n"
		    "## Research\n",
		    "12", NULL, false },
		/* Old names have no order. */
		{ "heading-order", NULL, "# Libraries\n\n# Updates\n", "", NULL,
		    false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_names(void **state)
{
	static const struct rule_case cases[] = {
		{ "heading-punctuation", NULL, "## News: ##\n", "6",
		    "## News ##\n", true },
		{ "heading-punctuation", NULL, "## [News](http://a.org),\n",
		    "6", "## [News](http://a.org)\n", true },
		{ "heading-punctuation", NULL, "## What is new?\n", "", NULL,
		    false },
		{ "heading-repeated", NULL,
		    "## News\n\n### Asia\n\n## Tools\n\n"
		    "### Asia\n\n## news:\n",
		    "14", NULL, false },
		{ "heading-unknown", NULL, "## *Nesw*\n", "6", NULL, false },
		{ "heading-unknown", NULL, "## Something else\n", "6", NULL,
		    false },
		{ "heading-unknown", NULL, "## Articels\n", "6",
		    "## Articles\n", false },
		/* Groups may be any if none are known. */
		{ "heading-unknown", NULL, "## Changes\n\n### Boats\n", "",
		    NULL, false },
		{ "heading-unknown", GROUPS,
		    "## Changes\n\n### Sheets:\n\n### Boats\n", "10", NULL,
		    false },
	};

	(void)state;
	CHECK_CASES(cases);
}

static void test_hostile(void **state)
{
	static const char *const rules[] = { "heading-blank-before",
		"heading-level", "heading-order", "heading-repeated",
		"heading-unknown", "heading-space", "section-empty",
		"section-unfilled", "section-feature" };
	struct arena arena = { 0 };
	const char *equal = repeated(&arena, "# Quote of the Week\n", 10000);
	const char *deep = repeated(&arena,
	    "# Newz of a long heading here\n## Quote\n### b\n#### c\n", 2000);

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		count_hostile(rules[i], equal);
		count_hostile(rules[i], deep);
	}
	assert_int_equal(
	    count_hostile("heading-repeated", equal), LIMIT_FINDINGS);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blank_before),
		cmocka_unit_test(test_hashes),
		cmocka_unit_test(test_level),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
