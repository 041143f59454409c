/*
 * postman: a thread that sends what the outbox holds.
 *
 * It has a connection to the store of its own.  What cannot be sent is tried
 * again, later and later, for three days.  Once an hour it forgets what is kept
 * for a time only (people_tidy).
 */
#ifndef SERVE_POSTMAN_H
#define SERVE_POSTMAN_H

#include "send/mailer.h"
#include "store/store.h"

struct postman;

struct postman_options {
	struct store_options store;
	struct mailer_options mailer;
	int confirm_days; /* for people_tidy */
	/* A letter was not sent, and why; by the postman's thread. */
	void (*failed)(void *data, const struct error *err);
	void *data;
};

struct postman_counts {
	uint64_t sent, delayed, given_up;
	int64_t waiting;      /* in the outbox, when it was last looked at */
	uint64_t unconfirmed; /* sign-ups that were forgotten */
};

bool postman_open(const struct postman_options *options,
    struct postman **ret_postman, struct error *err);
/* The letter that is on its way is finished; the rest waits. */
void postman_close(struct postman *postman);

/* There is something in the outbox. */
void postman_wake(struct postman *postman);

void postman_count(struct postman *postman, struct postman_counts *ret_counts);

#endif
