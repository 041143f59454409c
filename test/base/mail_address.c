/* Addresses of mail, as people write them. */
#include "../test.h"

#include "base/mail_address.h"

static void test_good(void **state)
{
	static const struct {
		const char *written, *text, *key;
	} cases[] = {
		{ "ada@example.org", "ada@example.org", "ada@example.org" },
		{ "  Ada@Example.ORG\n", "Ada@example.org", "ada@example.org" },
		{ "a.b+c_d@x-1.example", "a.b+c_d@x-1.example",
		    "a.b+c_d@x-1.example" },
		{ "\"ada\"@example.org", "ada@example.org", "ada@example.org" },
		{ "\"a b\"@example.org", "\"a b\"@example.org",
		    "a b@example.org" },
		{ "\"a@b\\\"c\"@example.org", "\"a@b\\\"c\"@example.org",
		    "a@b\"c@example.org" },
		{ "\".a\"@example.org", "\".a\"@example.org",
		    ".a@example.org" },
		{ "o'neil@example.org.", "o'neil@example.org",
		    "o'neil@example.org" },
		{ "post@m\xc3\xbcnchen.example", "post@xn--mnchen-3ya.example",
		    "post@xn--mnchen-3ya.example" },
		{ "post@M\xc3\x9cNCHEN.example", "post@xn--mnchen-3ya.example",
		    "post@xn--mnchen-3ya.example" },
		{ "J\xc3\xb6rg@example.org", "J\xc3\xb6rg@example.org",
		    "j\xc3\xb6rg@example.org" },
		{ "Jo\xcc\x88rg@example.org", "J\xc3\xb6rg@example.org",
		    "j\xc3\xb6rg@example.org" },
		{ "\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b\xe5\xad\x90.example",
		    "\xe7\x94\xa8\xe6\x88\xb7@xn--fsqu00a.example",
		    "\xe7\x94\xa8\xe6\x88\xb7@xn--fsqu00a.example" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail_address a = { 0 }, again = { 0 };

		if (mail_address_read(&arena, str_of(cases[i].written), &a) !=
		    MAIL_ADDRESS_OK)
			fail_msg("%s", cases[i].written);
		assert_str(a.text, cases[i].text);
		assert_str(a.key, cases[i].key);
		assert_true(str_ends(a.text, a.domain));
		assert_int_equal(
		    mail_address_read(&arena, a.text, &again), MAIL_ADDRESS_OK);
		assert_str(again.text, cases[i].text);
	}
	arena_release(&arena);
}

#define FIFTY "01234567890123456789012345678901234567890123456789"

static void test_bad(void **state)
{
	static const struct {
		struct str written;
		enum mail_address_status status;
	} cases[] = {
		{ STR_INIT(""), MAIL_ADDRESS_EMPTY },
		{ STR_INIT(" \t "), MAIL_ADDRESS_EMPTY },
		{ STR_INIT("ada"), MAIL_ADDRESS_NO_AT },
		{ STR_INIT("a\xc2\x9b@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("a b@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("a@b@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT(".a@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("a..b@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("a.@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("\"a@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("\"a\\\"@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("\"a\r\nb\"@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("a\xff@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("Ada <ada@example.org>"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("a\0@example.org"), MAIL_ADDRESS_BAD_LOCAL },
		{ STR_INIT("a@"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@localhost"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@.example"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@x..example"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@-x.example"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@x_y.example"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@[127.0.0.1]"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@127.0.0.1"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@x.example\0.org"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@x.example>"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("a@x.exa mple"), MAIL_ADDRESS_BAD_DOMAIN },
		{ STR_INIT("01234567890123456789012345678901234567890123456789"
			   "012345678901234@example.org"),
		    MAIL_ADDRESS_TOO_LONG },
		/* Longer than what a local part is gathered in. */
		{ STR_INIT(FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY "@example.org"),
		    MAIL_ADDRESS_TOO_LONG },
		{ STR_INIT("\"" FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY
			   "\"@example.org"),
		    MAIL_ADDRESS_TOO_LONG },
		{ STR_INIT("\"\"@example.org"), MAIL_ADDRESS_BAD_LOCAL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail_address a = { 0 };
		enum mail_address_status status =
		    mail_address_read(&arena, cases[i].written, &a);

		if (status != cases[i].status)
			fail_msg("%.*s: %s", STR_ARG(cases[i].written),
			    mail_address_problem(status));
		assert_null(a.text.at);
	}
	arena_release(&arena);
}

static void test_mailbox(void **state)
{
	static const struct {
		struct str key, mailbox;
	} cases[] = {
		{ STR_INIT("ada@x.example"), STR_INIT("ada@x.example") },
		{ STR_INIT("ada+news@x.example"), STR_INIT("ada@x.example") },
		{ STR_INIT("ada+a+b@x.example"), STR_INIT("ada@x.example") },
		{ STR_INIT("ada+@x.example"), STR_INIT("ada@x.example") },
		{ STR_INIT("+ada@x.example"), STR_INIT("+ada@x.example") },
		{ STR_INIT("a@b+c@x.example"), STR_INIT("a@b@x.example") },
		{ STR_INIT("ada"), STR_INIT("ada") },
		{ STR_INIT(""), STR_INIT("") },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str got = mail_address_mailbox(&arena, cases[i].key);

		if (!str_eq(got, cases[i].mailbox))
			fail_msg(
			    "%.*s: %.*s", STR_ARG(cases[i].key), STR_ARG(got));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_mailbox),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
