/*
 * share: what of an issue came in by itself.
 *
 * Each item that lists something is looked for in the inbox by its address: a
 * source brought it, or a reader; else an editor added it by hand, and it is
 * told which source could have.
 */
#ifndef COLLECT_SHARE_H
#define COLLECT_SHARE_H

#include "collect/collect.h"
#include "model/issue.h"

enum share_by { SHARE_SOURCE, SHARE_READER, SHARE_HAND };
enum { SHARE_BYS = SHARE_HAND + 1 };

struct shared_item {
	struct str title, url;
	size_t line; /* in the file, from 1 */
	enum share_by by;
	struct str source; /* that brought it; or of by hand: which of the
			      settings asks there; unset if none */
	/* By hand, and nobody asks there: the address to add, of the group, or
	 * the site or page of who wrote it; unset where it is of a host that
	 * all the world writes at. */
	struct str add;
};

struct shared_section {
	struct str title;
	struct shared_item *item;
	size_t items;
	size_t count[SHARE_BYS];
};

struct share {
	struct shared_section *section; /* those that list something */
	size_t sections;
	size_t count[SHARE_BYS];
};

/* All is in the arena, or in the issue's. */
bool share_read(struct arena *arena, const struct settings *settings,
    struct store *store, const struct issue *issue, struct share *ret_share,
    struct error *err);

#endif
