/* Fetching from servers that misbehave (test/probe/server.py runs them). */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/transfer.h"
#include "base/url.h"

enum { BODY_MAX = 20000, TOTAL_MS = 1500, ADDRESSES = 80 };

/* What is left of a result when its callback is over. */
struct seen {
	struct arena *arena;
	struct transfer_result r;
	size_t calls;
	/* What the callback asks for next; NULL: nothing. */
	struct transfers *transfers;
	const struct transfer_request *next;
};

struct place {
	struct arena arena;
	const char *port, *tls, *tls_old, *closed, *files;
	struct transfer_address allow[ADDRESSES + 4];
	struct transfer_options options;
};

static const char *from_environment(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run it by server.py", name);
	return value;
}

static void allow(struct place *p, const char *address, const char *port)
{
	struct error err;
	const char *text = arena_printf(&p->arena, "%s:%s", address, port).at;

	if (!transfer_address_parse(text, &p->allow[p->options.allows++], &err))
		fail_msg("%s", err.text);
}

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	p->port = from_environment("SENNIGHT_TEST_PORT");
	p->tls = from_environment("SENNIGHT_TEST_TLS_PORT");
	p->tls_old = from_environment("SENNIGHT_TEST_TLS_OLD");
	p->closed = from_environment("SENNIGHT_TEST_CLOSED");
	p->files = from_environment("SENNIGHT_TEST_FILES");
	p->options = (struct transfer_options){ .parallel = 16,
		.parallel_per_host = 16,
		.connect_ms = 1000,
		.total_ms = TOTAL_MS,
		.body_max = BODY_MAX,
		.redirects = 5,
		.patience_s = 5,
		.user_agent = "a test",
		.allow = p->allow };
	for (int i = 1; i <= ADDRESSES; i++)
		allow(p, arena_printf(&p->arena, "127.0.0.%d", i).at, p->port);
	allow(p, "127.0.0.1", p->tls);
	allow(p, "127.0.0.1", p->tls_old);
	allow(p, "127.0.0.1", p->closed);
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;

	arena_release(&p->arena);
	free(p);
	return 0;
}

static struct str address(struct place *p, const char *path)
{
	return arena_printf(&p->arena, "http://127.0.0.1:%s%s", p->port, path);
}

static void keep(const struct transfer_result *result, void *data)
{
	struct seen *s = data;
	struct str *texts[] = { &s->r.asked, &s->r.url, &s->r.content_type,
		&s->r.etag, &s->r.last_modified, &s->r.body };
	struct transfer_hop *hop;

	s->calls++;
	s->r = *result;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i]->at != NULL)
			*texts[i] = arena_str(s->arena, *texts[i]);
	s->r.why = arena_cstr(s->arena, str_of(result->why));
	hop = ARENA_ARRAY(s->arena, result->hops, struct transfer_hop);
	for (size_t i = 0; i < result->hops; i++) {
		hop[i] = result->hop[i];
		hop[i].url = arena_str(s->arena, hop[i].url);
	}
	s->r.hop = hop;
	if (s->next != NULL && s->calls == 1)
		transfers_add(s->transfers, s->next);
}

/* One request from beginning to end. */
static struct transfer_result ask(
    struct place *p, const struct transfer_request *request)
{
	struct seen seen = { .arena = &p->arena };
	struct transfer_request r = *request;
	struct transfers *t = transfers_new(&p->options);

	r.done = keep;
	r.data = &seen;
	transfers_add(t, &r);
	assert_true(transfers_run(t, -1));
	transfers_free(t);
	assert_int_equal(seen.calls, 1);
	return seen.r;
}

static struct transfer_result get(struct place *p, const char *path)
{
	return ask(p, &(struct transfer_request){ .url = address(p, path) });
}

static void assert_outcome(const char *name, const struct transfer_result *r,
    enum transfer_outcome outcome)
{
	if (r->outcome != outcome)
		fail_msg("%s: outcome %d, not %d: %s (status %d)", name,
		    r->outcome, outcome, r->why, r->status);
	assert_int_equal(r->why[0] == '\0', outcome == TRANSFER_OK);
}

