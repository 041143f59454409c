/* Shapes of addresses. */
#include "../test.h"

#include "base/pattern.h"

static void test_match(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool match;
	} cases[] = {
		{ "", "", true },
		{ "", "a", false },
		{ "a", "a", true },
		{ "a", "A", true },
		{ "a", "ab", false },
		{ "*", "", true },
		{ "*", "abc", true },
		{ "*", "a/c", false },
		{ "**", "a/c", true },
		{ "a*c", "abbc", true },
		{ "a*c", "abcbc", true },
		{ "a*c", "abcb", false },
		{ "a*b*c", "a1b2b3c", true },
		{ "host/*/*", "host/owner/name", true },
		{ "host/*/*", "host/owner/name/pull/3", false },
		{ "host/*/*/pull/*", "host/owner/name/pull/3", true },
		{ "host/**", "host/", true },
		{ "host/**", "host", false },
		{ "**.example/*", "a.b.example/x", true },
		{ "**/x/*", "a/x/b/x/c", true },
		{ "**x*y", "xx/xy", true },
		{ "**x*y", "xx/xz", false },
		{ "*/x", "a/b/x", false },
		{ "**a*b**c", "a/ab/c/ab.c", true },
		{ "***", "a/b", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (pattern_match(str_of(cases[i].pattern),
			str_of(cases[i].text)) != cases[i].match)
			fail_msg("\"%s\" and \"%s\"", cases[i].pattern,
			    cases[i].text);
}

/* Many stars and no match end in bounded time. */
static void test_bounded(void **state)
{
	static char pattern[4000], text[4000];

	(void)state;
	for (size_t i = 0; i < sizeof(pattern); i += 2) {
		pattern[i] = '*';
		pattern[i + 1] = 'a';
	}
	memset(text, 'a', sizeof(text));
	assert_true(pattern_match((struct str){ pattern, sizeof(pattern) },
	    (struct str){ text, sizeof(text) }));
	text[sizeof(text) - 1] = 'b';
	assert_false(pattern_match((struct str){ pattern, sizeof(pattern) },
	    (struct str){ text, sizeof(text) }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
