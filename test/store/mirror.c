/* Where a store is, and whether another server has what is done. */
#include "place.h"

#include <time.h>

#include "store/store.h"

static bool is_mirrored(const char *address)
{
	const struct store_options options = { .address = address,
		.folder = "/nowhere" };
	struct error err;
	bool mirrored;

	if (!store_is_mirrored(&options, &mirrored, &err))
		fail_msg("%s", err.text);
	return mirrored;
}

static void set(const char *statement)
{
	const struct timespec pause = { 0, 20 * 1000 * 1000 };
	struct error err;
	struct db *db;
	bool before, done = false;

	before = is_mirrored(getenv("SENNIGHT_STORE"));
	if (!db_open(getenv("SENNIGHT_STORE"), &db, &err) ||
	    !db_script(db, statement, &err) ||
	    !db_script(db, "SELECT pg_reload_conf()", &err))
		fail_msg("%s", err.text);
	db_close(db);
	/* It reads its settings soon, but not at once. */
	for (int i = 0; i < 500 && !done; i++) {
		done = is_mirrored(getenv("SENNIGHT_STORE")) != before;
		nanosleep(&pause, NULL);
	}
	assert_true(done);
}

static void test_mirrored(void **state)
{
	const char *address = getenv("SENNIGHT_STORE");
	const struct store_options nobody = {
		.address = "postgresql://127.0.0.1:1/none"
	};
	struct error err;
	bool mirrored;

	(void)state;
	assert_false(store_is_mirrored(&nobody, &mirrored, &err));
	if (address == NULL)
		return;
	assert_false(is_mirrored(address));
	set("ALTER SYSTEM SET synchronous_standby_names = '*'");
	assert_true(is_mirrored(address));
	set("ALTER SYSTEM SET synchronous_commit = local");
	assert_false(is_mirrored(address));
}

static void test_file(void **state)
{
	static const struct {
		const char *address, *file;
	} places[] = {
		{ NULL, "var/store.db" },
		{ "a.db", "var/a.db" },
		{ "/a.db", "/a.db" },
		{ "postgresql://x/y", NULL },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(places); i++) {
		const struct store_options options = {
			.address = places[i].address, .folder = "var"
		};
		const char *file = store_file(&arena, &options);

		assert_int_equal(file != NULL, places[i].file != NULL);
		if (file != NULL)
			assert_string_equal(file, places[i].file);
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_mirrored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
