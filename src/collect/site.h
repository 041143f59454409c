/*
 * site: whose page an address leads to.
 *
 * Private to src/collect.
 */
#ifndef COLLECT_SITE_H
#define COLLECT_SITE_H

#include "base/arena.h"

/* Is it at a host that many write at, so that the host says nothing? */
bool site_is_shared(struct str url);

/* "https://dev.to/ann/" of "https://dev.to/ann/a-lamp-42", and
 * "https://tide.example.org/" of a page there; unset if it is at a host of many
 * whose addresses do not say whose they are. */
struct str site_of(struct arena *arena, struct str url);

#endif
