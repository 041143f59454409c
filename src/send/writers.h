/*
 * writers: threads that write the mails of a mailing.
 *
 * Signing costs more than all else that a mail needs.  So mails are written
 * ahead, by threads, while this one talks to servers and waits for the disk.
 */
#ifndef SEND_WRITERS_H
#define SEND_WRITERS_H

#include "send/message.h"
#include "send/smtp.h"

/* A mail, from the moment that its reader is at hand to the answer. */
struct work {
	/* Set before it is written. */
	const struct message_body *body;
	struct message_reader reader; /* its texts are in the buffers below */
	struct strbuf recipient, value[MESSAGE_VALUES];
	int64_t lease, tries;
	/* For the caller: of which lease, and when it may go. */
	uint64_t turn;
	int64_t not_before;
	/* Set by a writer; mail.data is this, and the rest of `mail` is the
	 * caller's. */
	struct message message;
	struct smtp_mail mail;
	/* Of lists: of the writers', then of the caller's. */
	struct work *next;
};
struct work *work_new(void);
void work_free(struct work *work);

struct writers;

/*
 * Start `threads` of them; 0: one for each processor, as those wait
 * for nothing, and this thread for much.  Each has keys of
 * its own, of these selectors.  Everything that is given stays as long.
 */
bool writers_open(int threads, const struct message_options *options,
    const struct str_list *selectors, struct writers **ret_writers,
    struct error *err);
/* Waits for them; works that were put and not taken are freed.  NULL is
 * fine. */
void writers_close(struct writers *writers);

/* Have one written. */
void writers_put(struct writers *writers, struct work *work);
/* The next that is; *ret_work is NULL if there is none yet, which is to be asked
 * again after a moment: telling would cost more than a mail does.  False if one could
 * not be written: none will be then. */
bool writers_take(
    struct writers *writers, struct work **ret_work, struct error *err);
#endif
