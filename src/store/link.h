/*
 * link: the addresses in mails that let a reader do one thing.
 *
 * Each is an address of the site with a token (base/token.h) about one
 * subscriber, for one purpose.  Whoever has the link may do that and nothing
 * else.
 */
#ifndef STORE_LINK_H
#define STORE_LINK_H

#include "base/token.h"
#include "model/settings.h"

struct store;
struct subscriber;

enum link_purpose {
	LINK_CONFIRM,     /* works for subscribe.confirm_days */
	LINK_PREFERENCES, /* for 60 days: each mail has a new one */
	LINK_UNSUBSCRIBE, /* for ever, as it must */
	LINK_DATA,        /* see and erase all that is held; for a day */
};

/* "confirm/": the path below the site, before the token. */
const char *link_path(enum link_purpose purpose);

/* The whole address; `tag` as in struct subscriber. */
struct str link_make(const struct store *store, struct arena *arena,
    const struct settings *settings, enum link_purpose purpose, struct str tag);

/* Whom a token is about.  *ret_found is false if the subscriber is gone or the
 * token is bad; of an expired one the subscriber is given. */
bool link_follow(struct store *store, struct arena *arena,
    enum link_purpose purpose, struct str token, enum token_status *ret_status,
    bool *ret_found, struct subscriber *ret_subscriber, struct error *err);

#endif
