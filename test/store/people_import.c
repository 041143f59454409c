/* Lists that are taken in block by block: what becomes of each row, and that a
 * block of which one row fails leaves nothing. */
#include "place.h"

#include "base/file.h"
#include "store/store.h"

enum { NOON = 1772625600, MOST = 300, TAG = SUBSCRIBER_TAG_BYTES };

static char folder[64];
static const char *address;

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static struct store *open_again(void)
{
	struct store_options options = {
		.folder = folder, .address = address, .now = NOON
	};
	struct store *store;
	struct error err;

	must(store_open(&options, &store, &err), &err);
	return store;
}

static struct store *open_store(void)
{
	snprintf(folder, sizeof(folder), "/tmp/sennight-import-XXXXXX");
	assert_non_null(make_test_folder(folder));
	address = on_postgres() ? empty_place() : NULL;
	return open_again();
}

/* What no function of the store does. */
static void script(struct arena *arena, const char *lite, const char *postgres)
{
	struct error err;
	struct db *db;

	must(db_open(
		 on_postgres() ? address : path_join(arena, folder, "store.db"),
		 &db, &err),
	    &err);
	must(db_script(db, on_postgres() ? postgres : lite, &err), &err);
	db_close(db);
}

/* --------------------------------------------------------------------- a list */

struct list {
	struct arena arena;
	struct subscriber subscriber[MOST];
	struct people_import import[MOST];
	enum people_imported imported[MOST];
	size_t count;
};

static const struct consent imported[] = {
	{ .what = STR_INIT("imported"), .source = STR_INIT("a list") },
	{ .what = STR_INIT("confirmed"), .at = 7, .source = STR_INIT("there") },
};

static struct subscriber *add(
    struct list *l, const char *name, enum subscriber_state state)
{
	struct subscriber *s = &l->subscriber[l->count];
	struct str key = arena_printf(&l->arena, "%s@example.org", name);

	*s = (struct subscriber){
		.address = key,
		.address_key = key,
		.state = state,
		.source = STR("a list"),
	};
	l->import[l->count++] =
	    (struct people_import){ s, imported, COUNT(imported), 0 };
	return s;
}

static void add_many(struct list *l, int first, int count)
{
	static struct str sections[] = { STR_INIT("news"), STR_INIT("events") };

	for (int i = first; i < first + count; i++) {
		struct subscriber *s =
		    add(l, arena_printf(&l->arena, "reader%d", i).at,
			SUBSCRIBER_ACTIVE);

		if (i % 2 == 0)
			s->name = STR("A name");
		s->preferences.sections =
		    (struct str_list){ sections, (size_t)(i % 3) };
	}
}

static bool put(struct store *store, struct list *l, struct error *err)
{
	return people_import(store, l->import, l->count, l->imported, err);
}

static void forget(struct list *l)
{
	arena_release(&l->arena);
	memset(l, 0, sizeof(*l));
}

static struct people all_of(struct store *store, struct arena *arena)
{
	const struct people_filter filter = { .all_states = true,
		.most = 1000 };
	struct people people;
	struct error err;

	must(people_list(store, arena, &filter, &people, &err), &err);
	return people;
}

static size_t count(struct store *store)
{
	struct arena arena = { 0 };
	size_t n = all_of(store, &arena).count;

	arena_release(&arena);
	return n;
}

static struct subscriber find(
    struct store *store, struct arena *arena, const char *name)
{
	struct subscriber s;
	struct error err;
	bool found;

	must(people_find(store, arena,
		 arena_printf(arena, "%s@example.org", name), &found, &s, &err),
	    &err);
	assert_true(found);
	return s;
}

/* ----------------------------------------------------------------------- tests */

/* Blocks of many sizes: all that belongs to somebody is with that one. */
static void test_sizes(void **state)
{
	static const int sizes[] = { 1, 15, 16, 17, 33, MOST };
	static struct list l;
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct people people;
	struct consents *consents;
	struct error err;
	int first = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		add_many(&l, first, sizes[i]);
		must(put(store, &l, &err), &err);
		for (size_t n = 0; n < l.count; n++)
			assert_int_equal(l.imported[n], IMPORT_NEW);
		must(put(store, &l, &err), &err);
		for (size_t n = 0; n < l.count; n++)
			assert_int_equal(l.imported[n], IMPORT_KNOWN);
		first += sizes[i];
		forget(&l);
	}
	people = all_of(store, &arena);
	assert_int_equal(people.count, first);
	must(people_list_consents(store, &arena, &people, &consents, &err),
	    &err);
	for (size_t i = 0; i < people.count; i++) {
		const struct subscriber *s = &people.subscriber[i];

		/* In the order of the list. */
		assert_str(s->address,
		    arena_printf(&arena, "reader%zu@example.org", i).at);
		assert_int_equal(s->name.at != NULL, i % 2 == 0);
		assert_int_equal(s->preferences.sections.count, i % 3);
		assert_int_equal(s->tag.len, TAG);
		assert_int_equal(consents[i].count, 2);
		assert_str(consents[i].consent[0].what, "imported");
		assert_true(consents[i].consent[0].at == NOON);
		assert_true(consents[i].consent[1].at == 7);
	}
	arena_release(&arena);
	store_close(store);
}

/* One after the other in their meaning, also when they are about the same
 * reader. */
