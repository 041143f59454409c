/* people_priv: between people.c and people_change.c.  Private to src/store. */
#ifndef STORE_PEOPLE_PRIV_H
#define STORE_PEOPLE_PRIV_H

#include "store/people.h"
#include "store/store_priv.h"

enum { SUPPRESSION_BYTES = 32 };

/* The hash of an address in the list of suppressions; in the bytes given. */
struct str suppression_hash(const struct store *store, struct str address_key,
    unsigned char hash[SUPPRESSION_BYTES]);

#endif
