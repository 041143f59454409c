#include "store/copy.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "store/migrate.h"

/* All tables but `migration`, each behind those that it refers to. */
static const struct {
	const char *name;
	int64_t since; /* the migration that made it */
	bool numbered; /* has an id that numbers itself */
} tables[] = {
	{ "fact", 1, false },
	{ "subscriber", 1, true },
	{ "preference", 1, false },
	{ "consent", 1, true },
	{ "suppression", 1, false },
	{ "pace", 1, false },
	{ "outbox", 1, true },
	{ "candidate", 2, true },
	{ "decision", 2, true },
	{ "nomination", 2, true },
	{ "vote_round", 2, true },
	{ "vote", 2, false },
	{ "tally", 2, false },
	{ "mailing", 4, true },
	{ "sender", 4, true },
	{ "lease", 4, true },
	{ "delivery", 4, false },
	{ "delivery_step", 4, false },
	{ "returned", 5, true },
	{ "returned_text", 5, false },
	{ "soft_bounce", 5, false },
	{ "throttle", 6, false },
	{ "source", 7, false },
	{ "publish_step", 9, false },
	{ "publish_lease", 9, false },
	{ "published", 9, false },
	{ "published_draft", 11, false },
};
enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

static const char *keep(struct db *db, const char *format, const char *name)
{
	struct arena arena = { 0 };
	const char *sql = db_keep(db, arena_printf(&arena, format, name));

	arena_release(&arena);
	return sql;
}

/* ---------------------------------------------------------------- one table */

/* "INSERT INTO name VALUES ($1, $2)". */
static const char *insertion(struct db *db, const char *name, int columns)
{
	struct strbuf sql;
	const char *kept;

	strbuf_init(&sql, LIMIT_SMALL_FILE);
	strbuf_printf(&sql, "INSERT INTO %s VALUES (", name);
	for (int i = 1; i <= columns; i++)
		strbuf_printf(&sql, "%s$%d", i > 1 ? ", " : "", i);
	strbuf_add_char(&sql, ')');
	kept = db_keep(db, strbuf_str(&sql));
	strbuf_release(&sql);
	return kept;
}

struct copying {
	struct db *from, *to;
	const char *name;
	const char *insert; /* NULL until the first row */
};

/* All rows of a query go into the other table. */
static bool copy_rows(
    struct copying *c, const char *select, int64_t *ret_rows, struct error *err)
{
	struct db_query query;
	bool ok = true;

	*ret_rows = 0;
	db_start(&query, c->from, select, DB_NO_ARGS);
	while (ok && db_next(&query)) {
		if (c->insert == NULL)
			c->insert = insertion(c->to, c->name, query.columns);
		ok = db_run(c->to, c->insert, query.column,
		    (size_t)query.columns, NULL, err);
		++*ret_rows;
	}
	if (ok)
		return db_end(&query, err);
	db_end(&query, &(struct error){ .text = "" });
	return false;
}

/* A server would hand over a whole table at once: it is fetched in parts. */
static bool copy_from_server(struct copying *c, struct error *err)
{
	const char *declare = keep(c->from,
	    "DECLARE rows NO SCROLL CURSOR FOR SELECT * FROM %s", c->name);
	int64_t rows;

	if (!db_script(c->from, declare, err))
		return false;
	do {
		if (!copy_rows(c,
			keep(c->from, "FETCH 5000 FROM rows -- %s", c->name),
			&rows, err))
			return false;
	} while (rows > 0);
	return db_script(c->from, "CLOSE rows", err);
}

/* New rows of a server's table get numbers behind those that were copied. */
static bool go_on_numbering(struct db *db, const char *name, struct error *err)
{
	int64_t ignored;
	struct arena arena = { 0 };
	const char *sql =
	    db_keep(db, arena_printf(&arena,
			    "SELECT setval(pg_get_serial_sequence('%s', 'id'), "
			    "(SELECT coalesce(max(id), 0) + 1 FROM %s), false)",
			    name, name));

	arena_release(&arena);
	return db_one_number(db, sql, DB_NO_ARGS, 0, &ignored, err);
}

