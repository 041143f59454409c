/*
 * trouble: why a source gave nothing, and what to do, for people.
 *
 * Private to src/collect.
 */
#ifndef COLLECT_TROUBLE_H
#define COLLECT_TROUBLE_H

#include "base/arena.h"
#include "base/transfer.h"

/* Of an answer whose status is not 200: what it means and, where something can
 * be done, that. */
struct str trouble_of_status(struct arena *arena, int status);

/* Of a request that got no answer. */
struct str trouble_of_transfer(
    struct arena *arena, const struct transfer_result *result);

#endif
