/*
 * votes: what readers want featured.
 *
 * A kind ("crate", "quote") is what a section of the settings features.  What
 * is nominated stays so until the editors choose or refuse it.  Votes belong
 * to a round: one for each reader, who may change it until the round is over.
 * Its end is a time, or when the editors close it; they choose the winner.
 *
 * A voter is a keyed hash of an address (votes_voter), so that nothing of who
 * voted is kept, be it a subscriber or not.  That the address is the voter's
 * is for the caller to know: links of LINK_VOTE are about a voter.
 * people_erase takes the votes of an address with it.
 */
#ifndef STORE_VOTES_H
#define STORE_VOTES_H

#include "store/store.h"

enum nomination_state {
	NOMINATION_OPEN,
	NOMINATION_CHOSEN,
	NOMINATION_REFUSED,
};
enum { NOMINATION_STATES = NOMINATION_REFUSED + 1 };

/* What was counted elsewhere; it is not added to the votes. */
struct tally {
	struct str source; /* "forum" */
	int64_t count, at;
};

struct nomination {
	int64_t id;
	enum nomination_state state;
	struct str kind;
	struct str name;      /* unset for a quote */
	struct str url;       /* may be unset */
	struct str text;      /* the quote, or why; never unset */
	struct str source;    /* whose words a quote are; may be unset */
	struct str credit;    /* whom to thank for it, by their wish; may be
				 unset */
	struct str nominator; /* votes_voter; may be unset */
	struct str reason;    /* why it was refused */
	int64_t created, changed;
	int64_t votes; /* in the open round */
	bool leads;    /* has votes, and none of its kind has more */
	struct tally *tally;
	size_t tallies;
};

struct nominations {
	struct nomination *nomination;
	size_t count;
};

struct vote_round {
	int64_t id; /* 0: none is open */
	int64_t opened;
	int64_t closes; /* 0: when the editors close it */
	bool over;      /* `closes` has passed: no more votes */
};

/* "open" */
const char *nomination_state_name(enum nomination_state state);

/* --------------------------------------------------------------- nominations */

/*
 * Nominate: kind, name, url, text, source, credit and nominator count.  Two with the
 * same address (or name, without one), or quotes with the same words, are one:
 * *ret_new is false then, and *ret_nomination what is there, in whatever state
 * and perhaps another reader's.
 */
bool votes_nominate(struct store *store, struct arena *arena,
    const struct nomination *nomination, bool *ret_new,
    struct nomination *ret_nomination, struct error *err);
bool votes_find(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct nomination *ret_nomination, struct error *err);

/* The open nominations of a kind (unset: of all), those with most votes
 * first. */
bool votes_list(struct store *store, struct arena *arena, struct str kind,
    struct nominations *ret_nominations, struct error *err);

/* Take an open nomination off the list, and say why.  *ret_changed is false if
 * it is not open. */
bool votes_refuse(struct store *store, int64_t id, struct str reason,
    bool *ret_changed, struct error *err);

/* Note what was counted elsewhere; an unknown id is an error. */
bool votes_elsewhere(struct store *store, int64_t id, struct str source,
    int64_t count, struct error *err);

/* -------------------------------------------------------------------- rounds */

/* The open round of a kind. */
bool votes_round(struct store *store, struct str kind,
    struct vote_round *ret_round, struct error *err);
/* Begin a round, or change when the open one ends; 0: when it is closed. */
bool votes_open(struct store *store, struct str kind, int64_t closes,
    struct vote_round *ret_round, struct error *err);

enum votes_closed {
	VOTES_CLOSED,
	VOTES_NOT_OPEN,  /* there is no round to close */
	VOTES_NO_WINNER, /* the winner is no open nomination of the kind */
};

/*
 * Close the round of a kind; `winner` is the nomination that the editors
 * choose, 0 for none.  A winner can be chosen without a round.  The others
 * stay nominated, without votes in the next round.
 */
bool votes_close(struct store *store, struct str kind, int64_t winner,
    struct str who, enum votes_closed *ret_closed, struct error *err);

/* What won the last round that had a winner; *ret_found is false if there was
 * none yet. */
bool votes_last(struct store *store, struct arena *arena, struct str kind,
    bool *ret_found, struct nomination *ret_nomination, struct error *err);

/* -------------------------------------------------------------------- voting */

enum vote_result {
	VOTE_COUNTED,
	VOTE_CHANGED, /* in place of the one before */
	VOTE_SAME,    /* had voted for it */
	VOTE_OVER,    /* the round is over, and the next not open */
	VOTE_UNKNOWN, /* no open nomination of that kind */
};

/* The voter with an address (base/mail_address.h: key): some bytes. */
struct str votes_voter(
    const struct store *store, struct arena *arena, struct str address_key);

/* Vote.  A round is begun if none is open. */
bool votes_cast(struct store *store, struct str kind, struct str voter,
    int64_t nomination, enum vote_result *ret_result, struct error *err);
/* What a voter voted for in the open round; 0: nothing (yet). */
bool votes_choice(struct store *store, struct str kind, struct str voter,
    int64_t *ret_nomination, struct error *err);

#endif
