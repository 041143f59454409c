/*
 * watch: keeping an eye on the links of the whole archive, some at a time.
 *
 * What was seen of each link last is remembered for ever, unlike in the cache
 * of sennight-probe; a run looks at those that nobody looked at for longest,
 * and tells only what is otherwise now.  Links of which nothing could be found
 * out (blocked, unsure) stay what they were.  Nothing here reads a file or the
 * clock, or uses the network.
 */
#ifndef CHECK_WATCH_H
#define CHECK_WATCH_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "model/probe_result.h"

struct watched {
	size_t links;               /* of all issues, each once */
	size_t looked;              /* at so many of them */
	size_t first, first_dead;   /* for the first time; gone already */
	size_t gone, moved;         /* since they were looked at last */
	struct probe_results worse; /* those that are gone or moved now */
	struct probe_results back;  /* those that were gone, and are there */
	struct probe_results after; /* to be remembered, sorted by address */
};

/* Append, a line each, at most `most` of the addresses, which are lines and
 * sorted: those that `before` does not know, then those whose look is the
 * oldest.  Hosts are mixed. */
void watch_pick(struct strbuf *out, struct str addresses,
    const struct probe_results *before, size_t most);

/* What is otherwise now; texts are borrowed, lists in the arena.  Of `before`
 * links that no issue has any more are forgotten. */
void watch_compare(struct arena *arena, struct str addresses,
    const struct probe_results *before, const struct probe_results *looked,
    struct watched *ret_watched);

#endif
