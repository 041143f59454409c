/* Markdown and what other renderers make of it: what is left alone, fixes
 * byte for byte, and that no file takes more than linear time. */
#include "../test.h"

#include "base/limits.h"
#include "newsletter.h"

static struct arena arena;

#define HEADER "Title: N\nNumber: 9\nDate: 2026-03-04\n\n"

/* The text behind the header after the fixes of one rule, suggested ones
 * too. */
static struct str fixed_by(
    const char *rule, struct str text, bool all, size_t *ret_found)
{
	static const char *const paths[] = { "content/2026-03-04-issue-9.md" };
	struct str id = str_of(rule);
	struct check_options options = {
		.path = paths, .paths = 1, .threads = 1, .only = { &id, 1 }
	};
	struct check_text given = { paths[0], text };
	struct check_report report = example_check(
	    example_settings(&arena, "markdown:\n  also: python-markdown\n"),
	    &options, &given, 1);
	size_t fixed, waiting;
	struct str result = arena_str(&arena,
	    check_fixed_text(&arena, &report.file[0], all, &fixed, &waiting));

	*ret_found = check_count(&report, CHECK_OFF);
	assert_int_equal(waiting, 0);
	check_release(&report);
	return result;
}

/* `fixed` is NULL if there is no fix. */
static const struct {
	const char *rule, *text, *fixed;
	size_t found;
} cases[] = {
	{ "code-unclosed", "a \\` b `c` ``d`e``\n", NULL, 0 },
	{ "code-unclosed", "a `b\nc` d `\n\n`e\n", NULL, 2 },
	{ "code-escape", "`a\\[b\\]` `\\n` `\\\\[`\n", "`a[b]` `\\n` `\\\\[`\n",
	    1 },
	{ "comment-stray", "a --> b\n\n`-->`\n\n> c -->\n", NULL, 1 },
	{ "comment-stray", "<!-- a <!-- b -->\nc\n-->\n", NULL, 1 },
	{ "comment-unclosed", "a <!-- b\n\nc\n", NULL, 1 },
	{ "html-unknown", "A<B> <br> <i>c</i> <i>d `<E>` \\<F>\n",
	    "A&lt;B> <br> <i>c</i> &lt;i>d `<E>` \\<F>\n", 2 },
	{ "html-unknown", "<https://example.org/> <a@example.org>\n", NULL, 0 },
	{ "item-bar", "a \\| b\n\n| a |\n|---|\n| b \\| c |\n",
	    "a | b\n\n| a |\n|---|\n| b \\| c |\n", 1 },
	{ "item-empty", "* a\n*\n* b\n", "* a\n* b\n", 1 },
	{ "item-mark", "*[a](b) c*\n\n-[a](b-c)\n",
	    "*[a](b) c*\n\n- [a](b-c)\n", 1 },
	{ "item-mark-blanks", "*   a\n    b\n\n-  c\n", "* a\n    b\n\n- c\n",
	    2 },
	{ "link-broken", "[a](https://b\n", "[a](https://b)\n", 1 },
	{ "link-broken", "[a]((https://b)\n", "[a](https://b)\n", 1 },
	{ "link-broken", "[a](https://b)](https://b)\n", NULL, 1 },
	{ "link-broken", "[`a]`(https://b)\n", NULL, 1 },
	{ "link-broken", "[a](b c) `f](g`\n", NULL, 1 },
	{ "link-gap", "[a] (https://b) [c] (d)\n", "[a](https://b) [c] (d)\n",
	    1 },
	{ "link-text-blanks", "[ a `b` ](c) [![ d ](e)](f)\n",
	    "[a `b`](c) [![d](e)](f)\n", 2 },
	{ "link-text-missing", "[ ](a) [![](b)](c) [`d`](e) [**](f)\n", NULL,
	    1 },
	{ "link-url-blanks", "[a]( b  ) [c](d \"e\") [f]( <g> )\n",
	    "[a](b) [c](d \"e\") [f]( <g> )\n", 1 },
	{ "list-marker", "* a\n- b\n- c\n+ d\n", "- a\n- b\n- c\n- d\n", 2 },
	{ "list-marker", "- a\n\n* b\n  * c\n  * d\n",
	    "- a\n\n- b\n  * c\n  * d\n", 1 },
	{ "list-marker", "* a\n    - b\n    + c\n", "* a\n    - b\n    - c\n",
	    1 },
	{ "list-marker", "* a\n1. b\n- c\n\n<!-- d -->\n\n* e\n", NULL, 0 },
	{ "list-marker", "* a\n\n[b]: c\n\n- [b]\n", NULL, 0 },
	{ "list-marker", "* a\n- * *\n", NULL, 1 },
	{ "markup-bold", "** a ** b **c** d f*** 2**3 ** e\n", NULL, 0 },
	{ "markup-bold", "**a ** b\n", "**a** b\n", 1 },
	{ "markup-brackets", "[a] b] [[c](d) \\[ `[`\n", NULL, 1 },
	{ "markup-parentheses", "1) a :-) (b :( c) std::( ) :)\n", NULL, 0 },
	{ "markup-parentheses", "(a `b)`\n\nc) [d](e))\n", NULL, 2 },
	{ "markup-table", "> a\n> | b |\n> |---|\n", NULL, 1 },
	{ "passage-pair",
	    "<!-- web -->\na\n<!-- mail -->\nb\n<!-- /web -->\n"
	    "<!-- /mail -->\n",
	    NULL, 1 },
	{ "passage-pair",
	    "<!-- /mail -->\na\n\n<!-- web -->\n"
	    "<!-- /web -->\n",
	    NULL, 1 },
	{ "reference-colon", "[a] https://b\n", "[a]: https://b\n", 1 },
	{ "reference-glued", "[video][a](b) [c][d] [[e][f] g](h)\n",
	    "[video] [a](b) [c][d] [[e][f] g](h)\n", 2 },
	{ "reference-glued", "[a b][video](c) [d][e](f) [g]\n",
	    "[video] [a b](c) [d] [e](f) [g]\n", 2 },
	{ "reference-twice", "[a]\n\n[A]: b\n[ a ]: c\n[a]: b\n", NULL, 1 },
	{ "reference-undefined", "[a][b] [c][] [video][d] [e][F]\n\n[f]: g\n",
	    NULL, 1 },
	{ "reference-unused", "[a]\n\n[a]: b\n[c]: d\n", "[a]\n\n[a]: b\n", 1 },
	{ "portable-escape", "\\< \\& \\~ \\: \\* \\| `\\<` \\=\n",
	    "&lt; &amp; &#126; : \\* \\| `\\<` &#61;\n", 5 },
	{ "portable-heading", "  ## a\n\n    # b\n\n> ## c\n",
	    "## a\n\n    # b\n\n> ## c\n", 1 },
	{ "portable-heading-blank", "#a\n\n# b\n\n    #c\n",
	    "\\#a\n\n# b\n\n    #c\n", 1 },
	{ "portable-html", "A<B, C> 1 < 2 > 3 <d@e> <F>\n",
	    "A&lt;B, C> 1 < 2 > 3 <d@e> <F>\n", 1 },
	{ "portable-list", "a\n* b\n\n> c\n> * d\n\n* e\n    * f\n",
	    "a\n\n* b\n\n> c\n>\n> * d\n\n* e\n    * f\n", 2 },
	{ "portable-list", "# a\n* b\n", NULL, 0 },
	/* Each level for itself, with the lines of its paragraph. */
	{ "portable-nesting", "* a\n  * b\n  c\n    * d\n",
	    "* a\n    * b\n    c\n        * d\n", 2 },
	{ "portable-nesting", "1. a\n\n   b\n   c\n\n   > d\n",
	    "1. a\n\n    b\n    c\n\n    > d\n", 2 },
	{ "portable-nesting", "* a\n  > b\n* c\n    * d\n", NULL, 0 },
	/* Code inside would not move with it. */
	{ "portable-nesting", "* a\n  * b\n\n    ```\n    c\n    ```\n", NULL,
	    1 },
	{ "portable-strike", "~~a~~ b\n", "<del>a</del> b\n", 1 },
	{ "portable-comment", "* a <!-- `b` -->\n\n<!-- [c](d) -->\n",
	    "* a \n\n<!-- [c](d) -->\n", 1 },
};

