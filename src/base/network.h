/*
 * network: internet addresses, and the part of one that tells less about who it
 * is: a /24 of version 4, a /56 of version 6, which is about what one
 * household or office has.
 *
 * An address is 16 bytes; one of version 4 is written as version 6 does
 * (::ffff:192.0.2.7), and so is it read.
 */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include "base/arena.h"

enum { NETWORK_BYTES = 16, NETWORK_TEXT = 64 };

/* Read all of a text; false, and all zeros, if it is no such address. */
bool network_read(struct str text, unsigned char address[NETWORK_BYTES]);
/* Take an address of version 4, four bytes in their order on the wire. */
void network_take_v4(const void *v4, unsigned char address[NETWORK_BYTES]);

/* Does it mean this machine? */
bool network_is_loopback(const unsigned char address[NETWORK_BYTES]);

/* "192.0.2.7"; and its network, "192.0.2.0/24", "2001:db8:1:200::/56". */
void network_print(
    const unsigned char address[NETWORK_BYTES], char text[NETWORK_TEXT]);
void network_print_part(
    const unsigned char address[NETWORK_BYTES], char text[NETWORK_TEXT]);

/* The network of an address that is a text; unset if it is none. */
struct str network_of(struct arena *arena, struct str address);

#endif
