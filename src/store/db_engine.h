/*
 * db_engine: what an engine does for db.c.  Private to src/store.
 *
 * Every function that can fail fills in db->failure and db->message.
 */
#ifndef STORE_DB_ENGINE_H
#define STORE_DB_ENGINE_H

#include "store/db.h"

struct db_statement {
	const char *sql;
	void *prepared;           /* the engine's */
	int number;               /* from 1, in the order of preparation */
	bool inserts;             /* of db_insert */
	int place[DB_PARAMETERS]; /* SQLite: number of each; 0: not used */
	struct db_statement *next;
};

struct db_engine {
	bool (*open)(struct db *db, const char *address);
	void (*close)(struct db *db);
	bool (*prepare)(struct db *db, struct db_statement *statement,
	    const struct db_value *parameter, size_t parameters);
	void (*unprepare)(struct db_statement *statement);
	/* Run it as far as its first row. */
	bool (*start)(struct db_query *query, const struct db_value *parameter,
	    size_t parameters);
	/* Fill in query->column; false at the end, or with query->failed. */
	bool (*next)(struct db_query *query);
	/* Rows that it touched. */
	int64_t (*changed)(const struct db_query *query);
	/* The id that it gave a row, 0 if none; NULL: it is the first column
	 * of the only row. */
	int64_t (*inserted)(const struct db_query *query);
	void (*end)(struct db_query *query);
	/* db_run_rows of a prepared statement; NULL: one call for each row. */
	bool (*rows)(struct db *db, const struct db_statement *statement,
	    const struct db_value *parameter, size_t parameters, size_t rows,
	    int64_t *ret_ids);
	bool (*script)(struct db *db, const char *sql);
	const char *begin; /* SQL */
	/* What makes changes of many rows quick, and ends it; or NULL. */
	const char *many, *few;
};

enum { DB_BUCKETS = 256 };

struct db {
	const struct db_engine *engine;
	void *connection;
	struct arena arena;                         /* as long as the db */
	struct db_statement *statement[DB_BUCKETS]; /* by address */
	int statements;
	bool in_query;
	bool inserting; /* what is started is db_insert's */
	bool in_change; /* between db_begin and its end */
	enum db_failure failure;
	char message[LIMIT_ERROR];
	const char *address; /* without a password, for messages */
};

extern const struct db_engine db_sqlite, db_postgres;

/* Note a failure; false. */
bool db_fail(struct db *db, enum db_failure failure, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
