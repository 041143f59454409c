/* The tokens of deliveries: what was made is read, and nothing else. */
#include "../test.h"

#include "store/delivery_token.h"

static const struct secret_key key = { { 1, 2, 3 } };

static void test_token(void **state)
{
	static const int64_t numbers[][2] = { { 0, 0 }, { 1, 1 },
		{ 7, 1234567 },
		{ ((int64_t)1 << 40) - 1, ((int64_t)1 << 48) - 1 } };
	struct secret_key other = key;
	int64_t mailing, reader;

	(void)state;
	other.bytes[31] ^= 1;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct strbuf t;

		strbuf_init(&t, 100);
		delivery_token_add(&t, &key, numbers[i][0], numbers[i][1]);
		assert_int_equal(t.len, DELIVERY_TOKEN_TEXT);
		assert_int_equal(delivery_token_read(
				     &key, strbuf_str(&t), &mailing, &reader),
		    DELIVERY_TOKEN_FINE);
		assert_int_equal(mailing, numbers[i][0]);
		assert_int_equal(reader, numbers[i][1]);
		assert_int_equal(delivery_token_read(
				     &other, strbuf_str(&t), &mailing, &reader),
		    DELIVERY_TOKEN_FORGED);
		for (size_t at = 0; at < t.len; at++) {
			char was = t.buf[at];

			t.buf[at] = was == 'a' ? 'b' : 'a';
			assert_int_equal(delivery_token_read(&key,
					     strbuf_str(&t), &mailing, &reader),
			    DELIVERY_TOKEN_FORGED);
			t.buf[at] = (char)(was >= 'a' ? was - 32 : was);
		}
		/* In capitals now. */
		assert_int_equal(delivery_token_read(
				     &key, strbuf_str(&t), &mailing, &reader),
		    DELIVERY_TOKEN_FINE);
		strbuf_release(&t);
	}
}

static void test_token_places(void **state)
{
	static const struct {
		const char *before, *behind;
		enum delivery_token_status expected;
	} cases[] = {
		{ "", "", DELIVERY_TOKEN_FINE },
		{ "bounces+", "@example.org", DELIVERY_TOKEN_FINE },
		{ "a+b+", "@example.org", DELIVERY_TOKEN_FINE },
		{ "<", "@example.org>", DELIVERY_TOKEN_FINE },
		{ " <bounces+", "@example.org> ", DELIVERY_TOKEN_FINE },
		{ "bounces-", "@example.org", DELIVERY_TOKEN_NONE },
		{ "", "a@example.org", DELIVERY_TOKEN_NONE },
		{ "", "+@example.org", DELIVERY_TOKEN_NONE },
		{ "a@b+", "", DELIVERY_TOKEN_NONE },
		{ "", ">", DELIVERY_TOKEN_NONE },
	};
	int64_t mailing, reader;
	struct strbuf t;

	(void)state;
	strbuf_init(&t, 200);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		strbuf_reset(&t);
		strbuf_add_cstr(&t, cases[i].before);
		delivery_token_add(&t, &key, 3, 4);
		strbuf_add_cstr(&t, cases[i].behind);
		assert_int_equal(delivery_token_read(
				     &key, strbuf_str(&t), &mailing, &reader),
		    cases[i].expected);
	}
	assert_int_equal(delivery_token_read(
			     &key, (struct str){ NULL, 0 }, &mailing, &reader),
	    DELIVERY_TOKEN_NONE);
	strbuf_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_token),
		cmocka_unit_test(test_token_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
