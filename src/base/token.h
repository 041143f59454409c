/*
 * token: opaque texts for links, which let their holder do one thing.
 *
 * A token is for one purpose ("confirm"), about one subject (a random name of
 * the store), and works until a time or for ever.  It is made with the key of
 * the newsletter (base/secret.h) and can be checked without asking anybody; it
 * tells what it is about only to us.  One for another purpose, cut, changed by
 * a bit or written in another way is no token.
 *
 * In text: letters, digits, - and _.
 */
#ifndef BASE_TOKEN_H
#define BASE_TOKEN_H

#include "base/secret.h"
#include "base/strbuf.h"

enum {
	TOKEN_SUBJECT_MOST = 32, /* bytes */
	TOKEN_TEXT_MOST = 72,    /* of the text */
};

enum token_status {
	TOKEN_FINE,
	TOKEN_EXPIRED, /* it was one; the subject is given */
	TOKEN_BAD,
};

/* Append the token.  The subject has 1 to TOKEN_SUBJECT_MOST bytes; `expires`
 * is in seconds since 1970, less than 2^40; 0: never. */
void token_add(struct strbuf *out, const struct secret_key *key,
    const char *purpose, struct str subject, int64_t expires);

/* Read a token.  The subject is put into the bytes given, and is empty for
 * TOKEN_BAD.  Takes the same time for any text of one length. */
enum token_status token_read(const struct secret_key *key, const char *purpose,
    struct str text, int64_t now, unsigned char subject[TOKEN_SUBJECT_MOST],
    size_t *ret_size);

#endif
