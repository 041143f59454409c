/*
 * store: what Sennight must remember: people, candidates, votes, deliveries.
 *
 * SQLite in a file by default, PostgreSQL for several machines; the same
 * functions, the same answers.  The tables are made and changed by
 * themselves, after a backup of what was there.  There is one function for one
 * question, by topic:
 *
 *	people.h	subscribers, what they want and agreed to
 *	link.h		the addresses that let a reader do one thing
 *	outbox.h	mail that waits to be sent
 *	inbox.h		candidates, and what the editors decided
 *	votes.h		nominations, rounds of votes
 *	deliveries.h	mailings, and what became of each mail
 *	bounces.h	what came back of them
 *	publishing.h	how far the publishing of an issue has come
 *
 * A store belongs to one thread at a time, and several programs may have one
 * open.  Every change is one transaction: it is done, for good, when a
 * function returns true, and not begun when it returns false with the reason
 * (a disk that is full, a server that is gone); only if the server was lost in
 * the moment that it should say that it is done, it may be.  Nothing reads the
 * clock but through store_now.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/secret.h"

struct store;

struct store_options {
	/* "postgresql://...", or a file below the folder; NULL: "store.db". */
	const char *address;
	/* For the file, the key (base/secret.h) and copies; "var". */
	const char *folder;
	/* Seconds since 1970; 0: as the clock says. */
	int64_t now;
};

/*
 * Open the store; it is made if it is not there.  Before its tables change,
 * all is copied to FOLDER/store.before-N, N being the version that they get,
 * in the form of store_backup.
 */
bool store_open(const struct store_options *options, struct store **ret_store,
    struct error *err);
/* Close; NULL is fine. */
void store_close(struct store *store);

/* Why did the last call fail?  Some are worth another try, later. */
bool store_is_busy(const struct store *store);

/* Did the last call fail because the server of the database is gone? */
bool store_is_lost(const struct store *store);

/*
 * Open the store again if its server was lost; else do nothing.  *store may be
 * NULL.  If it fails the old one stays, which is still lost; if not, whatever
 * came from it is gone.
 */
bool store_revive(struct store **store, const struct store_options *options,
    struct error *err);

/* The file that a store is in, in the arena; NULL if it is on a server. */
const char *store_file(
    struct arena *arena, const struct store_options *options);
/*
 * Of a store on a server: does it say that something is done only when another
 * server, that would take over, has it too?  (A server that is lost else takes
 * the last moments with it: mails of them could be sent again.)  Asks without
 * opening the store, so that no tables are made or changed.
 */
bool store_is_mirrored(
    const struct store_options *options, bool *ret_mirrored, struct error *err);

int64_t store_now(const struct store *store);
void store_set_now(struct store *store, int64_t now);
const struct secret_key *store_key(const struct store *store);

/*
 * Copy all there is, as it is at one moment, to a new SQLite file, while
 * others go on writing.  False if the file exists or something fails; no file
 * is left then.
 */
bool store_backup(struct store *store, const char *path, struct error *err);
/* Put what a backup holds into a store that is empty; nothing is put in on
 * failure.  The backup may be older than the program, not newer. */
bool store_restore(struct store *store, const char *path, struct error *err);

#include "store/bounces.h"
#include "store/deliveries.h"
#include "store/delivery_token.h"
#include "store/inbox.h"
#include "store/link.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/publishing.h"
#include "store/search.h"
#include "store/sources.h"
#include "store/votes.h"

#endif