static void test_doubles(void **state)
{
	static const enum people_imported expected[] = { IMPORT_NEW,
		IMPORT_KNOWN, IMPORT_LEFT, IMPORT_STAYS_LEFT, IMPORT_BACK,
		IMPORT_BACK, IMPORT_LEFT, IMPORT_SUPPRESSED, IMPORT_SUPPRESSED,
		IMPORT_NEW };
	static struct list l;
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber s;
	struct consents consents;
	struct error err;

	(void)state;
	add(&l, "waits", SUBSCRIBER_PENDING);
	must(put(store, &l, &err), &err);
	must(people_suppress(
		 store, STR("never@example.org"), STR("complained"), &err),
	    &err);
	forget(&l);
	add(&l, "ada", SUBSCRIBER_ACTIVE);
	add(&l, "ada", SUBSCRIBER_ACTIVE);
	add(&l, "ada", SUBSCRIBER_LEFT);
	add(&l, "ada", SUBSCRIBER_ACTIVE);
	add(&l, "ada", SUBSCRIBER_ACTIVE);
	l.import[4].wished = NOON + 1;
	add(&l, "waits", SUBSCRIBER_ACTIVE);
	add(&l, "waits", SUBSCRIBER_LEFT);
	add(&l, "never", SUBSCRIBER_ACTIVE);
	add(&l, "never", SUBSCRIBER_LEFT);
	add(&l, "bob", SUBSCRIBER_BOUNCED);
	must(put(store, &l, &err), &err);
	for (size_t i = 0; i < l.count; i++)
		if (l.imported[i] != expected[i])
			fail_msg("row %zu: %d", i, l.imported[i]);
	assert_int_equal(find(store, &arena, "ada").state, SUBSCRIBER_ACTIVE);
	assert_int_equal(find(store, &arena, "bob").state, SUBSCRIBER_BOUNCED);
	s = find(store, &arena, "waits");
	assert_int_equal(s.state, SUBSCRIBER_LEFT);
	must(people_consents(store, &arena, s.id, &consents, &err), &err);
	assert_int_equal(consents.count, 6);
	assert_int_equal(count(store), 3);
	forget(&l);
	arena_release(&arena);
	store_close(store);
}

/* A tag is one reader's: the first who brings it. */
static void test_tags(void **state)
{
	static const char there[] = "abcdefghijkl", twice[] = "mnopqrstuvwx";
	static struct list l;
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct error err;

	(void)state;
	add(&l, "old", SUBSCRIBER_ACTIVE)->tag = STR(there);
	must(put(store, &l, &err), &err);
	assert_str(find(store, &arena, "old").tag, there);
	forget(&l);
	add(&l, "ada", SUBSCRIBER_ACTIVE)->tag = STR(there);
	add(&l, "bob", SUBSCRIBER_ACTIVE)->tag = STR(twice);
	add(&l, "eve", SUBSCRIBER_ACTIVE)->tag = STR(twice);
	add(&l, "kim", SUBSCRIBER_ACTIVE)->tag = STR("too short");
	must(put(store, &l, &err), &err);
	assert_str(find(store, &arena, "bob").tag, twice);
	assert_false(str_eq(find(store, &arena, "ada").tag, STR(there)));
	assert_false(str_eq(find(store, &arena, "eve").tag, STR(twice)));
	assert_int_equal(find(store, &arena, "kim").tag.len, TAG);
	forget(&l);
	arena_release(&arena);
	store_close(store);
}

/* A row in the middle that the tables refuse. */
static void test_refused(void **state)
{
	static const struct consent nameless = { .source = STR_INIT("there") };
	static struct list l;
	struct store *store = open_store();
	struct error err;

	(void)state;
	add_many(&l, 0, 100);
	l.import[50].consent = &nameless;
	l.import[50].consents = 1;
	assert_false(put(store, &l, &err));
	assert_int_equal(count(store), 0);

	/* What came before in the same change goes with it. */
	must(people_begin_many(store, &err), &err);
	l.count = 50;
	must(put(store, &l, &err), &err);
	l.count = 100;
	assert_false(put(store, &l, &err));
	assert_false(people_end_many(store, true, &err));
	assert_int_equal(count(store), 0);

	/* The store works on. */
	l.import[50] = l.import[49];
	l.import[50].subscriber = &l.subscriber[50];
	must(put(store, &l, &err), &err);
	assert_int_equal(count(store), 100);
	forget(&l);
	store_close(store);
}

/* The server goes away, or the file takes no more, in the middle of a block. */
static void test_killed(void **state)
{
	static struct list l;
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct error err;

	(void)state;
	script(&arena,
	    "CREATE TRIGGER stop BEFORE INSERT ON consent WHEN NEW.subscriber "
	    "= 120 BEGIN SELECT RAISE(FAIL, 'the end'); END",
	    "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ "
	    "BEGIN IF NEW.subscriber = 120 THEN PERFORM "
	    "pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END "
	    "$$; CREATE TRIGGER stop BEFORE INSERT ON consent FOR EACH ROW "
	    "EXECUTE FUNCTION stop()");
	must(people_begin_many(store, &err), &err);
	add_many(&l, 0, 100);
	must(put(store, &l, &err), &err);
	forget(&l);
	add_many(&l, 100, 100);
	assert_false(put(store, &l, &err));
	assert_int_equal(store_is_lost(store), on_postgres());
	assert_false(people_end_many(store, true, &err));
	store_close(store);
	store = open_again();
	assert_int_equal(count(store), 0);
	forget(&l);
	arena_release(&arena);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_doubles),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
