#include "store/outbox.h"

#include "store/store_priv.h"

bool outbox_add(
    struct store *store, const struct letter *letter, struct error *err)
{
	int64_t now = store_now(store);

	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"INSERT INTO outbox (recipient, kind, message, created, due) "
		"VALUES ($1, $2, $3, $4, $5)",
		DB_ARGS(db_text(letter->recipient), db_text(letter->kind),
		    db_bytes(letter->message), db_number(now), db_number(now)),
		NULL, err),
	    err);
}

/* Who takes a row moves its time, so that it is not due for another: the time
 * is looked at again once the row is locked. */
static bool take(struct store *store, struct arena *arena, int64_t most,
    int64_t seconds, struct letters *letters, struct error *err)
{
	int64_t now = store_now(store);
	struct db_query query;

	db_start(&query, store->db,
	    "UPDATE outbox SET due = $2, tries = tries + 1 WHERE due <= $1 AND "
	    "id IN (SELECT id FROM outbox WHERE due <= $1 ORDER BY due, id "
	    "LIMIT $3) RETURNING id, recipient, kind, message, created, tries",
	    DB_ARGS(db_number(now), db_number(now + seconds), db_number(most)));
	while (db_next(&query)) {
		const struct db_value *column = query.column;

		letters->letter =
		    ARENA_GROW(arena, letters->letter, letters->count);
		letters->letter[letters->count++] = (struct letter){
			.id = column[0].number,
			.recipient = store_text(arena, &column[1]),
			.kind = store_text(arena, &column[2]),
			.message = store_text(arena, &column[3]),
			.created = column[4].number,
			.tries = column[5].number,
		};
	}
	return db_end(&query, err);
}

bool outbox_take(struct store *store, struct arena *arena, int64_t most,
    int64_t seconds, struct letters *ret_letters, struct error *err)
{
	struct letters letters = { NULL, 0 };

	if (!store_begin(store, err) ||
	    !store_end(
		store, take(store, arena, most, seconds, &letters, err), err))
		return false;
	*ret_letters = letters;
	return true;
}

bool outbox_forget(struct store *store, int64_t id, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db, "DELETE FROM outbox WHERE id = $1",
		DB_ARGS(db_number(id)), NULL, err),
	    err);
}

bool outbox_again(struct store *store, int64_t id, struct str said,
    int64_t seconds, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"UPDATE outbox SET due = $2, said = $3 WHERE id = $1",
		DB_ARGS(db_number(id), db_number(store_now(store) + seconds),
		    db_text(said)),
		NULL, err),
	    err);
}

bool outbox_count(struct store *store, int64_t *ret_count, struct error *err)
{
	return db_one_number(store->db, "SELECT count(*) FROM outbox",
	    DB_NO_ARGS, 0, ret_count, err);
}
