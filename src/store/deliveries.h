/*
 * deliveries: the ledger, an account of every mail of every mailing.
 *
 * A mailing is the sending of one issue.  From the moment that it is open, each
 * reader has one row in it, a delivery, and
 *
 *	queued + leased + sent + deferred + bounced + suppressed + unknown = all
 *
 * at any moment, whoever is killed.  This is how a sender keeps to it:
 *
 *	sender_open		its leases hold for a while; each round renews
 *	deliveries_take		some are leased to it: nobody else has them
 *	deliveries_round	before the final dots of some mails are sent, they
 *				are promised, in one change with what became of
 *				those before
 *	sender_close		what was not promised goes back
 *
 * A mail without its final dot was never sent (RFC 5321, 4.1.1.4), so what is
 * leased and not promised can be given to another.  What was promised, and of
 * which nothing was heard, is unknown, and stays so until somebody decides.
 *
 * Nothing here talks to a server or knows what a mail looks like.
 */
#ifndef STORE_DELIVERIES_H
#define STORE_DELIVERIES_H

#include "store/store.h"

struct subscriber;

/* ------------------------------------------------------------------ mailings */

enum mailing_state {
	MAILING_PREPARING, /* not all readers have their row yet */
	MAILING_OPEN,
	MAILING_STOPPED, /* nothing is leased; `why` tells the reason */
};

struct mailing {
	int64_t id;
	struct str issue; /* its slug */
	enum mailing_state state;
	struct str why;
	struct str who; /* decided it */
	int64_t created;
	int64_t starts; /* nothing is leased before */
	int64_t prepared;
};

const char *mailing_state_name(enum mailing_state state);

/* The mailing of an issue, in the arena. */
bool mailing_find(struct store *store, struct arena *arena, struct str issue,
    bool *ret_found, struct mailing *ret_mailing, struct error *err);
/* All of them, newest first. */
struct mailings {
	struct mailing *mailing;
	size_t count;
};
bool mailing_list(struct store *store, struct arena *arena,
    struct mailings *ret_mailings, struct error *err);

/* Decide that an issue is sent, from `starts` on (0: now).  If it has a mailing
 * already nothing changes.  It is to be prepared then. */
bool mailing_begin(struct store *store, struct str issue, struct str who,
    int64_t starts, struct error *err);
/*
 * Give a row to some more of the readers who are active, or whose pause is
 * over; *ret_done when all have one: then the mailing is open.  Call it until
 * then, also after a crash; other programs change the store in between.
 */
bool mailing_prepare(
    struct store *store, int64_t mailing, bool *ret_done, struct error *err);
/* Stop it, with a reason for people, or (`why` unset) open it again. */
bool mailing_stop(
    struct store *store, int64_t mailing, struct str why, struct error *err);
/* Forget the whole mailing, as if it had never been decided; *ret_undone is
 * false if a mail has left or may leave this moment: then nothing is done. */
bool mailing_undo(
    struct store *store, int64_t mailing, bool *ret_undone, struct error *err);

/* ------------------------------------------------------------------- senders */

/* A process that sends begins; `name` is for people.  Its leases hold for
 * `seconds`. */
bool sender_open(struct store *store, struct str name, int64_t seconds,
    int64_t *ret_sender, struct error *err);
/* It ends: what it has leased goes back, or is unknown if it was promised. */
bool sender_close(struct store *store, int64_t sender, struct error *err);
/* Those that have not ended. */
struct sender {
	int64_t id;
	struct str name;
};
struct senders {
	struct sender *sender;
	size_t count;
};
bool sender_list(struct store *store, struct arena *arena,
    struct senders *ret_senders, struct error *err);
/* End all senders whose time is over; *ret_ended is how many those were. */
bool sender_end_late(
    struct store *store, int64_t *ret_ended, struct error *err);

/* ---------------------------------------------------------------- deliveries */

enum delivery_state {
	DELIVERY_QUEUED,
	DELIVERY_LEASED,
	DELIVERY_SENT,       /* a server took it */
	DELIVERY_DEFERRED,   /* not yet, it said; to be tried when it is due */
	DELIVERY_BOUNCED,    /* no, it said */
	DELIVERY_SUPPRESSED, /* the reader has left in the meantime */
	DELIVERY_UNKNOWN,    /* promised, and nothing was heard */
};
enum { DELIVERY_STATES = DELIVERY_UNKNOWN + 1 };

/* "queued"; and back, false for a name that is none. */
const char *delivery_state_name(enum delivery_state state);
bool delivery_state_named(struct str name, enum delivery_state *ret_state);

/*
 * How fast mails of issues may go, by all senders together, now and after a
 * restart.  The first limit, whose domain is unset, is that of all mails; others
 * are of readers at one domain, as their address keys have it ("example.org").
 */
