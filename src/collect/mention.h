/*
 * mention: a short post of a network that links something.  Private to
 * src/collect.
 */
#ifndef COLLECT_MENTION_H
#define COLLECT_MENTION_H

#include "collect/kind.h"

struct mention {
	struct str title; /* of what is linked; or unset */
	struct str link;  /* what is linked; unset: the post counts itself */
	struct str text, page, author; /* of the post */
	int64_t seen;
};

/* It becomes a link, with where it was said and by whom. */
void harvest_mention(struct harvest *h, const struct mention *mention);

#endif
