/* The ledger: leases, promises, and what became of them. */
#include "store/deliveries.h"

#include "store/bounces_priv.h"
#include "store/people_priv.h"
#include "store/throttle.h"

/* -------------------------------------------------------------------- senders */

bool sender_open(struct store *store, struct str name, int64_t seconds,
    int64_t *ret_sender, struct error *err)
{
	int64_t now = store_now(store);

	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_insert(store->db,
		"INSERT INTO sender (name, started, until) VALUES ($1, $2, $3)",
		DB_ARGS(
		    db_text(name), db_number(now), db_number(now + seconds)),
		ret_sender, err),
	    err);
}

bool sender_list(struct store *store, struct arena *arena,
    struct senders *ret_senders, struct error *err)
{
	struct senders list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT id, name FROM sender WHERE until > 0 ORDER BY id",
	    DB_NO_ARGS);
	while (db_next(&query)) {
		list.sender = ARENA_GROW(arena, list.sender, list.count);
		list.sender[list.count++] = (struct sender){
			query.column[0].number,
			store_text(arena, &query.column[1]),
		};
	}
	*ret_senders = list;
	return db_end(&query, err);
}

/* The steps come first, as they are told by what the rows still say. */
#define NEXT_STEP \
	"INSERT INTO delivery_step SELECT mailing, reader, steps + 1, $2, "
#define LEASED_BY                                                        \
	" FROM delivery WHERE state = 'leased' AND lease IN (SELECT id " \
	"FROM lease WHERE sender = $1)"

/* What a sender has leased, once nobody can renew it. */
static bool give_back(struct store *store, int64_t sender, struct error *err)
{
	return db_run(store->db,
		   NEXT_STEP "CASE promised WHEN 1 THEN 'unknown' ELSE "
			     "'queued' END, NULL, $3" LEASED_BY,
		   DB_ARGS(db_number(sender), db_number(store_now(store)),
		       db_text(STR("its sender ended"))),
		   NULL, err) &&
	       db_run(store->db,
		   "UPDATE delivery SET state = CASE promised WHEN 1 THEN "
		   "'unknown' ELSE 'queued' END, due = 0, steps = steps + 1 "
		   "WHERE state = 'leased' AND lease IN (SELECT id FROM lease "
		   "WHERE sender = $1)",
		   DB_ARGS(db_number(sender)), NULL, err);
}

/* The row of the sender is locked first, as by a round: either the round comes
 * before, and its promises count, or it finds that its time is over. */
static bool end_sender(struct store *store, int64_t sender, struct error *err)
{
	return db_run(store->db, "UPDATE sender SET until = 0 WHERE id = $1",
		   DB_ARGS(db_number(sender)), NULL, err) &&
	       give_back(store, sender, err);
}

bool sender_close(struct store *store, int64_t sender, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store, end_sender(store, sender, err), err);
}

static bool end_late(struct store *store, int64_t *ended, struct error *err)
{
	int64_t now = store_now(store), sender = 1;

	while (sender != 0) {
		if (!db_one_number(store->db,
			"SELECT id FROM sender WHERE until > 0 AND until <= $1 "
			"ORDER BY id LIMIT 1",
			DB_ARGS(db_number(now)), 0, &sender, err) ||
		    (sender != 0 && !end_sender(store, sender, err)))
			return false;
		*ended += sender != 0;
	}
	return true;
}

bool sender_end_late(struct store *store, int64_t *ret_ended, struct error *err)
{
	*ret_ended = 0;
	if (!store_begin(store, err))
		return false;
	return store_end(store, end_late(store, ret_ended, err), err);
}

/* --------------------------------------------------------------------- leases */

/* *ret_lease is 0 if the mailing is not open now, or the sender not any more. */
static bool put_lease(struct store *store, int64_t sender, int64_t mailing,
    int64_t *ret_lease, struct error *err)
{
	return db_insert(store->db,
	    "INSERT INTO lease (mailing, sender, taken) SELECT m.id, s.id, $3 "
	    "FROM mailing AS m, sender AS s WHERE m.id = $1 AND m.state = "
	    "'open' AND m.starts <= $3 AND s.id = $2 AND s.until > $3",
	    DB_ARGS(db_number(mailing), db_number(sender),
		db_number(store_now(store))),
	    ret_lease, err);
}

/* What another sender is choosing this moment is passed over on a server, or
 * those who ask at once would choose the same, and all but one get nothing.
 * SQLite has one writer at a time. */
