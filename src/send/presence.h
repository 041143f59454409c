/*
 * presence: which senders of this machine are alive.
 *
 * What a sender has leased is its own for a minute without a sign of life.  One
 * that was killed need not be waited for, if that can be seen: each holds a
 * folder of its own, VAR/senders/MARK, which the system lets go when the
 * process ends, however that happens.  The mark is the last word of its name in
 * the ledger.  Those of other machines are not seen, and waited for.
 */
#ifndef SEND_PRESENCE_H
#define SEND_PRESENCE_H

#include "store/store.h"

enum { PRESENCE_MARK = 16 /* letters and digits */ };

struct presence {
	const char *path; /* of the folder; in the arena */
	char mark[PRESENCE_MARK + 1];
	int fd; /* -1: none */
};

/* Be here, until presence_end or the end of the process.  `folder` is
 * VAR/senders. */
bool presence_begin(struct presence *presence, const char *folder,
    struct arena *arena, struct error *err);
/* Also if it did not begin. */
void presence_end(struct presence *presence);

/* End the senders of this machine that are dead: what they had goes back, or
 * is unknown (store/deliveries.h). */
bool presence_bury(struct store *store, const char *folder, struct error *err);

#endif
