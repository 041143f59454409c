/* The tree and its byte ranges: small cases, and every file of an archive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../archive.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "model/markdown.h"

/* All nodes of a kind, as "source|text" lines. */
static void list_nodes(struct strbuf *out, struct arena *arena,
    const struct md_tree *tree, enum md_kind kind)
{
	for (const struct md_node *n = tree->root; n != NULL;
	     n = md_walk(tree->root, n)) {
		if (n->kind != kind)
			continue;
		if (n->offset == MD_UNKNOWN)
			strbuf_lit(out, "?");
		strbuf_add(out, md_source(tree, n));
		strbuf_lit(out, "|");
		strbuf_add(out, md_plain_text(arena, n));
		strbuf_lit(out, "\n");
	}
}

static const struct {
	const char *markdown;
	enum md_kind kind;
	const char *expected;
} places[] = {
	{ "a [b](c) d", MD_LINK, "[b](c)|b\n" },
	{ "[**b**](<c d> 'x') [e]( f )", MD_LINK,
	    "[**b**](<c d> 'x')|b\n[e]( f )|e\n" },
	{ "[\\[b\\]](c\\)d)", MD_LINK, "[\\[b\\]](c\\)d)|[b]\n" },
	{ "[a\\\\](c)", MD_LINK, "[a\\\\](c)|a\\\n" },
	{ "[ `` a`b `` ](c(d)e)", MD_LINK, "[ `` a`b `` ](c(d)e)|a`b\n" },
	{ "[a [b] c](d)", MD_LINK, "[a [b] c](d)|a [b] c\n" },
	{ "[a\nb](c)", MD_LINK, "[a\nb](c)|a b\n" },
	{ "> [a\n> b](c\n> \"d\")", MD_LINK, "[a\n> b](c\n> \"d\")|a b\n" },
	{ "<http://a.b/>", MD_LINK, "<http://a.b/>|http://a.b/\n" },
	{ "[a][b] [B][] [b]\n\n[b]: c", MD_LINK, "[a][b]|a\n[B][]|B\n[b]|b\n" },
	{ "[](c) [](<c d>)", MD_LINK, "[](c)|\n[](<c d>)|\n" },
	{ "[![b](c)](d)", MD_LINK, "[![b](c)](d)|b\n" },
	{ "[&amp;x&nbsp;](c)", MD_LINK, "[&amp;x&nbsp;](c)|&x\u00a0\n" },
	{ "[a](b?c=1&amp;d=2)", MD_LINK, "[a](b?c=1&amp;d=2)|a\n" },
	{ "* [a](b) *c*\n* d", MD_ITEM, "* [a](b) *c*|a c\n* d|d\n" },
	{ "* a\n    * b\n\n  c\n*\n* d", MD_ITEM,
	    "* a\n    * b\n\n  c|a b c\n* b|b\n*|\n* d|d\n" },
	{ "- a\n- **b**\n\n[x]: y\n\n* c [x]", MD_ITEM,
	    "- a|a\n- **b**|b\n* c [x]|c x\n" },
	{ "* *a*\n* * b", MD_ITEM, "* *a*|a\n* * b|b\n* b|b\n" },
	{ "1. a\n2. b\n10) c", MD_ITEM, "1. a|a\n2. b|b\n10) c|c\n" },
	{ "***\n- - -\n* a\n", MD_RULE, "***|\n- - -|\n" },
	{ "> * a\n> * b\n", MD_ITEM, "* a|a\n* b|b\n" },
	{ "# a #\n## [b](c)\nd\n===\n#\n### **e** \n", MD_HEADING,
	    "# a #|a\n## [b](c)|b\nd\n===|d\n#|\n### **e**|e\n" },
	{ "> a\n>> b\nc\n\n> d", MD_QUOTE,
	    "> a\n>> b\nc|a b c\n> b\nc|b c\n> d|d\n" },
	{ "Vec<T> <b>x</b> <i> <br>", MD_HTML, "<b>|\n</b>|\n<br>|\n" },
	{ "Vec<T> <b>x</b> <i> <br>", MD_PARAGRAPH,
	    "Vec<T> <b>x</b> <i> <br>|Vec<T> x <i>\n" },
	{ "```c\nx\n```\n    y\n", MD_CODE_BLOCK, "```c\nx\n```|x\ny|y\n" },
	{ "a ~~b~~ ~~*c*~~", MD_STRIKE, "~~b~~|b\n~~*c*~~|c\n" },
	{ "***a** b* __c__", MD_STRONG, "**a**|a\n__c__|c\n" },
};

