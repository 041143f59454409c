/*
 * hook_sns: messages of Amazon SNS, which bring what SES tells.
 *
 * A message names the certificate that it is signed with by an address; anybody
 * can write one, so only addresses of SNS itself are believed.  The topic is
 * signed too, but anybody may have one: it must be that of the settings.
 */
#ifndef SEND_HOOK_SNS_H
#define SEND_HOOK_SNS_H

#include "base/arena.h"
#include "base/strbuf.h"

enum sns_kind {
	SNS_NOTIFICATION,
	SNS_CONFIRMATION, /* of a subscription: it is to be confirmed */
	SNS_GOODBYE,      /* the subscription has ended */
};

struct sns_message {
	enum sns_kind kind;
	struct str type, id, topic, subject, message, timestamp, token;
	struct str subscribe_url, signature, certificate_url;
	bool sha256; /* SignatureVersion 2 */
};

/* False if it is none, or lacks what its kind must have.  Texts are in the
 * arena. */
bool sns_read(
    struct arena *arena, struct str body, struct sns_message *ret_message);

/* Append what is signed. */
void sns_add_signed(struct strbuf *out, const struct sns_message *message);

/* Is it an https address of SNS, in any region? */
bool sns_is_address(struct str url);
/* And one of a certificate?  *ret_name is a name for a file. */
bool sns_is_certificate(
    struct arena *arena, struct str url, struct str *ret_name);

#endif
