/* What answers mean. */
#include "../test.h"

#include "probe/judge.h"

static void test_statuses(void **state)
{
	static const struct {
		int status;
		enum probe_state state;
		int retries;
	} cases[] = {
		{ 200, PROBE_ALIVE, 0 },
		{ 204, PROBE_ALIVE, 0 },
		{ 299, PROBE_ALIVE, 0 },
		{ 300, PROBE_UNSURE, 0 },
		{ 304, PROBE_UNSURE, 0 },
		{ 400, PROBE_UNSURE, 0 },
		{ 401, PROBE_BLOCKED, 0 },
		{ 403, PROBE_BLOCKED, 0 },
		{ 404, PROBE_DEAD, 0 },
		{ 405, PROBE_BLOCKED, 0 },
		{ 406, PROBE_BLOCKED, 0 },
		{ 408, PROBE_UNSURE, 1 },
		{ 410, PROBE_DEAD, 0 },
		{ 418, PROBE_BLOCKED, 0 },
		{ 422, PROBE_UNSURE, 0 },
		{ 429, PROBE_BLOCKED, 2 },
		{ 451, PROBE_BLOCKED, 0 },
		{ 500, PROBE_UNSURE, 1 },
		{ 503, PROBE_UNSURE, 1 },
		{ 530, PROBE_UNSURE, 1 },
		{ 600, PROBE_UNSURE, 0 },
		{ 999, PROBE_BLOCKED, 0 },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct transfer_result r = { .status = cases[i].status,
			.why = "",
			.retry_after_s = -1 };
		struct verdict v = judge(&arena, &r);

		if (v.state != cases[i].state || v.retries != cases[i].retries)
			fail_msg("%d", cases[i].status);
		assert_true(v.why.len > 0);
		assert_false(v.is_ours);
	}
	arena_release(&arena);
}

/* Each outcome has a state, and only our own network's troubles are ours. */
static void test_outcomes(void **state)
{
	static const struct {
		enum transfer_outcome outcome;
		enum probe_state state;
		int retries;
		bool is_ours;
	} cases[] = {
		{ TRANSFER_BAD_URL, PROBE_UNSURE, 0, false },
		{ TRANSFER_FORBIDDEN_ADDRESS, PROBE_UNSURE, 0, false },
		{ TRANSFER_NO_HOST, PROBE_DEAD, 1, false },
		{ TRANSFER_DNS, PROBE_UNSURE, 1, true },
		{ TRANSFER_CONNECT_REFUSED, PROBE_DEAD, 1, false },
		{ TRANSFER_UNREACHABLE, PROBE_UNSURE, 1, true },
		{ TRANSFER_TLS, PROBE_UNSURE, 0, false },
		{ TRANSFER_TIMEOUT, PROBE_UNSURE, 1, false },
		{ TRANSFER_TOO_MANY_REDIRECTS, PROBE_UNSURE, 0, false },
		{ TRANSFER_LOOP, PROBE_UNSURE, 0, false },
		{ TRANSFER_PROTOCOL, PROBE_UNSURE, 1, false },
		{ TRANSFER_HELD, PROBE_UNSURE, 0, false },
	};
	struct arena arena = { 0 };

	(void)state;
	assert_int_equal(COUNT(cases) + 1, TRANSFER_OUTCOMES);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct transfer_result r = { .outcome = cases[i].outcome,
			.url = STR("http://a.example/"),
			.why = "the cause is this",
			.retry_after_s = -1 };
		struct verdict v = judge(&arena, &r);

		assert_int_equal(cases[i].outcome, i + 1);
		assert_int_equal(v.state, cases[i].state);
		assert_int_equal(v.retries, cases[i].retries);
		assert_int_equal(v.is_ours, cases[i].is_ours);
		if (cases[i].outcome != TRANSFER_HELD)
			assert_true(
			    str_contains_fold(v.why, STR("the cause is")));
	}
	arena_release(&arena);
}

