/* merge_resolve: what becomes of headings, fields and items. */
#ifndef DRAFT_MERGE_RESOLVE_H
#define DRAFT_MERGE_RESOLVE_H

#include "draft/merge_parts.h"

/*
 * Decide every node that is open, but not whether a heading that one side
 * removed is needed by what stands under it.
 */
void merge_resolve(struct merge *merge);

#endif
