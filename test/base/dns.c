/* Answers of name servers, byte by byte. */
#include "../test.h"

#include <stdio.h>

#include "base/dns.h"

/* The question of all of them: x.example, of any type. */
#define HEAD(flags, answers)                                       \
	"\x12\x34" flags "\x00\x01\x00" answers "\x00\x00\x00\x00" \
	"\x01x\x07"                                                \
	"example\x00\x00\x10\x00\x01"
#define FINE "\x81\x80"
/* A record of x.example, or of the name given: type, time, size, data. */
#define RECORD(type, size, data) \
	"\xc0\x0c\x00" type "\x00\x01\x00\x00\x0e\x10\x00" size data
#define NAMED(name, type, size, data) \
	name "\x00" type "\x00\x01\x00\x00\x0e\x10\x00" size data

#define A "\x01"
#define CNAME "\x05"
#define MX "\x0f"
#define TXT "\x10"
#define AAAA "\x1c"

static const struct {
	const char *what;
	struct str message;
	enum dns_type type;
	enum dns_outcome outcome;
	int count;
	const char *text; /* of the first */
	const char *alias;
} answers[] = {
	{ "several strings, and an empty one",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(TXT, "\x08",
		"\x03"
		"abc\x00\x02"
		"de")),
	    DNS_TXT, DNS_FOUND, 1, "abcde", NULL },
	{ "two records",
	    STR_INIT(HEAD(FINE, "\x02") RECORD(TXT, "\x02", "\x01y")
		    RECORD(TXT, "\x02", "\x01z")),
	    DNS_TXT, DNS_FOUND, 2, "y", NULL },
	{ "a string longer than its record",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(TXT, "\x02", "\x02y")), DNS_TXT,
	    DNS_NO_RECORD, 0, NULL, NULL },
	{ "one of another name",
	    STR_INIT(HEAD(FINE, "\x01")
		    NAMED("\x01y\xc0\x0e", TXT, "\x02", "\x01y")),
	    DNS_TXT, DNS_NO_RECORD, 0, NULL, NULL },
	{ "one of another type",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(A, "\x04", "abcd")), DNS_TXT,
	    DNS_NO_RECORD, 0, NULL, NULL },
	{ "another name for it, behind what it stands for",
	    STR_INIT(HEAD(FINE, "\x02") NAMED("\x01y\xc0\x0e", TXT, "\x02",
		"\x01z") RECORD(CNAME, "\x04", "\x01y\xc0\x0e")),
	    DNS_TXT, DNS_FOUND, 1, "z", "y.example" },
	{ "another name for itself",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(CNAME, "\x02", "\xc0\x0c")),
	    DNS_TXT, DNS_NO_RECORD, 0, NULL, NULL },
	{ "only another name",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(CNAME, "\x04", "\x01y\xc0\x0e")),
	    DNS_TXT, DNS_NO_RECORD, 0, NULL, "y.example" },
	{ "a mail server",
	    STR_INIT(
		HEAD(FINE, "\x01") RECORD(MX, "\x06", "\x00\x0a\x01m\xc0\x0e")),
	    DNS_MX, DNS_FOUND, 1, "m.example", NULL },
	{ "no mail server",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(MX, "\x03", "\x00\x00\x00")),
	    DNS_MX, DNS_FOUND, 1, "", NULL },
	{ "a mail server without end",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(MX, "\x04", "\x00\x00\xc0\x2b")),
	    DNS_MX, DNS_NO_RECORD, 0, NULL, NULL },
	{ "an address",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(A, "\x04", "\xc0\x00\x02\x07")),
	    DNS_A, DNS_FOUND, 1, "", NULL },
	{ "an address of no good size",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(A, "\x03", "abc")), DNS_A,
	    DNS_NO_RECORD, 0, NULL, NULL },
	{ "an address of another kind",
	    STR_INIT(HEAD(FINE, "\x01") RECORD(A, "\x04", "abcd")), DNS_AAAA,
	    DNS_NO_RECORD, 0, NULL, NULL },
	{ "nothing", STR_INIT(HEAD(FINE, "\x00")), DNS_TXT, DNS_NO_RECORD, 0,
	    NULL, NULL },
	{ "no such name", STR_INIT(HEAD("\x81\x83", "\x00")), DNS_TXT,
	    DNS_NO_NAME, 0, NULL, NULL },
	{ "a failure", STR_INIT(HEAD("\x81\x82", "\x00")), DNS_TXT,
	    DNS_NO_ANSWER, 0, NULL, NULL },
	{ "a refusal", STR_INIT(HEAD("\x81\x85", "\x00")), DNS_TXT,
	    DNS_NO_ANSWER, 0, NULL, NULL },
	{ "fewer records than promised", STR_INIT(HEAD(FINE, "\x01")), DNS_TXT,
	    DNS_NO_ANSWER, 0, NULL, NULL },
	{ "hardly anything", STR_INIT("\x12\x34\x81"), DNS_TXT, DNS_NO_ANSWER,
	    0, NULL, NULL },
	{ "no question",
	    STR_INIT("\x12\x34\x81\x80\x00\x00\x00\x00\x00\x00\x00\x00"),
	    DNS_TXT, DNS_NO_ANSWER, 0, NULL, NULL },
};

