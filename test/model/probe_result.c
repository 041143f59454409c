/* Lines about links: what is written reads back, and what is odd is told. */
#include "../test.h"

#include "model/probe_result.h"

static bool read_text(struct arena *arena, const char *text,
    struct probe_results *ret_results, struct error *err)
{
	return probe_results_read(arena, str_of(text), ret_results, err);
}

static void test_written(void **state)
{
	static const struct {
		struct probe_result result;
		const char *line;
	} cases[] = {
		{ { STR_INIT("http://a.example/"), PROBE_MOVED, 200,
		      STR_INIT("https://a.example/"), STR_INIT("Tea \"room\""),
		      STR_INIT("It has moved."), 1772643900 },
		    "{\"url\":\"http://a.example/\",\"state\":\"moved\","
		    "\"status\":200,\"to\":\"https://a.example/\","
		    "\"title\":\"Tea \\\"room\\\"\","
		    "\"why\":\"It has moved.\","
		    "\"checked\":\"2026-03-04T17:05:00Z\"}\n" },
		{ { STR_INIT("x"), PROBE_UNSURE, 0, { 0 }, { 0 }, { 0 }, 0 },
		    "{\"url\":\"x\",\"state\":\"unsure\",\"status\":null,"
		    "\"to\":null,\"title\":null,\"why\":null,"
		    "\"checked\":\"1970-01-01T00:00:00Z\"}\n" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct probe_result *wanted = &cases[i].result;
		struct probe_results list;
		struct strbuf out;
		struct error err;

		strbuf_init(&out, LIMIT_PROBE_LINE);
		probe_result_add(&out, wanted);
		assert_str(strbuf_str(&out), cases[i].line);
		assert_true(
		    probe_results_read(&arena, strbuf_str(&out), &list, &err));
		assert_int_equal(list.count, 1);
		assert_true(str_eq(list.result[0].url, wanted->url));
		assert_int_equal(list.result[0].state, wanted->state);
		assert_int_equal(list.result[0].status, wanted->status);
		assert_true(str_eq(list.result[0].to, wanted->to));
		assert_true(str_eq(list.result[0].title, wanted->title));
		assert_true(str_eq(list.result[0].why, wanted->why));
		assert_int_equal(list.result[0].checked, wanted->checked);
		strbuf_release(&out);
	}
	arena_release(&arena);
}

static void test_states(void **state)
{
	static const char *const names[] = { "alive", "moved", "dead",
		"blocked", "unsure" };

	(void)state;
	assert_int_equal(COUNT(names), PROBE_STATES);
	for (size_t i = 0; i < COUNT(names); i++)
		assert_str(probe_state_name((enum probe_state)i), names[i]);
}

#define GOOD "{\"url\":\"u\",\"state\":\"alive\"}"

static void test_lines(void **state)
{
	static const struct {
		const char *text;
		size_t count;
	} cases[] = {
		{ "", 0 },
		{ "\n\n", 0 },
		{ GOOD, 1 },
		{ GOOD "\n", 1 },
		{ GOOD "\r\n\n " GOOD "\n", 2 },
		{ GOOD "\n{\"url\":\"u\",\"sta", 1 }, /* its writer died */
		{ "{\"ur", 0 },
		{ "{\"url\":\"u\",\"state\":\"dead\",\"later\":[1],"
		  "\"status\":\"odd\",\"to\":7}\n",
		    1 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct probe_results list;
		struct error err = { "" };

		if (!read_text(&arena, cases[i].text, &list, &err))
			fail_msg("%s: %s", cases[i].text, err.text);
		assert_int_equal(list.count, cases[i].count);
		for (size_t k = 0; k < list.count; k++)
			assert_str(list.result[k].url, "u");
	}
	arena_release(&arena);
}

static void test_bad_lines(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ GOOD "\nsettings: yes\n", "line 2: this is no JSON object" },
		{ "[1]\n", "line 1: this is no JSON object" },
		{ "{\"state\":\"alive\"}\n", "\"url\"" },
		{ "{\"url\":\"\",\"state\":\"alive\"}\n", "\"url\"" },
		{ "{\"url\":\"u\"}\n", "\"state\"" },
		{ "{\"url\":\"u\",\"state\":\"ALIVE\"}\n", "\"state\"" },
		{ "{\"url\":\"u\",\"url\":\"v\",\"state\":\"alive\"}\n",
		    "JSON" },
		{ "{\"url\":\"u\",\"state\":\"dead\",\"checked\":\"now\"}\n",
		    "\"checked\"" },
		{ "{\"url\":\"u\",\"state\":\"dead\","
		  "\"checked\":\"2026-02-30T00:00:00Z\"}\n",
		    "\"checked\"" },
		{ "{\"url\":\"u\",\"state\":\"dead\","
		  "\"checked\":\"2026-02-03T24:00:00Z\"}\n",
		    "\"checked\"" },
		{ "{\"url\":\"u\",\"state\":\"dead\","
		  "\"checked\":\"2026-02-03 00:00:00Z\"}\n",
		    "\"checked\"" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct probe_results list = { NULL, 77 };
		struct error err = { "" };

		if (read_text(&arena, cases[i].text, &list, &err))
			fail_msg("%s was read", cases[i].text);
		if (strstr(err.text, cases[i].message) == NULL)
			fail_msg("%s: %s", cases[i].text, err.text);
		assert_int_equal(list.count, 77);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_bad_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
