/*
 * send: send a mailing, one mail for each of its readers.
 *
 * What is sent, and what became of it, is in the ledger (store/deliveries.h)
 * before and after each step, so that a run can be killed at any moment, and
 * another, at the same time or later, goes on.
 *
 * One thread.  The program must ignore SIGPIPE.
 */
#ifndef SEND_SEND_H
#define SEND_SEND_H

#include <signal.h>

#include "send/bodies.h"
#include "send/mailer.h"
#include "send/relays.h"
#include "send/writers.h"
#include "store/store.h"

struct send_progress {
	struct delivery_counts counts; /* others' mails too, a little late */
	int64_t seconds;               /* since the run began */
	int64_t sent;                  /* in this run */
	/* What keeps it from going on now; NULL: nothing. */
	const char *waits;
};

struct send_options {
	/* Opened with these; opened anew if its server is lost. */
	struct store **store;
	const struct store_options *store_options;
	const struct settings *settings;
	struct mailing mailing;
	struct str name;      /* of this process, for people */
	const char *presence; /* the folder of send/presence.h */
	struct relays *relays;
	const struct message_options *message;
	struct bodies *bodies;
	struct delivery_limits limits;
	int threads; /* that write mails; 0: as many as are good */
	/* Seconds that what is leased stays ours without a sign of life. */
	int64_t lease;
	/* Stay until all that is deferred was tried again. */
	bool wait;
	/* Set it to end in order: what has begun is finished. */
	const volatile sig_atomic_t *stop;
	/* About once a second, and at the end. */
	void (*progress)(void *data, const struct send_progress *progress);
	void *data;
};

struct send_result {
	struct send_progress last;
	/* The mailing was stopped, and why; in the arena, or unset. */
	struct str stopped;
};

/*
 * Send what is queued, and what is deferred and due, until nothing is left,
 * somebody stops it, or the world breaks: then false, with the reason.
 */
bool send_run(const struct send_options *options, struct arena *arena,
    struct send_result *ret_result, struct error *err);

/* What of a mail is about its reader. */
void send_set_reader(const struct store *store, const struct settings *settings,
    struct work *work, const struct subscriber *reader);

#endif
