/* Markdown as plain text: what each form of it becomes. */
#include "../test.h"

#include "base/limits.h"
#include "build/plain.h"

enum { COLUMNS = 30 };

static void write_plain(
    struct arena *arena, struct str markdown, struct strbuf *out)
{
	struct plain plain;
	struct md_tree tree;

	assert_int_equal(md_tree_parse(arena, markdown, 0, &tree), MD_OK);
	plain_init(&plain, out, arena, STR("https://n.example/1/"), COLUMNS);
	plain_add_blocks(&plain, tree.root->first, NULL);
	plain_add_links(&plain);
	plain_release(&plain);
}

static void test_blocks(void **state)
{
	static const struct {
		const char *markdown, *text;
	} cases[] = {
		{ "", "" },
		{ "a\nb", "a b\n" },
		{ "a\n\nb", "a\n\nb\n" },
		{ "a  \nb", "a\nb\n" },
		{ "one two three four five six seven",
		    "one two three four five six\nseven\n" },
		{ "*a* **b** ~~c~~ `d`", "_a_ *b* ~~c~~ `d`\n" },
		{ "***", "* * *\n" },
		/* Lists. */
		{ "a\n\n* b\n* c\n\nd", "a\n\n* b\n* c\n\nd\n" },
		{ "* a\n    * b\n    * c\n* d", "* a\n  * b\n  * c\n* d\n" },
		{ "* a\n\n* b", "* a\n\n* b\n" },
		{ "* a\n\n  b\n* c", "* a\n\n  b\n\n* c\n" },
		{ "9. a\n10. b", "9. a\n10. b\n" },
		{ "* one two three four five six seven eight",
		    "* one two three four five six\n  seven eight\n" },
		{ "*\n* a", "* a\n" },
		/* Quotes. */
		{ "> a\n>\n> b\n\nc", "> a\n>\n> b\n\nc\n" },
		{ "> * a\n> * b", "> * a\n> * b\n" },
		{ "> > a", "> > a\n" },
		{ "a\n> b", "a\n\n> b\n" },
		{ "* > a", "* > a\n" },
		/* Code. */
		{ "```c\nint a;\n\n  int b;  \n```\nx",
		    "    int a;\n\n      int b;\n\nx\n" },
		{ "> ```\n> a\n>\n> b\n> ```", ">     a\n>\n>     b\n" },
		/* Links. */
		{ "[a](https://x.example/)",
		    "a [1]\n\n[1] https://x.example/\n" },
		{ "[a](/b) [c](d) [e](/b)",
		    "a [1] c [2] e [1]\n\n[1] https://n.example/b\n"
		    "[2] https://n.example/1/d\n" },
		{ "[**a**](/b) **[c](/b)**",
		    "a [1] c [1]\n\n[1] https://n.example/b\n" },
		{ "<https://x.example/>", "https://x.example/\n" },
		{ "<me@x.example>", "me@x.example\n" },
		{ "[a](javascript:b)", "a\n" },
		{ "[a](<https://x.example/ü b>)",
		    "a [1]\n\n[1] https://x.example/%C3%BC%20b\n" },
		{ "![a b](/c.png) ![](/d.png)",
		    "[a b] [1]\n\n[1] https://n.example/c.png\n" },
		/* Tables. */
		{ "|a|b|\n|:--|--:|\n|1|22|\n|x|y|\n",
		    "| a |  b |\n|---|----|\n| 1 | 22 |\n| x |  y |\n" },
		{ "|a|b|\n|---|---|\n|one two three|four five six seven|\n",
		    "* a: one two three; b: four\n  five six seven\n" },
		{ "|a|\n|---|\n|1<br>2|\n", "| a   |\n|-----|\n| 1 2 |\n" },
		/* Raw HTML. */
		{ "a <b>b</b> <a href=\"/c\">c</a><br>d",
		    "a b c [1]\nd\n\n[1] https://n.example/c\n" },
		{ "<div>\n<p>a &amp; b</p>\n<ul><li>c</li><li>d</li></ul>\n"
		  "</div>\n",
		    "a & b\n\n* c\n* d\n" },
		{ "a <script>b</script> c", "a c\n" },
		{ "<script>\nb\n</script>\n\nc", "c\n" },
		{ "<details><summary>a</summary>\n\nb\n\n</details>\n",
		    "a\n\nb\n" },
		/* Passages. */
		{ "<!-- web -->\na\n\nb\n<!-- /web -->\nc", "c\n" },
		{ "<!-- mail -->\na\n<!-- /mail -->\n\nb", "a\n\nb\n" },
		{ "a <!-- web -->b<!-- /web --> c", "a c\n" },
		{ "<!-- x -->\n\na", "a\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct strbuf out;

		strbuf_init(&out, LIMIT_PAGE);
		write_plain(&arena, str_of(cases[i].markdown), &out);
		assert_str(strbuf_str(&out), cases[i].text);
		strbuf_release(&out);
		arena_release(&arena);
	}
}

static bool is_left_out(void *data, const struct md_node *item)
{
	return str_starts(md_plain_text(data, item), STR("no"));
}

/* Headings, numbers that start over, items that are left out. */
static void test_sections(void **state)
{
	struct arena arena = { 0 };
	struct md_tree tree;
	struct plain plain;
	struct strbuf out;
	const struct md_node *node;

	(void)state;
	strbuf_init(&out, LIMIT_PAGE);
	assert_int_equal(
	    md_tree_parse(&arena,
		STR("# a [b](/b)\n\n* [c](/c)\n* no <!-- web -->\n* d\n"
		    "* e <!-- /web --> f\n\n<!-- web -->\n\ng\n\n"
		    "<!-- /web -->\n\n[i](/i)\n"),
		0, &tree),
	    MD_OK);
	plain_init(&plain, &out, &arena, STR("https://n.example/"), COLUMNS);
	plain.leaves_out = is_left_out;
	plain.data = &arena;
	node = tree.root->first;
	plain_add_heading(&plain, 2, node->first);
	plain_add_blocks(&plain, node->next, node->next->next);
	plain_add_links(&plain);
	/* The web's passage begins in what is skipped. */
	plain_skip_blocks(&plain, node->next->next, tree.root->last);
	node = tree.root->last;
	plain_add_paragraph(&plain, STR("own"));
	plain_add_heading(&plain, 3, node->first);
	plain_add_links(&plain);
	assert_str(strbuf_str(&out),
	    "a b [1]\n=======\n\n* c [2]\n* f\n\n"
	    "[1] https://n.example/b\n[2] https://n.example/c\n\n"
	    "own\n\ni [1]\n-----\n\n[1] https://n.example/i\n");
	plain_release(&plain);
	strbuf_release(&out);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_sections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
