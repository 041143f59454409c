/*
 * migrate: make the tables of a database, and change those of an older one.
 * Private to src/store.
 *
 * Migrations are the files of src/store/migrations, in the order of their
 * names; each is done once, as one change, and noted in the table `migration`.
 * They are never edited after they were released: a new one follows.
 *
 * They are written once for both engines, with these words:
 *
 *	@id		the key of a table, which numbers itself
 *	@integer	64 bits
 *	@text, @bytes
 *	@strict		ends a table
 *	@rowless	ends a table whose rows are kept by their key
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

/* How many migrations a database has seen; 0 for an empty one. */
bool migrate_version(struct db *db, int64_t *ret_version, struct error *err);
/* How many this program knows. */
int64_t migrate_newest(void);

/* Do those that are missing.  False, with the reason, if one fails (it is
 * undone) or if the database has seen more than this program knows. */
bool migrate(struct db *db, struct error *err);
/* Only those up to number `version`. */
bool migrate_to(struct db *db, int64_t version, struct error *err);

#endif
