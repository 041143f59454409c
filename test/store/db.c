/* One connection, of either engine: values, failures, changes, migrations. */
#include "place.h"

#include "store/migrate.h"

static struct db *open_empty(void)
{
	struct error err;
	struct db *db = NULL;

	if (!db_open(empty_place(), &db, &err))
		fail_msg("%s", err.text);
	return db;
}

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static struct db *open_things(void)
{
	struct db *db = open_empty();
	struct error err;

	must(db_script(db,
		 on_postgres()
		     ? "CREATE TABLE thing (id BIGINT PRIMARY KEY, "
		       "name TEXT UNIQUE, bytes BYTEA, size BIGINT NOT NULL)"
		     : "CREATE TABLE thing (id INTEGER PRIMARY KEY, "
		       "name TEXT UNIQUE, bytes BLOB, size INTEGER NOT NULL) "
		       "STRICT",
		 &err),
	    &err);
	return db;
}

static bool add(struct db *db, int64_t id, const char *name, struct error *err)
{
	return db_run(db, "INSERT INTO thing VALUES ($1, $2, $3, $4)",
	    DB_ARGS(db_number(id),
		name != NULL ? db_text(str_of(name)) : db_null(),
		db_bytes(STR("\0\xff")), db_number(-id)),
	    NULL, err);
}

static int64_t count(struct db *db)
{
	struct error err;
	int64_t n = -1;

	must(db_one_number(
		 db, "SELECT count(*) FROM thing", DB_NO_ARGS, 0, &n, &err),
	    &err);
	return n;
}

static void test_values(void **state)
{
	static const char name[] = "a'b\"; -- \xf0\x9f\xa6\x80 \xd7\xa9";
	struct db *db = open_things();
	struct db_query q;
	struct error err;
	int rows = 0;

	(void)state;
	must(add(db, INT64_MAX, name, &err), &err);
	must(add(db, 2, NULL, &err), &err);
	db_start(&q, db,
	    "SELECT id, name, bytes, size FROM thing WHERE size < $2 AND id > "
	    "$1 ORDER BY id DESC",
	    DB_ARGS(db_number(1), db_number(0)));
	while (db_next(&q)) {
		assert_int_equal(q.columns, 4);
		assert_int_equal(q.column[0].type, DB_INTEGER);
		assert_true(q.column[0].number == (rows == 0 ? INT64_MAX : 2));
		assert_true(q.column[3].number == -q.column[0].number);
		assert_int_equal(q.column[2].type, DB_BYTES);
		assert_true(str_eq(q.column[2].text, STR("\0\xff")));
		if (rows == 0)
			assert_str(q.column[1].text, name);
		else
			assert_int_equal(q.column[1].type, DB_NULL);
		rows++;
	}
	must(db_end(&q, &err), &err);
	assert_int_equal(rows, 2);
	db_close(db);
}

/* The same statement again and again, with empty results and rows unread. */
static void test_again(void **state)
{
	struct db *db = open_things();
	struct db_query q;
	struct error err;
	int64_t changed;

	(void)state;
	for (int64_t i = 1; i <= 50; i++)
		must(add(db, i, NULL, &err), &err);
	for (int i = 0; i < 3; i++) {
		db_start(
		    &q, db, "SELECT id FROM thing ORDER BY id", DB_NO_ARGS);
		assert_true(db_next(&q));
		assert_true(q.column[0].number == 1);
		must(db_end(&q, &err), &err);
	}
	must(db_run(db, "DELETE FROM thing WHERE id <= $1",
		 DB_ARGS(db_number(20)), &changed, &err),
	    &err);
	assert_true(changed == 20);
	must(db_one_number(db, "SELECT id FROM thing WHERE id = $1",
		 DB_ARGS(db_number(3)), 77, &changed, &err),
	    &err);
	assert_true(changed == 77);
	db_close(db);
}

static void test_failures(void **state)
{
	struct db *db = open_things();
	struct error err;

	(void)state;
	must(add(db, 1, "a", &err), &err);
	assert_int_equal(db_failure(db), DB_FINE);
	assert_false(add(db, 1, "b", &err));
	assert_int_equal(db_failure(db), DB_EXISTS);
	assert_false(add(db, 2, "a", &err));
	assert_int_equal(db_failure(db), DB_EXISTS);
	assert_false(db_run(db,
	    "INSERT INTO thing (id, name, size) VALUES (3, 'c', NULL)",
	    DB_NO_ARGS, NULL, &err));
	assert_int_equal(db_failure(db), DB_REFUSED);
	assert_false(db_script(db, "SELEKT 1", &err));
	assert_int_equal(db_failure(db), DB_BROKEN);
	assert_false(
	    db_run(db, "SELECT * FROM nowhere", DB_NO_ARGS, NULL, &err));
	assert_true(count(db) == 1);
	db_close(db);
}

