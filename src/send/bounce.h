/*
 * bounce: what a mail that came back says about our readers.
 *
 * Understood are reports of delivery (RFC 3464), complaints (RFC 5965),
 * answers that a machine wrote (RFC 3834), and the forms of mail servers that
 * follow none of these.  A mail that is none of this, and a receipt of having
 * been read (RFC 3798), tells nothing: its list is empty.
 *
 * Nothing in a mail is trusted: anybody can send one.  Whoever acts on a
 * result first finds, by `sent_to` or `message_id`, a delivery that it
 * belongs to.
 */
#ifndef SEND_BOUNCE_H
#define SEND_BOUNCE_H

#include "base/arena.h"
#include "base/strbuf.h"

enum bounce_kind {
	BOUNCE_FAILED,     /* it was not delivered, or not yet */
	BOUNCE_COMPLAINT,  /* the reader, or their provider, objects */
	BOUNCE_AUTO_REPLY, /* it was delivered; a machine answers */
	BOUNCE_DELIVERED,  /* it was delivered, and so we are told */
};

enum bounce_reason {
	BOUNCE_UNKNOWN, /* nothing that was said tells why */

	/* The address is of no use; hard, if it is said clearly. */
	BOUNCE_NO_USER, /* nobody has it */
	BOUNCE_NO_HOST, /* there is no such domain */
	BOUNCE_NO_MAIL, /* the domain takes no mail, or not by SMTP */
	BOUNCE_MOVED,   /* the reader has another one now */

	/* The mailbox is there. */
	BOUNCE_FULL,
	BOUNCE_SUSPENDED, /* nobody may or does use it now */
	BOUNCE_FILTERED,  /* the mailbox, or what guards it, refused */
	BOUNCE_CLOSED,    /* a list or group that we may not write to */

	/* Our mail. */
	BOUNCE_SPAM,
	BOUNCE_VIRUS,
	BOUNCE_CONTENT, /* its form or headers */
	BOUNCE_TOO_LARGE,

	/* We. */
	BOUNCE_AUTHENTICATION, /* SPF, DKIM, DMARC, or a login or TLS that
				  is missing */
	BOUNCE_BLOCKED,        /* the address of our server, or its name */
	BOUNCE_SENDER,         /* the address of the sender */
	BOUNCE_POLICY,         /* a rule that is not told */
	BOUNCE_RATE,           /* too many, too fast */
	BOUNCE_RELAY,          /* that server is not the reader's */
	BOUNCE_PROTOCOL,       /* they did not like what we said in SMTP */

	/* The way. */
	BOUNCE_NETWORK, /* DNS, connections, mails in a circle */
	BOUNCE_TIMEOUT, /* tried for too long; or still trying */
	BOUNCE_SYSTEM,  /* a server has trouble of its own */

	/* Of complaints. */
	BOUNCE_ABUSE,
	BOUNCE_FRAUD,
	BOUNCE_UNSUBSCRIBE, /* the reader wants no more of it */
	BOUNCE_OTHER,       /* of another sort */

	BOUNCE_VACATION, /* of answers */
	BOUNCE_OK,       /* of deliveries */
};
enum { BOUNCE_REASONS = BOUNCE_OK + 1 };

/* All texts are UTF-8, in the arena, and unset where nothing is known. */
struct bounce {
	enum bounce_kind kind;
	/* Whom it is about: as it was delivered to, and as we wrote to it, if
	 * that is told apart.  As written; perhaps no address that works. */
	struct str address, original;
	struct str status; /* RFC 3463, "5.1.1"; of a failure always set */
	bool status_given; /* the mail has it; else it is our guess */
	int reply;         /* of SMTP, 200..599; 0: unknown */
	struct str text;   /* what the other side said, on one line */
	bool delayed;      /* they go on trying */
	enum bounce_reason reason;
	/* Writing there again is useless.  True only if nobody has the
	 * address, and that was said in a way that nothing else says. */
	bool hard;
};

struct bounces {
	struct bounce *item; /* in the order of the mail */
	size_t count;
	/* The address that the mail itself came to: with VERP, it tells the
	 * delivery.  As the first of X-Original-To, Delivered-To, To has it that
	 * has a + in it, or the first. */
	struct str sent_to;
	/* Of our mail, if it came back, without <>; or the name that it had in
	 * its envelope (ENVID). */
	struct str message_id;
};

/*
 * Read one mail (RFC 5322), in memory, with any line ends, with or without
 * the "From " line of an mbox.  Any bytes are fine: what cannot be read is no
 * bounce.  At most LIMIT_BOUNCE_RECIPIENTS are told of.
 *
 * Everything in *ret_bounces is in the arena; nothing of `mail` is borrowed.
 */
void bounce_read(
    struct arena *arena, struct str mail, struct bounces *ret_bounces);

/* Judge by the same rules what a server has answered to us: `status` as it gave
 * it, or empty; to what, "RCPT TO". */
struct bounce bounce_of_reply(struct arena *arena, struct str status,
    struct str said, const char *command);

/* Append a line of JSON: `file` is what the mail is called.  What is unknown
 * is null; `reply` is a text of three digits. */
void bounce_add_json(
    struct strbuf *out, struct str file, const struct bounces *all);

/* "bounce", "complaint", "auto-reply", "delivered"; "user-unknown". */
const char *bounce_kind_name(enum bounce_kind kind);
const char *bounce_reason_name(enum bounce_reason reason);

#endif
