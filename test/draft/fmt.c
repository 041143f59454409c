/* The canonical form: small cases, golden files, and every real issue. */
#include <stdlib.h>

#include "../test.h"

#include "../archive.h"
#include "base/file.h"
#include "draft/draft.h"
#include "draft/meaning.h"
#include "model/line.h"
#include "test/model/twir.h"

static struct draft_fmt tidied(
    struct arena *arena, const char *path, struct str text)
{
	struct source source = { path, text };
	struct draft_fmt result;
	struct error err;

	if (!draft_fmt(arena, twir_settings(), source, &result, &err))
		fail_msg("%s", err.text);
	assert_false(result.restless);
	return result;
}

/* ---------------------------------------------------------------------- cases */

#define EVENTS "## Upcoming Events\n\n### Virtual\n\n"

static const struct {
	const char *what, *before, *after; /* NULL: nothing changes */
} cases[] = {
	{ "nothing", "", NULL },
	{ "canonical", "Title: A\nDate: 2026-03-04\n\n## B\n\n* c\n", NULL },
	{ "ends of lines", "\xEF\xBB\xBF# A\r\n\r\nb\r\n", "# A\n\nb\n" },
	{ "blank lines", "\n\n# A\n\n\n\nb\n\n\n", "# A\n\nb\n" },
	{ "only blanks", " \n\n", "" },
	{ "last line end", "a", "a\n" },
	{ "trailing blanks", "a \n\nb\t\n", "a\n\nb\n" },
	{ "hard break", "a    \nb\n", "a  \nb\n" },
	{ "no hard break at the end", "a  \n\nb\n", "a\n\nb\n" },
	{ "blanks in code", "    a  \n\n\n    b\t\n", NULL },
	{ "fenced code", "```\n\n\n* a  \n# b\n```\n", NULL },
	{ "comment", "<!--\n\n\n* a\n# b\n-->\n", NULL },
	{ "mark without text", "* a\n* \n* b\n", NULL },
	{ "header",
	    "date:2026-03-04\ntitle:  A\nnumber: 5\nslug: x\nCATEGORY: b\nc\n",
	    "Title: A\nNumber: 5\nDate: 2026-03-04\nCategory: b\nslug: x\n\n"
	    "c\n" },
	{ "header of YAML", "---\ndate:  2026-03-04\ntitle: A\n---\nb\n",
	    "---\ndate:  2026-03-04\ntitle: A\n---\n\nb\n" },
	{ "heading", "##   A  ##\nb\n# C\n", "## A\n\nb\n\n# C\n" },
	{ "heading with an indent", "a\n\n  ## B\n", "a\n\n## B\n" },
	{ "heading without text", "#\na\n", "#\n\na\n" },
	{ "heading that ends in marks", "# C \\#\n\n# F#\n", NULL },
	{ "underlined heading", "A\n===\nb\n\nC\nd\n---\n",
	    "# A\n\nb\n\n## C d\n" },
	{ "no heading", "#a\n\n    # b\n", NULL },
	{ "list below text", "a\n* b\n", "a\n\n* b\n" },
	{ "list below a heading", "# A\n* b\n# C\n", "# A\n\n* b\n\n# C\n" },
	{ "list at a comment", "<!-- a -->\n* b\n<!-- c -->\n", NULL },
	{ "bullets", "- a\n- b\n\n+ c\n", "* a\n* b\n* c\n" },
	{ "a bullet that would make a rule", "- * *\n", NULL },
	{ "a rule", "- - -\n", NULL },
	{ "blanks behind bullets", "*   a\n*\tb\n", "* a\n* b\n" },
	{ "indent of bullets", " * a\n * b\n", "* a\n* b\n" },
	{ "nested", "* a\n  * b\n    - c\n* d\n",
	    "* a\n    * b\n        * c\n* d\n" },
	{ "nested with a tab", "- a\n\t- b\n", "* a\n    * b\n" },
	{ "nested in numbers", "1. a\n   - b\n2. c\n",
	    "1. a\n    * b\n2. c\n" },
	{ "text that goes on", "* a\nb\n     c\n", "* a\n  b\n  c\n" },
	{ "paragraph in an item", "* a\n\n  b\n* c\n", "* a\n\n    b\n* c\n" },
	{ "code in a nested item", "* a\n  * b\n\n    ```\n      c\n    ```\n",
	    "* a\n    * b\n\n      ```\n        c\n      ```\n" },
	{ "indented code in an item", "*   a\n\n        b\n", NULL },
	{ "loose", "* a\n\n* b\n\n    * c\n", "* a\n* b\n    * c\n" },
	{ "loose with paragraphs", "* a\n\n    b\n\n* c\n", NULL },
	{ "list in a quote", "> - a\n>   - b\n", NULL },
	{ "definition", "[a]\n\n[a]:https://example.org\n[b]:\n/x\n",
	    "[a]\n\n[a]: https://example.org\n[b]:\n/x\n" },
	{ "definition in code", "    [a]:b\n", NULL },
	{ "table", "a|b\n---|:-:\nlong cell|\xE6\x98\x9F\n",
	    "| a         | b   |\n|-----------|:---:|\n"
	    "| long cell | \xE6\x98\x9F  |\n" },
	{ "numbers in a table", "|a|\n|---:|\n|1000|\n",
	    "|    a |\n|-----:|\n| 1000 |\n" },
	{ "table with a row too short", "|a|b|\n|---|---|\n|c|\n", NULL },
	{ "tags", "# Rust Walkthroughs\n\n* [video][series]   [A](/b)\n",
	    "# Rust Walkthroughs\n\n* [video] [series] [A](/b)\n" },
	{ "no tags", "# Rust Walkthroughs\n\n* [On A][b].\n", NULL },
	{ "bars",
	    EVENTS "* 2026-3-4|Virtual (Oslo, NO)|  [G|H](/g)\n"
		   "  * [**A**](/a)|[**B**](/b)\n",
	    EVENTS "* 2026-03-04 | Virtual (Oslo, NO) | [G|H](/g)\n"
		   "    * [**A**](/a) | [**B**](/b)\n" },
	{ "range of days",
	    EVENTS "* 2026-03-04-06 | Oslo, NO | [G](/g)\n"
		   "    * [**A**](/a)\n",
	    EVENTS "* 2026-03-04 - 2026-03-06 | Oslo, NO | [G](/g)\n"
		   "    * [**A**](/a)\n" },
	{ "order of events",
	    EVENTS "* 2026-03-05 | Oslo, NO | [G](/1)\n"
		   "    * [**A**](/a)\n"
		   "* 2026-03-04 | Oslo, NO | [G](/2)\n"
		   "    * [**B**](/b)\n",
	    EVENTS "* 2026-03-04 | Oslo, NO | [G](/2)\n"
		   "    * [**B**](/b)\n"
		   "* 2026-03-05 | Oslo, NO | [G](/1)\n"
		   "    * [**A**](/a)\n" },
	{ "order with something else",
	    EVENTS "* 2026-03-05 | Oslo, NO | [G](/1)\n"
		   "* Bring a red lamp.\n"
		   "* 2026-03-04 | Oslo, NO | [G](/2)\n",
	    NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct str before = str_of(cases[i].before);
		const char *after = cases[i].after;
		struct draft_fmt result = tidied(&arena, cases[i].what, before);

		if (!str_eq(
			result.text, after != NULL ? str_of(after) : before))
			print_error("%s\n", cases[i].what);
		assert_str(result.text, after != NULL ? after : before.at);
		arena_release(&arena);
	}
}

