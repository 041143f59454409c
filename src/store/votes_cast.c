/* Rounds, and the votes in them. */
#include "store/store_priv.h"
#include "store/votes.h"

enum { VOTER_BYTES = 16 };

struct str votes_voter(
    const struct store *store, struct arena *arena, struct str address_key)
{
	unsigned char bytes[VOTER_BYTES];

	secret_hash(&store->key, "vote", address_key, bytes, VOTER_BYTES);
	return arena_str(
	    arena, (struct str){ (const char *)bytes, VOTER_BYTES });
}

/* -------------------------------------------------------------------- rounds */

/* The first row of a started query for id, opened, closes. */
static bool take_round(struct store *store, struct db_query *query,
    struct vote_round *round, struct error *err)
{
	*round = (struct vote_round){ .id = 0 };
	if (db_next(query)) {
		round->id = query->column[0].number;
		round->opened = query->column[1].number;
		round->closes = query->column[2].number;
		round->over =
		    round->closes != 0 && store_now(store) >= round->closes;
	}
	while (db_next(query))
		continue;
	return db_end(query, err);
}

bool votes_round(struct store *store, struct str kind,
    struct vote_round *ret_round, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT id, opened, closes FROM vote_round WHERE kind = $1 AND "
	    "closed = 0",
	    DB_ARGS(db_text(kind)));
	return take_round(store, &query, ret_round, err);
}

/* And nobody closes it until the change ends. */
static bool lock_round(struct store *store, struct str kind,
    struct vote_round *round, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "UPDATE vote_round SET opened = opened WHERE kind = $1 AND "
	    "closed = 0 RETURNING id, opened, closes",
	    DB_ARGS(db_text(kind)));
	return take_round(store, &query, round, err);
}

/* Begin a round unless one is open. */
static bool need_round(struct store *store, struct str kind,
    struct vote_round *round, struct error *err)
{
	if (!lock_round(store, kind, round, err))
		return false;
	if (round->id != 0)
		return true;
	return db_run(store->db,
		   "INSERT INTO vote_round (kind, opened, closes) VALUES "
		   "($1, $2, 0) ON CONFLICT DO NOTHING",
		   DB_ARGS(db_text(kind), db_number(store_now(store))), NULL,
		   err) &&
	       lock_round(store, kind, round, err) &&
	       (round->id != 0 ||
		   error_set(err, "the round was closed just now; try again"));
}

static bool open_round(struct store *store, struct str kind, int64_t closes,
    struct vote_round *round, struct error *err)
{
	return need_round(store, kind, round, err) &&
	       db_run(store->db,
		   "UPDATE vote_round SET closes = $2 WHERE id = $1",
		   DB_ARGS(db_number(round->id), db_number(closes)), NULL,
		   err) &&
	       votes_round(store, kind, round, err);
}

bool votes_open(struct store *store, struct str kind, int64_t closes,
    struct vote_round *ret_round, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, open_round(store, kind, closes, ret_round, err), err);
}

/* ------------------------------------------------------------------- closing */

static bool is_open(struct store *store, struct str kind, int64_t nomination,
    bool *ret_open, struct error *err)
{
	int64_t count;

	if (!db_one_number(store->db,
		"SELECT count(*) FROM nomination WHERE id = $1 AND kind = $2 "
		"AND state = 'open'",
		DB_ARGS(db_number(nomination), db_text(kind)), 0, &count, err))
		return false;
	*ret_open = count > 0;
	return true;
}

static bool write_closed(struct store *store, const struct vote_round *round,
    int64_t winner, struct str who, struct error *err)
{
	return db_run(store->db,
		   "UPDATE vote_round SET closed = $2, who = $3, winner = $4 "
		   "WHERE id = $1",
		   DB_ARGS(db_number(round->id), db_number(store_now(store)),
		       db_text(who),
		       winner != 0 ? db_number(winner) : db_null()),
		   NULL, err) &&
	       db_run(store->db,
		   "UPDATE nomination SET state = 'chosen', changed = $2 WHERE "
		   "id = $1",
		   DB_ARGS(db_number(winner), db_number(store_now(store))),
		   NULL, err);
}

