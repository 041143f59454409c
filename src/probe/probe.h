/*
 * probe: look at links, politely, and tell what became of each.
 *
 * Links that differ only in their fragment are one page and fetched once.
 * What may pass is tried again; what the cache holds is not asked for.
 *
 * That a name does not exist is believed only when some name was found in the
 * same run: behind a network that is down, no name exists.  If all else came
 * from the cache, a few links of it are asked for again as witnesses.
 */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include "base/transfer_guard.h"
#include "probe/cache.h"

struct probe_options {
	int total_s; /* for one page with all its redirects */
	const char *user_agent;
	const struct transfer_address *allow; /* see base/transfer_guard.h */
	size_t allows;
	int wake; /* see transfers_run */
};

/* Called for each link as soon as it is known, in any order; the result is
 * valid only inside. */
typedef void probe_tell(const struct probe_result *result, void *data);

struct probe_summary {
	size_t links, cached; /* told, and how many of them from the cache */
	size_t reached;       /* pages whose host was met */
	size_t out_of_reach;  /* pages that this machine's network hides */
	bool woken;           /* ended before all were told */
	struct error cache;   /* "" if everything could be remembered */
};

/* The addresses are as they stand in issues: any bytes.  Blocks until all is
 * told or `wake` can be read. */
void probe_run(const struct probe_options *options, struct cache *cache,
    const struct str *url, size_t count, probe_tell *tell, void *data,
    struct probe_summary *ret_summary);

#endif