static void test_page(void **state)
{
	struct place *p = *state;
	struct transfer_result r = get(p, "/ok#deck");

	assert_outcome("/ok", &r, TRANSFER_OK);
	assert_int_equal(r.status, 200);
	assert_str(r.etag, "\"tide-1\"");
	assert_str(r.last_modified, "Wed, 07 Jan 2026 10:00:00 GMT");
	assert_str(r.content_type, "text/html; charset=utf-8");
	assert_true(str_starts(r.body, STR("<!doctype html>")));
	assert_true(str_ends(r.body, STR("</html>")));
	assert_true(str_eq(r.url, address(p, "/ok#deck")));
	assert_true(str_eq(r.asked, address(p, "/ok#deck")));
	assert_int_equal(r.retry_after_s, -1);
	assert_int_equal(r.hops, 0);
	assert_false(r.cut);
	r = get(p, "/trailer");
	assert_outcome("/trailer", &r, TRANSFER_OK);
	assert_str(r.body, "knot");
	assert_null(r.etag.at);
}

static void test_redirects(void **state)
{
	struct place *p = *state;
	struct transfer_result r = get(p, "/to/301?/to/302%3f/to/308%253f/ok");

	assert_outcome("chain", &r, TRANSFER_OK);
	assert_int_equal(r.hops, 3);
	assert_int_equal(r.hop[0].status, 301);
	assert_true(r.hop[0].permanent);
	assert_false(r.hop[1].permanent);
	assert_true(r.hop[2].permanent);
	assert_true(str_eq(r.hop[2].url, address(p, "/to/308?/ok")));
	assert_true(str_eq(r.url, address(p, "/ok")));
	assert_str(r.etag, "\"tide-1\"");
	/* A fragment is inherited, until a redirect has its own. */
	r = get(p, "/to/307?/ok#bow");
	assert_true(str_eq(r.url, address(p, "/ok#bow")));
	r = get(p, "/to/303?/ok%23stern#bow");
	assert_true(str_eq(r.url, address(p, "/ok#stern")));
	/* Blanks and bytes of other kinds are mended. */
	r = get(p, "/to/301?/status/404%3fa%20%e4");
	assert_outcome("mended", &r, TRANSFER_OK);
	assert_true(str_eq(r.url, address(p, "/status/404?a%20%E4")));
	r = get(p, "/to/301?");
	assert_outcome("no target", &r, TRANSFER_OK);
	assert_int_equal(r.status, 301);
	/* Nobody waits for what nobody reads. */
	p->options.body_max = 64 * MIB;
	r = get(p, "/to-with-body");
	assert_outcome("endless redirect", &r, TRANSFER_OK);
	assert_str(r.etag, "\"tide-1\"");
	p->options.redirects = 0;
	r = get(p, "/to/301?/ok");
	assert_outcome("not followed", &r, TRANSFER_OK);
	assert_int_equal(r.status, 301);
	assert_int_equal(r.hops, 0);
	assert_true(r.body.len > 0);
}

/* One server, one thing that goes wrong. */
static void test_outcomes(void **state)
{
	static const struct {
		const char *path;
		enum transfer_outcome outcome;
		int status;
		const char *why;
	} cases[] = {
		{ "/status/404", TRANSFER_OK, 404, "" },
		{ "/status/500", TRANSFER_OK, 500, "" },
		{ "/interim", TRANSFER_OK, 200, "" },
		{ "/endless", TRANSFER_OK, 200, "" },
		{ "/packed", TRANSFER_OK, 200, "" },
		{ "/chain/5", TRANSFER_OK, 200, "" },
		{ "/chain/6", TRANSFER_TOO_MANY_REDIRECTS, 301, "again" },
		{ "/loop/a", TRANSFER_LOOP, 302, "circle" },
		{ "/to/302?/to/302%3f/ok", TRANSFER_OK, 200, "" },
		{ "/to/301?file:///etc/passwd", TRANSFER_BAD_URL, 301, "http" },
		{ "/to/301?//x%40127.0.0.1/", TRANSFER_BAD_URL, 301, "user" },
		{ "/to/301?/%5cx", TRANSFER_BAD_URL, 301, "backslash" },
		{ "/to/301?http://2130706433/", TRANSFER_BAD_URL, 301, "odd" },
		{ "/to/301?http://127.0.0.1:1/", TRANSFER_FORBIDDEN_ADDRESS, 0,
		    "private" },
		{ "/to/301?http://169.254.169.254/", TRANSFER_FORBIDDEN_ADDRESS,
		    0, "private" },
		{ "/to/301?http://[::1]/", TRANSFER_FORBIDDEN_ADDRESS, 0,
		    "private" },
		{ "/to/301?http://[::ffff:127.0.0.1]/",
		    TRANSFER_FORBIDDEN_ADDRESS, 0, "private" },
		{ "/drip/body", TRANSFER_TIMEOUT, 200, "end in time" },
		{ "/drip/head", TRANSFER_TIMEOUT, 0, "answer in time" },
		{ "/hang", TRANSFER_TIMEOUT, 0, "answer in time" },
		{ "/broken", TRANSFER_PROTOCOL, 200, "middle" },
		{ "/garbage", TRANSFER_PROTOCOL, 0, "no HTTP" },
		{ "/silent", TRANSFER_PROTOCOL, 0, "without an answer" },
		{ "/headers/one", TRANSFER_PROTOCOL, 0, "too long" },
		{ "/headers/many", TRANSFER_PROTOCOL, 0, "too long" },
		{ "/badly-packed", TRANSFER_PROTOCOL, 200, "decompressed" },
	};
	struct place *p = *state;
	struct seen seen[COUNT(cases)] = { { 0 } };
	struct transfers *t = transfers_new(&p->options);

	for (size_t i = 0; i < COUNT(cases); i++) {
		seen[i].arena = &p->arena;
		transfers_add(t, &(struct transfer_request){
				     .url = address(p, cases[i].path),
				     .done = keep,
				     .data = &seen[i] });
	}
	assert_true(transfers_run(t, -1));
	transfers_free(t);
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(seen[i].calls, 1);
		assert_outcome(cases[i].path, &seen[i].r, cases[i].outcome);
		assert_int_equal(seen[i].r.status, cases[i].status);
		if (strstr(seen[i].r.why, cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].path, seen[i].r.why);
	}
}

