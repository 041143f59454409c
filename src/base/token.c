#include "base/token.h"

#include <sodium.h>
#include <stdio.h>

enum {
	TIME_BYTES = 5,
	MAC_BYTES = 16,
	BYTES_MOST = TIME_BYTES + TOKEN_SUBJECT_MOST + MAC_BYTES,
	VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

/* The time and the subject under the key; the purpose is part of it. */
static void sign(const struct secret_key *key, const char *purpose,
    struct str signed_part, unsigned char mac[MAC_BYTES])
{
	char name[64];
	int len = snprintf(name, sizeof(name), "token %s", purpose);

	assert(len > 0 && (size_t)len < sizeof(name));
	(void)len;
	secret_hash(key, name, signed_part, mac, MAC_BYTES);
}

static bool is_alphabet(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_alnum(text.at[i]) && text.at[i] != '-' &&
		    text.at[i] != '_')
			return false;
	return text.len > 0;
}

void token_add(struct strbuf *out, const struct secret_key *key,
    const char *purpose, struct str subject, int64_t expires)
{
	unsigned char bytes[BYTES_MOST];
	char text[TOKEN_TEXT_MOST + 1];
	size_t size = TIME_BYTES + subject.len;

	assert(subject.len > 0 && subject.len <= TOKEN_SUBJECT_MOST);
	assert(expires >= 0 && expires < (int64_t)1 << 40);
	for (int i = 0; i < TIME_BYTES; i++)
		bytes[i] = (unsigned char)(expires >> (32 - 8 * i));
	memcpy(bytes + TIME_BYTES, subject.at, subject.len);
	sign(key, purpose, (struct str){ (const char *)bytes, size },
	    bytes + size);
	sodium_bin2base64(text, sizeof(text), bytes, size + MAC_BYTES, VARIANT);
	strbuf_add_cstr(out, text);
}

enum token_status token_read(const struct secret_key *key, const char *purpose,
    struct str text, int64_t now, unsigned char subject[TOKEN_SUBJECT_MOST],
    size_t *ret_size)
{
	unsigned char bytes[BYTES_MOST], mac[MAC_BYTES];
	int64_t expires = 0;
	size_t size, part;

	*ret_size = 0;
	/* Refuses what is padded or has bits left over, but not all that is no
	 * base64. */
	if (!is_alphabet(text) ||
	    sodium_base642bin(bytes, sizeof(bytes), text.at, text.len, NULL,
		&size, NULL, VARIANT) != 0 ||
	    size <= TIME_BYTES + MAC_BYTES)
		return TOKEN_BAD;
	part = size - MAC_BYTES;
	sign(key, purpose, (struct str){ (const char *)bytes, part }, mac);
	if (sodium_memcmp(mac, bytes + part, MAC_BYTES) != 0)
		return TOKEN_BAD;
	for (int i = 0; i < TIME_BYTES; i++)
		expires = expires << 8 | bytes[i];
	*ret_size = part - TIME_BYTES;
	memcpy(subject, bytes + TIME_BYTES, *ret_size);
	return expires != 0 && now >= expires ? TOKEN_EXPIRED : TOKEN_FINE;
}
