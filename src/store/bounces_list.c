/* What came back: asking, and forgetting. */
#include "store/bounces.h"

#include "store/bounces_priv.h"

/* -------------------------------------------------------------------- asking */

#define RETURNED_COLUMNS                                              \
	"r.id, r.at, r.kind, r.fate, r.kept, r.source, r.reason, "    \
	"r.status, r.said, coalesce(s.address, r.address), m.issue, " \
	"coalesce(r.mailing, 0), coalesce(r.reader, 0)"
#define RETURNED_TABLES                                                     \
	" FROM returned AS r LEFT JOIN subscriber AS s ON s.id = r.reader " \
	"LEFT JOIN mailing AS m ON m.id = r.mailing "

static enum returned_fate fate_named(struct str name)
{
	enum returned_fate fate = RETURNED_NOTED;

	while (fate < RETURNED_FORGED &&
	       !str_eq(name, str_of(returned_fate_name(fate))))
		fate++;
	return fate;
}

static struct returned_shown take_shown(
    struct arena *arena, const struct db_value *column)
{
	struct returned_shown r = {
		.id = column[0].number,
		.at = column[1].number,
		.fate = fate_named(column[3].text),
		.kept = column[4].number != 0,
		.source = store_text(arena, &column[5]),
		.reason = store_text(arena, &column[6]),
		.status = store_text(arena, &column[7]),
		.said = store_text(arena, &column[8]),
		.address = store_text(arena, &column[9]),
		.issue = store_text(arena, &column[10]),
		.mailing = column[11].number,
		.reader = column[12].number,
	};

	returned_kind_named(column[2].text, &r.kind);
	return r;
}

/* The rows of a query that was started. */
static bool take_list(struct arena *arena, struct db_query *query,
    struct returned_list *ret_list, struct error *err)
{
	struct returned_list list = { NULL, 0 };

	while (db_next(query)) {
		list.returned = ARENA_GROW(arena, list.returned, list.count);
		list.returned[list.count++] = take_shown(arena, query->column);
	}
	*ret_list = list;
	return db_end(query, err);
}

bool bounces_kept(struct store *store, struct arena *arena, int64_t after,
    int64_t most, struct returned_list *ret_list, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " RETURNED_COLUMNS RETURNED_TABLES
	    "WHERE r.kept = 1 AND r.id > $1 ORDER BY r.id LIMIT $2",
	    DB_ARGS(db_number(after), db_number(most)));
	return take_list(arena, &query, ret_list, err);
}

bool bounces_of_reader(struct store *store, struct arena *arena, int64_t reader,
    int64_t most, struct returned_list *ret_list, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " RETURNED_COLUMNS RETURNED_TABLES
	    "WHERE r.reader = $1 ORDER BY r.id DESC LIMIT $2",
	    DB_ARGS(db_number(reader), db_number(most)));
	return take_list(arena, &query, ret_list, err);
}

bool bounces_count_kept(
    struct store *store, int64_t *ret_count, struct error *err)
{
	return db_one_number(store->db,
	    "SELECT count(*) FROM returned WHERE kept = 1", DB_NO_ARGS, 0,
	    ret_count, err);
}

bool bounces_mail(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct returned_mail *ret_mail, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " RETURNED_COLUMNS ", t.size, t.bytes" RETURNED_TABLES
	    "JOIN returned_text AS t ON t.returned = r.id WHERE r.id = $1",
	    DB_ARGS(db_number(id)));
	*ret_found = db_next(&query);
	if (*ret_found)
		*ret_mail = (struct returned_mail){
			.about = take_shown(arena, query.column),
			.size = query.column[13].number,
			.text = store_text(arena, &query.column[14]),
		};
	return db_end(&query, err);
}

/* ------------------------------------------------------------------ dropping */

static bool drop(
    struct store *store, int64_t id, int64_t *ret_count, struct error *err)
{
	return db_run(store->db,
		   "DELETE FROM returned_text WHERE returned = $1",
		   DB_ARGS(db_number(id)), NULL, err) &&
	       db_run(store->db,
		   "UPDATE returned SET kept = 0, address = NULL WHERE id = $1 "
		   "AND kept = 1",
		   DB_ARGS(db_number(id)), ret_count, err);
}

bool bounces_drop(
    struct store *store, int64_t id, bool *ret_found, struct error *err)
{
	int64_t count = 0;

	if (!store_begin(store, err) ||
	    !store_end(store, drop(store, id, &count, err), err))
		return false;
	*ret_found = count > 0;
	return true;
}

bool bounces_drop_all(
    struct store *store, int64_t *ret_count, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db, "DELETE FROM returned_text", DB_NO_ARGS, NULL,
		err) &&
		db_run(store->db,
		    "UPDATE returned SET kept = 0, address = NULL WHERE kept = "
		    "1",
		    DB_NO_ARGS, ret_count, err),
	    err);
}

/* ------------------------------------------------------------------ forgetting */

/* A mail that nobody understood may name somebody anywhere. */
static bool forget_mentions(
    struct store *store, struct str address, struct error *err)
{
	const char *sql =
	    db_is_postgres(store->db)
		? "DELETE FROM returned_text WHERE position($1 in bytes) > 0"
		: "DELETE FROM returned_text WHERE instr(bytes, $1) > 0";

	return db_run(store->db, sql, DB_ARGS(db_bytes(address)), NULL, err);
}

bool forget_returned(
    struct store *store, struct str address_key, struct error *err)
{
	return db_run(store->db,
		   "DELETE FROM returned_text WHERE returned IN (SELECT r.id "
		   "FROM returned AS r JOIN subscriber AS s ON s.id = r.reader "
		   "WHERE s.address_key = $1)",
		   DB_ARGS(db_text(address_key)), NULL, err) &&
	       db_run(store->db,
		   "DELETE FROM returned_text WHERE returned IN (SELECT id "
		   "FROM returned WHERE kept = 1 AND address = $1)",
		   DB_ARGS(db_text(address_key)), NULL, err) &&
	       forget_mentions(store, address_key, err) &&
	       db_run(store->db,
		   "UPDATE returned SET said = NULL, address = NULL WHERE "
		   "reader IN (SELECT id FROM subscriber WHERE address_key = "
		   "$1)",
		   DB_ARGS(db_text(address_key)), NULL, err) &&
	       db_run(store->db,
		   "UPDATE returned SET kept = 0, said = NULL, address = NULL "
		   "WHERE kept = 1 AND id NOT IN (SELECT returned FROM "
		   "returned_text)",
		   DB_NO_ARGS, NULL, err);
}
