/*
 * bounces_note: note what mails say, some hundred at a time.
 *
 * Whatever gives mails (a maildir, an mbox, IMAP) gives them here one by one,
 * and is told of each when it has been noted for good: only then may it be moved
 * away where it came from.  What is killed in between is read again, and known.
 */
#ifndef SENDCMD_BOUNCES_NOTE_H
#define SENDCMD_BOUNCES_NOTE_H

#include "model/settings.h"
#include "send/mailbox.h"
#include "store/store.h"

/* How many of what. */
struct note_counts {
	int64_t read, known, of[RETURNED_KINDS]; /* that are ours */
	int64_t unclear, forged, gone, nobody, no_room;
	int64_t ended; /* readers who get no more mail, since now */
};

struct notebook {
	struct store *store;
	const struct settings *settings;
	bool dry_run;
	struct strbuf *json; /* lines about each mail; NULL: none */
	const char *source;  /* kind of it: "maildir" */
	/* A mail was noted; not asked in a dry run.  May be NULL.  What is to
	 * be told of mails that were taken is theirs, also if it changes. */
	bool (*done)(void *data, const char *name, struct error *err);
	void *data;
	struct note_counts counts;
	/* Private. */
	struct arena arena;
	struct noted_mail *mail;
	size_t mails, bytes;
};

/* A mailbox_take; `data` is the notebook. */
bool notebook_take(
    void *data, const struct mailbox_mail *mail, struct error *err);
/* Note those that were taken and are not yet. */
bool notebook_flush(struct notebook *n, struct error *err);
void notebook_release(struct notebook *n);

#endif
