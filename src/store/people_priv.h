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
/* Whoever has the address, if anybody, has left, for that reason. */
bool people_put_leave(struct store *store, struct str address_key,
    struct str reason, struct error *err);
/* What take_subscriber reads, in its order, of a table or its alias `s`. */
#define SUBSCRIBER_COLUMNS                                                   \
	"s.id, s.address, s.address_key, s.tag, s.state, s.name, s.source, " \
	"s.created, s.changed, s.paused_until, s.language, s.format"
/* Copied into the arena, without preferences. */
void take_subscriber(struct arena *arena, const struct db_value *column,
    struct subscriber *ret_subscriber);
/* Add one preference: its kind and value are the columns. */
void take_preference(
    struct arena *arena, const struct db_value *column, struct subscriber *s);
/* "html" or "text". */
struct str preferences_format(const struct preferences *p);

#endif
