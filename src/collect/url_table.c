#include "collect/url_table.h"

#include <xxhash.h>

#include "base/url.h"

static uint64_t key_of(struct str url)
{
	struct arena arena = { 0 };
	struct str canonical = url_canonical(&arena, url);
	uint64_t key = XXH3_64bits(canonical.at, canonical.len);

	arena_release(&arena);
	return key != 0 ? key : 1;
}

static struct url_slot *slot_of(const struct url_table *table, uint64_t key)
{
	size_t i = key & (table->size - 1);

	while (table->slot[i].key != 0 && table->slot[i].key != key)
		i = (i + 1) & (table->size - 1);
	return &table->slot[i];
}

static void grow(struct url_table *table)
{
	struct url_table larger = *table;

	larger.size *= 2;
	larger.slot = ARENA_ARRAY(table->arena, larger.size, struct url_slot);
	for (size_t i = 0; i < table->size; i++)
		if (table->slot[i].key != 0)
			*slot_of(&larger, table->slot[i].key) = table->slot[i];
	*table = larger;
}

struct url_table url_table_make(struct arena *arena)
{
	enum { FIRST_SIZE = 1024 };

	return (struct url_table){ .arena = arena,
		.slot = ARENA_ARRAY(arena, FIRST_SIZE, struct url_slot),
		.size = FIRST_SIZE };
}

void url_table_put(struct url_table *table, struct str url, uint64_t value)
{
	uint64_t key = key_of(url);
	struct url_slot *slot = slot_of(table, key);

	table->used += slot->key == 0;
	*slot = (struct url_slot){ key, value };
	if (table->used * 2 > table->size)
		grow(table);
}

bool url_table_find(
    const struct url_table *table, struct str url, uint64_t *ret_value)
{
	const struct url_slot *slot = slot_of(table, key_of(url));

	*ret_value = slot->value;
	return slot->key != 0;
}
