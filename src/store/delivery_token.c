#include "store/delivery_token.h"

#include <assert.h>

enum {
	MAILING_BYTES = 5,
	READER_BYTES = 6,
	NAME_BYTES = MAILING_BYTES + READER_BYTES,
	MAC_BYTES = 9,
	BYTES = NAME_BYTES + MAC_BYTES,
	HASH_BYTES = 16, /* the least that there is */
	LETTER_BITS = 5,
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

/* --------------------------------------------------------------------- bytes */

static void put_number(unsigned char *to, int bytes, int64_t number)
{
	for (int i = bytes - 1; i >= 0; i--) {
		to[i] = (unsigned char)(number & 0xff);
		number >>= 8;
	}
	assert(number == 0);
}

static int64_t take_number(const unsigned char *from, int bytes)
{
	int64_t number = 0;

	for (int i = 0; i < bytes; i++)
		number = number << 8 | from[i];
	return number;
}

/*
 * The name is signed, and then hidden by what follows from the signature: with
 * a key each, this is safe although nothing in it is random (RFC 5297 calls it
 * a synthetic initialization vector).
 */
static void sign(const struct secret_key *key,
    const unsigned char name[NAME_BYTES], unsigned char mac[HASH_BYTES])
{
	secret_hash(key, "delivery token",
	    (struct str){ (const char *)name, NAME_BYTES }, mac, HASH_BYTES);
}

/* Hide a name, or show it again. */
static void veil(const struct secret_key *key,
    const unsigned char mac[MAC_BYTES], unsigned char name[NAME_BYTES])
{
	unsigned char stream[HASH_BYTES];

	secret_hash(key, "delivery token veil",
	    (struct str){ (const char *)mac, MAC_BYTES }, stream, HASH_BYTES);
	for (int i = 0; i < NAME_BYTES; i++)
		name[i] ^= stream[i];
}

/* ------------------------------------------------------------------- letters */

static void add_letters(struct strbuf *out, const unsigned char *bytes)
{
	char text[DELIVERY_TOKEN_TEXT];
	uint32_t bits = 0;
	int count = 0, at = 0;

	for (int i = 0; i < BYTES; i++) {
		bits = bits << 8 | bytes[i];
		for (count += 8; count >= LETTER_BITS; count -= LETTER_BITS)
			text[at++] =
			    letters[bits >> (count - LETTER_BITS) & 31];
	}
	strbuf_add(out, (struct str){ text, DELIVERY_TOKEN_TEXT });
}

/* 0..31; 32 for what is no letter. */
static uint32_t value_of(char c)
{
	char lower = char_lower(c);

	if (char_is_alpha(lower))
		return (uint32_t)(lower - 'a');
	return lower >= '2' && lower <= '7' ? (uint32_t)(lower - '2' + 26) : 32;
}

static bool take_letters(struct str text, unsigned char bytes[BYTES])
{
	uint32_t bits = 0;
	int count = 0, at = 0;

	if (text.len != DELIVERY_TOKEN_TEXT)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		uint32_t value = value_of(text.at[i]);

		if (value > 31)
			return false;
		bits = bits << LETTER_BITS | value;
		count += LETTER_BITS;
		if (count >= 8) {
			count -= 8;
			bytes[at++] = (unsigned char)(bits >> count & 0xff);
		}
	}
	return true;
}

/* -------------------------------------------------------------------- tokens */

void delivery_token_add(struct strbuf *out, const struct secret_key *key,
    int64_t mailing, int64_t reader)
{
	unsigned char bytes[BYTES], mac[HASH_BYTES];

	put_number(bytes, MAILING_BYTES, mailing);
	put_number(bytes + MAILING_BYTES, READER_BYTES, reader);
	sign(key, bytes, mac);
	memcpy(bytes + NAME_BYTES, mac, MAC_BYTES);
	veil(key, bytes + NAME_BYTES, bytes);
	add_letters(out, bytes);
}

/* What stands between the last + and the @. */
static struct str find(struct str text)
{
	size_t at, start = 0;

	if (str_starts(text, STR("<")))
		text = str_sub(text, 1, text.len);
	at = str_find_char(text, '@', 0);
	if (at != STR_NONE)
		text = str_sub(text, 0, at);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '+')
			start = i + 1;
	return str_sub(text, start, text.len);
}

enum delivery_token_status delivery_token_read(const struct secret_key *key,
    struct str text, int64_t *ret_mailing, int64_t *ret_reader)
{
	unsigned char bytes[BYTES], mac[HASH_BYTES];
	struct str signed_part = { (const char *)bytes + NAME_BYTES,
		MAC_BYTES };

	if (!take_letters(find(str_trim(text)), bytes))
		return DELIVERY_TOKEN_NONE;
	veil(key, bytes + NAME_BYTES, bytes);
	sign(key, bytes, mac);
	if (!secret_equal(
		signed_part, (struct str){ (const char *)mac, MAC_BYTES }))
		return DELIVERY_TOKEN_FORGED;
	*ret_mailing = take_number(bytes, MAILING_BYTES);
	*ret_reader = take_number(bytes + MAILING_BYTES, READER_BYTES);
	return DELIVERY_TOKEN_FINE;
}
