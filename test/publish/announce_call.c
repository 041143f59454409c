/*
 * Requests to servers that misbehave (test/probe/server.py runs them): may one
 * that was not answered have arrived?
 */
#include "../test.h"

#include <stdlib.h>

#include "publish/announce_priv.h"

static const char *from_environment(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run it by server.py", name);
	return value;
}

static struct call_answer call(struct arena *arena, const char *scheme,
    const char *host, const char *port, const char *path)
{
	static const char *const ports[] = { "SENNIGHT_TEST_PORT",
		"SENNIGHT_TEST_TLS_PORT", "SENNIGHT_TEST_CLOSED" };
	struct transfer_address allow[COUNT(ports)];
	const struct call_ask ask = {
		.url = arena_printf(
		    arena, "%s://%s:%s%s", scheme, host, port, path),
		.bearer = STR("hush"),
	};
	struct announce_job job = {
		.now = 1794477600,
		.total_ms = 1500,
		.allow = allow,
		.allows = COUNT(allow),
	};
	struct call_answer answer;
	struct error err;

	for (size_t i = 0; i < COUNT(ports); i++)
		assert_true(
		    transfer_address_parse(arena_printf(arena, "127.0.0.1:%s",
					       from_environment(ports[i]))
					       .at,
			&allow[i], &err));
	announce_call(&job, &ask, arena, &answer);
	return answer;
}

static void test_answers(void **state)
{
	static const struct {
		const char *path;
		int status;
		int64_t wait;
	} cases[] = {
		{ "/ok", 200, -1 },
		{ "/status/422", 422, -1 },
		{ "/status/500", 500, -1 },
		{ "/endless", 200, -1 },
		{ "/never/429", 429, 1 },
		{ "/never/503", 503, 1 },
		{ "/patience/long", 429, 3600 },
		/* It is not followed. */
		{ "/to/307?http://127.0.0.1/", 307, -1 },
		{ "/to/303?/ok", 303, -1 },
		/* They may have arrived. */
		{ "/hang", 0, -1 },
		{ "/drip/body", 0, -1 },
		{ "/drip/head", 0, -1 },
		{ "/silent", 0, -1 },
		{ "/garbage", 0, -1 },
		{ "/broken", 0, -1 },
		{ "/headers/one", 0, -1 },
		{ "/badly-packed", 0, -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct call_answer a = call(&arena, "http", "127.0.0.1",
		    from_environment("SENNIGHT_TEST_PORT"), cases[i].path);

		if (a.status != cases[i].status || !a.sent ||
		    a.wait_s != cases[i].wait ||
		    (a.status == 0 && a.why.len == 0))
			fail_msg("%s: %d, %d, %lld, %.*s", cases[i].path,
			    a.status, a.sent, (long long)a.wait_s,
			    STR_ARG(a.why));
		arena_release(&arena);
	}
}

/* These cannot have arrived. */
static void test_not_sent(void **state)
{
	static const struct {
		const char *scheme, *host, *port; /* by its variable */
	} cases[] = {
		{ "http", "127.0.0.1", "SENNIGHT_TEST_CLOSED" },
		/* nobody allowed that one */
		{ "http", "127.0.0.9", "SENNIGHT_TEST_PORT" },
		{ "http", "[::1]", "SENNIGHT_TEST_PORT" },
		/* a certificate that nobody signed */
		{ "https", "127.0.0.1", "SENNIGHT_TEST_TLS_PORT" },
		{ "gopher", "127.0.0.1", "SENNIGHT_TEST_PORT" },
		{ "http", "2130706433", "SENNIGHT_TEST_PORT" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = { 0 };
		struct call_answer a = call(&arena, cases[i].scheme,
		    cases[i].host, from_environment(cases[i].port), "/ok");

		if (a.status != 0 || a.sent || a.why.len == 0)
			fail_msg("case %zu: %d, %d, %.*s", i, a.status, a.sent,
			    STR_ARG(a.why));
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_not_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