static void test_not_asked(void **state)
{
	static const struct {
		const char *url;
		enum transfer_outcome outcome;
	} cases[] = {
		{ "mailto:crew@example.org", TRANSFER_BAD_URL },
		{ "http://x y/", TRANSFER_BAD_URL },
		{ "", TRANSFER_BAD_URL },
		{ "http://0.0.0.0/", TRANSFER_FORBIDDEN_ADDRESS },
		{ "http://127.0.0.1:9/", TRANSFER_FORBIDDEN_ADDRESS },
		{ "http://localhost:9/", TRANSFER_FORBIDDEN_ADDRESS },
		{ "http://10.1.1.1/", TRANSFER_FORBIDDEN_ADDRESS },
	};
	struct place *p = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct transfer_result r = ask(p,
		    &(struct transfer_request){ .url = str_of(cases[i].url) });

		assert_outcome(cases[i].url, &r, cases[i].outcome);
		assert_int_equal(r.status, 0);
	}
}

static void test_names(void **state)
{
	struct place *p = *state;
	struct transfer_result r;

	/* Looked up, and then met as 127.0.0.1, or ::1 first. */
	r = ask(p, &(struct transfer_request){
		       .url = arena_printf(
			   &p->arena, "http://localhost:%s/ok", p->port) });
	assert_outcome("localhost", &r, TRANSFER_OK);
	/* Without a name server it cannot be known that there is no host. */
	p->options.total_ms = 4000;
	r = ask(p, &(struct transfer_request){
		       .url = STR("http://no-such-name.invalid/") });
	if (r.outcome != TRANSFER_NO_HOST)
		assert_outcome("no name", &r, TRANSFER_DNS);
	assert_non_null(strstr(r.why, "name"));
}

static void test_refused(void **state)
{
	struct place *p = *state;
	struct transfer_result r =
	    ask(p, &(struct transfer_request){
		       .url = arena_printf(
			   &p->arena, "http://127.0.0.1:%s/", p->closed) });

	assert_outcome("closed port", &r, TRANSFER_CONNECT_REFUSED);
}

static void test_cut(void **state)
{
	static const char *const paths[] = { "/huge", "/bomb" };
	struct place *p = *state;

	for (size_t i = 0; i < COUNT(paths); i++) {
		struct transfer_result r = get(p, paths[i]);

		assert_outcome(paths[i], &r, TRANSFER_OK);
		assert_int_equal(r.status, 200);
		assert_int_equal(r.body.len, BODY_MAX);
		assert_true(r.cut);
	}
}

static struct transfer_result ask_tls(struct place *p, const char *port)
{
	return ask(p,
	    &(struct transfer_request){ .url = arena_printf(&p->arena,
					    "https://127.0.0.1:%s/ok", port) });
}