static void test_read(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct dns_answer a;

		dns_read(answers[i].message, answers[i].type, &arena, &a);
		if (a.outcome != answers[i].outcome)
			print_error("%s\n", answers[i].what);
		assert_int_equal(a.outcome, answers[i].outcome);
		assert_int_equal(a.count, answers[i].count);
		assert_int_equal(a.why != NULL, a.outcome == DNS_NO_ANSWER);
		if (a.count > 0)
			assert_str(a.record[0].text, answers[i].text);
		assert_int_equal(a.alias.at != NULL, answers[i].alias != NULL);
		if (a.alias.at != NULL)
			assert_str(a.alias, answers[i].alias);
	}
	arena_release(&arena);
}

static void test_reverse(void **state)
{
	struct arena arena = { 0 };
	unsigned char address[NETWORK_BYTES];

	(void)state;
	network_read(STR("192.0.2.7"), address);
	assert_str(dns_reverse_name(&arena, address), "7.2.0.192.in-addr.arpa");
	network_read(STR("2001:db8::1f"), address);
	assert_str(dns_reverse_name(&arena, address),
	    "f.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2."
	    "ip6.arpa");
	arena_release(&arena);
}

static void test_names(void **state)
{
	(void)state;
	assert_true(dns_same_name(STR("X.example."), STR("x.EXAMPLE")));
	assert_false(dns_same_name(STR("x.example"), STR("y.example")));
	assert_true(dns_is_below(STR("a.x.example"), STR("X.example.")));
	assert_false(dns_is_below(STR("x.example"), STR("x.example")));
	assert_false(dns_is_below(STR("ax.example"), STR("x.example")));
	assert_false(dns_is_below(STR("x.example"), STR("")));
}

static void test_open(void **state)
{
	static const char *const wrong[] = { "", "127.0.0.1", "127.0.0.1:0",
		"127.0.0.1:65536", "[::1]:53", "ns.example:53", ":53" };
	struct arena arena = { 0 };
	struct dns_answer a;
	struct error err;
	struct dns *dns;
	char long_name[300];

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(dns_open(wrong[i], &dns, &err));
	assert_true(dns_open("127.0.0.1:1", &dns, &err));
	dns_ask(dns, STR(""), DNS_A, &arena, &a);
	assert_int_equal(a.outcome, DNS_NO_NAME);
	memset(long_name, 'a', sizeof(long_name));
	dns_ask(dns, (struct str){ long_name, sizeof(long_name) }, DNS_A,
	    &arena, &a);
	assert_int_equal(a.outcome, DNS_NO_NAME);
	dns_ask(dns, STR("x..example"), DNS_A, &arena, &a);
	assert_int_equal(a.outcome, DNS_NO_NAME);
	dns_ask(dns, STR("x.example"), DNS_A, &arena, &a);
	assert_int_equal(a.outcome, DNS_NO_ANSWER);
	dns_close(dns);
	dns_close(NULL);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_reverse),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
