#include "base/hash.h"

#include <sodium.h>

void hash_make(struct str bytes, unsigned char ret_hash[HASH_BYTES])
{
	crypto_hash_sha256(
	    ret_hash, (const unsigned char *)bytes.at, bytes.len);
}
