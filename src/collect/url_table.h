/*
 * url_table: numbers by addresses, whose canonical forms are compared by their
 * hashes (64 bits: of ten million, none are confused).
 *
 * Private to src/collect.
 */
#ifndef COLLECT_URL_TABLE_H
#define COLLECT_URL_TABLE_H

#include "base/arena.h"

struct url_slot {
	uint64_t key; /* 0: there is none */
	uint64_t value;
};

struct url_table {
	struct arena *arena;
	struct url_slot *slot; /* an open hash table, at most half full */
	size_t size, used;     /* size is a power of two */
};

struct url_table url_table_make(struct arena *arena);
/* Put it in; what is there already is replaced. */
void url_table_put(struct url_table *table, struct str url, uint64_t value);
/* False if it is not there. */
bool url_table_find(
    const struct url_table *table, struct str url, uint64_t *ret_value);

#endif
