/*
 * cache: the links that were looked at lately, in a file.
 *
 * One result a line (model/probe_result.h), appended as it comes, so that a
 * run that was killed goes on where it was.  When the file is opened, what is
 * too old or was replaced is left out: it is written beside and renamed.
 *
 * Two runs at once on one file lose entries and nothing else.
 */
#ifndef PROBE_CACHE_H
#define PROBE_CACHE_H

#include "model/probe_result.h"

struct cache {
	struct probe_result *result; /* fresh, sorted by url */
	size_t count;
	int fd;           /* to append to, -1 without a file */
	const char *path; /* NULL without one */
};

/*
 * Read and tidy the file; one that is not there is made.  `path` may be NULL:
 * a cache that never holds anything.  An entry is fresh for `max_age_days` if
 * its link was alive, and for a day, if that is less, otherwise; `now` is in
 * seconds since 1970.  Fails if the file cannot be read or written, or holds
 * anything else; it is not touched then.
 */
bool cache_open(struct arena *arena, const char *path, unsigned max_age_days,
    int64_t now, struct cache *ret_cache, struct error *err);
void cache_close(struct cache *cache);

/* The fresh result of an address, or NULL; only of what was in the file. */
const struct probe_result *cache_find(
    const struct cache *cache, struct str url);

/* Append one line, whole or not at all. */
bool cache_add(
    struct cache *cache, const struct probe_result *result, struct error *err);

#endif
