/* hash: telling bytes apart by SHA-256 (FIPS 180-4). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

enum { HASH_BYTES = 32 };

void hash_make(struct str bytes, unsigned char ret_hash[HASH_BYTES]);

/* HMAC (RFC 2104) with it: a hash that only who has the key can make.  A key of
 * any length. */
void hash_sign(
    struct str key, struct str bytes, unsigned char ret_hash[HASH_BYTES]);

#endif
