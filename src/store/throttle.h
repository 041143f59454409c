/*
 * throttle: how fast mails may be leased and sent, by all senders together.
 * Private to src/store; everything is inside store_begin.
 *
 * A limit of so many a minute is a line of slots, one behind the other at equal
 * distances: who leases a mail takes the next one, if it comes soon.  A limit a
 * day is a count of promises.  Both are rows of a table, which is locked while
 * somebody looks at it, so that they hold for any number of senders, and after
 * a restart.
 */
#ifndef STORE_THROTTLE_H
#define STORE_THROTTLE_H

#include "store/deliveries.h"
#include "store/store_priv.h"

struct throttle_row {
	bool loaded;
	int64_t next, planned, day, most, used; /* 006-throttle.sql */
};

struct throttle {
	struct store *store;
	const struct delivery_limits *limits;
	struct throttle_row *row; /* one for each limit */
	bool full;                /* throttle_room: the day has had its mails */
};

/* What comes later than this is not leased; microseconds. */
enum { THROTTLE_AHEAD = 1000 * 1000 };

void throttle_init(struct throttle *t, struct store *store,
    const struct delivery_limits *limits, struct arena *arena);

/* Of the limit of all: how many of `most` may be leased now, and if none, in
 * how many milliseconds it is worth asking again (else 0). */
bool throttle_room(
    struct throttle *t, int64_t *most, int64_t *ret_wait, struct error *err);
/*
 * One was leased, for a reader at a domain, and `again` if it was put off
 * before: it may go in *ret_wait milliseconds.  Or, *ret_due being set, it is to
 * be put off until then, in seconds since 1970.
 */
bool throttle_slot(struct throttle *t, struct str domain, bool again,
    int64_t *ret_wait, int64_t *ret_due, struct error *err);
/* So many were promised. */
bool throttle_count(struct throttle *t, int64_t mails, struct error *err);
/* Write down what has changed. */
bool throttle_save(struct throttle *t, struct error *err);

#endif
