/*
 * place: an empty database for a test, of the engine that it is to run on.
 */
#ifndef TEST_STORE_PLACE_H
#define TEST_STORE_PLACE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../folder.h"
#include "../test.h"

#include "store/db.h"

/* The address: of $SENNIGHT_STORE emptied, or a file that is not there yet. */
static inline const char *empty_place(void)
{
	static char file[64], folder[] = "/tmp/sennight-store-XXXXXX";
	const char *address = getenv("SENNIGHT_STORE");
	struct error err;
	struct db *db;

	if (address == NULL) {
		memcpy(folder + sizeof(folder) - 7, "XXXXXX", 6);
		assert_non_null(make_test_folder(folder));
		snprintf(file, sizeof(file), "%s/a.db", folder);
		return file;
	}
	if (!db_open(address, &db, &err))
		fail_msg("%s", err.text);
	if (!db_script(
		db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", &err))
		fail_msg("%s", err.text);
	db_close(db);
	return address;
}

/* Does a test run on PostgreSQL? */
static inline bool on_postgres(void)
{
	return getenv("SENNIGHT_STORE") != NULL;
}

#endif
