#include "store/db.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "store/db_engine.h"

/* -------------------------------------------------------------------- values */

struct db_value db_number(int64_t number)
{
	return (struct db_value){ .type = DB_INTEGER, .number = number };
}

struct db_value db_text(struct str text)
{
	if (text.at == NULL)
		return db_null();
	return (struct db_value){ .type = DB_TEXT, .text = text };
}

struct db_value db_bytes(struct str bytes)
{
	if (bytes.at == NULL)
		return db_null();
	return (struct db_value){ .type = DB_BYTES, .text = bytes };
}

struct db_value db_null(void)
{
	return (struct db_value){ .type = DB_NULL };
}

/* ------------------------------------------------------------------ failures */

bool db_fail(struct db *db, enum db_failure failure, const char *format, ...)
{
	va_list args;

	db->failure = failure;
	va_start(args, format);
	vsnprintf(db->message, sizeof(db->message), format, args);
	va_end(args);
	return false;
}

/* What to do, for who reads the message. */
static const char *advice(enum db_failure failure)
{
	static const char *const advice[] = {
		[DB_BUSY] = "; another program is writing: try again",
		[DB_FULL] = "; make room on the disk and try again",
		[DB_CORRUPT] = "; `sennight restore` brings back a backup",
		[DB_LOST] = "; is the server running?",
		[DB_BROKEN] = "",
	};

	return failure <= DB_BROKEN && advice[failure] != NULL ? advice[failure]
							       : "";
}

static bool tell(const struct db *db, struct error *err)
{
	return error_set(err, "database %s: %s%s", db->address, db->message,
	    advice(db->failure));
}

enum db_failure db_failure(const struct db *db)
{
	return db->failure;
}

/* ------------------------------------------------------------ open and close */

bool db_is_postgres_address(const char *address)
{
	return str_starts(str_of(address), STR("postgresql://")) ||
	       str_starts(str_of(address), STR("postgres://"));
}

/* An address may hold a password, between a colon and an @. */
static const char *without_password(struct arena *arena, const char *address)
{
	struct str text = str_of(address);
	size_t start = str_find(text, STR("://"), 0), at, colon;

	if (!db_is_postgres_address(address) || start == STR_NONE)
		return arena_cstr(arena, text);
	at = str_find_char(text, '@', start + 3);
	colon = str_find_char(text, ':', start + 3);
	if (at == STR_NONE || colon == STR_NONE || colon > at)
		return arena_cstr(arena, text);
	return arena_printf(arena, "%.*s%.*s", STR_ARG(str_sub(text, 0, colon)),
	    STR_ARG(str_sub(text, at, text.len)))
	    .at;
}

bool db_open(const char *address, struct db **ret_db, struct error *err)
{
	struct db *db = xmalloc(sizeof(*db));

	memset(db, 0, sizeof(*db));
	db->engine =
	    db_is_postgres_address(address) ? &db_postgres : &db_sqlite;
	db->address = without_password(&db->arena, address);
	if (!db->engine->open(db, address)) {
		tell(db, err);
		db_close(db);
		return false;
	}
	*ret_db = db;
	return true;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < DB_BUCKETS; i++)
		for (struct db_statement *s = db->statement[i]; s != NULL;
		     s = s->next)
			db->engine->unprepare(s);
	db->engine->close(db);
	arena_release(&db->arena);
	free(db);
}

bool db_is_postgres(const struct db *db)
{
	return db->engine == &db_postgres;
}

const char *db_keep(struct db *db, struct str sql)
{
	return arena_cstr(&db->arena, sql);
}

/* ------------------------------------------------------------------- queries */

static const char *with_rows(
    struct db *db, const char *sql, size_t columns, size_t rows)
{
	static const struct str word = STR_INIT("@rows");
	struct str text = str_of(sql), made;
	size_t at = str_find(text, word, 0);
	struct strbuf sb;

	assert(at != STR_NONE);
	strbuf_init(&sb, LIMIT_SMALL_FILE);
	strbuf_add(&sb, str_sub(text, 0, at));
	db->engine->write_rows(&sb, columns, rows);
	strbuf_add(&sb, str_sub(text, at + word.len, text.len));
	assert(!sb.full);
	made = arena_str(&db->arena, strbuf_str(&sb));
	strbuf_release(&sb);
	return made.at;
}

static struct db_statement *find_statement(struct db *db, const char *sql,
    const enum db_type *type, size_t parameters, size_t rows)
{
	struct db_statement **bucket =
	    &db->statement[((uintptr_t)sql >> 3) % DB_BUCKETS];
	struct db_statement *s;

	for (s = *bucket; s != NULL; s = s->next)
		if (s->sql == sql && s->rows == rows)
			return s;
	s = ARENA_NEW(&db->arena, struct db_statement);
	s->sql = sql;
	s->text = rows > 0 ? with_rows(db, sql, parameters, rows) : sql;
	s->rows = rows;
	s->number = ++db->statements;
	s->inserts = db->inserting;
	if (!db->engine->prepare(db, s, type, parameters))
		return NULL;
	s->next = *bucket;
	*bucket = s;
	return s;
}