#define CHOOSE                                                            \
	"WITH chosen AS MATERIALIZED (SELECT reader FROM delivery WHERE " \
	"mailing = $1 AND state = $2 AND due <= $4 ORDER BY due, reader " \
	"LIMIT $5"
#define LEASE_CHOSEN                                                        \
	") UPDATE delivery SET state = 'leased', lease = $3, promised = 0 " \
	"WHERE mailing = $1 AND state = $2 AND reader IN (SELECT reader "   \
	"FROM chosen)"

/* Of one state, the oldest that are due. */
static bool lease_some(struct store *store, const char *state, int64_t mailing,
    int64_t lease, int64_t most, int64_t *ret_count, struct error *err)
{
	const char *sql = db_is_postgres(store->db) ? CHOOSE
			      " FOR UPDATE SKIP LOCKED" LEASE_CHOSEN
						    : CHOOSE LEASE_CHOSEN;

	return db_run(store->db, sql,
	    DB_ARGS(db_number(mailing), db_text(str_of(state)),
		db_number(lease), db_number(store_now(store)), db_number(most)),
	    ret_count, err);
}

/* Why a reader gets none any more; NULL if that is not so. */
static const char *why_not(const struct subscriber *s, int64_t now)
{
	static const char *const why[] = {
		[SUBSCRIBER_PENDING] = "has not confirmed",
		[SUBSCRIBER_PAUSED] = "has paused",
		[SUBSCRIBER_LEFT] = "has left",
		[SUBSCRIBER_BOUNCED] = "could not be reached",
		[SUBSCRIBER_ACTIVE] = NULL,
	};

	if (s->id == 0)
		return "was erased";
	return s->state == SUBSCRIBER_PAUSED && s->paused_until <= now
		   ? NULL
		   : why[s->state];
}

/* What is being leased. */
struct leased {
	struct arena *arena;
	int64_t lease;
	struct deliveries fine;
	struct delivery_outcome *aside; /* those that go back at once */
	size_t asides;
	struct throttle throttle;
};

static void put_aside(struct leased *l, int64_t reader,
    enum delivery_state state, int64_t due, struct str why)
{
	l->aside = ARENA_GROW(l->arena, l->aside, l->asides);
	l->aside[l->asides++] = (struct delivery_outcome){
		.reader = reader,
		.lease = l->lease,
		.state = state,
		.due = due,
		.untried = true,
		.said = why,
	};
}

static void take_row(
    struct store *store, const struct db_value *column, struct leased *l)
{
	struct delivery d = { .lease = l->lease,
		.tries = column[13].number,
		.wait = column[14].number, /* for now: since when it waits */
		.reader = ARENA_NEW(l->arena, struct subscriber) };
	const char *why;

	*d.reader = (struct subscriber){ 0 };
	if (column[0].type != DB_NULL)
		take_subscriber(l->arena, column, d.reader);
	why = why_not(d.reader, store_now(store));
	if (why != NULL) {
		put_aside(
		    l, column[12].number, DELIVERY_SUPPRESSED, 0, str_of(why));
		l->fine.suppressed++;
		return;
	}
	l->fine.delivery =
	    ARENA_GROW(l->arena, l->fine.delivery, l->fine.count);
	l->fine.delivery[l->fine.count++] = d;
}

static bool read_rows(struct store *store, struct leased *l, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " SUBSCRIBER_COLUMNS ", d.reader, d.tries, d.due FROM "
	    "delivery AS d LEFT JOIN subscriber AS s ON s.id = d.reader WHERE d.lease = $1 "
	    "AND d.state = 'leased' ORDER BY d.reader",
	    DB_ARGS(db_number(l->lease)));
	while (db_next(&query))
		take_row(store, query.column, l);
	return db_end(&query, err);
}

static bool read_preferences(
    struct store *store, struct leased *l, struct error *err)
{
	const struct deliveries *list = &l->fine;
	struct db_query query;
	size_t at = 0;

	db_start(&query, store->db,
	    "SELECT p.kind, p.value, p.subscriber FROM delivery AS d JOIN "
	    "preference AS p ON p.subscriber = d.reader WHERE d.lease = $1 AND "
	    "d.state = 'leased' ORDER BY p.subscriber, p.kind, p.value",
	    DB_ARGS(db_number(l->lease)));
	while (db_next(&query)) {
		int64_t id = query.column[2].number;

		while (at < list->count && list->delivery[at].reader->id < id)
			at++;
		if (at < list->count && list->delivery[at].reader->id == id)
			take_preference(
			    l->arena, query.column, list->delivery[at].reader);
	}
	return db_end(&query, err);
}

