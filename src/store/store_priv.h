/*
 * store_priv: what the topics of the store share.  Private to src/store.
 */
#ifndef STORE_STORE_PRIV_H
#define STORE_STORE_PRIV_H

#include "store/db.h"
#include "store/store.h"

enum { INBOX_FILTERS = 1 << 6 };

struct store {
	struct db *db;
	struct secret_key key;
	int64_t now; /* 0: the clock */
	/* Inside people_begin_many: its changes are part of that one. */
	bool many;
	bool broken; /* and one of them failed */
	/* The queries of inbox_list, by which filters they have. */
	const char *inbox_query[INBOX_FILTERS];
};

/* Begin a change, or go on with the one that is open; and end it: done if `ok`
 * and undone if not.  Returns whether it is done. */
bool store_begin(struct store *store, struct error *err);
bool store_end(struct store *store, bool ok, struct error *err);

/* What erasing an address means for votes, inside a change; adds to *found how
 * many rows had to do with it. */
bool forget_votes(struct store *store, struct str address_key, int64_t *found,
    struct error *err);

/* Text or bytes of a column, in the arena; unset if NULL. */
struct str store_text(struct arena *arena, const struct db_value *column);

#endif