static void test_certificates(void **state)
{
	struct place *p = *state;
	struct transfer_result r = ask_tls(p, p->tls);

	assert_outcome("unknown", &r, TRANSFER_TLS);
	assert_non_null(strstr(r.why, "signed by itself"));
	p->options.ca_file =
	    arena_printf(&p->arena, "%s/self-signed.pem", p->files).at;
	r = ask_tls(p, p->tls);
	assert_outcome("trusted", &r, TRANSFER_OK);
	assert_int_equal(r.status, 200);
	p->options.ca_file =
	    arena_printf(&p->arena, "%s/expired.pem", p->files).at;
	r = ask_tls(p, p->tls_old);
	assert_outcome("expired", &r, TRANSFER_TLS);
	assert_non_null(strstr(r.why, "expired"));
	/* Plain HTTP at a port for TLS. */
	r = ask(p, &(struct transfer_request){
		       .url = arena_printf(
			   &p->arena, "https://127.0.0.1:%s/ok", p->port) });
	assert_outcome("no TLS", &r, TRANSFER_TLS);
}

static void test_conditions(void **state)
{
	struct place *p = *state;
	struct transfer_result r =
	    ask(p, &(struct transfer_request){ .url = address(p, "/etag"),
		       .if_none_match = STR("\"tide-1\"") });

	assert_outcome("/etag", &r, TRANSFER_OK);
	assert_int_equal(r.status, 304);
	assert_int_equal(r.body.len, 0);
	r = ask(
	    p, &(struct transfer_request){ .url = address(p, "/echo"),
		   .if_none_match = STR("\"a\"\r\nX-Smuggled: b"),
		   .if_modified_since = STR("Wed, 07 Jan 2026 10:00:00 GMT") });
	assert_false(str_contains_fold(r.body, STR("smuggled")));
	assert_true(
	    str_contains_fold(r.body, STR("if-modified-since: Wed, 07 Jan")));
}

static void test_headers(void **state)
{
	static const char *const all[] = { "Accept: text/plain", NULL };
	static const char *const own[] = { "X-Token: secret", NULL };
	struct place *p = *state;
	struct transfer_request request = { .header = own };
	struct transfer_result r;

	p->options.header = all;
	request.url = address(p, "/to/302?/echo");
	r = ask(p, &request);
	assert_true(str_contains_fold(r.body, STR("x-token: secret")));
	assert_true(str_contains_fold(r.body, STR("accept: text/plain")));
	assert_true(str_contains_fold(r.body, STR("user-agent: a test")));
	assert_false(str_contains_fold(r.body, STR("cookie")));
	/* To another host, and what is secret stays here. */
	request.url = arena_printf(&p->arena,
	    "http://127.0.0.1:%s/to/302?http://127.0.0.2:%s/echo", p->port,
	    p->port);
	r = ask(p, &request);
	assert_int_equal(r.status, 200);
	assert_true(str_contains_fold(r.body, STR("accept: text/plain")));
	assert_false(str_contains_fold(r.body, STR("x-token")));
}

/* A connection is used again, and what goes wrong on it is told as ever. */
static void test_kept_connection(void **state)
{
	static const char *const paths[] = { "/keep/a", "/keep/b", "/hang" };
	struct place *p = *state;
	struct seen seen[COUNT(paths)] = { { 0 } };
	struct transfers *t;

	p->options.parallel_per_host = 1;
	t = transfers_new(&p->options);
	for (size_t i = 0; i < COUNT(paths); i++) {
		seen[i].arena = &p->arena;
		transfers_add(
		    t, &(struct transfer_request){ .url = address(p, paths[i]),
			   .done = keep,
			   .data = &seen[i] });
	}
	assert_true(transfers_run(t, -1));
	transfers_free(t);
	assert_str(seen[0].r.body, "1");
	assert_str(seen[1].r.body, "2");
	assert_outcome("kept", &seen[2].r, TRANSFER_TIMEOUT);
}

static int64_t milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Six requests of 100 ms to each of two hosts. */
static int64_t run_twelve(struct place *p, struct transfers *t)
{
	struct seen seen = { .arena = &p->arena };
	int64_t start = milliseconds();

	for (int i = 0; i < 12; i++)
		transfers_add(t,
		    &(struct transfer_request){ .url = arena_printf(&p->arena,
						    "http://127.0.0.%d:%s"
						    "/wait/0.1",
						    7 + i % 2, p->port),
			.done = keep,
			.data = &seen });
	assert_true(transfers_run(t, -1));
	assert_int_equal(seen.calls, 12);
	return milliseconds() - start;
}

static void test_pace(void **state)
{
	struct place *p = *state;
	struct transfers *t;

	p->options.parallel_per_host = 1;
	t = transfers_new(&p->options);
	assert_in_range(run_twelve(p, t), 600, 1500);
	transfers_free(t);
	p->options.parallel_per_host = 6;
	p->options.parallel = 4;
	t = transfers_new(&p->options);
	assert_in_range(run_twelve(p, t), 300, 900);
	transfers_free(t);
	/* The sixth of a host begins after five pauses. */
	p->options.parallel = 16;
	p->options.pause_ms = 150;
	t = transfers_new(&p->options);
	assert_in_range(run_twelve(p, t), 850, 1500);
	transfers_free(t);
}

