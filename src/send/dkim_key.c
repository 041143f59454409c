#include "send/dkim_key.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/secret.h"

enum { RSA_BITS_LEAST = 1024, SELECTOR_MOST = 63, ED25519_BYTES = 32 };

/* ------------------------------------------------------------------- reading */

/* A label of DNS, of letters, digits and hyphens. */
static bool is_selector(struct str s)
{
	if (s.len == 0 || s.len > SELECTOR_MOST || s.at[0] == '-' ||
	    s.at[s.len - 1] == '-')
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_alnum(s.at[i]) && s.at[i] != '-')
			return false;
	return true;
}

const char *dkim_secret_name(struct arena *arena, struct str selector)
{
	struct str name = arena_printf(arena, "DKIM_%.*s", STR_ARG(selector));
	char *copy = arena_alloc(arena, name.len + 1);

	for (size_t i = 0; i < name.len; i++)
		copy[i] = name.at[i] >= 'a' && name.at[i] <= 'z'
			      ? (char)(name.at[i] - 'a' + 'A')
			  : name.at[i] == '-' ? '_'
					      : name.at[i];
	copy[name.len] = '\0';
	return copy;
}

/* A key that wants a password is refused: nobody is asked for one. */
static int no_password(char *buffer, int size, int writing, void *data)
{
	(void)buffer, (void)size, (void)writing, (void)data;
	return -1;
}

static EVP_PKEY *read_pem(struct str text)
{
	BIO *bio = BIO_new_mem_buf(text.at, (int)text.len);
	EVP_PKEY *key;

	if (bio == NULL)
		xout_of_memory(0);
	key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return key;
}

static bool prepare_rsa(struct dkim_key *k)
{
	k->rsa = EVP_PKEY_CTX_new(k->key, NULL);
	return k->rsa != NULL && EVP_PKEY_sign_init(k->rsa) == 1 &&
	       EVP_PKEY_CTX_set_rsa_padding(k->rsa, RSA_PKCS1_PADDING) == 1 &&
	       EVP_PKEY_CTX_set_signature_md(k->rsa, EVP_sha256()) == 1;
}

/* What is wrong with a key, for people; NULL: nothing. */
static const char *judge(struct dkim_key *k)
{
	if (k->key == NULL)
		return "expected a private key in PEM, without a password";
	k->ed25519 = EVP_PKEY_is_a(k->key, "ED25519") == 1;
	if (k->ed25519)
		return NULL;
	if (EVP_PKEY_is_a(k->key, "RSA") != 1)
		return "expected an RSA or an Ed25519 key";
	if (EVP_PKEY_get_bits(k->key) < RSA_BITS_LEAST)
		return "the key is too short for anybody to accept it; make "
		       "one of 2048 bits";
	if (EVP_PKEY_get_size(k->key) > DKIM_SIGNATURE_MOST)
		return "the key is too long; 2048 bits are enough";
	return prepare_rsa(k) ? NULL : "OpenSSL cannot sign with it";
}

bool dkim_key_open(struct arena *arena, struct str selector,
    struct dkim_key *ret_key, struct error *err)
{
	const char *name, *wrong;
	struct str text;

	*ret_key = (struct dkim_key){ .selector = selector };
	if (!is_selector(selector))
		return error_set(err,
		    "mail.dkim: \"%.*s\" is no selector; expected letters, "
		    "digits and hyphens",
		    STR_ARG(selector));
	name = dkim_secret_name(arena, selector);
	if (!secret_read(arena, name, &text, err))
		return false;
	if (text.at == NULL)
		return error_set(err,
		    "mail.dkim: there is no key for the selector %.*s; name "
		    "its file in SENNIGHT_%s_FILE",
		    STR_ARG(selector), name);
	ret_key->key = read_pem(text);
	wrong = judge(ret_key);
	if (wrong == NULL)
		return true;
	dkim_key_close(ret_key);
	return error_set(err, "SENNIGHT_%s: %s", name, wrong);
}

void dkim_key_close(struct dkim_key *k)
{
	EVP_PKEY_CTX_free(k->rsa);
	EVP_PKEY_free(k->key);
	*k = (struct dkim_key){ .key = NULL };
}

/* ------------------------------------------------------------------- signing */

/* RFC 8463, section 3: what is signed is the hash. */
static bool sign_ed25519(const struct dkim_key *k, const struct dkim_hash *hash,
    unsigned char *signature, size_t *size)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	bool ok;

	if (md == NULL)
		xout_of_memory(0);
	ok = EVP_DigestSignInit(md, NULL, NULL, NULL, k->key) == 1 &&
	     EVP_DigestSign(
		 md, signature, size, hash->bytes, sizeof(hash->bytes)) == 1;
	EVP_MD_CTX_free(md);
	return ok;
}

bool dkim_key_sign(struct dkim_key *k, const struct dkim_hash *hash,
    unsigned char signature[DKIM_SIGNATURE_MOST], size_t *ret_size)
{
	*ret_size = DKIM_SIGNATURE_MOST;
	return k->ed25519 ? sign_ed25519(k, hash, signature, ret_size)
			  : EVP_PKEY_sign(k->rsa, signature, ret_size,
				hash->bytes, sizeof(hash->bytes)) == 1;
}

/* ---------------------------------------------------------------- publishing */

/* What OpenSSL wrote becomes the arena's. */
static struct str take_bytes(
    unsigned char *bytes, int size, struct arena *arena)
{
	struct str copy;

	if (size <= 0)
		xout_of_memory(0);
	copy = arena_str(arena, (struct str){ (char *)bytes, (size_t)size });
	OPENSSL_free(bytes);
	return copy;
}

struct str dkim_key_public(const struct dkim_key *k, struct arena *arena)
{
	unsigned char *bytes = NULL;
	int size;

	if (k->ed25519) {
		size_t raw = ED25519_BYTES;

		bytes = arena_alloc(arena, raw);
		EVP_PKEY_get_raw_public_key(k->key, bytes, &raw);
		return (struct str){ (char *)bytes, raw };
	}
	size = i2d_PUBKEY(k->key, &bytes);
	return take_bytes(bytes, size, arena);
}

struct str dkim_key_short(const struct dkim_key *k, struct arena *arena)
{
	unsigned char *bytes = NULL;
	int size = i2d_PublicKey(k->key, &bytes);

	return take_bytes(bytes, size, arena);
}
