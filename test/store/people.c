/* Subscribers in the store, and its backups. */
#include <sys/stat.h>

#include "place.h"

#include "base/file.h"
#include "base/mail_address.h"
#include "store/migrate.h"
#include "store/store.h"

enum { NOON = 1772625600 }; /* 2026-03-04 12:00 UTC */

static char folder[64];

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

/* An empty store, in a folder of its own. */
static struct store *open_store(void)
{
	struct store_options options = { .folder = folder, .now = NOON };
	struct store *store;
	struct error err;

	snprintf(folder, sizeof(folder), "/tmp/sennight-people-XXXXXX");
	assert_non_null(make_test_folder(folder));
	if (on_postgres())
		options.address = empty_place();
	must(store_open(&options, &store, &err), &err);
	return store;
}

static struct subscriber somebody(struct arena *arena, const char *address)
{
	struct subscriber s = { .state = SUBSCRIBER_PENDING,
		.source = STR("form") };
	struct mail_address a;

	assert_int_equal(
	    mail_address_read(arena, str_of(address), &a), MAIL_ADDRESS_OK);
	s.address = a.text;
	s.address_key = a.key;
	return s;
}

static const struct consent asked = { .what = STR_INIT("subscribed"),
	.text_version = STR_INIT("1"),
	.source = STR_INIT("form"),
	.network = STR_INIT("192.0.2.0/24") };
static const struct consent confirmed = { .what = STR_INIT("confirmed"),
	.source = STR_INIT("link") };
static const struct consent left = { .what = STR_INIT("left"),
	.source = STR_INIT("one-click") };

static enum people_added add(
    struct store *store, const struct subscriber *s, bool lift, int64_t *id)
{
	enum people_added added;
	struct error err;

	must(people_add(store, s, &asked, lift, &added, id, &err), &err);
	return added;
}

static void set_state(struct store *store, int64_t id,
    enum subscriber_state state, const struct consent *consent, bool expected)
{
	struct error err;
	bool changed;

	must(people_set_state(store, id, state, 0, consent, &changed, &err),
	    &err);
	assert_int_equal(changed, expected);
}

static void test_life(void **state)
{
	struct str sections[] = { STR("news"), STR("events") };
	struct str countries[] = { STR("DE") };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber s = somebody(&arena, "Ada@Example.org"), found;
	struct consents consents;
	struct error err;
	int64_t id, again;
	bool there;

	(void)state;
	s.preferences.sections = (struct str_list){ sections, 2 };
	s.preferences.countries = (struct str_list){ countries, 1 };
	assert_int_equal(add(store, &s, true, &id), PEOPLE_NEW);
	assert_int_equal(add(store, &s, true, &again), PEOPLE_KNOWN);
	assert_true(id == again);
	must(people_find(
		 store, &arena, STR("ada@example.org"), &there, &found, &err),
	    &err);
	assert_true(there);
	assert_str(found.address, "Ada@example.org");
	assert_int_equal(found.state, SUBSCRIBER_PENDING);
	assert_int_equal(found.tag.len, SUBSCRIBER_TAG_BYTES);
	assert_int_equal(found.preferences.sections.count, 2);
	assert_str(found.preferences.sections.item[0], "events");
	assert_str(found.preferences.countries.item[0], "DE");
	assert_null(found.preferences.language.at);
	assert_true(found.created == NOON);

	store_set_now(store, NOON + 60);
	set_state(store, id, SUBSCRIBER_ACTIVE, &confirmed, true);
	set_state(store, id, SUBSCRIBER_ACTIVE, &confirmed, false);
	must(people_find_tag(store, &arena, found.tag, &there, &found, &err),
	    &err);
	assert_true(there && found.state == SUBSCRIBER_ACTIVE);
	assert_true(found.changed == NOON + 60);
	set_state(store, id, SUBSCRIBER_LEFT, &left, true);
	assert_int_equal(add(store, &s, true, &again), PEOPLE_BACK);
	assert_true(id == again);
	must(people_consents(store, &arena, id, &consents, &err), &err);
	assert_int_equal(consents.count, 4);
	assert_str(consents.consent[0].what, "subscribed");
	assert_str(consents.consent[0].network, "192.0.2.0/24");
	assert_str(consents.consent[2].source, "one-click");
	assert_true(consents.consent[1].at == NOON + 60);
	arena_release(&arena);
	store_close(store);
}

static void test_preferences(void **state)
{
	struct str regions[] = { STR("europe"), STR("europe"), STR("asia") };
	struct preferences p = {
		.regions = { regions, 3 }, .language = STR("pt"), .text = true
	};
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber s = somebody(&arena, "a@example.org"), found;
	struct error err;
	int64_t id;
	bool there;

	(void)state;
	add(store, &s, true, &id);
	must(people_set_preferences(store, id, &p, &confirmed, &err), &err);
	must(people_find(store, &arena, s.address_key, &there, &found, &err),
	    &err);
	assert_int_equal(found.preferences.regions.count, 2);
	assert_str(found.preferences.language, "pt");
	assert_true(found.preferences.text);
	p = (struct preferences){ .text = false };
	must(people_set_preferences(store, id, &p, &confirmed, &err), &err);
	must(people_find(store, &arena, s.address_key, &there, &found, &err),
	    &err);
	assert_int_equal(found.preferences.regions.count, 0);
	assert_false(found.preferences.text);
	assert_null(found.preferences.language.at);
	arena_release(&arena);
	store_close(store);
}

