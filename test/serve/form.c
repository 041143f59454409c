/* Fields of forms, who asks, and which page an address means. */
#include "../test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include "serve/client.h"
#include "serve/form.h"
#include "serve/route.h"

static void test_form(void **state)
{
	static const struct {
		const char *text;
		size_t fields;
		const char *value; /* of the first "a"; NULL: none */
	} cases[] = {
		{ "", 0, NULL },
		{ "&&", 0, NULL },
		{ "a=1", 1, "1" },
		{ "a=1&a=2", 2, "1" },
		{ "a", 1, "" },
		{ "a=", 1, "" },
		{ "=x", 1, NULL },
		{ "%61=b", 1, "b" },
		{ "a=x+y%20z", 1, "x y z" },
		{ "a=%2B%26%3D", 1, "+&=" },
		{ "a=%", 1, "%" },
		{ "a=%4", 1, "%4" },
		{ "a=%zz", 1, "%zz" },
		{ "a=1=2", 1, "1=2" },
		{ "a=x%0d%0ay", 1, "x\ny" },
		{ "a=x%00y", 1, "xy" },
		{ "a=%ff", 1, "\xef\xbf\xbd" },
		{ "a=%C3%A9", 1, "é" },
		{ "b=<script>&a=' OR 1=1;--", 2, "' OR 1=1;--" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct form form;
		struct str value;

		assert_true(form_read(&arena, str_of(cases[i].text), &form));
		assert_int_equal(form.count, cases[i].fields);
		value = form_value(&form, "a");
		if (cases[i].value == NULL)
			assert_null(value.at);
		else
			assert_str(value, cases[i].value);
	}
	arena_release(&arena);
}

static void test_many_fields(void **state)
{
	struct arena arena = { 0 };
	struct strbuf text;
	struct form form;

	(void)state;
	strbuf_init(&text, LIMIT_FORM);
	for (int i = 0; i < LIMIT_FORM_FIELDS; i++)
		strbuf_lit(&text, "a=1&");
	assert_true(form_read(&arena, strbuf_str(&text), &form));
	assert_int_equal(form_count(&form, "a"), LIMIT_FORM_FIELDS);
	assert_int_equal(
	    form_values(&form, &arena, "a").count, LIMIT_FORM_FIELDS);
	strbuf_lit(&text, "b");
	assert_false(form_read(&arena, strbuf_str(&text), &form));
	strbuf_release(&text);
	arena_release(&arena);
}

static void test_client(void **state)
{
	static const struct {
		const char *peer, *forwarded, *address, *network;
	} cases[] = {
		{ "192.0.2.7", NULL, "192.0.2.7", "192.0.2.0/24" },
		{ "192.0.2.7", "10.0.0.1", "192.0.2.7", "192.0.2.0/24" },
		{ "127.0.0.1", "203.0.113.9", "203.0.113.9", "203.0.113.0/24" },
		{ "127.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9",
		    "203.0.113.0/24" },
		{ "127.0.0.1", "nonsense", "127.0.0.1", "127.0.0.0/24" },
		{ "127.0.0.1", "", "127.0.0.1", "127.0.0.0/24" },
		{ "::1", "2001:db8:1:2ff::9", "2001:db8:1:2ff::9",
		    "2001:db8:1:200::/56" },
		{ "::ffff:192.0.2.7", NULL, "192.0.2.7", "192.0.2.0/24" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sockaddr_in v4 = { .sin_family = AF_INET };
		struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
		const void *peer = &v4;
		struct client client;

		if (inet_pton(AF_INET, cases[i].peer, &v4.sin_addr) != 1) {
			assert_int_equal(
			    inet_pton(AF_INET6, cases[i].peer, &v6.sin6_addr),
			    1);
			peer = &v6;
		}
		client_read(peer, cases[i].forwarded, &client);
		assert_string_equal(client.address, cases[i].address);
		assert_string_equal(client.network, cases[i].network);
	}
}

static void test_route(void **state)
{
	static const struct {
		const char *path, *route, *part; /* NULL: none */
	} cases[] = {
		{ "subscribe/", "subscribe/", "" },
		{ "subscribe", NULL, NULL },
		{ "subscribe/form", "subscribe/form", "" },
		{ "subscribe/forms", NULL, NULL },
		{ "confirm/abc", "confirm/?", "abc" },
		{ "confirm/", NULL, NULL },
		{ "confirm/abc/", NULL, NULL },
		{ "confirm/a/b", NULL, NULL },
		{ "data/x/export", "data/?/export", "x" },
		{ "data//export", NULL, NULL },
		{ "", NULL, NULL },
		{ "?", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str part;
		const struct route *route =
		    route_find(str_of(cases[i].path), ~0U, &part);

		if (cases[i].route == NULL) {
			assert_null(route);
			continue;
		}
		assert_non_null(route);
		assert_string_equal(route->path, cases[i].route);
		assert_str(part, cases[i].part);
	}
}

/* Pages that are closed are not there. */
static void test_closed(void **state)
{
	struct settings s = { 0 };
	struct str part;

	(void)state;
	assert_int_equal(route_pages(&s), PAGES_SEARCH);
	assert_non_null(route_find(STR("search/"), route_pages(&s), &part));
	assert_null(route_find(STR("subscribe/"), route_pages(&s), &part));
	s.subscribe.open = true;
	assert_non_null(route_find(STR("subscribe/"), route_pages(&s), &part));
	s.subscribe.open = false;
	s.submit.open = true;
	assert_null(route_find(STR("subscribe/"), route_pages(&s), &part));
}

/* Of a route that can be asked for, GET or POST; and not too many of them. */
static void test_table(void **state)
{
	size_t i = 0;

	(void)state;
	for (; route_at(i) != NULL; i++) {
		const struct route *r = route_at(i);

		assert_true((r->flags & (ROUTE_GET | ROUTE_POST)) != 0);
		assert_non_null(r->make);
	}
	assert_true(i <= ROUTES_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_many_fields),
		cmocka_unit_test(test_client),
		cmocka_unit_test(test_route),
		cmocka_unit_test(test_closed),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
