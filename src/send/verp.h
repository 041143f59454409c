/*
 * verp: an address of the envelope for each mail (variable envelope return
 * path).
 *
 * What cannot be delivered goes to the sender of the envelope, whoever sends
 * it back and in whatever form.  So each mail has one of its own,
 * "bounces+TOKEN@example.org", with a token that names its delivery
 * (store/delivery_token.h); the server of example.org puts all of them into the
 * mailbox of bounces@example.org.  The Message-ID has the same token.
 */
#ifndef SEND_VERP_H
#define SEND_VERP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

struct verp {
	struct str local, domain; /* "bounces", "example.org" */
};

/* The longest local part that a token fits behind (RFC 5321, 4.5.3.1.1). */
enum { VERP_LOCAL_MOST = 31 };

/* Read the setting mail.bounces; false with what is wrong with it.  The texts
 * are in the arena. */
bool verp_open(struct arena *arena, struct str address, struct verp *ret_verp,
    struct error *err);

/* Append the address of a mail: at most 64 bytes before the @. */
void verp_add(struct strbuf *out, const struct verp *verp, struct str token);

#endif
