/* merge_order: where everything stands in the result. */
#ifndef DRAFT_MERGE_ORDER_H
#define DRAFT_MERGE_ORDER_H

#include "draft/merge_parts.h"

/*
 * Make the list of all headings, and below each that of its nodes; those that
 * are dropped are in it too, as the places of what stands around them.
 *
 * The order is that of ours.  What only theirs has, or only theirs moved,
 * stands behind what it stands behind there, and behind what ours added at
 * that place.  A list of events that both sides keep sorted stays so.
 */
void merge_order(struct merge *merge);

#endif
