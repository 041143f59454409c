#include "base/hash.h"

#include <sodium.h>

void hash_make(struct str bytes, unsigned char ret_hash[HASH_BYTES])
{
	crypto_hash_sha256(
	    ret_hash, (const unsigned char *)bytes.at, bytes.len);
}

void hash_sign(
    struct str key, struct str bytes, unsigned char ret_hash[HASH_BYTES])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(
	    &state, (const unsigned char *)key.at, key.len);
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)bytes.at, bytes.len);
	crypto_auth_hmacsha256_final(&state, ret_hash);
}
