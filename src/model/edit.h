/*
 * edit: changes to a text, by byte.
 *
 * An edit removes `remove` bytes at `offset` of the text as it was read and
 * puts `insert` there.  Edits of one list all speak of the same text, so they
 * are made from the end.
 */
#ifndef MODEL_EDIT_H
#define MODEL_EDIT_H

#include "base/arena.h"

struct edit {
	size_t offset, remove; /* bytes */
	struct str insert;
};

/* Do two edits touch the same bytes, or insert at the same place?  They
 * cannot both be made then. */
bool edits_overlap(const struct edit *a, const struct edit *b);

/* Sort by offset. */
void edits_sort(struct edit *edit, size_t edits);

/*
 * The text with all edits made, in the arena.  The edits must be sorted, not
 * overlap and lie inside the text (asserted).
 */
struct str edits_apply(struct arena *arena, struct str text,
    const struct edit *edit, size_t edits);

#endif
