/*
 * mailing: what the commands about one mailing share: the newsletter, its
 * store, the issue; and, to send, mail servers, keys and bodies.
 */
#ifndef SENDCMD_MAILING_H
#define SENDCMD_MAILING_H

#include "build/mail.h"
#include "send/send.h"
#include "sendcmd/sendcmd.h"
#include "storecmd/storecmd.h"

struct job {
	struct arena arena;
	struct settings settings;
	struct store_options store_options;
	struct store *store;

	struct mail_maker *maker; /* of the issue */
	struct str name;          /* its file's, as the ledger knows it */

	bool found; /* it has a mailing */
	struct mailing mailing;

	/* Of job_prepare. */
	struct relays relays;
	struct dkim *dkim;
	struct secret_key key;
	struct message_options message;
	struct bodies *bodies;
	struct delivery_limits limits;
	struct verp verp;
};

/* Open the newsletter and its store; find the issue and its mailing. */
bool job_open(struct job *job, const char *issue, struct error *err);
/* Find the mailing anew. */
bool job_look(struct job *job, struct error *err);
/* What is needed to send: servers, keys, bodies. */
bool job_prepare(struct job *job, struct error *err);
/* Write one mail as its reader would get it; `reader` of zeros but for the
 * address and a tag: somebody who chose nothing.  The message is the caller's,
 * to be released in any case. */
bool job_write(struct job *job, const struct subscriber *reader,
    struct message *message, struct error *err);
/* Also after a failure. */
void job_close(struct job *job);

/* "1,024 sent, 3 unknown": those that are not 0. */
void job_add_counts(struct strbuf *out, const struct delivery_counts *counts);
/* Is there anything that an editor should look at? */
bool job_is_fine(const struct delivery_counts *counts);

/* send_test.c: send one to an address; say how large mails are, and what check
 * finds. */
bool job_send_test(struct job *job, const char *address, struct error *err);
bool job_describe(struct job *job, struct error *err);

#endif
