/*
 * nearest: "did you mean ...?" for names that people mistyped.
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/str.h"

/* How many letters to insert, delete, replace or swap with their neighbour
 * turn one name into the other, without case; names longer than 64 bytes are
 * 64 apart from anything. */
size_t name_distance(struct str a, struct str b);

/* Is b so near to a that a person may have meant it? */
bool name_is_near(struct str a, struct str b);

#endif