static void start(struct db_query *query, struct db *db)
{
	assert(!db->in_query);
	*query = (struct db_query){ .db = db };
	db->in_query = true;
	db->failure = DB_FINE;
}

void db_start(struct db_query *ret_query, struct db *db, const char *sql,
    const struct db_value *parameter, size_t parameters)
{
	enum db_type type[DB_PARAMETERS];

	assert(parameters <= DB_PARAMETERS);
	for (size_t i = 0; i < parameters; i++)
		type[i] = parameter[i].type;
	start(ret_query, db);
	ret_query->statement = find_statement(db, sql, type, parameters, 0);
	ret_query->failed =
	    ret_query->statement == NULL ||
	    !db->engine->start(ret_query, parameter, parameters);
}

void db_start_rows(struct db_query *ret_query, struct db *db, const char *sql,
    const struct db_rows *rows)
{
	size_t at_once = db->engine->rows_at_once;

	assert(rows->columns <= DB_PARAMETERS);
	start(ret_query, db);
	ret_query->rows = rows;
	if (rows->count == 0)
		return;
	ret_query->single =
	    find_statement(db, sql, rows->type, rows->columns, 1);
	ret_query->statement = ret_query->single;
	if (ret_query->single != NULL && at_once > 1 && rows->count >= at_once)
		ret_query->statement =
		    find_statement(db, sql, rows->type, rows->columns, at_once);
	ret_query->failed =
	    ret_query->statement == NULL || !db->engine->start_rows(ret_query);
}

bool db_next(struct db_query *query)
{
	if (query->failed || (query->rows != NULL && query->rows->count == 0))
		return false;
	return query->db->engine->next(query);
}

bool db_end(struct db_query *query, struct error *err)
{
	struct db *db = query->db;

	assert(db->in_query);
	db->in_query = false;
	if (query->statement != NULL)
		db->engine->end(query);
	return !query->failed || tell(db, err);
}

bool db_run(struct db *db, const char *sql, const struct db_value *parameter,
    size_t parameters, int64_t *ret_changed, struct error *err)
{
	struct db_query query;

	db_start(&query, db, sql, parameter, parameters);
	while (db_next(&query))
		continue;
	if (!query.failed && ret_changed != NULL)
		*ret_changed = db->engine->changed(&query);
	return db_end(&query, err);
}

bool db_insert(struct db *db, const char *sql, const struct db_value *parameter,
    size_t parameters, int64_t *ret_id, struct error *err)
{
	struct db_query query;
	int64_t id = 0;

	db->inserting = true;
	db_start(&query, db, sql, parameter, parameters);
	db->inserting = false;
	while (db_next(&query))
		id = query.column[0].number;
	if (!query.failed && db->engine->inserted != NULL)
		id = db->engine->inserted(&query);
	if (!db_end(&query, err))
		return false;
	*ret_id = id;
	return true;
}

bool db_run_rows(struct db *db, const char *sql, const struct db_rows *rows,
    struct error *err)
{
	struct db_query query;

	assert(db->in_change);
	db_start_rows(&query, db, sql, rows);
	while (db_next(&query))
		continue;
	return db_end(&query, err);
}

bool db_script(struct db *db, const char *sql, struct error *err)
{
	assert(!db->in_query);
	db->failure = DB_FINE;
	return db->engine->script(db, sql) || tell(db, err);
}

bool db_one_number(struct db *db, const char *sql,
    const struct db_value *parameter, size_t parameters, int64_t otherwise,
    int64_t *ret_number, struct error *err)
{
	struct db_query query;
	int64_t number = otherwise;

	db_start(&query, db, sql, parameter, parameters);
	if (db_next(&query) && query.column[0].type == DB_INTEGER)
		number = query.column[0].number;
	if (!db_end(&query, err))
		return false;
	*ret_number = number;
	return true;
}

/* ------------------------------------------------------------------- changes */

bool db_begin(struct db *db, struct error *err)
{
	assert(!db->in_change);
	db->in_change = db_script(db, db->engine->begin, err);
	return db->in_change;
}

bool db_commit(struct db *db, struct error *err)
{
	assert(db->in_change);
	if (!db_script(db, "COMMIT", err)) {
		db_rollback(db);
		return false;
	}
	db->in_change = false;
	return true;
}

/* Fails only where there is nothing left to undo. */
void db_rollback(struct db *db)
{
	enum db_failure failure = db->failure;

	if (db->in_change)
		db->engine->script(db, "ROLLBACK");
	db->in_change = false;
	db->failure = failure;
}

void db_expect_many(struct db *db, bool many)
{
	const char *sql = many ? db->engine->many : db->engine->few;
	enum db_failure failure = db->failure;

	assert(!db->in_change);
	if (sql != NULL)
		db->engine->script(db, sql);
	db->failure = failure;
}