static void test_erased(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber s = somebody(&arena, "a@example.org"), found;
	struct error err;
	int64_t id;
	bool there, suppressed;

	(void)state;
	add(store, &s, true, &id);
	must(people_erase(store, s.address_key, true, &there, &err), &err);
	assert_true(there);
	must(people_erase(store, s.address_key, true, &there, &err), &err);
	assert_false(there);
	must(people_find(store, &arena, s.address_key, &there, &found, &err),
	    &err);
	assert_false(there);
	must(people_is_suppressed(store, s.address_key, &suppressed, &err),
	    &err);
	assert_true(suppressed);
	assert_int_equal(add(store, &s, false, &id), PEOPLE_SUPPRESSED);
	assert_int_equal(add(store, &s, true, &id), PEOPLE_NEW);
	must(people_is_suppressed(store, s.address_key, &suppressed, &err),
	    &err);
	assert_false(suppressed);
	arena_release(&arena);
	store_close(store);
}

static void test_lists(void **state)
{
	struct store *store = open_store();
	struct people_filter filter = { .all_states = true, .most = 4 };
	int64_t counts[SUBSCRIBER_STATES], ids[10];
	struct arena arena = { 0 };
	struct people people;
	struct error err;
	size_t seen = 0;

	(void)state;
	for (int i = 0; i < 10; i++) {
		struct str name = arena_printf(&arena, "%d@example.org", i);
		struct subscriber s = somebody(&arena, name.at);

		add(store, &s, true, &ids[i]);
		if (i % 2 == 0)
			set_state(
			    store, ids[i], SUBSCRIBER_ACTIVE, &confirmed, true);
	}
	do {
		must(people_list(store, &arena, &filter, &people, &err), &err);
		for (size_t i = 0; i < people.count; i++)
			assert_true(people.subscriber[i].id == ids[seen++]);
		if (people.count > 0)
			filter.after = people.subscriber[people.count - 1].id;
	} while (people.count > 0);
	assert_int_equal(seen, 10);
	filter =
	    (struct people_filter){ .state = SUBSCRIBER_ACTIVE, .most = 100 };
	must(people_list(store, &arena, &filter, &people, &err), &err);
	assert_int_equal(people.count, 5);
	must(people_count(store, counts, &err), &err);
	assert_true(counts[SUBSCRIBER_ACTIVE] == 5);
	assert_true(counts[SUBSCRIBER_PENDING] == 5);
	assert_true(counts[SUBSCRIBER_LEFT] == 0);
	arena_release(&arena);
	store_close(store);
}

static void test_many(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct subscriber s = somebody(&arena, "a@example.org"), found;
	struct error err;
	int64_t id;
	bool there;

	(void)state;
	must(people_begin_many(store, &err), &err);
	add(store, &s, false, &id);
	must(people_end_many(store, false, &err), &err);
	must(people_find(store, &arena, s.address_key, &there, &found, &err),
	    &err);
	assert_false(there);
	must(people_begin_many(store, &err), &err);
	add(store, &s, false, &id);
	must(people_end_many(store, true, &err), &err);
	must(people_find(store, &arena, s.address_key, &there, &found, &err),
	    &err);
	assert_true(there);
	arena_release(&arena);
	store_close(store);
}

static int allowed(struct store *store, const char *who, int times)
{
	struct error err;
	int count = 0;

	for (int i = 0; i < times; i++) {
		bool ok;

		must(people_pace(
			 store, "sign-up", str_of(who), 5, 3600, &ok, &err),
		    &err);
		count += ok;
	}
	return count;
}

/* What is kept for a time only is forgotten then, and nothing else. */
static void test_tidy(void **state)
{
	enum { DAY = 24 * 60 * 60 };
	struct store *store = open_store();
	struct arena arena = { 0 };
	struct people_tidied done;
	int64_t now = store_now(store), id, counts[SUBSCRIBER_STATES];
	struct subscriber s;
	struct error err;

	(void)state;
	for (int i = 0; i < PEOPLE_TIDY_MOST + 11; i++) {
		s = somebody(
		    &arena, arena_printf(&arena, "p%d@example.org", i).at);
		add(store, &s, true, &id);
	}
	set_state(store, id, SUBSCRIBER_ACTIVE, &confirmed, true);
	assert_int_equal(allowed(store, "x", 1), 1);
	store_set_now(store, now + 14 * DAY);
	must(people_tidy(store, 7, &done, &err), &err);
	assert_true(done.unconfirmed == 0 && done.paces == 1 && !done.more);
	store_set_now(store, now + 14 * DAY + 1);
	must(people_tidy(store, 7, &done, &err), &err);
	assert_true(done.unconfirmed == PEOPLE_TIDY_MOST && done.more);
	must(people_tidy(store, 7, &done, &err), &err);
	assert_true(done.unconfirmed == 10 && !done.more);
	must(people_tidy(store, 7, &done, &err), &err);
	assert_true(done.unconfirmed == 0);
	must(people_count(store, counts, &err), &err);
	assert_true(counts[SUBSCRIBER_ACTIVE] == 1);
	assert_true(counts[SUBSCRIBER_PENDING] == 0);
	arena_release(&arena);
	store_close(store);
}