static void test_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct arena arena = { 0 };
		struct md_tree tree;
		struct strbuf out;

		strbuf_init(&out, 10000);
		assert_int_equal(
		    md_tree_parse(&arena, str_of(places[i].markdown), 0, &tree),
		    MD_OK);
		list_nodes(&out, &arena, &tree, places[i].kind);
		assert_string_equal(out.buf, places[i].expected);
		strbuf_release(&out);
		arena_release(&arena);
	}
}

static void test_comments(void **state)
{
	const char *text = "a <!-- b --> c\n\n<!-- d\n\n* [e](f)\n-->\n\n"
			   "* g <!-- h\n  i -->\n\n`<!-- no -->`\n\n<!-- z";
	static const char *const expected[] = { " b ", " d\n\n* [e](f)\n",
		" h\n  i ", " z" };
	struct arena arena = { 0 };
	struct md_tree tree;

	(void)state;
	md_tree_parse(&arena, str_of(text), 0, &tree);
	assert_int_equal(tree.comments, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_true(str_eq(tree.comment[i].text, str_of(expected[i])));
		assert_int_equal(tree.comment[i].closed, i < 3);
	}
	arena_release(&arena);
}

static void test_references(void **state)
{
	const char *text = "[a]: b\n[c]:<d e>\n  'f'\n> [g]: h \"i\" j\n\n"
			   "```\n[no]: x\n```\n\n* [k]:\n  l\n\nm\n[no]: y\n";
	struct arena arena = { 0 };
	struct md_tree tree;

	(void)state;
	md_tree_parse(&arena, str_of(text), 0, &tree);
	assert_int_equal(tree.references, 3);
	assert_true(str_eq(tree.reference[1].target, STR("d e")));
	assert_true(str_eq(tree.reference[1].title, STR("f")));
	assert_true(str_eq(tree.reference[2].label, STR("k")));
	assert_true(str_eq(tree.reference[2].target, STR("l")));
	arena_release(&arena);
}

static void test_bombs(void **state)
{
	struct arena arena = { 0 };
	struct md_tree tree;
	struct strbuf text;

	(void)state;
	strbuf_init(&text, LIMIT_ISSUE_FILE);
	strbuf_lit(&text, "[a]: ");
	strbuf_add_repeat(&text, 'x', 100000);
	strbuf_lit(&text, "\n\n");
	for (int i = 0; i < 30000; i++)
		strbuf_lit(&text, "[a] ");
	/* Refused by us, or expanded by md4c only as far as it allows. */
	if (md_tree_parse(&arena, strbuf_str(&text), 0, &tree) == MD_OK)
		assert_true(tree.links < 100);
	arena_release(&arena);

	strbuf_reset(&text);
	strbuf_add_repeat(&text, '[', 10000);
	strbuf_lit(&text, "a");
	strbuf_add_repeat(&text, ']', 10000);
	assert_int_equal(
	    md_tree_parse(&arena, strbuf_str(&text), 0, &tree), MD_OK);
	arena_release(&arena);

	strbuf_reset(&text);
	strbuf_add_repeat(&text, '>', 10000);
	strbuf_lit(&text, " deep");
	assert_int_equal(
	    md_tree_parse(&arena, strbuf_str(&text), 0, &tree), MD_OK);
	assert_true(str_eq(md_plain_text(&arena, tree.root), STR("deep")));
	arena_release(&arena);
	strbuf_release(&text);
}

struct counts {
	size_t nodes[MD_HARD_BREAK + 1], unknown[MD_HARD_BREAK + 1];
	size_t comments, references, files;
};

