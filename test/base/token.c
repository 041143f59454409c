/* Tokens: what is one, and for how long. */
#include "../test.h"

#include "base/token.h"

enum { NOON = 1772625600 };

static const struct secret_key key = { { 1, 2, 3, 4 } };
static const struct secret_key other = { { 1, 2, 3, 5 } };

static struct str make(struct strbuf *out, const char *purpose,
    const char *subject, int64_t expires)
{
	strbuf_init(out, 256);
	token_add(out, &key, purpose, str_of(subject), expires);
	return strbuf_str(out);
}

static enum token_status read(const struct secret_key *k, const char *purpose,
    struct str text, int64_t now, struct str *subject)
{
	static unsigned char bytes[TOKEN_SUBJECT_MOST];
	enum token_status status =
	    token_read(k, purpose, text, now, bytes, &subject->len);

	subject->at = (const char *)bytes;
	return status;
}

static void test_round(void **state)
{
	static const struct {
		const char *subject;
		int64_t expires, now;
		enum token_status status;
	} cases[] = {
		{ "a", 0, NOON, TOKEN_FINE },
		{ "twelve bytes", NOON, NOON - 1, TOKEN_FINE },
		{ "twelve bytes", NOON, NOON, TOKEN_EXPIRED },
		{ "x", ((int64_t)1 << 40) - 1, NOON, TOKEN_FINE },
		{ "thirty-two bytes, the most it is", 1, 0, TOKEN_FINE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct strbuf out;
		struct str subject, text = make(&out, "leave", cases[i].subject,
					cases[i].expires);

		assert_true(text.len <= TOKEN_TEXT_MOST);
		for (size_t k = 0; k < text.len; k++)
			assert_true(char_is_alnum(text.at[k]) ||
				    text.at[k] == '-' || text.at[k] == '_');
		assert_int_equal(
		    read(&key, "leave", text, cases[i].now, &subject),
		    cases[i].status);
		assert_str(subject, cases[i].subject);
		assert_int_equal(
		    read(&key, "erase", text, cases[i].now, &subject),
		    TOKEN_BAD);
		assert_int_equal(subject.len, 0);
		assert_int_equal(
		    read(&other, "leave", text, cases[i].now, &subject),
		    TOKEN_BAD);
		strbuf_release(&out);
	}
}

/* Each other text near it is none: every bit, every shorter and longer one. */
static void test_forged(void **state)
{
	struct strbuf out;
	struct str subject, text = make(&out, "leave", "twelve bytes", 0);
	char copy[TOKEN_TEXT_MOST + 8];

	(void)state;
	for (size_t i = 0; i < text.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(copy, text.at, text.len);
			copy[i] = (char)(copy[i] ^ 1 << bit);
			assert_int_equal(
			    read(&key, "leave", (struct str){ copy, text.len },
				NOON, &subject),
			    TOKEN_BAD);
		}
	for (size_t len = 0; len < text.len; len++)
		assert_int_equal(
		    read(&key, "leave", str_sub(text, 0, len), NOON, &subject),
		    TOKEN_BAD);
	for (const char *c = "A= \n\t-=%"; *c != '\0'; c++) {
		memcpy(copy, text.at, text.len);
		copy[text.len] = *c;
		assert_int_equal(
		    read(&key, "leave", (struct str){ copy, text.len + 1 },
			NOON, &subject),
		    TOKEN_BAD);
	}
	assert_int_equal(
	    read(&key, "leave", (struct str){ NULL, 0 }, NOON, &subject),
	    TOKEN_BAD);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_forged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
