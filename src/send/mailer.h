/*
 * mailer: hand over single mails, one after another, by a mail server (SMTP) or
 * into a folder.
 *
 * For the letters that pages cause, and for mails that are tried out; a mailing
 * has many connections and a ledger (send/send.h).  One connection is kept for
 * many mails.  A mail whose last answer is lost counts as not sent: of such a
 * letter two are better than none.
 *
 * One thread.  The program must ignore SIGPIPE.
 */
#ifndef SEND_MAILER_H
#define SEND_MAILER_H

#include "send/dkim.h"
#include "send/relays.h"
#include "send/smtp.h"

struct mailer;

/* All of it outlives the mailer. */
struct mailer_options {
	struct relays *relays; /* nobody else's */
	const char *folder;    /* instead of them; or NULL */
	const char *from;      /* envelope of letters */
	struct dkim *dkim;     /* that letters are signed with; or NULL */
	int seconds;           /* for one mail */
};

enum mailer_outcome {
	MAILER_DONE,
	MAILER_LATER,   /* may work another time */
	MAILER_REFUSED, /* the server will never take it */
};

/* Never NULL; nothing is connected yet. */
struct mailer *mailer_new(const struct mailer_options *options);
void mailer_free(struct mailer *mailer);

/*
 * One mail, as send/message.h makes them: signed, and ready for SMTP.  `name` is unique and a file name: a folder has one file
 * NAME.eml for it, however often it is sent.  *said is what the server said of
 * a mail that it took, or else what was wrong: never the recipient's address
 * unless the server names it.
 */
enum mailer_outcome mailer_send(struct mailer *mailer,
    const struct smtp_mail *mail, const char *name, struct error *said);

/* The same of a letter: a whole mail whose lines end with CRLF, and are at most
 * 998 bytes long.  It is signed; `now` is in seconds since 1970. */
enum mailer_outcome mailer_post(struct mailer *mailer, struct str recipient,
    struct str letter, int64_t now, const char *name, struct error *said);

#endif
