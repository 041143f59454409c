/*
 * delivery_token: a delivery, named in a text that only we can make.
 *
 * What comes back of a mail names the mail by its Message-ID and by the address
 * that it came to.  Anybody can send such a thing, so both have a token in them:
 * the mailing and the reader, under the key of the newsletter.  It tells these to
 * us alone, is always the same for a delivery, and one that somebody made up is
 * known to be none.
 *
 * Whoever has a mail has its token, and can say that this one mail did not
 * arrive; nothing else follows from it.
 *
 * In text: DELIVERY_TOKEN_TEXT letters and digits, as they may stand before
 * the @ of an address; in any case, for some servers change that.
 */
#ifndef STORE_DELIVERY_TOKEN_H
#define STORE_DELIVERY_TOKEN_H

#include "base/secret.h"
#include "base/strbuf.h"

enum { DELIVERY_TOKEN_TEXT = 32 };

/* Append one.  Mailing and reader are less than 2^40 and 2^48, and not less
 * than 0. */
void delivery_token_add(struct strbuf *out, const struct secret_key *key,
    int64_t mailing, int64_t reader);

enum delivery_token_status {
	DELIVERY_TOKEN_FINE,
	DELIVERY_TOKEN_NONE,   /* there is nothing that looks like one */
	DELIVERY_TOKEN_FORGED, /* it looks like one, and we did not make it */
};

/* Read the one in "TOKEN", "anything+TOKEN@example.org" or
 * "<TOKEN@example.org>".  Takes the same time for any that looks like one. */
enum delivery_token_status delivery_token_read(const struct secret_key *key,
    struct str text, int64_t *ret_mailing, int64_t *ret_reader);

#endif
