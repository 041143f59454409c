/* The address that a mail comes back to, and what is in it. */
#include "../test.h"

#include "send/message.h"
#include "store/delivery_token.h"

static void test_settings(void **state)
{
	static const struct {
		const char *address, *local; /* NULL: refused */
	} cases[] = {
		{ "bounces@example.org", "bounces" },
		{ "B.o-u_n2@Example.ORG", "B.o-u_n2" },
		{ "abcdefghijklmnopqrstuvwxyz01234@example.org",
		    "abcdefghijklmnopqrstuvwxyz01234" },
		{ "abcdefghijklmnopqrstuvwxyz012345@example.org", NULL },
		{ "bounces+x@example.org", NULL },
		{ "b\xc3\xb6se@example.org", NULL },
		{ "\"a b\"@example.org", NULL },
		{ "example.org", NULL },
		{ "", NULL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct verp verp;
		struct error err;
		bool ok =
		    verp_open(&arena, str_of(cases[i].address), &verp, &err);

		if (cases[i].local == NULL) {
			assert_false(ok);
			continue;
		}
		assert_true(ok);
		assert_str(verp.local, cases[i].local);
		assert_str(verp.domain, "example.org");
	}
	arena_release(&arena);
}

/* Each mail names its delivery three times, and all of it is ASCII in lower
 * case and short enough. */
static void test_mail(void **state)
{
	const struct secret_key key = { { 1, 2, 3 } };
	const struct verp verp = { STR_INIT("abcdefghijklmnopqrstuvwxyz01234"),
		STR_INIT("example.org") };
	struct message_options options = {
		.from = { STR("Low Tide"), STR("tide@example.org") },
		.list_id = STR("tide.example.org"),
		.domain = STR("example.org"),
		.mailing = 7,
		.key = &key,
	};
	const struct message_text plain = { .text = STR("Hello\n") },
				  none = { 0 };
	const struct message_reader reader = {
		.id = 12, .address = STR("ada@example.org"), .now = 1772625600
	};
	struct message_body *body = message_body_new(&plain, &none);
	struct message message;
	struct error err;

	(void)state;
	message_init(&message);
	for (int with = 0; with < 2; with++) {
		struct message_maker *maker;
		int64_t mailing, to;

		options.bounces = with != 0 ? &verp : NULL;
		maker = message_maker_new(&options);
		assert_true(message_make(maker, body, &reader, &message, &err));
		assert_int_equal(message.token.len, DELIVERY_TOKEN_TEXT);
		assert_int_equal(
		    delivery_token_read(&key, message.id, &mailing, &to),
		    DELIVERY_TOKEN_FINE);
		assert_int_equal(mailing, 7);
		assert_int_equal(to, 12);
		if (with == 0)
			assert_str(message.sender, "tide@example.org");
		else
			assert_int_equal(delivery_token_read(&key,
					     message.sender, &mailing, &to),
			    DELIVERY_TOKEN_FINE);
		assert_true(
		    str_find_char(message.sender, '@', 0) <= (size_t)64);
		for (size_t i = 0; i < message.sender.len; i++)
			assert_true(message.sender.at[i] ==
				    char_lower(message.sender.at[i]));
		message_maker_free(maker);
	}
	message_release(&message);
	message_body_free(body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
