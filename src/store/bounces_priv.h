/*
 * bounces_priv: what the ledger and what came back share.  Private to
 * src/store.
 */
#ifndef STORE_BOUNCES_PRIV_H
#define STORE_BOUNCES_PRIV_H

#include "store/store_priv.h"

/* Parts of a change, inside store_begin. */

/* Note the state that a delivery has now as its last step. */
bool delivery_put_step(struct store *store, int64_t mailing, int64_t reader,
    struct str status, struct str said, struct error *err);

/* No mail reaches this reader any more; *ret_ended is false if none was to be
 * sent there anyway. */
bool reader_put_bounced(
    struct store *store, int64_t reader, bool *ret_ended, struct error *err);

/* A mailing did not reach a reader for a reason that may pass; if that is the
 * `most`th in a row, no mail does. */
bool reader_put_soft(struct store *store, int64_t mailing, int64_t reader,
    int64_t most, bool *ret_ended, struct error *err);

/* What erasing somebody means for what came back; inside a change, before
 * the subscriber is deleted. */
bool forget_returned(
    struct store *store, struct str address_key, struct error *err);

#endif
