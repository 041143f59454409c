/*
 * mbox: the mails in a file of many (RFC 4155), as its bytes come in.
 *
 * A mail begins with a line "From SENDER DATE" at the start of the file or
 * behind an empty line; it has a time of day in it, so that a sentence is none.
 * That line and the line ends at the end of a mail are not part of it; ">From "
 * in it stays as it is.
 */
#ifndef SEND_MBOX_H
#define SEND_MBOX_H

#include "base/error.h"
#include "base/strbuf.h"

/* A mail of a mailbox.  All is valid while it is taken. */
struct mailbox_mail {
	struct str text;  /* LIMIT_BOUNCE_MAIL bytes of it at most */
	size_t size;      /* of all of it */
	const char *name; /* for people, "new/1700000000.M1P2.mx" */
};

/* Takes one; false, with the reason, ends the reading. */
typedef bool mailbox_take(
    void *data, const struct mailbox_mail *mail, struct error *err);

struct mbox {
	mailbox_take *take;
	void *data;
	const char *path;
	/* Private. */
	struct strbuf mail, line;
	size_t size, line_size, count;
	bool begun, blank;
};

void mbox_init(
    struct mbox *mbox, const char *path, mailbox_take *take, void *data);
void mbox_release(struct mbox *mbox);

/* Take in some bytes; and the end.  False if a mail was not taken. */
bool mbox_add(struct mbox *mbox, struct str bytes, struct error *err);
bool mbox_end(struct mbox *mbox, struct error *err);

/* Does a file that begins so look like one? */
bool mbox_is(struct str beginning);

#endif