static void test_changes(void **state)
{
	struct db *db = open_things();
	struct error err;

	(void)state;
	must(db_begin(db, &err), &err);
	must(add(db, 1, "a", &err), &err);
	db_rollback(db);
	assert_true(count(db) == 0);
	must(db_begin(db, &err), &err);
	must(add(db, 1, "a", &err), &err);
	assert_false(add(db, 1, "a", &err));
	db_rollback(db);
	assert_int_equal(db_failure(db), DB_EXISTS);
	must(db_begin(db, &err), &err);
	must(add(db, 1, "a", &err), &err);
	must(db_commit(db, &err), &err);
	db_rollback(db);
	assert_true(count(db) == 1);
	db_close(db);
}

static const enum db_type thing_types[] = { DB_INTEGER, DB_TEXT, DB_BYTES,
	DB_INTEGER };
static struct db_value thing[40][COUNT(thing_types)];

/* Values and NULLs of each type; the last number tells the row. */
static void make_things(void)
{
	for (size_t i = 0; i < COUNT(thing); i++) {
		thing[i][0] = db_number(INT64_MIN + (int64_t)i);
		thing[i][1] = db_null();
		thing[i][2] = i % 3 == 0 ? db_bytes(STR("\0\xff")) : db_null();
		thing[i][3] = db_number(-(int64_t)i);
	}
	thing[7][1] = db_text(STR("a'b\"; -- \xf0\x9f\xa6\x80"));
	thing[8][1] = db_text(STR(""));
}

static bool put_things(
    struct db *db, const struct db_rows *rows, struct error *err)
{
	return db_run_rows(db,
	    "WITH r (id, name, bytes, size) AS (@rows) INSERT INTO thing "
	    "SELECT r.id, r.name, r.bytes, r.size FROM r",
	    rows, err);
}

/* Each comes back as it went in. */
static void find_things(struct db *db, const struct db_rows *rows)
{
	struct db_query q;
	struct error err;
	size_t seen = 0;

	db_start_rows(&q, db,
	    "WITH r (id, name, bytes, size) AS (@rows) SELECT r.size, t.name, "
	    "t.bytes, t.size FROM r JOIN thing AS t ON t.id = r.id",
	    rows);
	for (; db_next(&q); seen++) {
		const struct db_value *of = thing[-q.column[0].number];

		assert_true(q.column[3].number == of[3].number);
		for (int i = 1; i <= 2; i++) {
			assert_int_equal(q.column[i].type, of[i].type);
			if (of[i].type != DB_NULL)
				assert_true(
				    str_eq(q.column[i].text, of[i].text));
		}
	}
	must(db_end(&q, &err), &err);
	assert_int_equal(seen, rows->count);
}

/* As many as a statement of SQLite takes at once, fewer, more. */
static void test_rows(void **state)
{
	static const size_t counts[] = { 0, 1, 15, 16, 17, 40 };
	struct db *db = open_things();
	struct db_rows rows = { thing_types, COUNT(thing_types), thing[0], 0 };
	struct error err;

	(void)state;
	make_things();
	for (size_t i = 0; i < COUNT(counts); i++) {
		rows.count = counts[i];
		must(db_begin(db, &err), &err);
		must(put_things(db, &rows, &err), &err);
		assert_true(count(db) == (int64_t)rows.count);
		find_things(db, &rows);
		db_rollback(db);
	}
	/* The last of many is there already. */
	must(db_begin(db, &err), &err);
	thing[39][0] = thing[3][0];
	assert_false(put_things(db, &rows, &err));
	assert_int_equal(db_failure(db), DB_EXISTS);
	db_rollback(db);
	assert_true(count(db) == 0);
	db_close(db);
}

static void test_migrations(void **state)
{
	struct db *db = open_empty();
	struct error err;
	int64_t version;

	(void)state;
	must(migrate_version(db, &version, &err), &err);
	assert_true(version == 0);
	must(migrate(db, &err), &err);
	must(migrate(db, &err), &err);
	must(migrate_version(db, &version, &err), &err);
	assert_true(version == migrate_newest());
	must(db_one_number(db, "SELECT count(*) FROM candidate", DB_NO_ARGS, -1,
		 &version, &err),
	    &err);
	assert_true(version == 0);
	must(db_run(db, "INSERT INTO migration VALUES (999, 'future', 0)",
		 DB_NO_ARGS, NULL, &err),
	    &err);
	assert_false(migrate(db, &err));
	assert_non_null(strstr(err.text, "newer Sennight"));
	db_close(db);
}

static void test_refused(void **state)
{
	static const char *const addresses[] = {
		"/proc/nothing/a.db",
		"postgresql://ada:secret@127.0.0.1:1/x",
	};
	struct db *db;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		assert_false(db_open(addresses[i], &db, &err));
		assert_null(strstr(err.text, "secret"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_migrations),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
