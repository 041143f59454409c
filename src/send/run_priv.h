/*
 * run_priv: what the files of a run share.
 *
 *	run.c		the loop: leases, waiting, the end
 *	run_work.c	the mails that are written
 *	run_line.c	connections, and the mails on them
 *	run_round.c	what goes into the ledger
 *	run_scribe.c	the thread that writes it down
 */
#ifndef SEND_RUN_PRIV_H
#define SEND_RUN_PRIV_H

#include "send/presence.h"
#include "send/send.h"
#include "send/verdict.h"

/* A connection. */
struct line {
	struct smtp *smtp; /* NULL: none */
	uint64_t serial;   /* of all connections of the run */
	struct relay *relay;
	bool leaving; /* it was told to end */
	bool cut;     /* it broke off with a mail */
	int file;     /* as it is watched; -1: not */
	short events;
};

/* What goes into the ledger as one change. */
struct page {
	struct arena arena;
	struct delivery_outcome *outcome;
	size_t outcomes;
	struct delivery_promise *promise; /* room for one of each line */
	struct promised {
		size_t line;
		uint64_t serial; /* of the line, which may be another by then */
	} * promised;
	size_t promises;
};

struct scribe;
enum round_state {
	ROUND_NONE,
	ROUND_WRITTEN, /* the scribe has the store */
	ROUND_AGAIN,   /* that failed; it is to be tried again */
};

enum { RUN_REFUSALS = 5 /* of all, in a row, that end a mailing */ };

struct run {
	const struct send_options *o;
	struct presence presence;
	struct str name;
	int64_t sender;
	int64_t now; /* milliseconds since some moment */

	/* What was leased and is not begun. */
	struct arena batch;
	struct deliveries hand;
	size_t next;
	uint64_t turn;      /* of the sender: what was leased before is lost */
	int64_t look_again; /* not before, as there was nothing */
	int64_t ask_again;  /* nor anything else, as the store failed */
	/* Asking for more failed: perhaps something was leased all the same. */
	bool astray;
	bool full; /* the day has had its mails */

	struct writers *writers;
	struct work *ready, *free;
	struct work *later; /* written, and too early, in their order */
	size_t ahead;       /* mails that are written, or with the writers */
	size_t early;       /* of them, those of `later` */

	struct line *line;
	size_t lines;
	size_t begun; /* mails on lines */
	uint64_t serials;

	struct page page[2], *open; /* the one that is being filled */
	struct scribe *scribe;
	int64_t again; /* when */
	int64_t noted; /* when the last round was */
	enum round_state round;
	int epoll;

	/* How it ends. */
	int refusals;
	bool draining; /* nothing new is begun */
	bool finished; /* the ledger has nothing more for us */
	bool tell;     /* it, that the mailing is stopped */
	bool failed;
	struct error *err; /* of what failed */
	int64_t drain_end;
	struct str stopped;
	struct arena *results;

	struct send_progress progress;
	int64_t began, reported, counted;
};

int64_t run_clock(void);
static inline struct store *run_store(const struct run *r)
{
	return *r->o->store;
}
/* Is something leased that is not begun? */
static inline bool has_hand(const struct run *r)
{
	return r->next < r->hand.count;
}
/* It is over, with the reason in r->err. */
void run_fail(struct run *r);

/* ----------------------------------------------------------------- run_work.c */

bool works_open(struct run *r, struct error *err);
void works_close(struct run *r);
/* Have mails written of what is in hand, ahead of those that are sent. */
void works_write(struct run *r);
/* Is there a mail to begin? */
bool works_ready(struct run *r);
/* It: it is the caller's until works_end. */
struct work *works_next(struct run *r);
void works_end(struct run *r, struct work *work);

/* ----------------------------------------------------------------- run_line.c */

bool lines_open(struct run *r, struct error *err);
/* End them all, at once. */
void lines_stop(struct run *r);
void lines_close(struct run *r);
/* Make connections, if there is something to send. */
void lines_connect(struct run *r);
/* Do what can be done on a line; `ready` is what poll found. */
void line_move(struct run *r, struct line *line, short ready);
/* When the next of them is to be looked at. */
int64_t lines_next(const struct run *r);
/* Those whose time is over. */
void lines_expire(struct run *r);
size_t lines_held(const struct run *r);

/* ---------------------------------------------------------------- run_round.c */

bool round_open(struct run *r, struct error *err);
void round_close(struct run *r);
/* What became of a mail. */
void round_note(struct run *r, const struct work *work,
    const struct smtp_answer *answer, struct relay *relay);
/* Have it all written down, if it is time; and once it is, let the mails that
 * were held go.  Never waits. */
void round_turn(struct run *r);
/* All that is noted is in the ledger: waits for it. */
void round_settle(struct run *r);
/* Milliseconds until round_turn is worth calling; at most `most`. */
int64_t round_wait(const struct run *r, int64_t most);
/* The store failed, with the reason in r->err: is there hope, and time, to ask
 * again?  What is held stays ours as long. */
bool round_hope(struct run *r);
/* Give back whatever is leased, with nothing begun, and go on. */
bool round_return(struct run *r);

/* --------------------------------------------------------------- run_scribe.c */

/* While it writes nobody else may ask the store.  NULL, with the reason. */
struct scribe *scribe_open(int epoll, uint64_t tag, struct error *err);
/* Waits for it.  NULL is fine. */
void scribe_close(struct scribe *scribe);
/* Begin to write a round, which stays as it is until that is done.  When it is,
 * epoll tells an event with the tag. */
void scribe_begin(struct scribe *scribe, struct store *store,
    const struct delivery_round *round);
/* Is it done?  With `wait` it will be.  Then *ret_fine says whether it is
 * written, with the reason in *err if not. */
bool scribe_end(struct scribe *scribe, bool wait, bool *ret_fine,
    bool *ret_ours, struct error *err);

#endif
