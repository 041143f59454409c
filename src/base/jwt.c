#include "base/jwt.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/limits.h"
#include "base/mail_header.h"

/* base64url without padding (RFC 4648, 5). */
static void add_part(struct strbuf *out, struct str bytes)
{
	struct strbuf plain;

	strbuf_init(&plain, LIMIT_LETTER);
	mail_base64(&plain, bytes);
	for (size_t i = 0; i < plain.len && plain.buf[i] != '='; i++)
		strbuf_add_char(out, plain.buf[i] == '+'   ? '-'
				     : plain.buf[i] == '/' ? '_'
							   : plain.buf[i]);
	strbuf_release(&plain);
}

/* Nobody is asked. */
static int no_password(char *to, int size, int writing, void *data)
{
	(void)to;
	(void)size;
	(void)writing;
	(void)data;
	return 0;
}

static EVP_PKEY *read_key(struct str pem)
{
	BIO *bio = BIO_new_mem_buf(pem.at, (int)pem.len);
	EVP_PKEY *key;

	if (bio == NULL)
		return NULL;
	key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
	BIO_free(bio);
	return key;
}

static bool sign(EVP_PKEY *key, struct str text, struct strbuf *out)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	const unsigned char *bytes = (const unsigned char *)text.at;
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	bool ok =
	    context != NULL && EVP_PKEY_is_a(key, "RSA") == 1 &&
	    EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestSign(context, signature, &len, bytes, text.len) == 1;

	EVP_MD_CTX_free(context);
	if (ok)
		add_part(out, (struct str){ (const char *)signature, len });
	return ok;
}

bool jwt_sign(struct arena *arena, struct str key, struct str header,
    struct str claims, struct str *ret_token, struct error *err)
{
	EVP_PKEY *pkey = read_key(key);
	struct strbuf token, signature;
	bool ok;

	strbuf_init(&token, LIMIT_LETTER);
	strbuf_init(&signature, LIMIT_LETTER);
	add_part(&token, header);
	strbuf_add_char(&token, '.');
	add_part(&token, claims);
	ok = pkey != NULL && sign(pkey, strbuf_str(&token), &signature);
	strbuf_add_char(&token, '.');
	strbuf_add(&token, strbuf_str(&signature));
	if (ok)
		*ret_token = arena_str(arena, strbuf_str(&token));
	strbuf_release(&token);
	strbuf_release(&signature);
	EVP_PKEY_free(pkey);
	return ok || error_set(err,
			 "cannot sign with the key: expected an RSA key in "
			 "PEM, without a password");
}
