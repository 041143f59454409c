/* Points in time as programs write them; networks of addresses. */
#include "../test.h"

#include "base/moment.h"
#include "base/network.h"

static const struct {
	const char *text;
	int64_t seconds; /* -1: it is no time */
} times[] = {
	{ "1970-01-01", 0 },
	{ "2026-03-04", 1772582400 },
	{ "2026/03/04", 1772582400 },
	{ "2026-03-04T12:00:00Z", 1772625600 },
	{ " 2026-03-04 12:00 ", 1772625600 },
	{ "2026-03-04 12:00:00", 1772625600 },
	{ "2026-03-04T12:00:00.123456Z", 1772625600 },
	{ "2026-03-04 12:00:00 UTC", 1772625600 },
	{ "2026-03-04T14:00:00+02:00", 1772625600 },
	{ "2026-03-04T14:00:00+0200", 1772625600 },
	{ "2026-03-04T14:00:00 +02", 1772625600 },
	{ "2026-03-04T06:30:00-05:30", 1772625600 },
	{ "9999-12-31T23:59:59Z", MOMENT_LAST },
	{ "9999-12-31T23:59:59-01:00", -1 },
	{ "1970-01-01T00:00:00+01:00", -1 },
	{ "1969-12-31", -1 },
	{ "", -1 },
	{ "2026-03", -1 },
	{ "2026-02-30", -1 },
	{ "2026-03-04T", -1 },
	{ "2026-03-04T25:00", -1 },
	{ "2026-03-04T12:60", -1 },
	{ "2026-03-04T12:00:61", -1 },
	{ "2026-03-04x12:00", -1 },
	{ "2026-03-04T12:00 CET", -1 },
	{ "2026-03-04T12:00+2", -1 },
	{ "04/03/2026", -1 },
};

static void test_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		int64_t seconds = -1;
		bool ok = moment_read(str_of(times[i].text), &seconds);

		if (ok != (times[i].seconds >= 0) ||
		    seconds != times[i].seconds)
			fail_msg("%s: %lld", times[i].text, (long long)seconds);
	}
}

static void test_add(void **state)
{
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 100);
	moment_add(&out, 0);
	moment_add(&out, 1772625601);
	moment_add(&out, MOMENT_LAST);
	assert_str(strbuf_str(&out),
	    "1970-01-01T00:00:00Z2026-03-04T12:00:01Z9999-12-31T23:59:59Z");
	strbuf_release(&out);
}

static const struct {
	const char *address, *network; /* NULL: none */
} networks[] = {
	{ "192.0.2.7", "192.0.2.0/24" },
	{ "2001:db8:1:2ff::3", "2001:db8:1:200::/56" },
	{ "::ffff:192.0.2.7", "192.0.2.0/24" },
	{ "::1", "::/56" },
	{ "", NULL },
	{ "192.0.2", NULL },
	{ "192.0.2.7, 192.0.2.8", NULL },
	{ "example.org", NULL },
	{ "2001:0db8:0000:0000:0000:0000:0000:0000:0000:0000", NULL },
};

static void test_networks(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(networks); i++) {
		struct str network =
		    network_of(&arena, str_of(networks[i].address));

		if (networks[i].network == NULL)
			assert_null(network.at);
		else
			assert_str(network, networks[i].network);
	}
	assert_null(network_of(&arena, (struct str){ NULL, 0 }).at);
	assert_null(network_of(&arena, STR("192.0.2.7\0")).at);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_networks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
