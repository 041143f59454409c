/*
 * propose: groups whose events came in by other ways, and which no source asks:
 * they are proposed to be followed.  Private to src/collect.
 */
#ifndef COLLECT_PROPOSE_H
#define COLLECT_PROPOSE_H

#include "collect/collect.h"

/* Of an event that is new: its groups with an address become candidates to
 * follow, once each. */
bool propose_groups(const struct collect_options *options,
    const struct candidate *event, struct error *err);

#endif
