/* merge_match: which units of three versions are one and the same thing. */
#ifndef DRAFT_MERGE_MATCH_H
#define DRAFT_MERGE_MATCH_H

#include "draft/merge_parts.h"

/* Give every unit a node, but those of kind UNIT_TEXT. */
void merge_match(struct merge *merge);

#endif