struct delivery_limit {
	struct str domain;
	int64_t per_minute; /* 0: no limit */
	/* Of the first one only.  A day is one of UTC. */
	int64_t per_day;
	/* Where a new sender begins: each day may have twice as many as the one
	 * before, if half of that was used.  0: `per_day` from the start. */
	int64_t first_day;
};
struct delivery_limits {
	const struct delivery_limit *limit;
	size_t count;
};

struct delivery {
	int64_t lease;
	int64_t tries; /* before this one */
	int64_t wait;  /* milliseconds, until it may go */
	/* With preferences: as they are now, not as they were when the mailing
	 * was decided. */
	struct subscriber *reader;
};
struct deliveries {
	struct delivery *delivery;
	size_t count;
	/* How many were leased and put aside at once, as their readers are to
	 * get no mail any more; or put off, as their domain gets enough. */
	size_t suppressed, put_off;
	/* The limit of all is reached: milliseconds until it is worth asking
	 * again; or 0. */
	int64_t wait;
	bool full; /* it is that of the day, and wait is until the next */
};

/*
 * Lease at most `most`, and what the limits (NULL: none) allow, of an open
 * mailing whose time has come: those that were deferred and are due, and then
 * those that wait.  With nothing left, all counts are 0; what another sender is
 * leasing this moment is passed over, and is there again if that fails.
 */
bool deliveries_take(struct store *store, struct arena *arena, int64_t sender,
    int64_t mailing, int64_t most, const struct delivery_limits *limits,
    struct deliveries *ret_deliveries, struct error *err);

/* What became of one. */
struct delivery_outcome {
	int64_t reader, lease;
	/* DELIVERY_QUEUED: not tried after all. */
	enum delivery_state state;
	/* Of DELIVERY_BOUNCED: no mail reaches this reader any more, who is
	 * marked as such. */
	bool gone;
	/* And else: the reader is why, and may be reached by another mailing;
	 * those are counted (store/bounces.h). */
	bool soft;
	bool untried;      /* it is deferred without having been tried */
	int64_t due;       /* of DELIVERY_DEFERRED */
	struct str status; /* "5.1.1", RFC 3463; may be unset */
	struct str said;   /* the server's words, or ours; may be unset */
};

/* One whose final dot is to be sent. */
struct delivery_promise {
	int64_t reader, lease;
	/* Set by the round; false: it is not ours any more, and its final dot
	 * must not be sent. */
	bool noted;
};

struct delivery_round {
	int64_t mailing, sender;
	int64_t seconds; /* that the leases hold, from now */
	const struct delivery_outcome *outcome;
	size_t outcomes;
	struct delivery_promise *promise;
	size_t promises;
	const struct delivery_limits *limits; /* or NULL */
	/* Mailings in a row that may fail softly; 0: any number. */
	int64_t soft_most;
};

/*
 * Note outcomes and promises, for good, as one change.
 *
 * If *ret_ours is false the time of the sender was over, and all that it had
 * leased may be somebody else's: no promise was noted.  Outcomes are noted all
 * the same, for they are true.
 */
bool deliveries_round(struct store *store, const struct delivery_round *round,
    bool *ret_ours, struct error *err);

/* Decide about all of a mailing that are unknown: they are queued again, and
 * their readers may get it twice, or count as sent. */
bool deliveries_resolve(struct store *store, int64_t mailing, bool again,
    int64_t *ret_count, struct error *err);
/* Make all that are deferred due now. */
bool deliveries_hurry(struct store *store, int64_t mailing, int64_t *ret_count,
    struct error *err);

/* ------------------------------------------------------------------- asking */

struct delivery_counts {
	int64_t all;
	int64_t of[DELIVERY_STATES];
	int64_t next_due; /* of those that are deferred; 0: none is */
};
bool deliveries_count(struct store *store, int64_t mailing,
    struct delivery_counts *ret_counts, struct error *err);

/* The same by domain of the readers, at most `most` of them: those with the most
 * readers first.  Who was erased counts for the domain "". */
struct domain_counts {
	struct str domain;
	struct delivery_counts counts; /* without next_due */
};
struct domains_counted {
	struct domain_counts *domain;
	size_t count;
};
bool deliveries_by_domain(struct store *store, struct arena *arena,
    int64_t mailing, int64_t most, struct domains_counted *ret_domains,
    struct error *err);

/* A page of a mailing: those in one state, by the id of the reader. */
struct delivery_filter {
	int64_t mailing;
	enum delivery_state state;
	int64_t after; /* the last id of the page before; 0: from the start */
	int64_t most;
};
struct delivery_shown {
	int64_t reader;
	struct str address; /* unset: erased */
	int64_t tries, due;
	/* Of the last step; 0 and unset if there was none. */
	int64_t at;
	struct str status, said;
};
struct deliveries_shown {
	struct delivery_shown *delivery;
	size_t count;
};
bool deliveries_list(struct store *store, struct arena *arena,
    const struct delivery_filter *filter, struct deliveries_shown *ret_list,
    struct error *err);

#endif
