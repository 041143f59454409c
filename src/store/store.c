#include "store/store.h"

#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "store/copy.h"
#include "store/migrate.h"
#include "store/store_priv.h"

/* ------------------------------------------------------------ open and close */

static bool bring_up_to_date(
    struct arena *arena, struct db *db, const char *folder, struct error *err)
{
	const char *copy;
	int64_t version;

	if (!migrate_version(db, &version, err))
		return false;
	copy = arena_printf(
	    arena, "%s/store.before-%lld", folder, (long long)migrate_newest())
		   .at;
	if (version > 0 && version < migrate_newest() && !file_exists(copy) &&
	    !copy_to_file(db, copy, err))
		return false;
	return migrate(db, err);
}

const char *store_file(struct arena *arena, const struct store_options *options)
{
	const char *address = options->address;

	if (address == NULL)
		address = "store.db";
	return db_is_postgres_address(address)
		   ? NULL
		   : path_join(arena, options->folder, address);
}

bool store_is_mirrored(
    const struct store_options *options, bool *ret_mirrored, struct error *err)
{
	static const char question[] =
	    "SELECT CASE WHEN "
	    "current_setting('synchronous_standby_names') <> '' AND "
	    "current_setting('synchronous_commit') NOT IN ('off', 'local') "
	    "THEN 1 ELSE 0 END";
	struct db *db;
	int64_t answer;
	bool ok;

	if (!db_open(options->address, &db, err))
		return false;
	ok = db_one_number(db, question, DB_NO_ARGS, 0, &answer, err);
	db_close(db);
	if (ok)
		*ret_mirrored = answer == 1;
	return ok;
}

static bool open_in(struct arena *arena, const struct store_options *options,
    struct store *store, struct error *err)
{
	const char *address = store_file(arena, options);

	if (address == NULL)
		address = options->address;
	return secret_key_open(path_join(arena, options->folder, "key"),
		   &store->key, err) &&
	       db_open(address, &store->db, err) &&
	       bring_up_to_date(arena, store->db, options->folder, err);
}

bool store_open(const struct store_options *options, struct store **ret_store,
    struct error *err)
{
	struct store *store = xmalloc(sizeof(*store));
	struct arena arena = { 0 };
	bool ok;

	memset(store, 0, sizeof(*store));
	store->now = options->now;
	ok = open_in(&arena, options, store, err);
	arena_release(&arena);
	if (ok)
		*ret_store = store;
	else
		store_close(store);
	return ok;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	db_close(store->db);
	memset(&store->key, 0, sizeof(store->key));
	free(store);
}

bool store_is_busy(const struct store *store)
{
	return db_failure(store->db) == DB_BUSY ||
	       db_failure(store->db) == DB_LOST;
}

bool store_is_lost(const struct store *store)
{
	return db_failure(store->db) == DB_LOST;
}

bool store_revive(struct store **store, const struct store_options *options,
    struct error *err)
{
	struct store *fresh;

	if (*store != NULL && !store_is_lost(*store))
		return true;
	if (!store_open(options, &fresh, err))
		return false;
	store_close(*store);
	*store = fresh;
	return true;
}

int64_t store_now(const struct store *store)
{
	return store->now != 0 ? store->now : (int64_t)time(NULL);
}

void store_set_now(struct store *store, int64_t now)
{
	store->now = now;
}

const struct secret_key *store_key(const struct store *store)
{
	return &store->key;
}

/* -------------------------------------------------------------------- changes */

bool store_begin(struct store *store, struct error *err)
{
	return store->many || db_begin(store->db, err);
}

bool store_end(struct store *store, bool ok, struct error *err)
{
	if (store->many) {
		store->broken |= !ok;
		return ok;
	}
	if (ok)
		return db_commit(store->db, err);
	db_rollback(store->db);
	return false;
}

struct str store_text(struct arena *arena, const struct db_value *column)
{
	if (column->type == DB_NULL)
		return (struct str){ NULL, 0 };
	return arena_str(arena, column->text);
}

/* -------------------------------------------------------------------- backups */

bool store_backup(struct store *store, const char *path, struct error *err)
{
	return copy_to_file(store->db, path, err);
}

bool store_restore(struct store *store, const char *path, struct error *err)
{
	return copy_from_file(store->db, path, err);
}
