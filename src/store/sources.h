/*
 * sources: what is known of each source since it was asked last.
 */
#ifndef STORE_SOURCES_H
#define STORE_SOURCES_H

#include "store/store.h"

struct source_state {
	/* What was asked.  Of another address nothing of this is true. */
	struct str address;
	int64_t tried;      /* when it was asked last */
	int64_t complete;   /* when it last gave all; 0: never */
	struct str trouble; /* why it did not, the last time; or unset */
	struct str notes;   /* what it told for people then: lines; or unset */
};

/* All texts are in the arena; of a source that was never asked, all is 0. */
bool source_find(struct store *store, struct arena *arena, struct str id,
    struct source_state *ret_state, struct error *err);
bool source_note(struct store *store, struct str id,
    const struct source_state *state, struct error *err);

#endif
