/*
 * link: the addresses in mails that let a reader do one thing.
 *
 * Each is an address of the site with a token (base/token.h) about one
 * subscriber, or one thing that a reader sent in, for one purpose.  Whoever has the link may do that and nothing
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
	/* About a voter (store/votes.h); for 60 days. */
	LINK_VOTE,
	/* About a candidate that a reader sent in, by its tag. */
	LINK_RECEIPT,    /* see what became of it; for ever */
	LINK_SUBMISSION, /* and change it or take it back */
};

/* "confirm/": the path below the site, before the token. */
const char *link_path(enum link_purpose purpose);

/* The whole address; `tag` as in struct subscriber or struct candidate,
 * or a voter. */
struct str link_make(const struct store *store, struct arena *arena,
    const struct settings *settings, enum link_purpose purpose, struct str tag);

/* The tag that a token is about, in the arena; empty if it is bad.  Of an
 * expired one it is given. */
struct str link_subject(const struct store *store, struct arena *arena,
    enum link_purpose purpose, struct str token, enum token_status *ret_status);

/* Whom a token is about.  *ret_found is false if the subscriber is gone or the
 * token is bad; of an expired one the subscriber is given. */
bool link_follow(struct store *store, struct arena *arena,
    enum link_purpose purpose, struct str token, enum token_status *ret_status,
    bool *ret_found, struct subscriber *ret_subscriber, struct error *err);

#endif
