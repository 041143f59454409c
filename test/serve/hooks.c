/* Tokens of Mailgun, which are good for one body; the rest is tested with real
 * requests (test/faults/hooks.py). */
#include "../test.h"

#include "base/arena.h"
#include "serve/hooks.h"

enum { NOW = 1800000000, MANY = 200000 };

static void fail_nowhere(void *data, const struct error *err)
{
	(void)data, (void)err;
}

static int set_up(void **state)
{
	static const struct settings settings = { .name = { NULL, 0 } };
	const struct hooks_options options = { .folder = "nowhere",
		.failed = fail_nowhere };
	struct hooks *hooks;
	struct error err;

	if (!hooks_open(&settings, &options, &hooks, &err))
		fail_msg("%s", err.text);
	*state = hooks;
	return 0;
}

static int tear_down(void **state)
{
	hooks_close(*state);
	return 0;
}

static void test_tokens(void **state)
{
	static const struct {
		const char *token, *body;
		int64_t after;
		enum hooks_token result;
	} uses[] = {
		{ "a", "x", 0, HOOKS_TOKEN_NEW },
		{ "a", "x", 1, HOOKS_TOKEN_NEW },
		{ "a", "y", 2, HOOKS_TOKEN_USED },
		{ "b", "y", 3, HOOKS_TOKEN_NEW },
		{ "a", "", 4, HOOKS_TOKEN_USED },
		{ "", "x", 5, HOOKS_TOKEN_NEW },
		{ "a", "y", 2 * HOOKS_FRESH_SECONDS - 1, HOOKS_TOKEN_USED },
		/* By then its signature is too old to be believed. */
		{ "a", "y", 2 * HOOKS_FRESH_SECONDS, HOOKS_TOKEN_NEW },
		{ "a", "x", 2 * HOOKS_FRESH_SECONDS, HOOKS_TOKEN_USED },
	};

	for (size_t i = 0; i < COUNT(uses); i++)
		if (hooks_use_token(*state, str_of(uses[i].token),
			str_of(uses[i].body),
			NOW + uses[i].after) != uses[i].result)
			fail_msg("use %zu", i);
}

/* Those that are known stay known, and what there is no room for is said. */
static void test_many_tokens(void **state)
{
	struct arena arena = { 0 };
	size_t full = 0;

	for (int i = 0; i < MANY; i++) {
		enum hooks_token result = hooks_use_token(
		    *state, arena_printf(&arena, "token %d", i), STR("x"), NOW);

		assert_int_not_equal(result, HOOKS_TOKEN_USED);
		full += result == HOOKS_TOKEN_FULL;
		arena_reset(&arena);
	}
	assert_true(full > MANY / 2 && full < MANY);
	assert_int_equal(hooks_use_token(*state, STR("token 0"), STR("y"), NOW),
	    HOOKS_TOKEN_USED);
	assert_int_equal(hooks_use_token(*state, STR("another"), STR("y"),
			     NOW + 2 * HOOKS_FRESH_SECONDS),
	    HOOKS_TOKEN_NEW);
	arena_release(&arena);
}

/* What is no certificate of SNS is not asked for. */
static void test_certificates(void **state)
{
	static const char *const bad[] = { "", "https://evil.example/a.pem",
		"http://sns.x-1.amazonaws.com/a.pem",
		"https://sns.x-1.amazonaws.com/a.txt" };
	struct arena arena = { 0 };

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct error err = { "" };
		struct str text;

		assert_false(hooks_certificate(
		    *state, &arena, str_of(bad[i]), &text, &err));
		if (strstr(err.text, "no certificate of SNS") == NULL)
			fail_msg("%s: %s", bad[i], err.text);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_tokens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_many_tokens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_certificates, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
