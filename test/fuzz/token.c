/* Any bytes for a token: none is one but those that were made; and a token is
 * written in one way only. */
#include <assert.h>

#include "base/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct secret_key key = { { 1 } };

/* Who finds the MAC of a key has broken the hash, not this program. */
static void check_read(struct str text)
{
	unsigned char subject[TOKEN_SUBJECT_MOST];
	size_t len;

	assert(token_read(&key, "a", text, 0, subject, &len) == TOKEN_BAD);
	assert(len == 0);
}

static void check_round(struct str bytes)
{
	struct str subject = str_sub(bytes, 0, TOKEN_SUBJECT_MOST);
	unsigned char read[TOKEN_SUBJECT_MOST];
	struct strbuf text;
	size_t len;

	if (subject.len == 0)
		return;
	strbuf_init(&text, TOKEN_TEXT_MOST);
	token_add(&text, &key, "a", subject, 0);
	assert(!text.full);
	assert(token_read(&key, "a", strbuf_str(&text), 1, read, &len) ==
	       TOKEN_FINE);
	assert(str_eq(subject, (struct str){ (const char *)read, len }));
	text.buf[bytes.len % text.len] ^=
	    (char)(1 + (unsigned char)bytes.at[bytes.len - 1] % 255);
	check_read(strbuf_str(&text));
	strbuf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };

	check_read(text);
	check_round(text);
	return 0;
}
