/* What counts as the same for readers, and what does not. */
#include "../test.h"

#include "base/limits.h"
#include "draft/meaning.h"
#include "test/model/twir.h"

#define EVENTS "## Upcoming Events\n\n### Virtual\n\n"

static const struct {
	bool same;
	const char *a, *b;
} cases[] = {
	{ true, "a  b\nc\n", "a b c" },
	{ true, "Title: A\nDate: 2026-03-04\n\nb",
	    "date: 2026-03-04\ntitle: A\n\nb" },
	{ true, "- a\n\n- b\n", "* a\n* b\n" },
	{ true, "- a\n\n* b\n", "* a\n* b\n" },
	{ true, "A\n=\n", "# A #\n" },
	{ true, "* [video][A](/b)\n", "* [video] [A](/b)\n" },
	{ true, EVENTS "* 2026-3-4|Oslo, NO|[G](/g)\n",
	    EVENTS "* 2026-03-04 | Oslo, NO | [G](/g)\n" },
	{ true,
	    EVENTS
	    "* 2026-03-04 | Oslo, NO | [G](/g)\n* 2026-03-05 | Oslo, NO | [H](/h)\n",
	    EVENTS
	    "* 2026-03-05 | Oslo, NO | [H](/h)\n* 2026-03-04 | Oslo, NO | [G](/g)\n" },
	{ false, EVENTS "* 2026-03-04 | Oslo, NO | [G](/g)\n",
	    EVENTS "* 2026-03-05 | Oslo, NO | [G](/g)\n" },
	{ false, EVENTS "* 2026-03-04 18:00 CET | Oslo, NO | [G](/g)\n",
	    EVENTS "* 2026-03-04 18:00 UTC | Oslo, NO | [G](/g)\n" },
	{ false, "* [a](/a)\n* [b](/b)\n", "* [b](/b)\n* [a](/a)\n" },
	{ false, "a b", "ab" },
	{ false, "a] b", "a]b" },
	{ false, "a\n\nb", "a b" },
	{ false, "a  \nb", "a\nb" },
	{ false, "*a*", "**a**" },
	{ false, "# a", "## a" },
	{ false, "[a](/a)", "[a](/b)" },
	{ false, "[a](/a)", "[a](/a \"t\")" },
	{ false, "![a](/a)", "[a](/a)" },
	{ false, "    a  b", "    a b" },
	{ false, "`a`", "a" },
	{ false, "* a\n    * b\n", "* a\n* b\n" },
	{ false, "1. a\n", "2. a\n" },
	{ false, "1. a\n", "* a\n" },
	{ false, "> a\n", "a\n" },
	{ false, "<!-- a -->\n", "<!-- b -->\n" },
	{ false, "a\n\n[b]: /c\n", "a\n\n[b]: /d\n" },
	{ false, "Title: A\n\nb", "Title: B\n\nb" },
	{ false, "a \x01 b", "a \x02 b" },
};

static struct str meaning_of(struct arena *arena, const char *text)
{
	struct source source = { "case", str_of(text) };
	struct str meaning;
	struct issue issue;
	struct strbuf out;

	assert_int_equal(
	    issue_read(arena, source, twir_settings(), &issue), ISSUE_OK);
	strbuf_init(&out, LIMIT_FEED);
	meaning_add(&out, arena, &issue);
	meaning = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return meaning;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		bool same = str_eq(meaning_of(&arena, cases[i].a),
		    meaning_of(&arena, cases[i].b));

		if (same != cases[i].same)
			fail_msg("%s: %s / %s",
			    same ? "they are the same" : "they differ",
			    cases[i].a, cases[i].b);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
