/*
 * address: the patterns of the settings, filled in.
 *
 * What a pattern may hold was checked when the settings were read.
 */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include "base/arena.h"
#include "base/date.h"

struct address_values {
	struct str slug, category, id, name, address;
	struct date date;
	int64_t number; /* -1: {number} becomes the slug */
};

/* Fill the variables of a pattern; at most LIMIT_URL bytes. */
struct str address_expand(struct arena *arena, struct str pattern,
    const struct address_values *values);

#endif
