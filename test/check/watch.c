/* Which links are looked at, and what of them is told. */
#include "../test.h"

#include "base/limits.h"
#include "check/watch.h"

#define URL "https://buoy.example.org/"

static const struct probe_result seen_none = { .checked = -1 };

static struct probe_result seen(
    enum probe_state state, const char *to, int64_t checked)
{
	return (struct probe_result){ .url = STR(URL),
		.state = state,
		.to = to != NULL ? str_of(to) : (struct str){ 0 },
		.checked = checked };
}

static void test_changes(void **state)
{
	const struct {
		const char *what;
		struct probe_result was, is;
		size_t first, gone, moved, back;
		enum probe_state kept;
	} cases[] = {
		{ "new", seen_none, seen(PROBE_ALIVE, NULL, 2), 1, 0, 0, 0,
		    PROBE_ALIVE },
		{ "new and gone", seen_none, seen(PROBE_DEAD, NULL, 2), 1, 0, 0,
		    0, PROBE_DEAD },
		{ "new, unknown", seen_none, seen(PROBE_UNSURE, NULL, 2), 0, 0,
		    0, 0, PROBE_UNSURE },
		{ "known at last", seen(PROBE_BLOCKED, NULL, 1),
		    seen(PROBE_DEAD, NULL, 2), 1, 0, 0, 0, PROBE_DEAD },
		{ "gone", seen(PROBE_ALIVE, NULL, 1), seen(PROBE_DEAD, NULL, 2),
		    0, 1, 0, 0, PROBE_DEAD },
		{ "moved, then gone", seen(PROBE_MOVED, URL "a", 1),
		    seen(PROBE_DEAD, NULL, 2), 0, 1, 0, 0, PROBE_DEAD },
		{ "still gone", seen(PROBE_DEAD, NULL, 1),
		    seen(PROBE_DEAD, NULL, 2), 0, 0, 0, 0, PROBE_DEAD },
		{ "back", seen(PROBE_DEAD, NULL, 1), seen(PROBE_ALIVE, NULL, 2),
		    0, 0, 0, 1, PROBE_ALIVE },
		{ "back elsewhere", seen(PROBE_DEAD, NULL, 1),
		    seen(PROBE_MOVED, URL "a", 2), 0, 0, 0, 1, PROBE_MOVED },
		{ "moved", seen(PROBE_ALIVE, NULL, 1),
		    seen(PROBE_MOVED, URL "a", 2), 0, 0, 1, 0, PROBE_MOVED },
		{ "moved on", seen(PROBE_MOVED, URL "a", 1),
		    seen(PROBE_MOVED, URL "b", 2), 0, 0, 1, 0, PROBE_MOVED },
		{ "there as before", seen(PROBE_MOVED, URL "a", 1),
		    seen(PROBE_MOVED, URL "a", 2), 0, 0, 0, 0, PROBE_MOVED },
		{ "no longer moved", seen(PROBE_MOVED, URL "a", 1),
		    seen(PROBE_ALIVE, NULL, 2), 0, 0, 0, 0, PROBE_ALIVE },
		{ "unknown", seen(PROBE_ALIVE, NULL, 1),
		    seen(PROBE_UNSURE, NULL, 2), 0, 0, 0, 0, PROBE_ALIVE },
		{ "gone and unknown", seen(PROBE_DEAD, NULL, 1),
		    seen(PROBE_BLOCKED, NULL, 2), 0, 0, 0, 0, PROBE_DEAD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct probe_result was = cases[i].was, is = cases[i].is;
		const struct probe_results before = { &was, was.checked > 0 };
		const struct probe_results looked = { &is, 1 };
		struct arena arena = { 0 };
		struct watched w;

		watch_compare(&arena, STR(URL "\n"), &before, &looked, &w);
		print_message("%s\n", cases[i].what);
		assert_int_equal(w.first, cases[i].first);
		assert_int_equal(w.gone, cases[i].gone);
		assert_int_equal(w.moved, cases[i].moved);
		assert_int_equal(w.back.count, cases[i].back);
		assert_int_equal(w.worse.count, w.gone + w.moved);
		assert_int_equal(w.after.count, 1);
		assert_int_equal(w.after.result[0].state, cases[i].kept);
		assert_int_equal(w.after.result[0].checked, 2);
		arena_release(&arena);
	}
}

static void test_forgotten(void **state)
{
	struct probe_result was[] = { seen(PROBE_ALIVE, NULL, 1),
		seen(PROBE_DEAD, NULL, 3) };
	struct probe_results before = { was, COUNT(was) };
	const struct probe_results looked = { NULL, 0 };
	struct arena arena = { 0 };
	struct watched w;

	(void)state;
	was[0].url = STR(URL "old");
	watch_compare(&arena, STR(URL "\n" URL "new\n"), &before, &looked, &w);
	assert_int_equal(w.links, 2);
	assert_int_equal(w.looked, 0);
	assert_int_equal(w.after.count, 1);
	assert_str(w.after.result[0].url, URL);
	arena_release(&arena);
}

static void test_pick(void **state)
{
	static const struct {
		size_t most;
		const char *picked;
	} cases[] = {
		{ 1, URL "never\n" },
		{ 2, URL "never\n" URL "a\n" },
		{ 3, URL "never\n" URL "a\n" URL "c\n" },
		{ 9, URL "never\n" URL "a\n" URL "c\n" URL "b\n" },
	};
	struct probe_result was[] = { seen(PROBE_ALIVE, NULL, 30),
		seen(PROBE_DEAD, NULL, 10), seen(PROBE_UNSURE, NULL, 20) };
	const struct probe_results before = { was, COUNT(was) };

	(void)state;
	was[0].url = STR(URL "b");
	was[1].url = STR(URL "a");
	was[2].url = STR(URL "c");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct strbuf out;

		strbuf_init(&out, LIMIT_SMALL_FILE);
		watch_pick(&out,
		    STR(URL "a\n" URL "b\n" URL "c\n" URL "never\n"), &before,
		    cases[i].most);
		assert_str(strbuf_str(&out), cases[i].picked);
		strbuf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_forgotten),
		cmocka_unit_test(test_pick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
