/* SQLite behind db.h. */
#include <sqlite3.h>

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "store/db_engine.h"

/* How long to wait for another writer, in milliseconds. */
enum { BUSY_MS = 10000 };

/* Each run of a statement costs about as much as three short rows. */
enum { ROWS_AT_ONCE = 16 };

/* Memory for pages of the file, and for those of a change of many rows: what
 * does not fit is written to the log again and again. */
#define CACHE_KIB "16000"
#define CACHE_KIB_MANY "160000"

static enum db_failure failure_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return code == SQLITE_CONSTRAINT_UNIQUE ||
			       code == SQLITE_CONSTRAINT_PRIMARYKEY
			   ? DB_EXISTS
			   : DB_REFUSED;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return DB_BUSY;
	case SQLITE_FULL: return DB_FULL;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return DB_CORRUPT;
	default: return DB_BROKEN;
	}
}

static bool fail(struct db *db, int code)
{
	if (code == SQLITE_NOMEM)
		xout_of_memory(0);
	return db_fail(db, failure_of(sqlite3_extended_errcode(db->connection)),
	    "%s", sqlite3_errmsg(db->connection));
}

static bool sqlite_script(struct db *db, const char *sql)
{
	int code = sqlite3_exec(db->connection, sql, NULL, NULL, NULL);

	return code == SQLITE_OK || fail(db, code);
}

/* It holds people's addresses: a new one is for its owner alone, and the log
 * beside it gets what it has.  Why it cannot be made, SQLite says. */
