/* Which addresses may be asked for, and which numbers may be met. */
#include "../test.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/transfer_guard.h"

/* The address of a text without port, of either family. */
static struct transfer_address address_of(const char *text)
{
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct transfer_address a = { 0 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
		assert_true(transfer_address_of((struct sockaddr *)&v4, &a));
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
		assert_true(transfer_address_of((struct sockaddr *)&v6, &a));
	}
	return a;
}

static void test_public(void **state)
{
	/* First and last of what is refused, and their neighbours. */
	static const struct {
		const char *text;
		bool is_public;
	} cases[] = {
		{ "0.0.0.0", false },
		{ "0.255.255.255", false },
		{ "1.0.0.0", true },
		{ "9.255.255.255", true },
		{ "10.0.0.0", false },
		{ "10.255.255.255", false },
		{ "11.0.0.0", true },
		{ "100.63.255.255", true },
		{ "100.64.0.0", false },
		{ "100.127.255.255", false },
		{ "100.128.0.0", true },
		{ "126.255.255.255", true },
		{ "127.0.0.1", false },
		{ "127.255.255.254", false },
		{ "128.0.0.0", true },
		{ "169.253.255.255", true },
		{ "169.254.169.254", false },
		{ "169.255.0.0", true },
		{ "172.15.255.255", true },
		{ "172.16.0.0", false },
		{ "172.31.255.255", false },
		{ "172.32.0.0", true },
		{ "192.0.0.8", false },
		{ "192.0.1.0", true },
		{ "192.0.2.1", false },
		{ "192.0.3.0", true },
		{ "192.88.99.1", false },
		{ "192.167.255.255", true },
		{ "192.168.0.0", false },
		{ "192.168.255.255", false },
		{ "192.169.0.0", true },
		{ "198.17.255.255", true },
		{ "198.18.0.0", false },
		{ "198.19.255.255", false },
		{ "198.20.0.0", true },
		{ "198.51.100.7", false },
		{ "203.0.113.7", false },
		{ "223.255.255.255", true },
		{ "224.0.0.1", false },
		{ "239.255.255.255", false },
		{ "240.0.0.1", false },
		{ "255.255.255.255", false },
		{ "::", false },
		{ "::1", false },
		{ "::127.0.0.1", false },
		{ "::8.8.8.8", false },
		{ "::ffff:127.0.0.1", false },
		{ "::ffff:10.1.2.3", false },
		{ "::ffff:8.8.8.8", true },
		{ "::ffff:0:8.8.8.8", false },
		{ "64:ff9b::10.0.0.1", false },
		{ "64:ff9b::169.254.169.254", false },
		{ "64:ff9b::8.8.8.8", true },
		{ "64:ff9b:1::8.8.8.8", false },
		{ "100::1", false },
		{ "1fff::1", false },
		{ "2001::1", false },
		{ "2001:0:7f00:1::", false },
		{ "2001:1ff:ffff::1", false },
		{ "2001:200::1", true },
		{ "2001:db7::1", true },
		{ "2001:db8::1", false },
		{ "2001:db9::1", true },
		{ "2002:7f00:1::1", false },
		{ "2002:c0a8:101::1", false },
		{ "2002:808:808::1", true },
		{ "2a00:1450::1", true },
		{ "3fff:fff::1", false },
		{ "3ffe::1", true },
		{ "4000::1", false },
		{ "5f00::1", false },
		{ "fc00::1", false },
		{ "fdff::1", false },
		{ "fe80::1", false },
		{ "fec0::1", false },
		{ "ff02::1", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct transfer_address a = address_of(cases[i].text);

		if (transfer_address_is_public(&a) != cases[i].is_public)
			fail_msg("%s is not %s", cases[i].text,
			    cases[i].is_public ? "public" : "refused");
	}
}

static void test_other_family(void **state)
{
	struct sockaddr other = { .sa_family = AF_UNIX };
	struct transfer_address a;

	(void)state;
	assert_false(transfer_address_of(&other, &a));
}

static void test_exceptions(void **state)
{
	struct transfer_address allow[2], a;
	struct error err;

	(void)state;
	assert_true(transfer_address_parse("127.0.0.1:8080", &allow[0], &err));
	assert_true(transfer_address_parse("[::1]:90", &allow[1], &err));
	a = address_of("127.0.0.1");
	a.port = 8080;
	assert_true(transfer_address_may_be_met(&a, allow, 2));
	assert_false(transfer_address_may_be_met(&a, allow, 0));
	a.port = 8081;
	assert_false(transfer_address_may_be_met(&a, allow, 2));
	a = address_of("127.0.0.2");
	a.port = 8080;
	assert_false(transfer_address_may_be_met(&a, allow, 2));
	a = address_of("::1");
	a.port = 90;
	assert_true(transfer_address_may_be_met(&a, allow, 2));
	/* The same number, however it is written. */
	a = address_of("::ffff:127.0.0.1");
	a.port = 8080;
	assert_true(transfer_address_may_be_met(&a, allow, 2));
}

static void test_bad_exceptions(void **state)
{
	static const char *const cases[] = { "", ":", "127.0.0.1",
		"127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.1:80",
		"localhost:80", "::1:80", "[::1]", "[]:80", "[127.0.0.1]:80",
		"127.0.0.1:80x", " 127.0.0.1:80" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct transfer_address a;
		struct error err = { "" };

		if (transfer_address_parse(cases[i], &a, &err))
			fail_msg("\"%s\" was read", cases[i]);
		assert_non_null(strstr(err.text, cases[i]));
	}
}

static void test_clean(void **state)
{
	static const struct {
		const char *url, *clean; /* NULL: refused */
	} cases[] = {
		{ "http://a.example", "http://a.example/" },
		{ "HTTPS://A.Example:443/B?c#d", "https://a.example/B?c" },
		{ "http://a.example:080/", "http://a.example/" },
		{ "http://a.example:/", "http://a.example/" },
		{ "http://a.example:8080?q", "http://a.example:8080/?q" },
		{ "https://a.example:80/", "https://a.example:80/" },
		{ "http://a.example./x", "http://a.example./x" },
		{ "http://a_b.example/", "http://a_b.example/" },
		{ "http://1.2.3.4/", "http://1.2.3.4/" },
		{ "http://[2A00::1]:8/x", "http://[2a00::1]:8/x" },
		{ "http://3com.example/", "http://3com.example/" },
		{ "http://x.1e/", "http://x.1e/" },
		{ "http://a.example/\xc3\xa4?\xc3\xb6",
		    "http://a.example/%C3%A4?%C3%B6" },
		{ "http://a.example/%7e%", "http://a.example/%7e%25" },
		{ "http://a.example/?u=http://x@y/",
		    "http://a.example/?u=http://x@y/" },
		{ "http://b\xc3\xbc"
		  "cher.example/",
		    "http://xn--bcher-kva.example/" },
		/* Digits and dots of other scripts are digits and dots. */
		{ "http://\xef\xbc\x91.\xef\xbc\x92.\xef\xbc\x93.\xef\xbc\x94/",
		    "http://1.2.3.4/" },
		{ "http://\xef\xbc\x91\xe3\x80\x82\xef\xbc\x92/", NULL },
		{ "", NULL },
		{ "a.example", NULL },
		{ "//a.example/", NULL },
		{ "ftp://a.example/", NULL },
		{ "file:///etc/passwd", NULL },
		{ "javascript:alert(1)", NULL },
		{ "gopher://a.example/", NULL },
		{ "http:a.example", NULL },
		{ "http:///x", NULL },
		{ "http://:80/", NULL },
		{ "http://?x", NULL },
		{ "http://#x", NULL },
		{ " http://a.example/", NULL },
		{ "http://a.example/ b", NULL },
		{ "http://a.example/\tb", NULL },
		{ "http://a.example/\r\nX: y", NULL },
		{ "http://a.example/\x7f", NULL },
		{ "http://a.example/\x01", NULL },
		{ "https://a\\@b.example/", NULL },
		{ "http://a.example/b\\c", NULL },
		{ "http://user@a.example/", NULL },
		{ "http://user:word@a.example/", NULL },
		{ "http://@a.example/", NULL },
		{ "http://a%2eexample/", NULL },
		{ "http://a..example/", NULL },
		{ "http://.a.example/", NULL },
		{ "http://./", NULL },
		{ "http://a,b.example/", NULL },
		{ "http://a.example:0/", NULL },
		{ "http://a.example:65536/", NULL },
		{ "http://a.example:8o/", NULL },
		{ "http://a.example:80:80/", NULL },
		{ "http://2130706433/", NULL },
		{ "http://0x7f.1/", NULL },
		{ "http://0x7f000001/", NULL },
		{ "http://017700000001/", NULL },
		{ "http://127.1/", NULL },
		{ "http://127.0.0.01/", NULL },
		{ "http://127.0.0.1./", NULL },
		{ "http://1.2.3.4.5/", NULL },
		{ "http://a.0x1f/", NULL },
		{ "http://256.1.1.1/", NULL },
		{ "http://[::1/", NULL },
		{ "http://::1/", NULL },
		{ "http://[::1%25eth0]/", NULL },
		{ "http://[v1.x]/", NULL },
		{ "http://[a.example]/", NULL },
		{ "http://[::1]x/", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *why = NULL;
		struct strbuf out;
		bool good;

		strbuf_init(&out, LIMIT_URL);
		good = transfer_url_clean(&out, str_of(cases[i].url), &why);
		if (good != (cases[i].clean != NULL))
			fail_msg("%s: %s", cases[i].url, good ? "clean" : why);
		assert_str(strbuf_str(&out),
		    cases[i].clean != NULL ? cases[i].clean : "");
		strbuf_release(&out);
	}
}

static void test_long(void **state)
{
	char url[LIMIT_URL + 2];
	const char *why = NULL;
	struct strbuf out;

	(void)state;
	memset(url, 'a', sizeof(url));
	memcpy(url, "http://a.example/", strlen("http://a.example/"));
	strbuf_init(&out, LIMIT_URL);
	assert_true(
	    transfer_url_clean(&out, (struct str){ url, LIMIT_URL }, &why));
	strbuf_reset(&out);
	assert_false(
	    transfer_url_clean(&out, (struct str){ url, LIMIT_URL + 1 }, &why));
	/* Encoding makes it longer, and that counts too. */
	memset(url + 20, '"', LIMIT_URL / 2);
	assert_false(
	    transfer_url_clean(&out, (struct str){ url, LIMIT_URL }, &why));
	assert_string_equal(why, "it is too long");
	memset(url + strlen("http://"), 'a', 254);
	assert_false(transfer_url_clean(&out, (struct str){ url, 300 }, &why));
	strbuf_release(&out);
}

static void test_parts(void **state)
{
	static const struct {
		const char *clean, *authority, *host;
		bool numeric;
	} cases[] = {
		{ "http://a.example/", "a.example", "a.example", false },
		{ "http://a.example:81/b:c", "a.example:81", "a.example",
		    false },
		{ "http://[2a00::1]/", "[2a00::1]", "[2a00::1]", true },
		{ "http://[2a00::1]:81/", "[2a00::1]:81", "[2a00::1]", true },
		{ "https://1.2.3.4:5/", "1.2.3.4:5", "1.2.3.4", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str clean = str_of(cases[i].clean);

		assert_str(transfer_url_authority(clean), cases[i].authority);
		assert_str(transfer_url_host(clean), cases[i].host);
		assert_int_equal(
		    transfer_url_is_numeric(clean), cases[i].numeric);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_public),
		cmocka_unit_test(test_other_family),
		cmocka_unit_test(test_exceptions),
		cmocka_unit_test(test_bad_exceptions),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
