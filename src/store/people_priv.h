/* people_priv: what the files about people share.  Private to src/store. */
#ifndef STORE_PEOPLE_PRIV_H
#define STORE_PEOPLE_PRIV_H

#include "store/people.h"
#include "store/store_priv.h"

enum { SUPPRESSION_BYTES = 32 };

/* The hash of an address in the list of suppressions; in the bytes given. */
struct str suppression_hash(const struct store *store, struct str address_key,
    unsigned char hash[SUPPRESSION_BYTES]);

/* Parts of a change, each a statement or a few: inside store_begin. */
bool people_put_consent(struct store *store, int64_t id,
    const struct consent *consent, struct error *err);
bool people_put_suppression(struct store *store, struct str address_key,
    struct str reason, struct error *err);
/* "html" or "text". */
struct str preferences_format(const struct preferences *p);

#endif
