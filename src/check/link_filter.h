/*
 * link_filter: may an address as it is written lead to one of a set?
 * Private to src/check.
 *
 * Making the canonical form of each link of an archive costs more than all
 * else when one draft is checked.  But the longest run of letters and digits
 * behind the host of a canonical form stands in every way to write the
 * address, in some case: what is dropped, added or renamed on the way are
 * whole parts between other characters.  An address without any of these runs
 * is none of the set.  Addresses with escapes, in which runs may hide, always
 * may be.
 */
#ifndef CHECK_LINK_FILTER_H
#define CHECK_LINK_FILTER_H

#include "base/str.h"

enum { LINK_FILTER_BITS = 1 << 16 };

/* All zeros: the empty set. */
struct link_filter {
	uint64_t bits[LINK_FILTER_BITS / 64];
};

/* Put an address into the set, by its canonical form. */
void link_filter_add(struct link_filter *filter, struct str canonical);

/* False only if no way to write an address of the set is `url`. */
bool link_filter_may(const struct link_filter *filter, struct str url);

#endif