/* --------------------------------------------------------------- golden files */

static struct str read_source(struct arena *arena, const char *path)
{
	struct error err;
	struct str text;

	path = path_join(arena, getenv("SENNIGHT_SOURCE"), path);
	if (!file_read(path, LIMIT_ISSUE_FILE, arena, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static void test_golden(void **state)
{
	struct arena arena = { 0 };
	struct str untidy, tidy;

	(void)state;
	untidy = read_source(&arena, "test/draft/fmt/untidy.md");
	tidy = read_source(&arena, "test/draft/fmt/untidy.tidy.md");
	assert_str(tidied(&arena, "untidy.md", untidy).text, tidy.at);
	assert_str(tidied(&arena, "untidy.tidy.md", tidy).text, tidy.at);
	arena_release(&arena);
}

/* ------------------------------------------------------------------ the archive */

static struct str meaning_of(
    struct arena *arena, const char *path, struct str text)
{
	struct source source = { path, text };
	struct issue issue;
	struct strbuf out;
	struct str meaning;

	assert_int_equal(
	    issue_read(arena, source, twir_settings(), &issue), ISSUE_OK);
	strbuf_init(&out, LIMIT_FEED);
	meaning_add(&out, arena, &issue);
	assert_false(out.full);
	meaning = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return meaning;
}

static int compare_texts(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The targets of all links, sorted: a count that knows nothing of meaning.c. */
static struct str sorted_links(struct arena *arena, struct str text)
{
	struct source source = { "links", text };
	struct issue issue;
	struct item_link *link;
	struct str *target, all;
	struct strbuf out;
	size_t links;

	assert_int_equal(
	    issue_read(arena, source, twir_settings(), &issue), ISSUE_OK);
	link = block_links(arena, issue.tree.root, &links);
	target = ARENA_ARRAY(arena, links + 1, struct str);
	for (size_t i = 0; i < links; i++)
		target[i] = link[i].url;
	if (links > 0)
		qsort(target, links, sizeof(*target), compare_texts);
	strbuf_init(&out, LIMIT_FEED);
	for (size_t i = 0; i < links; i++) {
		strbuf_add(&out, target[i]);
		strbuf_add_char(&out, '\n');
	}
	all = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return all;
}

struct totals {
	size_t made, dropped, changed;
};

static void visit(const char *path, struct str text, void *data)
{
	struct totals *totals = data;
	struct arena arena = { 0 };
	struct draft_fmt first = tidied(&arena, path, text), second;

	totals->changed += !str_eq(first.text, text);
	for (int i = 0; i < DRAFT_FMT_KINDS; i++) {
		totals->made += first.count[i].made;
		totals->dropped += first.count[i].dropped;
	}
	second = tidied(&arena, path, first.text);
	if (!str_eq(first.text, second.text))
		fail_msg("%s: a second run changes it", path);
	if (!str_eq(meaning_of(&arena, path, text),
		meaning_of(&arena, path, first.text)))
		fail_msg("%s: it means something else", path);
	if (!str_eq(
		sorted_links(&arena, text), sorted_links(&arena, first.text)))
		fail_msg("%s: it has other links", path);
	arena_release(&arena);
}

static void test_archive(void **state)
{
	static const char *const folders[] = { "twir/content", "seeds",
		"twir-first" };
	struct totals totals = { 0 };
	size_t files = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(folders); i++)
		files += archive_each(folders[i], visit, &totals);
	if (files == 0)
		skip();
	print_message("# %zu of %zu files changed by %zu changes, %zu "
		      "dropped\n",
	    totals.changed, files, totals.made, totals.dropped);
	assert_true(totals.dropped * 100 < totals.made);
}

/* ----------------------------------------------------------------- hostile ones */

static struct str repeated(struct arena *arena, const char *part, size_t times)
{
	size_t len = strlen(part);
	char *text = arena_alloc(arena, len * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(text + i * len, part, len);
	return (struct str){ text, len * times };
}

static void test_hostile(void **state)
{
	static const char *const parts[] = { "* ", "> ", "- a\n ", "#\n", "[",
		"|", "* a\n\n\n", "1. ", "\t", "    * a\n", "[a]:b\n", "a|b\n",
		"* a\n  - b\n    + c\n", "-\n=\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct arena arena = { 0 };
		struct str text = repeated(&arena, parts[i], 3000);
		struct source source = { "hostile", text };
		struct draft_fmt once, twice;
		struct error err;

		if (draft_fmt(&arena, twir_settings(), source, &once, &err)) {
			source.text = once.text;
			assert_true(draft_fmt(
			    &arena, twir_settings(), source, &twice, &err));
			assert_str(twice.text, arena_cstr(&arena, once.text));
		}
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