static bool copy_table(
    struct db *from, struct db *to, size_t table, struct error *err)
{
	struct copying c = { from, to, tables[table].name, NULL };
	int64_t rows;
	bool ok = db_is_postgres(from)
		      ? copy_from_server(&c, err)
		      : copy_rows(&c, keep(from, "SELECT * FROM %s", c.name),
			    &rows, err);

	if (ok && db_is_postgres(to) && tables[table].numbered)
		ok = go_on_numbering(to, c.name, err);
	return ok;
}

/* From one moment of `from`, as one change of `to`. */
static bool copy_all(
    struct db *from, struct db *to, int64_t version, struct error *err)
{
	bool ok = db_script(from,
	    db_is_postgres(from)
		? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
		: "BEGIN",
	    err);

	if (!ok)
		return false;
	ok = db_begin(to, err);
	for (size_t i = 0; ok && i < TABLES; i++)
		ok = tables[i].since > version || copy_table(from, to, i, err);
	if (ok)
		ok = db_commit(to, err);
	else
		db_rollback(to);
	db_script(from, "ROLLBACK", &(struct error){ .text = "" });
	return ok;
}

/* ------------------------------------------------------------------ to a file */

/* The log beside the file goes into it. */
static bool fill_file(struct db *from, const char *path, struct error *err)
{
	struct db *to;
	int64_t version;
	bool ok;

	if (!migrate_version(from, &version, err) || !db_open(path, &to, err))
		return false;
	ok = migrate_to(to, version, err) && copy_all(from, to, version, err) &&
	     db_script(to, "PRAGMA journal_mode = DELETE", err);
	db_close(to);
	return ok;
}

static void remove_file(struct arena *arena, const char *path)
{
	unlink(path);
	unlink(arena_printf(arena, "%s-wal", path).at);
	unlink(arena_printf(arena, "%s-shm", path).at);
}

bool copy_to_file(struct db *db, const char *path, struct error *err)
{
	struct arena arena = { 0 };
	const char *beside = arena_printf(&arena, "%s.part", path).at;
	bool ok;

	if (file_exists(path)) {
		arena_release(&arena);
		return error_set(err,
		    "%s is there already; a backup overwrites nothing", path);
	}
	remove_file(&arena, beside);
	ok = fill_file(db, beside, err);
	if (ok && link(beside, path) != 0)
		ok = error_errno(err, errno, "cannot make %s", path);
	remove_file(&arena, beside);
	arena_release(&arena);
	return ok;
}

/* ---------------------------------------------------------------- from a file */

static bool is_empty(struct db *db, struct error *err)
{
	int64_t rows;

	if (!db_one_number(db,
		"SELECT (SELECT count(*) FROM subscriber) + (SELECT count(*) "
		"FROM candidate) + (SELECT count(*) FROM suppression) + "
		"(SELECT count(*) FROM nomination)",
		DB_NO_ARGS, 0, &rows, err))
		return false;
	return rows == 0 ||
	       error_set(err, "the database is not empty: restore into a new "
			      "one, and then use that");
}

/* What a new database has by itself would clash with what comes. */
static bool clear(struct db *db, struct error *err)
{
	return db_script(
	    db, "DELETE FROM fact; DELETE FROM pace; DELETE FROM outbox", err);
}

static bool take_file(struct db *db, const char *copy, struct error *err)
{
	struct db *from;
	int64_t version;
	bool ok;

	if (!db_open(copy, &from, err))
		return false;
	ok = migrate_version(from, &version, err) &&
	     (version > 0 || error_set(err, "it is no backup of Sennight")) &&
	     migrate(from, err) && is_empty(db, err) && clear(db, err) &&
	     copy_all(from, db, migrate_newest(), err);
	db_close(from);
	return ok;
}

/* Opening a SQLite file changes it: the backup itself is only read. */
bool copy_from_file(struct db *db, const char *path, struct error *err)
{
	struct arena arena = { 0 };
	const char *copy = arena_printf(&arena, "%s.part", path).at;
	struct error why;
	bool ok;

	remove_file(&arena, copy);
	ok = file_copy(path, copy, &why) && take_file(db, copy, &why);
	if (!ok)
		error_set(err, "cannot restore %s: %s", path, why.text);
	remove_file(&arena, copy);
	arena_release(&arena);
	return ok;
}
