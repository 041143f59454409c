/* YAML: what is read, where it stands, and what every mistake is called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "base/yaml.h"

static struct yaml_node *read_text(
    struct arena *arena, const char *text, struct error *err)
{
	struct source source = { "s.yaml", str_of(text) };

	return yaml_read(arena, &source, err);
}

/* Write a tree on one line: {key: text, list: [a, b]}. */
static void show(struct strbuf *out, const struct yaml_node *node)
{
	bool map = node->kind == YAML_MAP;

	if (node->kind == YAML_SCALAR) {
		if (node->empty)
			strbuf_lit(out, "nothing");
		strbuf_add(out, node->text);
		return;
	}
	strbuf_add_char(out, map ? '{' : '[');
	for (const struct yaml_node *n = node->first; n; n = n->next) {
		if (map) {
			strbuf_add(out, n->key);
			strbuf_lit(out, ": ");
		}
		show(out, n);
		if (n->next != NULL)
			strbuf_lit(out, ", ");
	}
	strbuf_add_char(out, map ? '}' : ']');
}

static void test_tree(void **state)
{
	static const struct {
		const char *text, *tree;
	} cases[] = {
		{ "", "{}" },
		{ "# only a remark\n", "{}" },
		{ "---\n", "{}" },
		{ "a: NO\nb: 1.10\n", "{a: NO, b: 1.10}" },
		{ "a: 'it''s'\nb: \"tab\\tend\"\n", "{a: it's, b: tab\tend}" },
		{ "a:\nb: \"\"\n", "{a: nothing, b: }" },
		{ "a: [x, 'y']\nb:\n- p\n- q: 1\n  r: 2\n",
		    "{a: [x, y], b: [p, {q: 1, r: 2}]}" },
		{ "a: |\n  one\n  two\nb: >\n  one\n  two\n",
		    "{a: one\ntwo\n, b: one two\n}" },
		{ "\xef\xbb\xbf"
		  "a: b\n",
		    "{a: b}" },
		{ "a: b\r\nc: d\r\n", "{a: b, c: d}" },
		{ "text", "text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena arena = { 0 };
		struct error err = { 0 };
		struct strbuf out;
		struct yaml_node *node = read_text(&arena, cases[i].text, &err);

		assert_string_equal(err.text, "");
		assert_non_null(node);
		strbuf_init(&out, KIB);
		show(&out, node);
		strbuf_add_char(&out, '\0');
		assert_string_equal(out.buf, cases[i].tree);
		strbuf_release(&out);
		arena_release(&arena);
	}
}

static void test_positions(void **state)
{
	static const char text[] = "\xef\xbb\xbf# \xc3\xa9\nkey: 'value'\n"
				   "list:\n  - one\n  - {a: two}\nend: x\n";
	static const struct {
		const char *key, *slice;
	} cases[] = {
		{ "key", "'value'" },
		{ "list", "- one\n  - {a: two}" },
		{ "end", "x" },
	};
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct yaml_node *map = read_text(&arena, text, &err);

	(void)state;
	assert_non_null(map);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct yaml_node *n = yaml_find(map, str_of(cases[i].key));

		assert_non_null(n);
		assert_string_equal(cases[i].slice,
		    arena_cstr(
			&arena, str_sub(str_of(text), n->offset, n->end)));
		assert_true(str_eq(str_of(cases[i].key),
		    str_sub(str_of(text), n->key_offset, n->key_end)));
	}
	assert_null(yaml_find(map, STR("other")));
	arena_release(&arena);
}

static void test_errors(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{ "a: 1\nb: 2\na: 3\n",
		    "s.yaml:3:1: key `a` is given twice, first in line 1; "
		    "remove one\n    a: 3\n    ^" },
		{ "a: &x 1\nb: *x\n",
		    "s.yaml:1:7: anchors (&name) are not supported; write it "
		    "out\n    a: &x 1\n          ^" },
		{ "a: !!int 1\n",
		    "s.yaml:1:10: tags (!name) are not supported; remove it\n"
		    "    a: !!int 1\n             ^" },
		{ "a: 1\n---\nb: 2\n",
		    "s.yaml:2:1: a second document; only one is read\n"
		    "    ---\n    ^" },
		{ "\xc3\xa9: \xff\n",
		    "s.yaml:1:4: invalid UTF-8 (byte 0xff); save the file as "
		    "UTF-8\n    \xc3\xa9: \xef\xbf\xbd\n       ^" },
		{ "a: \x01\n",
		    "s.yaml:1:4: control character U+0001; remove it\n"
		    "    a:  \n       ^" },
		{ "[a, b]: 1\n",
		    "s.yaml:1:1: a key must be a text\n    [a, b]: 1\n    ^" },
		{ "a: \"\\0\"\n",
		    "s.yaml:1:4: the text has a NUL or an invalid character "
		    "in it\n    a: \"\\0\"\n       ^^^^" },
		{ "a: [1, 2\nb: 3\n",
		    "s.yaml:2:5: flow sequence without a closing bracket\n"
		    "    b: 3\n        ^" },
		{ "a: 'x\n",
		    "s.yaml:1:5: single-quoted scalar without closing quote\n"
		    "    a: 'x\n        ^" },
		{ "a: b: c\n",
		    "s.yaml:1:5: invalid nested block mapping on the same "
		    "line; quote a text that has `: ` in it\n"
		    "    a: b: c\n        ^" },
		{ "a: 1\n  b: 2\n", "s.yaml:1:4: invalid multiline plain key\n"
				    "    a: 1\n       ^" },
		{ "\ta: 1\n",
		    "s.yaml:1:1: invalid tab as indendation in a mapping\n"
		    "    \ta: 1\n    ^" },
		{ "a: *x\n",
		    "s.yaml:1:5: aliases (*name) are not supported; write it "
		    "out\n    a: *x\n        ^" },
		{ "a: @x\n", "s.yaml:1:4: plain scalar cannot start with '@'\n"
			     "    a: @x\n       ^" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena arena = { 0 };
		struct error err = { 0 };

		assert_null(read_text(&arena, cases[i].text, &err));
		assert_string_equal(err.text, cases[i].error);
		arena_release(&arena);
	}
}

static void test_bombs(void **state)
{
	struct arena arena = { 0 };
	struct error err = { 0 };
	struct strbuf text;

	(void)state;
	strbuf_init(&text, MIB);
	strbuf_add_repeat(&text, '[', 100000);
	assert_null(read_text(&arena, text.buf, &err));
	assert_non_null(strstr(err.text, "nested deeper than 32 levels"));
	strbuf_reset(&text);
	for (int i = 0; i < LIMIT_SETTINGS_NODES; i++)
		strbuf_lit(&text, "- x\n");
	assert_null(read_text(&arena, text.buf, &err));
	assert_non_null(strstr(err.text, "more than 20000 entries"));
	strbuf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_bombs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