static bool close_round(struct store *store, struct str kind, int64_t winner,
    struct str who, enum votes_closed *ret_closed, struct error *err)
{
	struct vote_round round;
	bool open = true;

	if (winner != 0 && !is_open(store, kind, winner, &open, err))
		return false;
	*ret_closed = VOTES_NO_WINNER;
	if (!open)
		return true;
	if (winner != 0 ? !need_round(store, kind, &round, err)
			: !lock_round(store, kind, &round, err))
		return false;
	*ret_closed = VOTES_NOT_OPEN;
	if (round.id == 0)
		return true;
	*ret_closed = VOTES_CLOSED;
	return write_closed(store, &round, winner, who, err);
}

bool votes_close(struct store *store, struct str kind, int64_t winner,
    struct str who, enum votes_closed *ret_closed, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, close_round(store, kind, winner, who, ret_closed, err), err);
}

/* -------------------------------------------------------------------- voting */

static bool find_vote(struct store *store, int64_t round, struct str voter,
    int64_t *ret_nomination, struct error *err)
{
	return db_one_number(store->db,
	    "SELECT nomination FROM vote WHERE round = $1 AND voter = $2",
	    DB_ARGS(db_number(round), db_bytes(voter)), 0, ret_nomination, err);
}

static bool cast(struct store *store, struct str kind, struct str voter,
    int64_t nomination, enum vote_result *ret_result, struct error *err)
{
	struct vote_round round = { 0 };
	int64_t before = 0;
	bool open;

	/* What is no vote begins no round; and while the round is locked
	 * nobody chooses or refuses the nomination. */
	if (!is_open(store, kind, nomination, &open, err) ||
	    (open && (!need_round(store, kind, &round, err) ||
			 !is_open(store, kind, nomination, &open, err) ||
			 !find_vote(store, round.id, voter, &before, err))))
		return false;
	*ret_result = !open                  ? VOTE_UNKNOWN
		      : round.over           ? VOTE_OVER
		      : before == nomination ? VOTE_SAME
		      : before != 0          ? VOTE_CHANGED
					     : VOTE_COUNTED;
	if (*ret_result != VOTE_COUNTED && *ret_result != VOTE_CHANGED)
		return true;
	return db_run(store->db,
	    "INSERT INTO vote VALUES ($1, $2, $3, $4) ON CONFLICT (round, "
	    "voter) DO UPDATE SET nomination = $3, at = $4",
	    DB_ARGS(db_number(round.id), db_bytes(voter), db_number(nomination),
		db_number(store_now(store))),
	    NULL, err);
}

bool votes_cast(struct store *store, struct str kind, struct str voter,
    int64_t nomination, enum vote_result *ret_result, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, cast(store, kind, voter, nomination, ret_result, err), err);
}

bool votes_choice(struct store *store, struct str kind, struct str voter,
    int64_t *ret_nomination, struct error *err)
{
	struct vote_round round;

	return votes_round(store, kind, &round, err) &&
	       find_vote(store, round.id, voter, ret_nomination, err);
}

static bool forget_voter(
    struct store *store, struct str voter, int64_t *found, struct error *err)
{
	int64_t votes, nominations;

	if (!db_run(store->db, "DELETE FROM vote WHERE voter = $1",
		DB_ARGS(db_bytes(voter)), &votes, err) ||
	    !db_run(store->db,
		"UPDATE nomination SET nominator = NULL, credit = NULL WHERE "
		"nominator = $1",
		DB_ARGS(db_bytes(voter)), &nominations, err))
		return false;
	*found += votes + nominations;
	return true;
}

bool forget_votes(struct store *store, struct str address_key, int64_t *found,
    struct error *err)
{
	struct arena arena = { 0 };
	bool ok = forget_voter(
	    store, votes_voter(store, &arena, address_key), found, err);

	arena_release(&arena);
	return ok;
}
