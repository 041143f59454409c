/*
 * db_engine: what an engine does for db.c.  Private to src/store.
 *
 * Every function that can fail fills in db->failure and db->message.
 */
#ifndef STORE_DB_ENGINE_H
#define STORE_DB_ENGINE_H

#include "base/strbuf.h"
#include "store/db.h"

struct db_statement {
	const char *sql;          /* the literal that it is found by */
	const char *text;         /* the same with @rows replaced */
	void *prepared;           /* the engine's */
	int number;               /* from 1, in the order of preparation */
	bool inserts;             /* of db_insert */
	size_t rows;              /* of db_start_rows: how many; else 0 */
	int place[DB_PARAMETERS]; /* SQLite: number of each; 0: not used */
	struct db_statement *next;
};

struct db_engine {
	bool (*open)(struct db *db, const char *address);
	void (*close)(struct db *db);
	/* The types are those of the parameters, DB_NULL where that is not
	 * known; with rows those of the columns of @rows. */
	bool (*prepare)(struct db *db, struct db_statement *statement,
	    const enum db_type *type, size_t parameters);
	void (*unprepare)(struct db_statement *statement);
	/* Run it as far as its first row. */
	bool (*start)(struct db_query *query, const struct db_value *parameter,
	    size_t parameters);
	/* The same with query->rows. */
	bool (*start_rows)(struct db_query *query);
	/* Fill in query->column; false at the end, or with query->failed. */
	bool (*next)(struct db_query *query);
	/* Rows that it touched. */
	int64_t (*changed)(const struct db_query *query);
	/* The id that it gave a row, 0 if none; NULL: it is the first column
	 * of the only row. */
	int64_t (*inserted)(const struct db_query *query);
	void (*end)(struct db_query *query);
	bool (*script)(struct db *db, const char *sql);
	const char *begin; /* SQL */
	/* How many of the rows of db_start_rows go into one run; 0: all. */
	size_t rows_at_once;
	/* Write what @rows stands for, with so many. */
	void (*write_rows)(struct strbuf *sb, size_t columns, size_t rows);
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
