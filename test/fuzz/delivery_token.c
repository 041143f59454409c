/* Any bytes for the token of a delivery: none is one but those that were made,
 * whatever stands around it. */
#include <assert.h>

#include "store/delivery_token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct secret_key key = { { 1 } };

static int64_t number(struct str bytes, size_t from, int count)
{
	int64_t value = 0;

	for (int i = 0; i < count; i++)
		value = value << 8 |
			(from + (size_t)i < bytes.len
				? (unsigned char)bytes.at[from + (size_t)i]
				: 0);
	return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	int64_t mailing = number(all, 0, 5), reader = number(all, 5, 6), m, r;
	struct strbuf text;

	/* Who finds the MAC of a key has broken the hash, not this program. */
	assert(delivery_token_read(&key, all, &m, &r) != DELIVERY_TOKEN_FINE);
	strbuf_init(&text, size + 200);
	strbuf_lit(&text, "<bounces+");
	delivery_token_add(&text, &key, mailing, reader);
	assert(text.len == 9 + DELIVERY_TOKEN_TEXT);
	strbuf_add_char(&text, '@');
	strbuf_add(&text, all);
	assert(delivery_token_read(&key, strbuf_str(&text), &m, &r) ==
	       DELIVERY_TOKEN_FINE);
	assert(m == mailing && r == reader);
	if (size > 0 && data[0] != 0) {
		text.buf[9 + data[0] % DELIVERY_TOKEN_TEXT] ^= (char)data[0];
		assert(delivery_token_read(&key, strbuf_str(&text), &m, &r) !=
			   DELIVERY_TOKEN_FINE ||
		       data[0] == ('a' ^ 'A'));
	}
	strbuf_release(&text);
	return 0;
}
