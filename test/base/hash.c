/* SHA-256, by the examples of FIPS 180-4, its HMAC by those of RFC 4231, and
 * bytes as digits. */
#include "../test.h"

#include "base/hash.h"
#include "base/strbuf.h"

static void test_examples(void **state)
{
	static const struct {
		const char *text, *hash;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
			 "b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		    "248d6a61d20638b8e5c026930c3e6039"
		    "a33ce45964ff2167f6ecedd419db06c1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned char hash[HASH_BYTES];
		char digits[2 * HASH_BYTES + 1] = { 0 };

		hash_make(str_of(cases[i].text), hash);
		hex_write(hash, sizeof(hash), digits);
		assert_string_equal(digits, cases[i].hash);
	}
}

static void test_signatures(void **state)
{
	/* 131 bytes */
	static const char many[] = "\xaa";
	static const struct {
		const char *key;
		size_t times; /* that the key is repeated */
		const char *text, *hash;
	} cases[] = {
		{ "Jefe", 1, "what do ya want for nothing?",
		    "5bdcc146bf60754e6a042426089575c7"
		    "5a003f089d2739839dec58b964ec3843" },
		/* longer than a block */
		{ many, 131,
		    "This is a test using a larger than block-size key and a "
		    "larger than block-size data. The key needs to be hashed "
		    "before being used by the HMAC algorithm.",
		    "9b09ffa71b942fcb27635fbcd5b0e944"
		    "bfdc63644f0713938a7f51535c3a35e2" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned char hash[HASH_BYTES];
		char digits[2 * HASH_BYTES + 1] = { 0 };
		struct strbuf key;

		strbuf_init(&key, 1000);
		for (size_t n = 0; n < cases[i].times; n++)
			strbuf_add_cstr(&key, cases[i].key);
		hash_sign(strbuf_str(&key), str_of(cases[i].text), hash);
		strbuf_release(&key);
		hex_write(hash, sizeof(hash), digits);
		assert_string_equal(digits, cases[i].hash);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_signatures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
