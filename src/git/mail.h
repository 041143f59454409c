/*
 * mail: patches as they are sent by mail, or written to files by `git
 * format-patch`, one or many in a file (the mbox format); or a bare diff.
 *
 * Nothing here fails: what is not understood is passed on as it is, or unset.
 * All take time linear in the length.
 */
#ifndef GIT_MAIL_H
#define GIT_MAIL_H

#include "base/picks.h"

struct mail {
	struct pick_author author; /* name.at is NULL if it is not known */
	bool dated;                /* is the author's time known? */
	struct str subject;        /* without "[PATCH 1/2]"; at NULL if none */
	struct str message;        /* what was written above the diff */
	struct str diff;           /* from where it begins; may be empty */
};

/* Texts are in the arena or borrowed.  A text that is no mail is one without
 * an author. */
void mails_read(struct arena *arena, struct str text, struct mail **ret_mail,
    size_t *ret_count);

/* Append a header's value with encoded words (=?utf-8?q?...?=) decoded. */
void mail_add_decoded(struct strbuf *out, struct str value);

/* "Mon, 5 Jan 2026 10:00:00 +0100" as a time; false for anything else. */
bool mail_read_date(struct str text, struct pick_author *author);

#endif
