/* What is said of links that were followed, by what became of them. */
#include "../test.h"

#include "check/rule.h"
#include "newsletter.h"

#define LINK(text, url) "* [" text "](" url ")\n"

static bool probe(void *data, struct str addresses,
    struct probe_results *ret_results, struct error *err)
{
	const struct probe_results *given = data;

	(void)err;
	for (size_t i = 0; i < given->count; i++)
		assert_true(
		    str_find(addresses, given->result[i].url, 0) != STR_NONE);
	*ret_results = *given;
	return true;
}

static void test_states(void **state)
{
	static const struct {
		const char *item;
		struct probe_result result;
		const char *found, *fixed;
	} cases[] = {
		{ LINK("A pier", "https://p.example/a"),
		    { .url = STR_INIT("https://p.example/a"),
			.state = PROBE_ALIVE,
			.title = STR_INIT("All about a pier") },
		    "", NULL },
		{ LINK("A pier", "https://p.example/a"),
		    { .url = STR_INIT("https://p.example/a"),
			.state = PROBE_DEAD,
			.status = 404,
			.why = STR_INIT("There is no such page.") },
		    "link-dead:8", NULL },
		{ LINK("A pier", "https://p.example/a"),
		    { .url = STR_INIT("https://p.example/a"),
			.state = PROBE_BLOCKED,
			.title = STR_INIT("Are you human?") },
		    "", NULL },
		{ LINK("A pier", "https://p.example/a"),
		    { .url = STR_INIT("https://p.example/a"),
			.state = PROBE_UNSURE },
		    "", NULL },
		{ LINK("A pier", "https://p.example/a#top"),
		    { .url = STR_INIT("https://p.example/a#top"),
			.state = PROBE_MOVED,
			.to = STR_INIT("https://p.example/b") },
		    "link-moved:8", LINK("A pier", "https://p.example/b#top") },
		{ LINK("A long pier", "https://p.example/a"),
		    { .url = STR_INIT("https://p.example/a"),
			.state = PROBE_ALIVE,
			.title = STR_INIT("Shop for shoes") },
		    "link-other-title:8", NULL },
		{ LINK("A pi", "https://p.example/a"),
		    { .url = STR_INIT("https://p.example/a"),
			.state = PROBE_ALIVE,
			.title = STR_INIT("Shop for shoes") },
		    "", NULL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct probe_result result = cases[i].result;
		struct probe_results results = { &result, 1 };
		struct check_options options = {
			.threads = 1, .probe = probe, .probe_data = &results
		};
		struct check_text text = { "content/2026-03-04-n.md",
			example_text(&arena,
			    arena_printf(&arena, "## News\n\n%s", cases[i].item)
				.at,
			    9, "2026-03-04") };
		struct check_report report = example_check(
		    example_settings(&arena, NULL), &options, &text, 1);
		size_t fixed, waiting;
		struct str after = check_fixed_text(
		    &arena, &report.file[0], true, &fixed, &waiting);

		assert_str(example_found(&arena, &report), cases[i].found);
		assert_int_equal(fixed, cases[i].fixed != NULL);
		assert_true(str_ends(
		    after, str_of(cases[i].fixed != NULL ? cases[i].fixed
							 : cases[i].item)));
		check_release(&report);
	}
	arena_release(&arena);
}

static bool no_network(void *data, struct str addresses,
    struct probe_results *ret_results, struct error *err)
{
	(void)data;
	(void)ret_results;
	/* Each once, and none that is no page. */
	assert_str(addresses, "https://p.example/a\nhttps://p.example/b\n");
	return error_set(err, "there is no network");
}

static void test_no_network(void **state)
{
	struct arena arena = { 0 };
	struct check_options options = { .probe = no_network };
	struct check_text text = { "content/2026-03-04-n.md",
		example_text(&arena,
		    LINK("B", "https://p.example/b") LINK("A",
			"https://p.example/a") LINK("A", "https://p.example/a")
			LINK("M", "mailto:a@p.example") LINK("R", "/here"),
		    9, "2026-03-04") };
	struct check_report report;
	struct error err;

	(void)state;
	assert_false(check_texts(
	    &options, example_settings(&arena, NULL), &text, 1, &report, &err));
	assert_string_equal(err.text, "there is no network");
	check_release(&report);
	arena_release(&arena);
}

/* A comment that allows what only the network tells is not held against its
 * author when the network was not asked. */
static void test_allowed(void **state)
{
	struct arena arena = { 0 };
	struct check_options options = { .threads = 1 };
	struct check_text text = { "content/2026-03-04-n.md",
		example_text(&arena,
		    "<!-- allow link-dead in file: back next week -->\n", 9,
		    "2026-03-04") };
	struct check_report report =
	    example_check(example_settings(&arena, NULL), &options, &text, 1);

	(void)state;
	assert_str(example_found(&arena, &report), "");
	check_release(&report);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_no_network),
		cmocka_unit_test(test_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