/* It would not end for hours if each waited for the one before. */
static void test_no_pause(void **state)
{
	struct place *p = *state;
	struct seen seen = { .arena = &p->arena };
	const struct transfer_request request = {
		.url = STR("http://10.0.0.1/"), .done = keep, .data = &seen
	};
	struct transfers *t;

	p->options.pause_ms = 60 * 60 * 1000;
	t = transfers_new(&p->options);
	for (int i = 0; i < 5; i++)
		transfers_add(t, &request);
	assert_true(transfers_run(t, -1));
	transfers_free(t);
	assert_int_equal(seen.calls, 5);
	assert_outcome("private", &seen.r, TRANSFER_FORBIDDEN_ADDRESS);
}

/* The host that asked for patience is left alone. */
static void test_patience(void **state)
{
	struct place *p = *state;
	struct seen first = { .arena = &p->arena };
	struct seen second = { .arena = &p->arena };
	struct transfer_request next = { .done = keep, .data = &second };
	int64_t start = milliseconds();

	first.next = &next;
	for (int i = 0; i < 2; i++) {
		const char *form = i == 0 ? "date" : "long";

		first.transfers = transfers_new(&p->options);
		first.calls = second.calls = 0;
		next.url =
		    arena_printf(&p->arena, "http://127.0.0.9:%s/ok", p->port);
		transfers_add(first.transfers,
		    &(struct transfer_request){
			.url = arena_printf(&p->arena,
			    "http://127.0.0.9:%s/patience/%s", p->port, form),
			.done = keep,
			.data = &first });
		assert_true(transfers_run(first.transfers, -1));
		transfers_free(first.transfers);
		assert_int_equal(first.r.status, 429);
		assert_int_equal(second.calls, 1);
		if (i == 0) {
			assert_in_range(first.r.retry_after_s, 1, 2);
			assert_outcome("waited", &second.r, TRANSFER_OK);
			assert_true(milliseconds() - start >= 900);
			continue;
		}
		assert_int_equal(first.r.retry_after_s, 3600);
		assert_outcome("held", &second.r, TRANSFER_HELD);
		assert_int_equal(second.r.status, 429);
		assert_in_range(second.r.retry_after_s, 3590, 3600);
	}
}

static void test_wake(void **state)
{
	struct place *p = *state;
	struct seen seen = { .arena = &p->arena };
	struct transfers *t = transfers_new(&p->options);
	int ends[2];
	char byte = 'x';

	assert_int_equal(pipe(ends), 0);
	transfers_add(t,
	    &(struct transfer_request){
		.url = address(p, "/wait/0.2"), .done = keep, .data = &seen });
	assert_int_equal(write(ends[1], &byte, 1), 1);
	assert_false(transfers_run(t, ends[0]));
	assert_int_equal(seen.calls, 0);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_true(transfers_run(t, ends[0]));
	assert_int_equal(seen.calls, 1);
	assert_outcome("woken", &seen.r, TRANSFER_OK);
	close(ends[0]);
	close(ends[1]);
	transfers_free(t);
}

/* Freed in the middle: nothing leaks and nobody is called. */
static void test_dropped(void **state)
{
	struct place *p = *state;
	struct seen seen = { .arena = &p->arena };
	struct transfers *t;
	int ends[2];

	p->options.parallel = 2;
	t = transfers_new(&p->options);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "x", 1), 1);
	for (int i = 0; i < 4; i++)
		transfers_add(t,
		    &(struct transfer_request){ .url = address(p, "/wait/0.2"),
			.done = keep,
			.data = &seen });
	transfers_add(t, &(struct transfer_request){ .url = address(p, "/ok"),
			     .delay_ms = 5000,
			     .done = keep,
			     .data = &seen });
	assert_false(transfers_run(t, ends[0]));
	transfers_free(t);
	assert_int_equal(seen.calls, 0);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(test_page),
		CASE(test_redirects),
		CASE(test_outcomes),
		CASE(test_not_asked),
		CASE(test_names),
		CASE(test_refused),
		CASE(test_cut),
		CASE(test_certificates),
		CASE(test_conditions),
		CASE(test_headers),
		CASE(test_kept_connection),
		CASE(test_pace),
		CASE(test_no_pause),
		CASE(test_patience),
		CASE(test_wake),
		CASE(test_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
