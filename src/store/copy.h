/*
 * copy: all tables of one database into another, of whatever engine.
 * Private to src/store.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/db.h"

/* Write all there is, as it is at one moment, to a new SQLite file.  It
 * appears under its name when it is whole. */
bool copy_to_file(struct db *db, const char *path, struct error *err);

/* Fill a database that is up to date and empty with what such a file holds.
 * A file of an older version is brought up to date first, in a copy. */
bool copy_from_file(struct db *db, const char *path, struct error *err);

#endif
