/* inbox_priv: between the files inbox*.c.  Private to src/store. */
#ifndef STORE_INBOX_PRIV_H
#define STORE_INBOX_PRIV_H

#include "base/strbuf.h"
#include "store/inbox.h"
#include "store/store_priv.h"

/* What take_candidate reads, in its order. */
#define CANDIDATE_COLUMNS                                                \
	"id, kind, state, key, source, source_address, rule, raw_hash, " \
	"seen, section, title, url, day, fields, origin, who, reason, "  \
	"decided, created, changed, tag, contact, shown, draft, issue"

/* A row of CANDIDATE_COLUMNS, copied into the arena. */
void take_candidate(struct arena *arena, const struct db_value *column,
    struct candidate *ret_candidate);
/* The first row of a started query for them, which is ended. */
bool take_one_candidate(struct arena *arena, struct db_query *query,
    bool *ret_found, struct candidate *ret_candidate, struct error *err);

/* Read one and keep others from changing it until the change ends. */
bool lock_candidate(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct candidate *ret_candidate, struct error *err);

/* Append a text to the key of a row: whole, or with a hash of all of it in
 * place of its end, for no index takes more than a few kilobytes. */
void add_key(struct strbuf *out, struct str text);

/* A text as it is searched for; in the arena. */
struct str fold_text(struct arena *arena, struct str text);

#endif
