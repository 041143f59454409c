/* PostgreSQL behind db.h. */
#include <libpq-fe.h>

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "store/db_engine.h"

/* Types of parameters and columns, by their numbers in the system tables. */
enum { TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_INT4 = 23, TYPE_TEXT = 25 };

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

static Oid type_of(const struct db_value *v)
{
	return v->type == DB_INTEGER ? TYPE_INT8
	       : v->type == DB_BYTES ? TYPE_BYTEA
	       : v->type == DB_TEXT  ? TYPE_TEXT
				     : 0;
}

/* The types are those of the first call; what is NULL there the server finds
 * out itself. */
static bool postgres_prepare(struct db *db, struct db_statement *statement,
    const struct db_value *parameter, size_t parameters)
{
	const char *sql = statement->sql;
	Oid types[DB_PARAMETERS];
	char name[16];

	for (size_t i = 0; i < parameters; i++)
		types[i] = type_of(&parameter[i]);
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

static void put_number(char bytes[8], uint64_t number)
{
	for (int i = 8; i-- > 0; number >>= 8)
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
			put_number(p->number[i], (uint64_t)v->number);
			p->value[i] = p->number[i];
			p->length[i] = sizeof(p->number[i]);
		} else if (v->type != DB_NULL) {
			p->value[i] = v->text.len > 0 ? v->text.at : "";
			p->length[i] = (int)v->text.len;
		}
	}
}

static bool postgres_start(
    struct db_query *query, const struct db_value *parameter, size_t parameters)
{
	struct db *db = query->db;
	struct parameters p;
	char name[16];
	PGresult *result;
	ExecStatusType status;

	fill(&p, parameter, parameters);
	name_of(query->statement, name);
	result = PQexecPrepared(db->connection, name, (int)parameters, p.value,
	    p.length, p.format, 1);
	query->result = result;
	status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return fail(db, result);
	query->columns = PQnfields(result);
	assert(query->columns <= DB_COLUMNS);
	return true;
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

static bool send_row(struct db *db, const struct db_statement *statement,
    const struct db_value *parameter, size_t parameters)
{
	struct parameters p;
	char name[16];

	fill(&p, parameter, parameters);
	name_of(statement, name);
	return PQsendQueryPrepared(db->connection, name, (int)parameters,
		   p.value, p.length, p.format, 1) == 1 ||
	       fail(db, NULL);
}

/* What became of one statement; a NULL follows its result.  Of several that
 * failed the first tells why: the server skips those behind it. */
static bool take_row(struct db *db, int64_t *ret_id)
{
	PGresult *result = PQgetResult(db->connection);
	ExecStatusType status = PQresultStatus(result);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

	if (!ok && db->failure == DB_FINE)
		fail(db, result);
	if (ok && ret_id != NULL)
		*ret_id =
		    PQntuples(result) > 0 ? column(result, 0, 0).number : 0;
	PQclear(result);
	if (result != NULL)
		PQclear(PQgetResult(db->connection));
	return ok;
}

/* All are sent before the first answer is read; libpq takes in answers while
 * it cannot send, so that neither side waits for the other. */
static bool postgres_rows(struct db *db, const struct db_statement *statement,
    const struct db_value *parameter, size_t parameters, size_t rows,
    int64_t *ret_ids)
{
	size_t sent = 0;
	bool ok;

	if (PQenterPipelineMode(db->connection) != 1)
		return fail(db, NULL);
	while (sent < rows && send_row(db, statement,
				  parameter + sent * parameters, parameters))
		sent++;
	ok = sent == rows;
	if (PQpipelineSync(db->connection) != 1)
		ok = fail(db, NULL);
	for (size_t i = 0; i < sent; i++)
		ok &= take_row(db, ret_ids != NULL ? &ret_ids[i] : NULL);
	PQclear(PQgetResult(db->connection)); /* of the sync */
	return PQexitPipelineMode(db->connection) == 1 ? ok : fail(db, NULL);
}

const struct db_engine db_postgres = {
	.open = postgres_open,
	.close = postgres_close,
	.prepare = postgres_prepare,
	.unprepare = postgres_unprepare,
	.start = postgres_start,
	.next = postgres_next,
	.changed = postgres_changed,
	.end = postgres_end,
	.rows = postgres_rows,
	.script = postgres_script,
	.begin = "BEGIN",
};
