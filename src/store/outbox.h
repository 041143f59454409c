/*
 * outbox: mail that waits to be sent, so that it is sent for certain.
 *
 * A letter is put in together with the change that it tells of.  Who sends it
 * takes it for a while; if it is not done by then, it is due again: it may be
 * sent twice after a crash, with the same Message-ID, and is never lost.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/store.h"

struct letter {
	int64_t id;
	struct str recipient; /* base/mail_address.h: text */
	struct str kind;      /* "confirm", "welcome" */
	struct str message;   /* the whole mail */
	int64_t created;
	int64_t tries; /* this one counted */
};

/* Recipient, kind and message count. */
bool outbox_add(
    struct store *store, const struct letter *letter, struct error *err);

/* Take those that are due, oldest first, for `seconds`. */
struct letters {
	struct letter *letter;
	size_t count;
};
bool outbox_take(struct store *store, struct arena *arena, int64_t most,
    int64_t seconds, struct letters *ret_letters, struct error *err);

/* It is sent, or will never be: forget it. */
bool outbox_forget(struct store *store, int64_t id, struct error *err);
/* It could not be sent: try again in `seconds`. */
bool outbox_again(struct store *store, int64_t id, struct str said,
    int64_t seconds, struct error *err);

/* How many wait. */
bool outbox_count(struct store *store, int64_t *ret_count, struct error *err);

#endif