static bool note_outcomes(
    struct store *store, const struct delivery_round *round, struct error *err);

/* As if by a round. */
static bool note_aside(struct store *store, int64_t mailing,
    const struct leased *l, struct error *err)
{
	const struct delivery_round round = {
		.mailing = mailing,
		.outcome = l->aside,
		.outcomes = l->asides,
	};

	return note_outcomes(store, &round, err);
}

static struct str domain_of(struct str address_key)
{
	size_t at = address_key.len;

	while (at > 0 && address_key.at[at - 1] != '@')
		at--;
	return str_sub(address_key, at, address_key.len);
}

/* When each may go; those whose domain gets enough are put off. */
static bool pace(struct leased *l, struct error *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->fine.count; i++) {
		struct delivery *d = &l->fine.delivery[i];
		struct str domain = domain_of(d->reader->address_key);
		bool again = d->wait > 0;
		int64_t due;

		if (!throttle_slot(
			&l->throttle, domain, again, &d->wait, &due, err))
			return false;
		if (due == 0) {
			l->fine.delivery[kept++] = *d;
			continue;
		}
		put_aside(l, d->reader->id, DELIVERY_DEFERRED, due,
		    arena_printf(l->arena, "%.*s gets no more so soon",
			STR_ARG(domain)));
		l->fine.put_off++;
	}
	l->fine.count = kept;
	return true;
}

static bool take(struct store *store, int64_t sender, int64_t mailing,
    int64_t most, struct leased *l, struct error *err)
{
	int64_t deferred, queued;

	if (!throttle_room(&l->throttle, &most, &l->fine.wait, err) ||
	    (most > 0 && !put_lease(store, sender, mailing, &l->lease, err)))
		return false;
	if (l->lease == 0)
		return throttle_save(&l->throttle, err);
	return lease_some(store, "deferred", mailing, l->lease, most, &deferred,
		   err) &&
	       lease_some(store, "queued", mailing, l->lease, most - deferred,
		   &queued, err) &&
	       read_rows(store, l, err) && pace(l, err) &&
	       throttle_save(&l->throttle, err) &&
	       read_preferences(store, l, err) &&
	       note_aside(store, mailing, l, err);
}

bool deliveries_take(struct store *store, struct arena *arena, int64_t sender,
    int64_t mailing, int64_t most, const struct delivery_limits *limits,
    struct deliveries *ret_deliveries, struct error *err)
{
	struct leased l = { .arena = arena };

	throttle_init(&l.throttle, store, limits, arena);
	if (!store_begin(store, err) ||
	    !store_end(store, take(store, sender, mailing, most, &l, err), err))
		return false;
	*ret_deliveries = l.fine;
	ret_deliveries->full = l.throttle.full;
	return true;
}

/* --------------------------------------------------------------------- rounds */

/* One that has become unknown in the meantime is not any more. */
static bool note_outcome(struct store *store, int64_t mailing,
    const struct delivery_outcome *o, int64_t *ret_changed, struct error *err)
{
	bool tried = !o->untried && o->state != DELIVERY_QUEUED &&
		     o->state != DELIVERY_SUPPRESSED;

	return db_run(store->db,
	    "UPDATE delivery SET state = $4, due = $5, tries = tries + $6, "
	    "steps = steps + 1 WHERE mailing = $1 AND reader = $2 AND lease = "
	    "$3 AND state IN ('leased', 'unknown')",
	    DB_ARGS(db_number(mailing), db_number(o->reader),
		db_number(o->lease),
		db_text(str_of(delivery_state_name(o->state))),
		db_number(o->due), db_number(tried)),
	    ret_changed, err);
}

bool delivery_put_step(struct store *store, int64_t mailing, int64_t reader,
    struct str status, struct str said, struct error *err)
{
	return db_run(store->db,
	    "INSERT INTO delivery_step SELECT mailing, reader, steps, $3, "
	    "state, $4, $5 FROM delivery WHERE mailing = $1 AND reader = $2",
	    DB_ARGS(db_number(mailing), db_number(reader),
		db_number(store_now(store)), db_text(status), db_text(said)),
	    NULL, err);
}