static void test_held(void **state)
{
	struct transfer_result r = { .outcome = TRANSFER_HELD,
		.why = "w",
		.status = 429,
		.retry_after_s = 700 };
	struct arena arena = { 0 };

	(void)state;
	assert_int_equal(judge(&arena, &r).state, PROBE_BLOCKED);
	assert_true(
	    str_contains_fold(judge(&arena, &r).why, STR("700 seconds")));
	arena_release(&arena);
}

static void test_patience(void **state)
{
	static const struct {
		int64_t after_s;
		int retries, wait_ms;
	} cases[] = { { -1, 2, 5000 }, { 0, 2, 1000 }, { 1, 2, 1000 },
		{ 60, 2, 60000 }, { 61, 0, 5000 }, { 1 << 30, 0, 5000 } };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct transfer_result r = { .status = 429,
			.why = "",
			.retry_after_s = cases[i].after_s };
		struct verdict v = judge(&arena, &r);

		assert_int_equal(v.retries, cases[i].retries);
		assert_int_equal(v.wait_ms, cases[i].wait_ms);
	}
	arena_release(&arena);
}

/* Moved is only what moved for good, all the way. */
static void test_moved(void **state)
{
	static const struct {
		bool permanent[2];
		size_t hops;
		int status;
		enum probe_state state;
	} cases[] = {
		{ { true, true }, 2, 200, PROBE_MOVED },
		{ { true }, 1, 200, PROBE_MOVED },
		{ { true, false }, 2, 200, PROBE_ALIVE },
		{ { false, true }, 2, 200, PROBE_ALIVE },
		{ { false }, 0, 200, PROBE_ALIVE },
		{ { true }, 1, 404, PROBE_DEAD },
		{ { true }, 1, 500, PROBE_UNSURE },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct transfer_hop hops[] = {
			{ STR("http://a.example/b"), 301,
			    cases[i].permanent[0] },
			{ STR("http://a.example/c"), 301,
			    cases[i].permanent[1] },
		};
		const struct transfer_result r = { .status = cases[i].status,
			.url = STR("https://a.example/d"),
			.hop = hops,
			.hops = cases[i].hops,
			.why = "",
			.retry_after_s = -1 };

		assert_int_equal(judge(&arena, &r).state, cases[i].state);
	}
	arena_release(&arena);
}

static void test_front_page(void **state)
{
	static const struct {
		const char *from, *to;
		bool front;
	} cases[] = {
		{ "http://a.example/b", "https://a.example/", true },
		{ "http://a.example/b", "https://a.example/?home", false },
		{ "http://a.example/", "https://a.example/", false },
		{ "http://a.example/?b", "https://a.example/", true },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct transfer_hop hop = { str_of(cases[i].from), 301,
			true };
		const struct transfer_result r = { .status = 200,
			.url = str_of(cases[i].to),
			.hop = &hop,
			.hops = 1,
			.why = "",
			.retry_after_s = -1 };
		struct verdict v = judge(&arena, &r);

		assert_int_equal(v.state, PROBE_MOVED);
		assert_int_equal(str_contains_fold(v.why, STR("front page")),
		    cases[i].front);
	}
	arena_release(&arena);
}

static void test_challenge(void **state)
{
	static const struct {
		int status;
		const char *body;
		enum probe_state state;
	} cases[] = {
		{ 503, "<script src=/cdn-cgi/challenge-platform/x>",
		    PROBE_BLOCKED },
		{ 400, "<div class='G-Recaptcha'>", PROBE_BLOCKED },
		{ 202, "<script src=https://x.awswaf.com/>", PROBE_BLOCKED },
		{ 503, "<p>Out for repairs.", PROBE_UNSURE },
		/* A form of a page that is there. */
		{ 200, "<div class=g-recaptcha>", PROBE_ALIVE },
		{ 404, "<div class=g-recaptcha>", PROBE_DEAD },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct transfer_result r = { .status = cases[i].status,
			.body = str_of(cases[i].body),
			.why = "",
			.retry_after_s = -1 };

		assert_int_equal(judge(&arena, &r).state, cases[i].state);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_held),
		cmocka_unit_test(test_patience),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_front_page),
		cmocka_unit_test(test_challenge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