/* Does a case hold?  Says so if not. */
static bool holds(size_t index)
{
	const char *rule = cases[index].rule, *text = cases[index].text;
	const char *wanted =
	    cases[index].fixed != NULL ? cases[index].fixed : text;
	size_t found, again;
	struct str fixed = fixed_by(
	    rule, arena_printf(&arena, HEADER "%s", text), true, &found);
	struct str twice = fixed_by(rule, fixed, true, &again);
	struct str body = str_sub(fixed, strlen(HEADER), fixed.len);

	if (found == cases[index].found && str_eq(body, str_of(wanted)) &&
	    str_eq(twice, fixed))
		return true;
	print_error("%s: %zu found in\n%sfixed:\n%.*sfixed again:\n%.*s\n",
	    rule, found, text, STR_ARG(body), STR_ARG(twice));
	return false;
}

static void test_cases(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		wrong += !holds(i);
	assert_int_equal(wrong, 0);
}

/* All rules on what others may send: many pieces, and one long line. */
static void test_hostile(void **state)
{
	static const char *const pieces[] = { "[a](", "[", "(", "`a `` ",
		"** a", "<a ", "<T>", "\\<", "  * a\n", "<!-- a -->",
		"<!-- web -->\n", "a\n* b\n\n", "[a][b]", "#a\n", "|-|\n",
		"<!--", "-->", "*[a](b)\n", "[a]: b\n", "[a] https://b ",
		"* a\n- b\n", "[a][video](b)", "~a~ ", "> " };
	static const char *const paths[] = { "content/2026-03-04-issue-9.md" };
	struct check_options options = { .path = paths, .paths = 1 };

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct strbuf text;
		struct check_text given = { .path = paths[0] };
		struct check_report report;

		strbuf_init(&text, MIB);
		strbuf_lit(&text, HEADER);
		while (text.len < 32 * KIB)
			strbuf_add_cstr(&text, pieces[i]);
		given.text = strbuf_str(&text);
		report =
		    example_check(example_settings(&arena,
				      "markdown:\n  also: python-markdown\n"),
			&options, &given, 1);
		check_release(&report);
		strbuf_release(&text);
		arena_reset(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_hostile),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return failed;
}
