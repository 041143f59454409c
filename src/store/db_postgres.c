/* PostgreSQL behind db.h. */
#include <libpq-fe.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "store/db_engine.h"

/* Types of parameters and columns, by their numbers in the system tables. */
enum { TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_INT4 = 23, TYPE_TEXT = 25 };
/* Those of their arrays. */
enum { TYPE_BYTEAS = 1001, TYPE_TEXTS = 1009, TYPE_INT8S = 1016 };

/* By the five characters of SQLSTATE, or the first two of them. */
static enum db_failure failure_of(const char *state)
{
	static const struct {
		const char *prefix;
		enum db_failure failure;
	} table[] = {
		{ "23505", DB_EXISTS },
		{ "23", DB_REFUSED },
		{ "40", DB_BUSY },
		{ "55P03", DB_BUSY },
		{ "53100", DB_FULL },
		{ "XX", DB_CORRUPT },
		{ "08", DB_LOST },
		{ "57P", DB_LOST },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(state, table[i].prefix, strlen(table[i].prefix)) ==
		    0)
			return table[i].failure;
	return DB_BROKEN;
}

/* Its messages end in a line end, and may have more lines. */
static bool fail(struct db *db, const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	struct str line;

	if (text == NULL)
		text = PQerrorMessage(db->connection);
	line = str_trim(str_of(text));
	line = str_take(&line, '\n');
	if (PQstatus(db->connection) == CONNECTION_BAD)
		return db_fail(db, DB_LOST, "%.*s", STR_ARG(line));
	return db_fail(db, state != NULL ? failure_of(state) : DB_BROKEN,
	    "%.*s", STR_ARG(line));
}

/* Run something without rows and forget its result. */
static bool take_result(struct db *db, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (!ok)
		fail(db, result);
	PQclear(result);
	return ok;
}

static bool postgres_script(struct db *db, const char *sql)
{
	return take_result(db, PQexec(db->connection, sql));
}

static void ignore_notice(void *data, const PGresult *result)
{
	(void)data;
	(void)result;
}

/* Of several hosts, the one that takes writes, unless the address says what it
 * wants: libpq knows the key, and the last one given wins. */
static bool postgres_open(struct db *db, const char *address)
{
	const char *const keys[] = { "target_session_attrs", "connect_timeout",
		"application_name", "client_encoding", "dbname", NULL };
	const char *const values[] = { "read-write", "10", "sennight", "UTF8",
		address, NULL };

	db->connection = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->connection) != CONNECTION_OK)
		return fail(db, NULL);
	PQsetNoticeReceiver(db->connection, ignore_notice, NULL);
	return postgres_script(
	    db, "SET lock_timeout = '10s'; SET search_path = public");
}

static void postgres_close(struct db *db)
{
	PQfinish(db->connection);
}

static void name_of(const struct db_statement *statement, char name[16])
{
	snprintf(name, 16, "s%d", statement->number);
}

static Oid type_of(enum db_type type)
{
	return type == DB_INTEGER ? TYPE_INT8
	       : type == DB_BYTES ? TYPE_BYTEA
	       : type == DB_TEXT  ? TYPE_TEXT
				  : 0;
}

static Oid array_of(enum db_type type)
{
	return type == DB_INTEGER ? TYPE_INT8S
	       : type == DB_BYTES ? TYPE_BYTEAS
				  : TYPE_TEXTS;
}

/* The types are those of the first call; what is NULL there the server finds
 * out itself. */
static bool postgres_prepare(struct db *db, struct db_statement *statement,
    const enum db_type *type, size_t parameters)
{
	const char *sql = statement->text;
	Oid types[DB_PARAMETERS];
	char name[16];

	for (size_t i = 0; i < parameters; i++)
		types[i] =
		    statement->rows > 0 ? array_of(type[i]) : type_of(type[i]);
	name_of(statement, name);
	if (statement->inserts)
		sql = arena_printf(&db->arena, "%s RETURNING id", sql).at;
	return take_result(
	    db, PQprepare(db->connection, name, sql, (int)parameters, types));
}

static void postgres_unprepare(struct db_statement *statement)
{
	(void)statement; /* the server forgets it with the connection */
}

static void put_number(char *bytes, size_t size, uint64_t number)
{
	for (size_t i = size; i-- > 0; number >>= 8)
		bytes[i] = (char)(number & 0xff);
}

static uint64_t take_number(struct str bytes)
{
	uint64_t number = 0;

	for (size_t i = 0; i < bytes.len; i++)
		number = number << 8 | (unsigned char)bytes.at[i];
	return number;
}

struct parameters {
	char number[DB_PARAMETERS][8]; /* the highest byte first */
	const char *value[DB_PARAMETERS];
	int length[DB_PARAMETERS];
	int format[DB_PARAMETERS];
};

static void fill(
    struct parameters *p, const struct db_value *parameter, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct db_value *v = &parameter[i];

		p->format[i] = 1;
		p->value[i] = NULL;
		p->length[i] = 0;
		if (v->type == DB_INTEGER) {
			put_number(p->number[i], sizeof(p->number[i]),
			    (uint64_t)v->number);
			p->value[i] = p->number[i];
			p->length[i] = sizeof(p->number[i]);
		} else if (v->type != DB_NULL) {
			p->value[i] = v->text.len > 0 ? v->text.at : "";
			p->length[i] = (int)v->text.len;
		}
	}
}