/* What a failure means for its reader. */
static bool note_reader(struct store *store, const struct delivery_round *round,
    const struct delivery_outcome *o, struct error *err)
{
	bool ended;

	if (o->gone)
		return reader_put_bounced(store, o->reader, &ended, err);
	return !o->soft || reader_put_soft(store, round->mailing, o->reader,
			       round->soft_most, &ended, err);
}

static bool note_outcomes(
    struct store *store, const struct delivery_round *round, struct error *err)
{
	for (size_t i = 0; i < round->outcomes; i++) {
		const struct delivery_outcome *o = &round->outcome[i];
		int64_t changed;

		if (!note_outcome(store, round->mailing, o, &changed, err) ||
		    (changed > 0 && (!delivery_put_step(store, round->mailing,
					 o->reader, o->status, o->said, err) ||
					!note_reader(store, round, o, err))))
			return false;
	}
	return true;
}

static bool note_promise(struct store *store, int64_t mailing,
    struct delivery_promise *p, struct error *err)
{
	int64_t changed;

	if (!db_run(store->db,
		"UPDATE delivery SET promised = 1 WHERE mailing = $1 AND "
		"reader = $2 AND lease = $3 AND state = 'leased' AND promised "
		"= 0",
		DB_ARGS(db_number(mailing), db_number(p->reader),
		    db_number(p->lease)),
		&changed, err))
		return false;
	p->noted = changed == 1;
	return true;
}

static bool renew(struct store *store, const struct delivery_round *round,
    bool *ret_ours, struct error *err)
{
	int64_t now = store_now(store), changed;

	if (!db_run(store->db,
		"UPDATE sender SET until = $2 WHERE id = $1 AND until > $3",
		DB_ARGS(db_number(round->sender),
		    db_number(now + round->seconds), db_number(now)),
		&changed, err))
		return false;
	*ret_ours = changed == 1;
	return true;
}

static bool note_promises(
    struct store *store, const struct delivery_round *round, struct error *err)
{
	struct arena arena = { 0 };
	struct throttle throttle;
	int64_t noted = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < round->promises; i++) {
		ok = note_promise(
		    store, round->mailing, &round->promise[i], err);
		noted += round->promise[i].noted;
	}
	throttle_init(&throttle, store, round->limits, &arena);
	ok = ok && throttle_count(&throttle, noted, err) &&
	     throttle_save(&throttle, err);
	arena_release(&arena);
	return ok;
}

static bool note_round(struct store *store, const struct delivery_round *round,
    bool *ret_ours, struct error *err)
{
	return renew(store, round, ret_ours, err) &&
	       note_outcomes(store, round, err) &&
	       (!*ret_ours || note_promises(store, round, err));
}

bool deliveries_round(struct store *store, const struct delivery_round *round,
    bool *ret_ours, struct error *err)
{
	bool done;

	for (size_t i = 0; i < round->promises; i++)
		round->promise[i].noted = false;
	done = store_begin(store, err) &&
	       store_end(store, note_round(store, round, ret_ours, err), err);
	for (size_t i = 0; !done && i < round->promises; i++)
		round->promise[i].noted = false;
	return done;
}

/* ------------------------------------------------------------------ decisions */

static bool resolve(struct store *store, int64_t mailing, bool again,
    int64_t *ret_count, struct error *err)
{
	struct str state = again ? STR("queued") : STR("sent");

	return db_run(store->db,
		   NEXT_STEP "$3, NULL, 'decided by hand' FROM delivery WHERE "
			     "mailing = $1 AND state = 'unknown'",
		   DB_ARGS(db_number(mailing), db_number(store_now(store)),
		       db_text(state)),
		   NULL, err) &&
	       db_run(store->db,
		   "UPDATE delivery SET state = $2, due = 0, steps = steps + 1 "
		   "WHERE mailing = $1 AND state = 'unknown'",
		   DB_ARGS(db_number(mailing), db_text(state)), ret_count, err);
}

bool deliveries_resolve(struct store *store, int64_t mailing, bool again,
    int64_t *ret_count, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, resolve(store, mailing, again, ret_count, err), err);
}

bool deliveries_hurry(
    struct store *store, int64_t mailing, int64_t *ret_count, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"UPDATE delivery SET due = $2 WHERE mailing = $1 AND state = "
		"'deferred' AND due > $2",
		DB_ARGS(db_number(mailing), db_number(store_now(store))),
		ret_count, err),
	    err);
}
