/*
 * dkim: sign mails, so that their receivers know who answers for them (RFC
 * 6376; RFC 8463 for Ed25519).
 *
 * A sender has one key or several, each with a selector: a domain name below
 * which its public half is published.  Every mail gets one signature of each,
 * so that a key can be replaced, and an old receiver gets one that it knows.
 * The private half of selector "mail-2026" is the secret DKIM_MAIL_2026
 * (base/secret.h), in PEM.
 *
 * Headers and body are signed in the relaxed form: what a relay may do to
 * blanks breaks nothing.  From, Subject, Date and To are signed once more than
 * they are there, so that nobody can add a second one.
 *
 * One thread.
 */
#ifndef SEND_DKIM_H
#define SEND_DKIM_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

struct dkim;

/*
 * Read the keys; `domain` is that of the address in From, in ASCII.  False if
 * a selector is none, or its secret is not set, is no key, or an RSA key of
 * less than 1024 bits, which nobody accepts any more.
 */
bool dkim_open(struct str domain, const struct str_list *selectors,
    struct dkim **ret_dkim, struct error *err);
/* The name of the secret that has the key of a selector: "DKIM_MAIL_2026". */
const char *dkim_secret_name(struct arena *arena, struct str selector);
/* NULL is fine. */
void dkim_free(struct dkim *dkim);

/*
 * What to publish as a TXT record at "SELECTOR._domainkey.DOMAIN": its value,
 * which is longer than one string of DNS may be.  In the arena.
 */
size_t dkim_keys(const struct dkim *dkim);
struct str dkim_record(
    const struct dkim *dkim, size_t key, struct arena *arena);
/* The same in the form that RFC 6376 shows for RSA and few publish: without
 * saying of what kind the key is. */
struct str dkim_short_record(
    const struct dkim *dkim, size_t key, struct arena *arena);
/* How many bits the key has if it is of RSA; 0 for Ed25519. */
int dkim_rsa_bits(const struct dkim *dkim, size_t key);

/*
 * The body of a mail, hashed piece by piece.  A piece is whole lines, each with
 * its CRLF.  A body that begins as others do is copied from one that has the
 * beginning, and only the rest is hashed.
 */
struct dkim_body;
struct dkim_body *dkim_body_new(void);
void dkim_body_free(struct dkim_body *body);
void dkim_body_add(struct dkim_body *body, struct str lines);
/* Lines that are in the relaxed form already, none of them empty at their end:
 * they are hashed as they are. */
void dkim_body_add_relaxed(struct dkim_body *body, struct str lines);
void dkim_body_copy(struct dkim_body *to, const struct dkim_body *from);

enum { DKIM_HASH_BYTES = 32 };
struct dkim_hash {
	unsigned char bytes[DKIM_HASH_BYTES];
};
/* Ends the body: it may only be freed or copied over then. */
struct dkim_hash dkim_body_end(struct dkim_body *body);

/*
 * Append the headers to put before a mail, a "DKIM-Signature" for each key,
 * with their CRLF.  `headers` is all of them, without the empty line; `now` in
 * seconds since 1970.  False if a signature cannot be made.
 */
bool dkim_sign(struct dkim *dkim, struct str headers,
    const struct dkim_hash *body, int64_t now, struct strbuf *out,
    struct error *err);
/* The same of a whole mail, whose lines end with CRLF. */
bool dkim_sign_message(struct dkim *dkim, struct str message, int64_t now,
    struct strbuf *out, struct error *err);

#endif
