#include "subscribers/seen.h"

#include <stdlib.h>

enum { SEEN_FIRST = 1024, HASH_BYTES = 16 };

static struct seen_entry *find(const struct seen *seen, uint64_t hash)
{
	size_t at = hash & (seen->size - 1);

	while (seen->entry[at].line != 0 && seen->entry[at].hash != hash)
		at = (at + 1) & (seen->size - 1);
	return &seen->entry[at];
}

static void grow(struct seen *seen)
{
	struct seen old = *seen;

	seen->size = old.size > 0 ? 2 * old.size : SEEN_FIRST;
	seen->entry = xmalloc(seen->size * sizeof(*seen->entry));
	memset(seen->entry, 0, seen->size * sizeof(*seen->entry));
	for (size_t i = 0; i < old.size; i++)
		if (old.entry[i].line != 0)
			*find(seen, old.entry[i].hash) = old.entry[i];
	free(old.entry);
}

size_t seen_before(struct seen *seen, const struct secret_key *key,
    struct str address_key, size_t line)
{
	unsigned char bytes[HASH_BYTES];
	struct seen_entry *entry;
	uint64_t hash;

	secret_hash(key, "seen", address_key, bytes, sizeof(bytes));
	memcpy(&hash, bytes, sizeof(hash));
	if (2 * seen->count >= seen->size)
		grow(seen);
	entry = find(seen, hash);
	if (entry->line != 0)
		return entry->line;
	*entry = (struct seen_entry){ hash, line };
	seen->count++;
	return 0;
}

void seen_release(struct seen *seen)
{
	free(seen->entry);
	*seen = (struct seen){ 0 };
}
