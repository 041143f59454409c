/* GitHub: how to test something, what a patch adds, addresses that people
 * paste, things as GraphQL and REST have them. */
#include "../test.h"

#include "collect/github_patch.h"
#include "collect/github_priv.h"
#include "collect/github_steps.h"

static void test_steps(void **state)
{
	static const struct {
		const char *text;
		int found;
	} cases[] = {
		{ "", 0 },
		{ "Works for me", 0 },
		{ "## Testing steps", 2 },
		{ "### How to test\r\n\r\nBlink.", 2 },
		{ "Hello\n\n**Testing instructions:**\nblink", 2 },
		{ "**How to test**: blink", 1 },
		{ "How to test\n===========", 2 },
		{ "<details><summary>Steps to test</summary>", 2 },
		{ "Here is how to test it: blink", 1 },
		{ "Please read the testing guidance", 1 },
		{ "> ## How to test", 0 },
		{ "```\nhow to test\n```", 0 },
		{ "~~~\n# how to test\n~~~\n# How to test", 2 },
		{ "how to test\n\n# Testing steps", 2 },
		{ "\n\n\n", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (testing_steps_in(str_of(cases[i].text)) != cases[i].found)
			fail_msg("%s", cases[i].text);
}

/* Each is written as "8-10 14-15|what is taken away". */
static void test_patches(void **state)
{
	static const struct {
		const char *text, *wanted; /* NULL: it is none */
	} cases[] = {
		{ "", NULL },
		{ "nonsense", NULL },
		{ "@@ nonsense @@", NULL },
		{ "@@ -1 +x @@", NULL },
		{ "@@ -7,2 +7,4 @@ words\n a\n+b\n-c\n+d\n e", "8-10 |c\n" },
		{ "@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file",
		    "1-3 |" },
		{ "@@ -3 +3 @@\n-a\n+b\n@@ -9 +9,2 @@\n x\n+y",
		    "3-4 10-11 |a\n" },
		{ "@@ -1 +0,0 @@\n-a", "|a\n" },
		/* Hunks out of their order, as nobody makes them. */
		{ "@@ -9 +9 @@\n+a\n@@ -1 +1 @@\n+b", "9-10 1-2 |" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct patch patch;
		struct strbuf out;

		assert_int_equal(
		    patch_read(&arena, str_of(cases[i].text), &patch),
		    cases[i].wanted != NULL);
		if (cases[i].wanted == NULL)
			continue;
		strbuf_init(&out, 1000);
		for (size_t k = 0; k < patch.adds; k++)
			strbuf_printf(&out, "%zu-%zu ", patch.added[k].first,
			    patch.added[k].end);
		strbuf_add_char(&out, '|');
		strbuf_add(&out, patch.removed);
		assert_string_equal(out.buf, cases[i].wanted);
		for (size_t k = 0; k < patch.adds; k++)
			assert_true(patch_adds(&patch, patch.added[k].first) &&
				    !patch_adds(&patch, 100));
		strbuf_release(&out);
	}
	arena_release(&arena);
}

static void test_addresses(void **state)
{
	static const struct {
		const char *address, *kind, *of; /* NULL: nobody knows it */
	} cases[] = {
		{ "https://github.com/tide/lamps/labels/call-for-testing",
		    "github-calls", "tide/lamps" },
		{ "https://github.com/tide/lamps/issues?q=is%3Aopen+label%3A"
		  "final-comment-period+sort%3Aupdated-desc",
		    "github-fcps", "tide/lamps" },
		{ "https://github.com/tide/team/issues?q=label%3Amajor-change",
		    "github-mcps", "tide/team" },
		{ "https://github.com/tide/rfcs/commits/master", "github-rfcs",
		    "tide/rfcs" },
		{ "https://github.com/search?q=is%3Apr+org%3Atide-lamps+"
		  "is%3Amerged+merged%3A2025-12-09..2025-12-16",
		    "github-merged", "tide-lamps" },
		{ "https://github.com/search?q=is:pr org:tide is:merged",
		    "github-merged", "tide" },
		{ "https://github.com/tide/lamps/pulls?q=is%3Amerged",
		    "github-merged", "tide/lamps" },
		{ "https://github.com/tide/news/pulls", "github-pulls",
		    "tide/news" },
		{ "https://github.com/tide/lamps", NULL, NULL },
		{ "https://github.com/tide", NULL, NULL },
		{ "https://github.com/", NULL, NULL },
		{ "https://github.com//x/pulls", NULL, NULL },
		{ "https://lamps.example.org/tide/news/pulls", NULL, NULL },
		{ "https://notgithub.com/tide/rfcs", NULL, NULL },
		{ "", NULL, NULL },
	};
	static const struct kind *const kinds[] = { &kind_github_calls,
		&kind_github_fcps, &kind_github_mcps, &kind_github_merged,
		&kind_github_pulls, &kind_github_rfcs };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct source_rule rule = { .least = 0 };
		size_t k = 0;

		while (k < COUNT(kinds) &&
		       !kinds[k]->knows(
			   &arena, str_of(cases[i].address), NULL, &rule))
			k++;
		if ((k < COUNT(kinds)) != (cases[i].kind != NULL))
			fail_msg("%s", cases[i].address);
		if (cases[i].kind == NULL)
			continue;
		assert_str(rule.kind, cases[i].kind);
		assert_str(rule.of.item[0], cases[i].of);
	}
	arena_release(&arena);
}

static void test_names(void **state)
{
	(void)state;
	assert_true(github_is_repository(STR("tide/low_tide.js")));
	assert_false(github_is_repository(STR("tide")));
	assert_false(github_is_repository(STR("/tide")));
	assert_false(github_is_repository(STR("tide/")));
	assert_false(github_is_repository(STR("tide/lamps/pulls")));
	assert_false(github_is_repository(STR("tide/lamps?x")));
	assert_false(github_is_repository(STR("")));
	assert_true(github_is_commit(STR("0123456789abcdef")));
	assert_false(github_is_commit(STR("012345")));
	assert_false(github_is_commit(STR("../../x")));
}

static void test_labels(void **state)
{
	static struct github_event events[] = {
		{ STR_INIT("fcp"), 10, true },
		{ STR_INIT("fcp"), 20, false },
		{ STR_INIT("other"), 25, true },
		{ STR_INIT("FCP"), 30, true },
		{ STR_INIT("fcp"), 40, false },
	};
	static const struct {
		int64_t until, given, taken;
	} cases[] = { { 0, 30, 40 }, { 40, 30, 0 }, { 30, 10, 20 },
		{ 15, 10, 0 }, { 10, 0, 0 } };
	struct github_thing thing = { .event = events,
		.events = COUNT(events) };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t taken, given = github_labelled(
				   &thing, STR("fcp"), cases[i].until, &taken);

		assert_int_equal(given, cases[i].given);
		assert_int_equal(taken, cases[i].taken);
	}
	assert_int_equal(
	    github_labelled(&thing, STR("no"), 0, &(int64_t){ 0 }), 0);
}

/* Odd values are unknown, and harm nothing. */
static void test_things(void **state)
{
	static const struct {
		const char *json;
		bool graphql, read;
	} cases[] = {
		{ "{}", true, false },
		{ "{}", false, false },
		{ "[]", true, false },
		{ "{\"title\": \"T\", \"url\": \"https://github.com/x\","
		  "\"labels\": {\"nodes\": [null, 3, {\"name\": 3}]},"
		  "\"author\": null, \"timelineItems\": {\"nodes\": {}}}",
		    true, true },
		{ "{\"title\": \"T\", \"html_url\": \"https://github.com/x\","
		  "\"labels\": [null, 3, {\"name\": null}], \"user\": null,"
		  "\"repository_url\": \"https://x/\"}",
		    false, true },
		{ "{\"title\": \"\", \"html_url\": \"x\"}", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct github_thing thing;
		struct error err;
		json_t *json = from_json(str_of(cases[i].json), &err);
		bool ok = cases[i].graphql
			      ? github_node_read(&arena, json, &thing)
			      : github_item_read(&arena, json, &thing);

		assert_int_equal(ok, cases[i].read);
		if (ok)
			assert_true(thing.labels == 0 && thing.events == 0 &&
				    thing.repository.len == 0);
		from_json_free(json);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_patches),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
