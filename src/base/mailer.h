/*
 * mailer: hand mails over to a mail server (SMTP), or put them into a folder.
 *
 * Through libcurl, for the few mails that pages cause.  The server is the
 * operator's own, from the settings, so that no guard stands before it.  With
 * a user, or smtps://, the connection must be encrypted; else it is if the
 * server can.  One connection is kept for many mails.
 *
 * One thread.  The program must ignore SIGPIPE.
 */
#ifndef BASE_MAILER_H
#define BASE_MAILER_H

#include "base/error.h"
#include "base/str.h"

struct mailer;

struct mailer_options {
	const char *way;  /* "smtp://host:25", "smtps://host", a folder */
	const char *from; /* address of the envelope */
	const char *user, *password; /* both or neither; may be NULL */
	const char *ca_file;         /* NULL: those of the system */
	int seconds;                 /* for one mail */
};

enum mailer_outcome {
	MAILER_DONE,
	MAILER_LATER,   /* may work another time */
	MAILER_REFUSED, /* the server will never take it */
};

/* Fails if the way is neither; nothing is connected yet. */
bool mailer_new(const struct mailer_options *options,
    struct mailer **ret_mailer, struct error *err);
void mailer_free(struct mailer *mailer);

/* One mail.  `name` is unique and a file name: a folder has one file NAME.eml
 * for it, however often it is sent.  *err says what was wrong, and never the
 * recipient's address. */
enum mailer_outcome mailer_send(struct mailer *mailer, const char *recipient,
    struct str message, const char *name, struct error *err);

#endif
