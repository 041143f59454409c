/*
 * seen: which addresses were in a file, and on which line first: 16 bytes of
 * memory for each.  Private to src/subscribers.
 */
#ifndef SUBSCRIBERS_SEEN_H
#define SUBSCRIBERS_SEEN_H

#include "base/secret.h"

struct seen_entry {
	uint64_t hash;
	size_t line; /* 0: free */
};

/* All zeros is empty. */
struct seen {
	struct seen_entry *entry;
	size_t count, size; /* a power of two */
};

/* The line that the key was on before, or 0; then it is noted with `line`.
 * Hashes are keyed, so that nobody can make up addresses that clash. */
size_t seen_before(struct seen *seen, const struct secret_key *key,
    struct str address_key, size_t line);
void seen_release(struct seen *seen);

#endif
