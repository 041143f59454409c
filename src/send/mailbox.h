/*
 * mailbox: where mails are read from.
 *
 *	FOLDER	a maildir: what is in its new/ and cur/.  Once somebody has
 *		noted what a mail says, maildir_done moves it to cur/ with the
 *		flag S (seen).  One that vanishes meanwhile is read by another.
 *	FILE	one mail, or an mbox, of any size: one mail of it is in memory
 *		at a time.  It is locked (fcntl) while it is read, after waiting
 *		for FILE.lock to vanish, and not changed.
 *	-	one mail, from the standard input
 */
#ifndef SEND_MAILBOX_H
#define SEND_MAILBOX_H

#include "send/mbox.h"

/* Seconds that a mailbox may be locked by others until that is an error. */
enum { MAILBOX_WAIT_SECONDS = 30 };

/* Give all mails to `take`, those of a maildir sorted by name. */
bool mailbox_read(
    const char *source, mailbox_take *take, void *data, struct error *err);

bool mailbox_is_maildir(const char *source);
/* A mail of a maildir has been noted; `name` is that of the mail.  Fine, too,
 * if somebody else was faster. */
bool maildir_done(const char *folder, const char *name, struct error *err);

#endif