static void make_private(const char *address)
{
	int fd = open(
	    address, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (fd >= 0)
		close(fd);
}

/* With a log beside the file readers do not wait for the writer; FULL makes
 * a commit outlive a power cut. */
static bool sqlite_open(struct db *db, const char *address)
{
	struct error err;
	sqlite3 *connection = NULL;
	int code;

	if (!folder_make(path_folder(&db->arena, address), &err))
		return db_fail(db, DB_BROKEN, "%s", err.text);
	make_private(address);
	code = sqlite3_open_v2(address, &connection,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	    NULL);
	db->connection = connection;
	if (connection == NULL)
		xout_of_memory(0);
	if (code != SQLITE_OK)
		return fail(db, code);
	sqlite3_extended_result_codes(connection, 1);
	sqlite3_busy_timeout(connection, BUSY_MS);
	sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return sqlite_script(db,
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	    "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
	    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -" CACHE_KIB);
}

static void sqlite_close(struct db *db)
{
	sqlite3_close(db->connection);
}

/* $1 is a name to SQLite, whose number depends on where it stands. */
static int place_of(sqlite3_stmt *statement, size_t index)
{
	char name[24];

	snprintf(name, sizeof(name), "$%zu", index + 1);
	return sqlite3_bind_parameter_index(statement, name);
}

static bool sqlite_prepare(struct db *db, struct db_statement *statement,
    const enum db_type *type, size_t parameters)
{
	sqlite3_stmt *prepared = NULL;
	int code = sqlite3_prepare_v3(db->connection, statement->text, -1,
	    SQLITE_PREPARE_PERSISTENT, &prepared, NULL);

	(void)type;
	(void)parameters;
	statement->prepared = prepared;
	if (code != SQLITE_OK)
		return fail(db, code);
	for (size_t i = 0; statement->rows == 0 && i < DB_PARAMETERS; i++)
		statement->place[i] = place_of(prepared, i);
	return true;
}

static void sqlite_unprepare(struct db_statement *statement)
{
	sqlite3_finalize(statement->prepared);
}

static int bind(sqlite3_stmt *statement, int at, const struct db_value *v)
{
	if (at == 0)
		return SQLITE_OK;
	switch (v->type) {
	case DB_INTEGER: return sqlite3_bind_int64(statement, at, v->number);
	case DB_TEXT:
		return sqlite3_bind_text64(statement, at, v->text.at,
		    v->text.len, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BYTES:
		return sqlite3_bind_blob64(
		    statement, at, v->text.at, v->text.len, SQLITE_STATIC);
	case DB_NULL: break;
	}
	return sqlite3_bind_null(statement, at);
}

/* Give the statement the next rows of its input, or the one for single rows if
 * there are too few. */
static int bind_input(struct db_query *query)
{
	const struct db_rows *rows = query->rows;
	const struct db_value *value =
	    rows->value + query->input * rows->columns;
	size_t values;
	int code = SQLITE_OK;

	if (rows->count - query->input < query->statement->rows)
		query->statement = query->single;
	values = query->statement->rows * rows->columns;
	for (size_t i = 0; code == SQLITE_OK && i < values; i++)
		code =
		    bind(query->statement->prepared, (int)(i + 1), &value[i]);
	query->input += query->statement->rows;
	return code;
}

static void sqlite_end(struct db_query *query)
{
	sqlite3_reset(query->statement->prepared);
	sqlite3_clear_bindings(query->statement->prepared);
}

/* Step to the next row, which is kept until sqlite_next asks for it. */
static bool step(struct db_query *query)
{
	const struct db_rows *rows = query->rows;
	int code = sqlite3_step(query->statement->prepared);

	while (
	    code == SQLITE_DONE && rows != NULL && query->input < rows->count) {
		sqlite_end(query);
		code = bind_input(query);
		if (code == SQLITE_OK)
			code = sqlite3_step(query->statement->prepared);
	}
	query->row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return true;
	query->failed = true;
	return fail(query->db, code);
}

static bool start(struct db_query *query, int code)
{
	if (code != SQLITE_OK)
		return fail(query->db, code);
	query->columns = sqlite3_column_count(query->statement->prepared);
	assert(query->columns <= DB_COLUMNS);
	return step(query);
}

static bool sqlite_start(
    struct db_query *query, const struct db_value *parameter, size_t parameters)
{
	const struct db_statement *statement = query->statement;
	int code = SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < parameters; i++)
		code = bind(
		    statement->prepared, statement->place[i], &parameter[i]);
	return start(query, code);
}

static bool sqlite_start_rows(struct db_query *query)
{
	return start(query, bind_input(query));
}

static void write_rows(struct strbuf *sb, size_t columns, size_t rows)
{
	strbuf_lit(sb, "VALUES ");
	for (size_t i = 0; i < rows; i++) {
		strbuf_add_cstr(sb, i > 0 ? ", (?" : "(?");
		for (size_t n = 1; n < columns; n++)
			strbuf_lit(sb, ", ?");
		strbuf_lit(sb, ")");
	}
}

static struct db_value column(sqlite3_stmt *statement, int i)
{
	int type = sqlite3_column_type(statement, i);
	struct str bytes;

	if (type == SQLITE_INTEGER)
		return db_number(sqlite3_column_int64(statement, i));
	if (type == SQLITE_NULL)
		return db_null();
	bytes.at = type == SQLITE_BLOB
		       ? sqlite3_column_blob(statement, i)
		       : (const char *)sqlite3_column_text(statement, i);
	bytes.len = (size_t)sqlite3_column_bytes(statement, i);
	if (bytes.at == NULL)
		bytes = STR("");
	return type == SQLITE_BLOB ? db_bytes(bytes) : db_text(bytes);
}

/* The first row is there after the start; each call leaves the row it gives
 * current, so that its bytes stay valid. */
static bool sqlite_next(struct db_query *query)
{
	sqlite3_stmt *prepared;

	if (query->result != NULL && !step(query))
		return false;
	prepared = query->statement->prepared;
	query->result = prepared;
	if (query->row == 0)
		return false;
	for (int i = 0; i < query->columns; i++)
		query->column[i] = column(prepared, i);
	return true;
}

static int64_t sqlite_changed(const struct db_query *query)
{
	return sqlite3_changes64(query->db->connection);
}

static int64_t sqlite_inserted(const struct db_query *query)
{
	return sqlite_changed(query) > 0
		   ? sqlite3_last_insert_rowid(query->db->connection)
		   : 0;
}

const struct db_engine db_sqlite = {
	.open = sqlite_open,
	.close = sqlite_close,
	.prepare = sqlite_prepare,
	.unprepare = sqlite_unprepare,
	.start = sqlite_start,
	.start_rows = sqlite_start_rows,
	.next = sqlite_next,
	.changed = sqlite_changed,
	.inserted = sqlite_inserted,
	.end = sqlite_end,
	.script = sqlite_script,
	.begin = "BEGIN IMMEDIATE",
	.rows_at_once = ROWS_AT_ONCE,
	.write_rows = write_rows,
	/* The log does not keep the size that the change gave it. */
	.many = "PRAGMA cache_size = -" CACHE_KIB_MANY,
	.few = "PRAGMA cache_size = -" CACHE_KIB
	       "; PRAGMA shrink_memory; PRAGMA wal_checkpoint(TRUNCATE)",
};
