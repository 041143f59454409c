#include "send/hook_sign.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/secret.h"

enum { BASE64_MOST = 64 * 1024 };

/* All of a text in base64, with its padding; unset if it is none. */
static struct str decode(struct arena *arena, struct str text)
{
	unsigned char *out;
	int len;

	if (text.len == 0 || text.len % 4 != 0 || text.len > BASE64_MOST)
		return (struct str){ NULL, 0 };
	out = arena_alloc(arena, text.len);
	len =
	    EVP_DecodeBlock(out, (const unsigned char *)text.at, (int)text.len);
	/* It counts the padding as bytes. */
	for (size_t i = 1; i <= 2 && text.at[text.len - i] == '='; i++)
		len--;
	ERR_clear_error();
	return len > 0 ? (struct str){ (const char *)out, (size_t)len }
		       : (struct str){ NULL, 0 };
}

static EVP_PKEY *read_key(struct str text)
{
	struct arena arena = { 0 };
	struct str der = decode(&arena, str_trim(text));
	const unsigned char *at = (const unsigned char *)der.at;
	EVP_PKEY *key =
	    der.at != NULL ? d2i_PUBKEY(NULL, &at, (long)der.len) : NULL;

	if (key != NULL && EVP_PKEY_is_a(key, "EC") != 1) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	ERR_clear_error();
	arena_release(&arena);
	return key;
}

bool hook_sign_is_key(struct str text)
{
	EVP_PKEY *key = read_key(text);

	EVP_PKEY_free(key);
	return key != NULL;
}

/* Is it the signature of two texts, one behind the other? */
static bool verify(EVP_PKEY *key, const EVP_MD *digest, struct str first,
    struct str second, struct str signature)
{
	struct arena arena = { 0 };
	struct str bytes = decode(&arena, str_trim(signature));
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	bool ok;

	if (c == NULL)
		xout_of_memory(0);
	ok = bytes.at != NULL &&
	     EVP_DigestVerifyInit(c, NULL, digest, NULL, key) == 1 &&
	     EVP_DigestVerifyUpdate(c, first.at, first.len) == 1 &&
	     EVP_DigestVerifyUpdate(c, second.at, second.len) == 1 &&
	     EVP_DigestVerifyFinal(
		 c, (const unsigned char *)bytes.at, bytes.len) == 1;
	EVP_MD_CTX_free(c);
	ERR_clear_error();
	arena_release(&arena);
	return ok;
}

bool hook_sign_sendgrid(
    struct str text, struct str signature, struct str time, struct str body)
{
	EVP_PKEY *key = read_key(text);
	bool ok = key != NULL && time.len > 0 &&
		  verify(key, EVP_sha256(), time, body, signature);

	EVP_PKEY_free(key);
	return ok;
}

bool hook_sign_mailgun(
    struct str key, struct str signature, struct str time, struct str token)
{
	unsigned char hash[HASH_BYTES];
	char hex[2 * HASH_BYTES];
	struct arena arena = { 0 };

	if (key.len == 0 || time.len == 0 || token.len == 0)
		return false;
	hash_sign(key,
	    arena_printf(&arena, "%.*s%.*s", STR_ARG(time), STR_ARG(token)),
	    hash);
	hex_write(hash, HASH_BYTES, hex);
	arena_release(&arena);
	return secret_equal(signature, (struct str){ hex, sizeof(hex) });
}

static X509 *read_certificate(struct str text)
{
	BIO *bio = BIO_new_mem_buf(text.at, (int)text.len);
	X509 *certificate;

	if (bio == NULL)
		xout_of_memory(0);
	certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	BIO_free(bio);
	if (certificate != NULL &&
	    (X509_cmp_current_time(X509_get0_notBefore(certificate)) >= 0 ||
		X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0)) {
		X509_free(certificate);
		certificate = NULL;
	}
	ERR_clear_error();
	return certificate;
}

bool hook_sign_is_certificate(struct str text)
{
	X509 *certificate = text.len > 0 ? read_certificate(text) : NULL;

	X509_free(certificate);
	return certificate != NULL;
}

bool hook_sign_sns(
    struct str text, bool sha256, struct str message, struct str signature)
{
	X509 *certificate = text.len > 0 ? read_certificate(text) : NULL;
	EVP_PKEY *key =
	    certificate != NULL ? X509_get0_pubkey(certificate) : NULL;
	bool ok = key != NULL && EVP_PKEY_is_a(key, "RSA") == 1 &&
		  verify(key, sha256 ? EVP_sha256() : EVP_sha1(), message,
		      STR(""), signature);

	X509_free(certificate);
	return ok;
}

bool hook_sign_basic(struct arena *arena, struct str header,
    struct str *ret_user, struct str *ret_password)
{
	struct str both;

	if (!str_starts_fold(header, STR("Basic ")))
		return false;
	both = decode(arena, str_trim(str_sub(header, 6, header.len)));
	if (both.at == NULL || str_find_char(both, ':', 0) == STR_NONE)
		return false;
	*ret_user = str_take(&both, ':');
	*ret_password = both;
	return true;
}