static void test_pace(void **state)
{
	struct store *store = open_store();

	(void)state;
	assert_int_equal(allowed(store, "192.0.2.0", 3), 3);
	store_set_now(store, NOON + 1800);
	assert_int_equal(allowed(store, "192.0.2.0", 10), 2);
	assert_int_equal(allowed(store, "198.51.100.0", 10), 5);
	store_set_now(store, NOON + 3600 + 900);
	assert_int_equal(allowed(store, "192.0.2.0", 10), 3);
	store_set_now(store, NOON + 100000);
	assert_int_equal(allowed(store, "192.0.2.0", 10), 5);
	store_close(store);
}

/* ------------------------------------------------------------------- backups */

static struct store *open_other(const char *name)
{
	struct store_options options = {
		.folder = folder, .address = name, .now = NOON
	};
	struct store *store;
	struct error err;

	must(store_open(&options, &store, &err), &err);
	return store;
}

static void test_backup(void **state)
{
	struct store *store = open_store(), *other;
	struct arena arena = { 0 };
	struct subscriber s = somebody(&arena, "a@example.org"), found;
	const char *copy = path_join(&arena, folder, "backup");
	struct str sections[] = { STR("news") };
	struct error err;
	int64_t id, next;
	bool there;

	(void)state;
	s.preferences.sections = (struct str_list){ sections, 1 };
	add(store, &s, true, &id);
	must(store_backup(store, copy, &err), &err);
	assert_false(store_backup(store, copy, &err));
	assert_false(store_restore(store, copy, &err));
	assert_non_null(strstr(err.text, "not empty"));
	if (on_postgres()) {
		store_close(store);
		other = open_other(empty_place());
	} else {
		other = open_other("other.db");
		store_close(store);
	}
	must(store_restore(other, copy, &err), &err);
	must(people_find(other, &arena, s.address_key, &there, &found, &err),
	    &err);
	assert_true(there && found.id == id);
	assert_int_equal(found.preferences.sections.count, 1);
	s = somebody(&arena, "b@example.org");
	assert_int_equal(add(other, &s, true, &next), PEOPLE_NEW);
	assert_true(next > id);
	store_close(other);
	other = open_other("third.db");
	must(store_restore(other, copy, &err), &err);
	store_close(other);
	arena_release(&arena);
}

static void test_bad_backup(void **state)
{
	struct store *store = open_store();
	struct arena arena = { 0 };
	const char *path = path_join(&arena, folder, "bad");
	struct error err;

	(void)state;
	assert_false(store_restore(store, path, &err));
	must(file_write(path, STR("SQLite format 3\0 but no"), NULL, &err),
	    &err);
	assert_false(store_restore(store, path, &err));
	must(file_write(path, STR(""), NULL, &err), &err);
	assert_false(store_restore(store, path, &err));
	assert_non_null(strstr(err.text, "no backup"));
	arena_release(&arena);
	store_close(store);
}

/* A store of version 1 is copied before it changes. */
static void test_older(void **state)
{
	struct store_options options = { .folder = folder, .now = NOON };
	struct arena arena = { 0 };
	struct store *store;
	struct error err;
	struct db *db;
	const char *address;

	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/sennight-people-XXXXXX");
	assert_non_null(make_test_folder(folder));
	address = on_postgres() ? empty_place()
				: path_join(&arena, folder, "store.db");
	if (on_postgres())
		options.address = address;
	must(db_open(address, &db, &err), &err);
	must(migrate_to(db, 1, &err), &err);
	must(db_script(
		 db, "INSERT INTO suppression VALUES ('', 'x', 1)", &err) ||
		 db_script(
		     db, "INSERT INTO suppression VALUES (x'', 'x', 1)", &err),
	    &err);
	db_close(db);
	must(store_open(&options, &store, &err), &err);
	store_close(store);
	assert_true(file_exists(arena_printf(
	    &arena, "%s/store.before-%lld", folder, (long long)migrate_newest())
				    .at));
	store = open_other("again.db");
	must(store_restore(store,
		 arena_printf(&arena, "%s/store.before-%lld", folder,
		     (long long)migrate_newest())
		     .at,
		 &err),
	    &err);
	store_close(store);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_life),
		cmocka_unit_test(test_preferences),
		cmocka_unit_test(test_erased),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_tidy),
		cmocka_unit_test(test_pace),
		cmocka_unit_test(test_backup),
		cmocka_unit_test(test_bad_backup),
		cmocka_unit_test(test_older),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
