/* dkim_key: one key of a sender, and what OpenSSL does with it.  Private. */
#ifndef SEND_DKIM_KEY_H
#define SEND_DKIM_KEY_H

#include <openssl/evp.h>

#include "send/dkim.h"

/* Of RSA with 8192 bits. */
enum { DKIM_SIGNATURE_MOST = 1024 };

struct dkim_key {
	struct str selector;
	bool ed25519; /* else RSA */
	EVP_PKEY *key;
	EVP_PKEY_CTX *rsa; /* ready to sign; NULL for Ed25519 */
};

/* Read the key of a selector; its texts go into the arena. */
bool dkim_key_open(struct arena *arena, struct str selector,
    struct dkim_key *ret_key, struct error *err);
void dkim_key_close(struct dkim_key *key);

/* Sign a hash; *ret_size bytes are written.  False if OpenSSL fails. */
bool dkim_key_sign(struct dkim_key *key, const struct dkim_hash *hash,
    unsigned char signature[DKIM_SIGNATURE_MOST], size_t *ret_size);

/* The public half, as it is published: bytes in the arena. */
struct str dkim_key_public(const struct dkim_key *key, struct arena *arena);
/* Of RSA, only its two numbers. */
struct str dkim_key_short(const struct dkim_key *key, struct arena *arena);

#endif
