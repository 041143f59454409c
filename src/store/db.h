/*
 * db: one connection to a database, of either engine.  Private to src/store.
 *
 * The SQL is one text for both: parameters are $1, $2, ... (SQLite takes them
 * for names, and they are bound by name there); whole numbers, texts and bytes
 * are the only types; times are seconds since 1970, truths 0 and 1.  Where the
 * engines differ in a definition, migrate.c has words for it.
 *
 * A connection belongs to one thread at a time.  Statements are prepared once
 * and found again by the address of their text, which must be a literal.
 *
 *	struct db_query q;
 *
 *	db_start(&q, db, "SELECT id, name FROM thing WHERE size > $1",
 *	    DB_ARGS(db_number(10)));
 *	while (db_next(&q))
 *		take(q.column[0].number, q.column[1].text);
 *	if (!db_end(&q, err))
 *		...
 *
 * Until db_end no other query may be started.  What columns point to is valid
 * until the next db_next or db_end.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"
#include "base/error.h"

enum { DB_PARAMETERS = 32, DB_COLUMNS = 32 };

enum db_type { DB_NULL, DB_INTEGER, DB_TEXT, DB_BYTES };

struct db_value {
	enum db_type type;
	int64_t number;
	struct str text; /* of DB_TEXT (UTF-8, without NUL) and DB_BYTES */
};

/* Parameters; a text or bytes whose at is NULL are NULL. */
struct db_value db_number(int64_t number);
struct db_value db_text(struct str text);
struct db_value db_bytes(struct str bytes);
struct db_value db_null(void);

/* The parameters of a query, or none. */
#define DB_ARGS(...)                                           \
	(const struct db_value[]){ __VA_ARGS__ },              \
	    sizeof((const struct db_value[]){ __VA_ARGS__ }) / \
		sizeof(struct db_value)
#define DB_NO_ARGS NULL, 0

/* Why a query failed; what the caller can do about it. */
enum db_failure {
	DB_FINE,
	DB_EXISTS,  /* a unique key is there already */
	DB_REFUSED, /* another rule of the tables says no: a bug here */
	DB_BUSY,    /* another writer was too slow: try again later */
	DB_FULL,    /* no room on the disk */
	DB_CORRUPT, /* no database, or a damaged one: restore a backup */
	DB_LOST,   /* the server is gone: what was not committed is not there */
	DB_BROKEN, /* anything else */
};

struct db;
struct db_rows;
struct db_statement;

struct db_query {
	struct db_value column[DB_COLUMNS];
	int columns;
	/* Private. */
	struct db *db;
	struct db_statement *statement;
	void *result;
	int row;
	const struct db_rows *rows;  /* of db_start_rows */
	size_t input;                /* of them, those that were given to it */
	struct db_statement *single; /* for one of them */
	bool failed;
};

/*
 * Open "postgresql://..." or a file, which is made if it is not there.  False,
 * with the reason; then there is nothing to close.
 */
bool db_open(const char *address, struct db **ret_db, struct error *err);
/* Close; NULL is fine. */
void db_close(struct db *db);

bool db_is_postgres(const struct db *db);
bool db_is_postgres_address(const char *address);
/* A text as a statement of this connection, instead of a literal. */
const char *db_keep(struct db *db, struct str sql);

/* Start a query; that it failed is told by db_end. */
void db_start(struct db_query *ret_query, struct db *db, const char *sql,
    const struct db_value *parameter, size_t parameters);
/* The next row; false behind the last, or if something failed. */
bool db_next(struct db_query *query);
/* End a query, in any case.  False if it failed; db_failure says how. */
bool db_end(struct db_query *query, struct error *err);

/* Run what has no rows; *ret_changed (may be NULL) is how many it touched. */
bool db_run(struct db *db, const char *sql, const struct db_value *parameter,
    size_t parameters, int64_t *ret_changed, struct error *err);
/* Run an insertion of one row into a table with an id that numbers itself; the
 * text has no RETURNING, which costs SQLite a table of its own each time.
 * *ret_id is 0 if the text says that nothing is to be inserted. */
bool db_insert(struct db *db, const char *sql, const struct db_value *parameter,
    size_t parameters, int64_t *ret_id, struct error *err);

/*
 * Many rows for one statement, to which they are a table.  Its text names the
 * columns and says @rows for what is in them:
 *
 *	WITH r (name, size) AS (@rows)
 *	INSERT INTO thing (name, size) SELECT r.name, r.size FROM r
 *
 * A server gets them all and runs the text once, SQLite runs it for some of them
 * at a time.  So a row may or may not see what the statement does with another:
 * no two may change the same thing, and nothing may depend on the order of what
 * comes back.
 */
struct db_rows {
	const enum db_type *type; /* of each column, whose values may be NULL */
	size_t columns;           /* at most DB_PARAMETERS */
	const struct db_value *value; /* row by row */
	size_t count;
};

/* Like db_start; `rows` stay as they are until db_end.  With none of them there
 * is nothing to come back, and nothing is run. */
void db_start_rows(struct db_query *ret_query, struct db *db, const char *sql,
    const struct db_rows *rows);
/* Run what has no rows to come back.  Only within db_begin: if it fails, some
 * may be done already, and the change is to be undone. */
bool db_run_rows(struct db *db, const char *sql, const struct db_rows *rows,
    struct error *err);

/* Run statements apart by semicolons, without parameters: the text need not be
 * a literal. */
bool db_script(struct db *db, const char *sql, struct error *err);
/* The first column of the only row of a query; `otherwise` without a row. */
bool db_one_number(struct db *db, const char *sql,
    const struct db_value *parameter, size_t parameters, int64_t otherwise,
    int64_t *ret_number, struct error *err);

/* How the last query failed; DB_FINE if it did not. */
enum db_failure db_failure(const struct db *db);

/*
 * A change of several rows that belongs together.  db_begin waits for other
 * writers.  What was begun is ended by db_commit, or undone by db_rollback,
 * which cannot fail; a commit that failed is undone.  They do not nest.
 */
bool db_begin(struct db *db, struct error *err);
bool db_commit(struct db *db, struct error *err);
void db_rollback(struct db *db);

/* From here on changes have many rows, or no longer: only a matter of speed,
 * outside of changes. */
void db_expect_many(struct db *db, bool many);

#endif
