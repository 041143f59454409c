/*
 * The rules about merged changes and decisions, where their examples show too
 * little.  Issue 9 is of 2026-03-04, issue 8 of 2026-02-25.
 */
#include "family.h"

#include "check/project.h"

#define WEEK "changes: {days: 7}\n"
#define GROUPS                                                        \
	"groups:\n  - {title: Yarn, also: [The Yarn], repositories: " \
	"[example/yarn, example/wool]}\n"
#define ITEM(repository, number)                                              \
	"* [Softer](https://github.com/example/" repository "/issues/" number \
	")\n"

static const struct family_case cases[] = {
	{ "joins", WEEK, CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2026-02-24", "2026-03-03"), "change-window-gap", 0,
	    NULL, NULL },
	{ "a year behind", WEEK, CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2025-02-24", "2026-03-03"), "change-window-length", 1,
	    "merged:2026-02-24..2026-03-03", "2025" },
	{ "reversed", WEEK, CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2026-02-24", "2026-02-03"), "change-window-length", 1,
	    "merged:2026-02-24..2026-03-03", NULL },
	{ "left over", WEEK, CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2026-02-17", "2026-02-24"), "change-window-old", 1,
	    "merged:2026-02-24..2026-03-03", NULL },
	{ "left over is no gap", WEEK, CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2026-02-17", "2026-02-24"), "change-window-gap", 0,
	    NULL, NULL },
	{ "the last one was left over", WEEK,
	    CHANGES("4", "2026-02-10", "2026-02-17"),
	    CHANGES("5", "2026-02-24", "2026-03-03"), "change-window-gap", 0,
	    NULL, NULL },
	{ "without an issue before", WEEK, NULL,
	    CHANGES("5", "2026-02-24", "2026-03-03"), "change-window-gap", 0,
	    NULL, NULL },
	{ "no window before", WEEK, "Text.\n",
	    CHANGES("5", "2026-02-20", "2026-03-04"), "change-window-length", 1,
	    "merged:2026-02-20..2026-03-04", NULL },
	{ "a day longer", WEEK, CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2026-02-24", "2026-03-04"), "change-window-length", 0,
	    NULL, NULL },
	{ "a day longer is unusual", WEEK,
	    CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2026-02-24", "2026-03-04"), "change-window-unusual",
	    1, NULL, NULL },
	{ "weeks without issues", "changes: {days: 4}\n",
	    CHANGES("4", "2026-02-20", "2026-02-24"),
	    CHANGES("5", "2026-02-24", "2026-03-03"), "change-window-length", 0,
	    NULL, NULL },
	{ "the length is not set", NULL, NULL,
	    CHANGES("5", "2020-02-24", "2026-03-03"), "change-window-length", 0,
	    NULL, NULL },
	{ "a day that is none", WEEK, NULL,
	    CHANGES("5", "2026-02-31", "2026-03-03"), "change-window-length", 0,
	    NULL, NULL },
	{ "the group by its other name", GROUPS, NULL,
	    "## Decisions\n\n### the yarn\n\n" ITEM("wool", "1")
		ITEM("loom", "2"),
	    "decision-group", 1, NULL, NULL },
	{ "a group without a link", NULL, NULL,
	    "## Decisions\n\n### Yarn\n\n" ITEM("loom", "2"), "decision-group",
	    0, NULL, NULL },
	{ "three times", NULL, NULL,
	    "## Decisions\n\n" ITEM("yarn", "1") ITEM("yarn", "1")
		ITEM("yarn", "1") ITEM("yarn", "2"),
	    "decision-twice", 2,
	    "## Decisions\n\n" ITEM("yarn", "1") ITEM("yarn", "2"), NULL },
	{ "twice at the end of the file", NULL, NULL,
	    "## Decisions\n\n* [A](https://example.org/a)\n"
	    "* [A](https://example.org/a)",
	    "decision-twice", 1, "* [A](https://example.org/a)\n", ")\n* [A]" },
	{ "a tag mistyped", NULL, NULL,
	    "## Decisions\n\n* [dispositon: merge] "
	    "[A](https://example.org/a)\n",
	    "decision-disposition", 1, "* [disposition: merge] [A]", NULL },
	{ "a disposition of its own", NULL, NULL,
	    "## Decisions\n\n* [disposition: ask the dyers] "
	    "[A](https://example.org/a)\n",
	    "decision-disposition", 1, "[disposition: ask the dyers]", NULL },
	{ "another count", NULL, CHANGES("4", "2026-02-17", "2026-02-24"),
	    CHANGES("5", "2026-02-24", "2026-03-03"), "change-count", 0, NULL,
	    NULL },
	{ "no sentence before", NULL,
	    "## Decisions\n\n### Looms\n\n" ITEM("loom", "1"),
	    "## Decisions\n\n### Yarn\n\n" ITEM("yarn",
		"1") "\n*No items for [Dyes](https://example.org/dyes).*\n",
	    "decision-group-missing", 0, NULL, NULL },
	{ "the group by another name", GROUPS,
	    "## Decisions\n\n### Yarn\n\n" ITEM("yarn",
		"1") "\n*No items for [Dyes](https://example.org/dyes).*\n",
	    "## Decisions\n\n*No items for [Dyes](https://example.org/dyes), "
	    "[The Yarn](https://example.org/yarn), [(all)](/all).*\n",
	    "decision-group-missing", 0, NULL, NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		family_check(&cases[i]);
}

/* Ten thousand equal items, all under a wrong heading. */
static void test_many(void **state)
{
	static const char item[] = ITEM("yarn", "1");
	struct strbuf text;
	struct family_case twice = { "many", NULL, NULL, NULL, "decision-twice",
		1000, NULL, NULL };
	struct family_case group = { "many", NULL, NULL, NULL, "decision-group",
		1000, NULL, NULL };

	(void)state;
	strbuf_init(&text, 16 * MIB);
	strbuf_add(&text, STR("## Decisions\n\n### "
			      "[Looms](https://github.com/example/loom)\n\n"));
	for (int i = 0; i < 10000; i++)
		strbuf_add(&text, str_of(item));
	twice.text = group.text = text.buf;
	family_check(&twice);
	family_check(&group);
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
