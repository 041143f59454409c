/*
 * returned: from what a mail that came back says (send/bounce.h) to what is
 * noted about it (store/bounces.h).
 */
#ifndef SEND_RETURNED_H
#define SEND_RETURNED_H

#include "send/bounce.h"
#include "store/store.h"

struct returned_facts {
	struct returned *item;
	size_t count;
};

/*
 * What a mail tells, at least one thing: a mail that tells nothing is unread.
 * `hash` stays the caller's, and `mail`, which is the `raw` of the first; all
 * else is in the arena.
 */
struct returned_facts returned_read(struct arena *arena, struct str mail,
    struct str hash, const char *source, bool by_address);

/* The same of a result that is at hand, from a service that sends for us; `raw`
 * is unset then. */
struct returned_facts returned_of(struct arena *arena,
    const struct bounces *all, struct str hash, const char *source,
    bool by_address);

/* What one of them is: soft, or refused if the reason is ours. */
enum returned_kind returned_kind_of(const struct bounce *bounce);

#endif