static bool execute(
    struct db_query *query, const struct parameters *p, size_t parameters)
{
	struct db *db = query->db;
	char name[16];
	PGresult *result;
	ExecStatusType status;

	name_of(query->statement, name);
	result = PQexecPrepared(db->connection, name, (int)parameters, p->value,
	    p->length, p->format, 1);
	query->result = result;
	status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return fail(db, result);
	query->columns = PQnfields(result);
	assert(query->columns <= DB_COLUMNS);
	return true;
}

static bool postgres_start(
    struct db_query *query, const struct db_value *parameter, size_t parameters)
{
	struct parameters p;

	fill(&p, parameter, parameters);
	return execute(query, &p, parameters);
}

static void add_number(struct strbuf *sb, size_t size, uint64_t number)
{
	char bytes[8];

	put_number(bytes, size, number);
	strbuf_add(sb, (struct str){ bytes, size });
}

/* Dimensions, whether there are NULLs, type; of the only dimension its length
 * and the number of its first; and each with its length, -1 for NULL. */
static void add_array(
    struct strbuf *sb, const struct db_rows *rows, size_t column)
{
	enum db_type type = rows->type[column];

	add_number(sb, 4, 1);
	add_number(sb, 4, 1);
	add_number(sb, 4, type_of(type));
	add_number(sb, 4, rows->count);
	add_number(sb, 4, 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct db_value *v =
		    &rows->value[i * rows->columns + column];

		assert(v->type == type || v->type == DB_NULL);
		if (v->type == DB_NULL) {
			add_number(sb, 4, UINT32_MAX);
		} else if (type == DB_INTEGER) {
			add_number(sb, 4, 8);
			add_number(sb, 8, (uint64_t)v->number);
		} else {
			add_number(sb, 4, v->text.len);
			strbuf_add(sb, v->text);
		}
	}
}

static bool postgres_start_rows(struct db_query *query)
{
	const struct db_rows *rows = query->rows;
	size_t start[DB_PARAMETERS + 1] = { 0 };
	struct parameters p;
	struct strbuf sb;
	bool ok;

	strbuf_init(&sb, LIMIT_ROWS_AT_ONCE);
	for (size_t i = 0; i < rows->columns; i++) {
		add_array(&sb, rows, i);
		start[i + 1] = sb.len;
	}
	for (size_t i = 0; i < rows->columns; i++) {
		p.format[i] = 1;
		p.value[i] = sb.buf + start[i];
		p.length[i] = (int)(start[i + 1] - start[i]);
	}
	ok = sb.full ? db_fail(query->db, DB_BROKEN, "too much at once")
		     : execute(query, &p, rows->columns);
	strbuf_release(&sb);
	return ok;
}

static struct db_value column(const PGresult *result, int row, int i)
{
	struct str bytes = { PQgetvalue(result, row, i),
		(size_t)PQgetlength(result, row, i) };

	if (PQgetisnull(result, row, i))
		return db_null();
	switch (PQftype(result, i)) {
	case TYPE_INT8: return db_number((int64_t)take_number(bytes));
	case TYPE_INT4: return db_number((int32_t)take_number(bytes));
	case TYPE_BYTEA: return db_bytes(bytes);
	default: return db_text(bytes);
	}
}

static bool postgres_next(struct db_query *query)
{
	if (query->row == PQntuples(query->result))
		return false;
	for (int i = 0; i < query->columns; i++)
		query->column[i] = column(query->result, query->row, i);
	query->row++;
	return true;
}

static int64_t postgres_changed(const struct db_query *query)
{
	uint64_t number = 0;

	str_to_number(str_of(PQcmdTuples(query->result)), INT64_MAX, &number);
	return (int64_t)number;
}

static void postgres_end(struct db_query *query)
{
	PQclear(query->result);
}

/* Each column is one parameter, however many rows there are. */
static void write_rows(struct strbuf *sb, size_t columns, size_t rows)
{
	(void)rows;
	strbuf_lit(sb, "SELECT * FROM unnest(");
	for (size_t i = 1; i <= columns; i++)
		strbuf_printf(sb, "%s$%zu", i > 1 ? ", " : "", i);
	strbuf_lit(sb, ")");
}

const struct db_engine db_postgres = {
	.open = postgres_open,
	.close = postgres_close,
	.prepare = postgres_prepare,
	.unprepare = postgres_unprepare,
	.start = postgres_start,
	.start_rows = postgres_start_rows,
	.next = postgres_next,
	.changed = postgres_changed,
	.end = postgres_end,
	.script = postgres_script,
	.begin = "BEGIN",
	/* The plan of a statement is made while its tables are small, and kept
	 * while they grow; and until the server has looked at what is in them
	 * now it reads all of it for a page. */
	.many = "SET enable_seqscan = off; SET enable_hashjoin = off; "
		"SET enable_mergejoin = off",
	.few = "RESET enable_seqscan; RESET enable_hashjoin; "
	       "RESET enable_mergejoin; ANALYZE",
	.write_rows = write_rows,
};
