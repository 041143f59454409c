/*
 * network: the part of an internet address that tells less about who it is.
 */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include "base/arena.h"

/*
 * "192.0.2.0/24" of 192.0.2.7, "2001:db8:1::/48" of 2001:db8:1:2::3; a number
 * of version 4 inside version 6 (::ffff:192.0.2.7) counts as one of version 4.
 * Unset if all of `address` is no such number.
 */
struct str network_of(struct arena *arena, struct str address);

#endif
