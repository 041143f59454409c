/*
 * What is remembered of issues: the quick scan finds the links that a full
 * reading finds, and printings come back newest first.
 */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "../archive.h"
#include "../model/twir.h"
#include "base/url.h"
#include "check/facts.h"

/* ------------------------------------------------------------------ the scan */

struct comparison {
	size_t links, missing, extra, elsewhere, files;
};

static int by_key(const void *left, const void *right)
{
	const struct seen_link *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->rule > b->rule) - (a->rule < b->rule);
}

static void sort(struct facts *facts)
{
	if (facts->links > 0)
		qsort(facts->link, facts->links, sizeof(*facts->link), by_key);
}

static bool has_key(const struct facts *facts, uint64_t key)
{
	size_t low = 0, high = facts->links;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (facts->link[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < facts->links && facts->link[low].key == key;
}

static void compare(const char *path, struct str text, void *data)
{
	struct comparison *sum = data;
	struct arena arena = { 0 };
	struct facts full = { 0 }, quick = { 0 };
	struct issue issue;

	assert_int_equal(issue_read(&arena, (struct source){ path, text },
			     twir_settings(), &issue),
	    ISSUE_OK);
	facts_read(&arena, twir_settings(), &issue, &full);
	facts_read_links(&arena, twir_settings(), &issue, &full);
	facts_scan(&arena, twir_settings(), path, text, NULL, &quick);
	assert_int_equal(full.number, quick.number);
	assert_int_equal(date_cmp(full.date, quick.date), 0);
	sort(&full);
	sort(&quick);
	for (size_t i = 0; i < full.links; i++)
		sum->missing += !has_key(&quick, full.link[i].key);
	for (size_t i = 0; i < quick.links; i++)
		sum->extra += !has_key(&full, quick.link[i].key);
	for (size_t i = 0; i < full.links && i < quick.links; i++)
		sum->elsewhere += full.link[i].key == quick.link[i].key &&
				  full.link[i].rule != quick.link[i].rule;
	sum->links += full.links;
	sum->files++;
	arena_release(&arena);
}

static void test_scan_archive(void **state)
{
	struct comparison sum = { 0 };

	(void)state;
	if (archive_each("twir/content", compare, &sum) == 0) {
		print_message("there is no archive\n");
		skip();
	}
	print_message("%zu links: the scan misses %zu, has %zu more, and %zu "
		      "in another section\n",
	    sum.links, sum.missing, sum.extra, sum.elsewhere);
	assert_true(sum.missing * 1000 < sum.links);
	assert_true(sum.extra * 200 < sum.links);
	/* Definitions of reference links stand in other sections. */
	assert_true(sum.elsewhere * 40 < sum.links);
}

static void test_scan_cases(void **state)
{
	static const struct {
		const char *text;
		size_t links;
	} cases[] = {
		{ "", 0 },
		{ "[a](https://example.org/a)", 1 },
		{ "[a](https://example.org/a_(b)) [c](<https://c.example>)",
		    2 },
		{ "[a]: https://example.org/a\n", 1 },
		{ "[a](", 0 },
		{ "[a]()", 0 },
		{ "<!--\n[a](https://example.org/a)\n-->\n", 0 },
		{ "](](](", 2 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text =
		    arena_printf(&arena, "Title: N\n\n%s", cases[i].text);
		struct facts facts;

		facts_scan(&arena, twir_settings(), "n.md", text, NULL, &facts);
		if (facts.links != cases[i].links)
			fail_msg("%s: %zu links", cases[i].text, facts.links);
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------- the filter */

/* All ways to write one address. */
static void test_filter_cases(void **state)
{
	static const struct {
		const char *in, *asked;
		bool may;
	} cases[] = {
		{ "https://example.org/a-tide",
		    "http://www.example.org/a-tide/", true },
		{ "https://example.org/a-tide", "https://example.org/a-pier",
		    false },
		{ "https://example.org/tide",
		    "https://EXAMPLE.org/tide?utm_source=quay", true },
		{ "https://www.youtube.com/watch?v=k_-6KI3m31M",
		    "https://youtu.be/k_-6KI3m31M?si=x", true },
		{ "https://example.org/z%C3%BCrich",
		    "https://example.org/z\xc3\xbcrich", true },
		{ "https://example.org/z\xc3\xbcrich",
		    "https://example.org/z%c3%bcrich", true },
		{ "https://example.org/", "http://example.org", true },
		{ "https://example.org/", "https://quay.net/", false },
		{ "https://example.org/tide",
		    "https://www.google.com/url?q=https%3A%2F%2Fexample.org"
		    "%2Ftide",
		    true },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct link_filter filter = { 0 };

		link_filter_add(
		    &filter, url_canonical(&arena, str_of(cases[i].in)));
		if (link_filter_may(&filter, str_of(cases[i].asked)) !=
		    cases[i].may)
			fail_msg("%s and %s", cases[i].in, cases[i].asked);
	}
	arena_release(&arena);
}

/* Every link of the archive passes a filter of its own canonical form. */
static void filter_links(const char *path, struct str text, void *data)
{
	size_t *links = data;
	struct arena arena = { 0 };
	struct issue issue;

	assert_int_equal(issue_read(&arena, (struct source){ path, text },
			     twir_settings(), &issue),
	    ISSUE_OK);
	for (const struct md_node *n = issue.tree.root; n != NULL;
	     n = md_walk(issue.tree.root, n)) {
		struct link_filter filter = { 0 };

		if (n->kind != MD_LINK)
			continue;
		link_filter_add(&filter, url_canonical(&arena, n->target));
		if (!link_filter_may(&filter, n->target) &&
		    url_canonical(&arena, n->target).len > 0 &&
		    str_find(n->target, STR("/"), 0) != STR_NONE)
			fail_msg("%s: %.*s", path, STR_ARG(n->target));
		(*links)++;
	}
	arena_release(&arena);
}

static void test_filter_archive(void **state)
{
	size_t links = 0;

	(void)state;
	if (archive_each("twir/content", filter_links, &links) == 0) {
		print_message("there is no archive\n");
		skip();
	}
	print_message("%zu links\n", links);
}

/* --------------------------------------------------------------- printings */

static struct facts issue_facts(
    struct arena *arena, int number, int day, const char *body)
{
	struct facts facts;

	facts_scan(arena, twir_settings(), "n.md",
	    arena_printf(arena,
		"Title: N\nNumber: %d\nDate: 2026-03-%02d\n\n%s", number, day,
		body),
	    NULL, &facts);
	return facts;
}

#define LINK_A "[a](https://example.org/a)\n"
#define LINK_B "[b](https://example.org/b)\n"

static void test_printings(void **state)
{
	struct arena arena = { 0 };
	struct facts issue[4];
	struct archive archive = {
		.settings = twir_settings(), .issue = issue, .issues = 4
	};
	struct printing p;
	uint64_t key = facts_url_key(&arena, STR("http://www.example.org/a/"));
	size_t at = 0;

	(void)state;
	issue[0] = issue_facts(&arena, 1, 1, LINK_A LINK_B);
	issue[1] = issue_facts(&arena, 2, 8, LINK_A LINK_A);
	issue[2] = issue_facts(&arena, 3, 15, LINK_A); /* its other copy */
	issue[3] = issue_facts(&arena, 3, 15, LINK_A);
	archive_index_links(&arena, &archive);
	assert_true(archive_seen(&archive, &issue[3], key, &at, &p));
	assert_ptr_equal(p.issue, &issue[1]);
	assert_true(archive_seen(&archive, &issue[3], key, &at, &p));
	assert_ptr_equal(p.issue, &issue[1]);
	assert_true(archive_seen(&archive, &issue[3], key, &at, &p));
	assert_ptr_equal(p.issue, &issue[0]);
	assert_false(archive_seen(&archive, &issue[3], key, &at, &p));
	assert_ptr_equal(archive_before(&archive, &issue[3], 1), &issue[1]);
	assert_ptr_equal(archive_before(&archive, &issue[3], 2), &issue[0]);
	assert_null(archive_before(&archive, &issue[3], 3));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scan_cases),
		cmocka_unit_test(test_scan_archive),
		cmocka_unit_test(test_filter_cases),
		cmocka_unit_test(test_filter_archive),
		cmocka_unit_test(test_printings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
