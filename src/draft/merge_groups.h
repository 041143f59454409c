/*
 * merge_groups: a sentence that names groups, merged as a set of them.
 *
 *	*No items this week for [Optics](a), [Charts](b) or
 *	[Radio](c).*
 *
 * Who enters an item takes its group out of such a sentence, and two people
 * who do that change the same words.
 */
#ifndef DRAFT_MERGE_GROUPS_H
#define DRAFT_MERGE_GROUPS_H

#include "base/arena.h"

/*
 * What is left of three such sentences: groups that neither side took out, and
 * those that one put in.  Commas and the last "or" are put right.  *ret_text
 * is empty if no group is left.  False, and *ret_text untouched, if they are
 * no such sentences, or both sides changed what stands around the groups.
 */
bool merge_groups(struct arena *arena, struct str base, struct str ours,
    struct str theirs, struct str *ret_text);

#endif
