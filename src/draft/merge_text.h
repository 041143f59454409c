/* merge_text: the lines of three versions that are no items. */
#ifndef DRAFT_MERGE_TEXT_H
#define DRAFT_MERGE_TEXT_H

#include "draft/merge_parts.h"

/*
 * Give every unit of kind UNIT_TEXT a node whose fate is decided.  Lines are
 * compared with those of the part that is the same, items left out.
 */
void merge_text(struct merge *merge);

#endif