/* A located link, parsed alone with the definitions, is the same link. */
static void check_link(const struct md_tree *tree, const struct md_node *link)
{
	struct arena arena = { 0 };
	struct strbuf alone;
	struct md_tree again;
	const struct md_node *n;

	strbuf_init(&alone, LIMIT_ISSUE_FILE);
	strbuf_add(&alone, md_source(tree, link));
	for (size_t i = 0; i < tree->references; i++)
		strbuf_printf(&alone, "\n\n[%.*s]: <%.*s>",
		    STR_ARG(tree->reference[i].label),
		    STR_ARG(tree->reference[i].target));
	md_tree_parse(&arena, strbuf_str(&alone), 0, &again);
	n = again.root->first->first;
	assert_non_null(n);
	assert_int_equal(n->kind, MD_LINK);
	assert_true(str_eq(n->target, link->target));
	assert_true(n->next == NULL || n->next->kind == MD_HTML);
	strbuf_release(&alone);
	arena_release(&arena);
}

static void check_node(
    const struct md_tree *tree, const struct md_node *n, bool reparse)
{
	struct str s = md_source(tree, n);

	switch (n->kind) {
	case MD_LINK:
		if (reparse && memchr(s.at, '\n', s.len) == NULL)
			check_link(tree, n);
		break;
	case MD_ITEM:
		assert_true(strchr("*-+0123456789", s.at[0]) != NULL);
		assert_false(char_is_space(s.at[s.len - 1]));
		break;
	case MD_HEADING:
		assert_true(s.at[0] == '#' || str_ends(s, STR("=")) ||
			    str_ends(s, STR("-")));
		break;
	case MD_QUOTE: assert_int_equal(s.at[0], '>'); break;
	case MD_CODE: assert_int_equal(s.at[0], '`'); break;
	default: break;
	}
}

static size_t body_of(struct str text)
{
	size_t blank = str_find(text, STR("\n\n"), 0);

	return blank != STR_NONE ? blank + 2 : 0;
}

static void check_file(const char *path, struct str text, void *data)
{
	struct counts *c = data;
	struct arena arena = { 0 };
	struct md_tree tree;

	assert_int_equal(
	    md_tree_parse(&arena, text, body_of(text), &tree), MD_OK);
	for (const struct md_node *n = tree.root; n != NULL;
	     n = md_walk(tree.root, n)) {
		c->nodes[n->kind]++;
		if (n->offset != MD_UNKNOWN)
			check_node(&tree, n, c->files % 8 == 0);
		else
			c->unknown[n->kind]++;
		if (n->offset == MD_UNKNOWN && n->kind == MD_LINK)
			print_message("# %s: no place for %.*s\n", path,
			    STR_ARG(n->target));
	}
	for (size_t i = 0; i < tree.comments; i++)
		assert_true(str_starts(
		    str_sub(text, tree.comment[i].offset, tree.comment[i].end),
		    STR("<!--")));
	for (size_t i = 0; i < tree.references; i++)
		assert_int_equal(text.at[tree.reference[i].offset], '[');
	c->comments += tree.comments;
	c->references += tree.references;
	c->files++;
	arena_release(&arena);
}

static void test_archive(void **state)
{
	struct counts c = { .files = 0 };

	(void)state;
	if (archive_each("twir/content", check_file, &c) == 0)
		skip();
	print_message("# %zu files, %zu comments, %zu references\n", c.files,
	    c.comments, c.references);
	for (size_t i = 0; i <= MD_HARD_BREAK; i++)
		print_message("# kind %zu: %zu, unknown %zu\n", i, c.nodes[i],
		    c.unknown[i]);
	assert_int_equal(c.unknown[MD_ITEM], 0);
	assert_int_equal(c.unknown[MD_HEADING], 0);
	assert_true(c.unknown[MD_LINK] * 10000 <= c.nodes[MD_LINK] * 5);
}

/* A text may be no bytes at no place. */
static void test_nothing(void **state)
{
	struct arena arena = { 0 };
	struct md_tree tree;

	(void)state;
	assert_int_equal(
	    md_tree_parse(&arena, (struct str){ NULL, 0 }, 0, &tree), MD_OK);
	assert_null(tree.root->first);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
