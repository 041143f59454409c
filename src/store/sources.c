#include "store/sources.h"

#include "store/store_priv.h"

bool source_find(struct store *store, struct arena *arena, struct str id,
    struct source_state *ret_state, struct error *err)
{
	struct db_query query;

	*ret_state = (struct source_state){ .tried = 0 };
	db_start(&query, store->db,
	    "SELECT address, tried, complete, trouble, notes FROM source "
	    "WHERE id = $1",
	    DB_ARGS(db_text(id)));
	while (db_next(&query))
		*ret_state = (struct source_state){
			.address = store_text(arena, &query.column[0]),
			.tried = query.column[1].number,
			.complete = query.column[2].number,
			.trouble = store_text(arena, &query.column[3]),
			.notes = store_text(arena, &query.column[4]),
		};
	return db_end(&query, err);
}

bool source_note(struct store *store, struct str id,
    const struct source_state *s, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"INSERT INTO source (id, address, tried, complete, trouble, "
		"notes) VALUES ($1, $2, $3, $4, $5, $6) "
		"ON CONFLICT (id) DO UPDATE SET address = $2, tried = $3, "
		"complete = $4, trouble = $5, notes = $6",
		DB_ARGS(db_text(id), db_text(s->address), db_number(s->tried),
		    db_number(s->complete), db_text(s->trouble),
		    db_text(s->notes)),
		NULL, err),
	    err);
}
