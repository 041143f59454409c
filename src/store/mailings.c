/* The ledger: mailings, from the decision to the account. */
#include "store/deliveries.h"
#include "store/store_priv.h"

/* Readers whose rows are made by one change: others wait for it. */
enum { PREPARE_AT_ONCE = 20000 };

static const char *const state_names[] = {
	[MAILING_PREPARING] = "preparing",
	[MAILING_OPEN] = "open",
	[MAILING_STOPPED] = "stopped",
};

const char *mailing_state_name(enum mailing_state state)
{
	return state_names[state];
}

/* -------------------------------------------------------------------- asking */

#define MAILING_COLUMNS "id, issue, state, why, who, created, starts, prepared"

static struct mailing take_mailing(
    struct arena *arena, const struct db_value *column)
{
	struct mailing m = {
		.id = column[0].number,
		.issue = store_text(arena, &column[1]),
		.why = store_text(arena, &column[3]),
		.who = store_text(arena, &column[4]),
		.created = column[5].number,
		.starts = column[6].number,
		.prepared = column[7].number,
	};

	for (int i = MAILING_PREPARING; i <= MAILING_STOPPED; i++)
		if (str_eq(column[2].text, str_of(state_names[i])))
			m.state = (enum mailing_state)i;
	return m;
}

bool mailing_find(struct store *store, struct arena *arena, struct str issue,
    bool *ret_found, struct mailing *ret_mailing, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " MAILING_COLUMNS " FROM mailing WHERE issue = $1",
	    DB_ARGS(db_text(issue)));
	*ret_found = db_next(&query);
	if (*ret_found)
		*ret_mailing = take_mailing(arena, query.column);
	return db_end(&query, err);
}

bool mailing_list(struct store *store, struct arena *arena,
    struct mailings *ret_mailings, struct error *err)
{
	struct mailings list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " MAILING_COLUMNS " FROM mailing ORDER BY id DESC",
	    DB_NO_ARGS);
	while (db_next(&query)) {
		list.mailing = ARENA_GROW(arena, list.mailing, list.count);
		list.mailing[list.count++] = take_mailing(arena, query.column);
	}
	*ret_mailings = list;
	return db_end(&query, err);
}

/* ----------------------------------------------------------------- preparing */

bool mailing_begin(struct store *store, struct str issue, struct str who,
    int64_t starts, struct error *err)
{
	int64_t now = store_now(store);

	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"INSERT INTO mailing (issue, state, who, created, starts) "
		"VALUES ($1, 'preparing', $2, $3, $4) ON CONFLICT DO NOTHING",
		DB_ARGS(db_text(issue), db_text(who), db_number(now),
		    db_number(starts != 0 ? starts : now)),
		NULL, err),
	    err);
}

/* The last of the readers of the next step; 0: there are no more. */
static bool find_end(
    struct store *store, int64_t after, int64_t *ret_last, struct error *err)
{
	return db_one_number(store->db,
	    "SELECT coalesce(max(id), 0) FROM (SELECT id FROM subscriber WHERE id > $1 "
	    "ORDER BY id LIMIT $2) AS next",
	    DB_ARGS(db_number(after), db_number(PREPARE_AT_ONCE)), 0, ret_last,
	    err);
}

static bool put_deliveries(struct store *store, int64_t mailing, int64_t after,
    int64_t last, struct error *err)
{
	return db_run(store->db,
		   "INSERT INTO delivery (mailing, reader, state) SELECT $1, "
		   "id, 'queued' FROM subscriber WHERE id > $2 AND id <= $3 "
		   "AND (state = 'active' OR (state = 'paused' AND "
		   "paused_until <= $4)) ORDER BY id",
		   DB_ARGS(db_number(mailing), db_number(after),
		       db_number(last), db_number(store_now(store))),
		   NULL, err) &&
	       db_run(store->db,
		   "UPDATE mailing SET prepared = $2 WHERE id = $1",
		   DB_ARGS(db_number(mailing), db_number(last)), NULL, err);
}

/* Two that prepare the same: the row of the mailing is locked by whoever comes
 * first, and the other finds what was prepared. */
static bool prepare(
    struct store *store, int64_t mailing, bool *ret_done, struct error *err)
{
	int64_t after, last, preparing;

	*ret_done = true;
	if (!db_run(store->db,
		"UPDATE mailing SET prepared = prepared WHERE id = $1 AND "
		"state = 'preparing'",
		DB_ARGS(db_number(mailing)), &preparing, err))
		return false;
	if (preparing == 0)
		return true;
	if (!db_one_number(store->db,
		"SELECT prepared FROM mailing WHERE id = $1",
		DB_ARGS(db_number(mailing)), 0, &after, err) ||
	    !find_end(store, after, &last, err))
		return false;
	*ret_done = last == 0;
	return *ret_done ? db_run(store->db,
			       "UPDATE mailing SET state = 'open' "
			       "WHERE id = $1",
			       DB_ARGS(db_number(mailing)), NULL, err)
			 : put_deliveries(store, mailing, after, last, err);
}

bool mailing_prepare(
    struct store *store, int64_t mailing, bool *ret_done, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store, prepare(store, mailing, ret_done, err), err);
}

/* ----------------------------------------------------------- stop and go back */

bool mailing_stop(
    struct store *store, int64_t mailing, struct str why, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"UPDATE mailing SET state = $3, why = $2 WHERE id = $1 AND "
		"state <> 'preparing'",
		DB_ARGS(db_number(mailing), db_text(why),
		    db_text(why.at != NULL ? STR("stopped") : STR("open"))),
		NULL, err),
	    err);
}

/* A lease that is taken this moment is deleted with its mailing, and nothing of
 * it can be promised then.  What came back had left. */
static bool undo(
    struct store *store, int64_t mailing, bool *ret_undone, struct error *err)
{
	int64_t left;

	if (!db_one_number(store->db,
		"SELECT count(*) FROM (SELECT 1 FROM delivery WHERE mailing = "
		"$1 AND state IN ('sent', 'unknown', 'leased') UNION ALL "
		"SELECT 1 FROM returned WHERE mailing = $1 LIMIT 1) AS gone",
		DB_ARGS(db_number(mailing)), 0, &left, err))
		return false;
	*ret_undone = left == 0;
	return left > 0 ||
	       db_run(store->db, "DELETE FROM mailing WHERE id = $1",
		   DB_ARGS(db_number(mailing)), NULL, err);
}

bool mailing_undo(
    struct store *store, int64_t mailing, bool *ret_undone, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store, undo(store, mailing, ret_undone, err), err);
}

/* ------------------------------------------------------------------ deliveries */

static const char *const delivery_names[] = {
	[DELIVERY_QUEUED] = "queued",
	[DELIVERY_LEASED] = "leased",
	[DELIVERY_SENT] = "sent",
	[DELIVERY_DEFERRED] = "deferred",
	[DELIVERY_BOUNCED] = "bounced",
	[DELIVERY_SUPPRESSED] = "suppressed",
	[DELIVERY_UNKNOWN] = "unknown",
};

const char *delivery_state_name(enum delivery_state state)
{
	return delivery_names[state];
}

bool delivery_state_named(struct str name, enum delivery_state *ret_state)
{
	for (int i = 0; i < DELIVERY_STATES; i++)
		if (str_eq(name, str_of(delivery_names[i]))) {
			*ret_state = (enum delivery_state)i;
			return true;
		}
	return false;
}

bool deliveries_count(struct store *store, int64_t mailing,
    struct delivery_counts *ret_counts, struct error *err)
{
	struct delivery_counts counts = { 0 };
	enum delivery_state state;
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT state, count(*), min(due) FROM delivery WHERE mailing = $1 "
	    "GROUP BY state",
	    DB_ARGS(db_number(mailing)));
	while (db_next(&query)) {
		if (!delivery_state_named(query.column[0].text, &state))
			continue;
		counts.of[state] = query.column[1].number;
		counts.all += query.column[1].number;
		if (state == DELIVERY_DEFERRED)
			counts.next_due = query.column[2].number;
	}
	*ret_counts = counts;
	return db_end(&query, err);
}

/* What stands behind the last "@": all before it is taken off from the right,
 * where the other characters of the address end. */
#define DOMAIN                                                        \
	"coalesce(substr(s.address_key, length(rtrim(s.address_key, " \
	"replace(s.address_key, '@', ''))) + 1), '')"
#define IN_STATE(name) "sum(CASE d.state WHEN '" name "' THEN 1 ELSE 0 END)"

/* The columns are in the order of the states. */
bool deliveries_by_domain(struct store *store, struct arena *arena,
    int64_t mailing, int64_t most, struct domains_counted *ret_domains,
    struct error *err)
{
	struct domains_counted list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " DOMAIN
	    " AS domain, count(*) AS readers, " IN_STATE("queued") ", " IN_STATE("leased") ", " IN_STATE("sent") ", " IN_STATE(
		"deferred") ", " IN_STATE("bounced") ", " IN_STATE("suppressed") ", " IN_STATE("unknown") " FROM delivery AS d LEFT JOIN subscriber AS s ON s.id = d.reader "
													  "WHERE d.mailing = $1 GROUP BY domain ORDER BY readers DESC, "
													  "domain LIMIT $2",
	    DB_ARGS(db_number(mailing), db_number(most)));
	while (db_next(&query)) {
		struct domain_counts one = {
			.domain = store_text(arena, &query.column[0]),
			.counts = { .all = query.column[1].number },
		};

		for (int i = 0; i < DELIVERY_STATES; i++)
			one.counts.of[i] = query.column[2 + i].number;
		list.domain = ARENA_GROW(arena, list.domain, list.count);
		list.domain[list.count++] = one;
	}
	*ret_domains = list;
	return db_end(&query, err);
}

bool deliveries_list(struct store *store, struct arena *arena,
    const struct delivery_filter *filter, struct deliveries_shown *ret_list,
    struct error *err)
{
	struct deliveries_shown list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT d.reader, s.address, d.tries, d.due, e.at, e.status, "
	    "e.said FROM delivery AS d LEFT JOIN subscriber AS s ON s.id = "
	    "d.reader LEFT JOIN delivery_step AS e ON e.mailing = d.mailing "
	    "AND e.reader = d.reader AND e.step = d.steps WHERE d.mailing = $1 "
	    "AND d.state = $2 AND d.reader > $3 ORDER BY d.reader LIMIT $4",
	    DB_ARGS(db_number(filter->mailing),
		db_text(str_of(delivery_names[filter->state])),
		db_number(filter->after), db_number(filter->most)));
	while (db_next(&query)) {
		const struct db_value *column = query.column;

		list.delivery = ARENA_GROW(arena, list.delivery, list.count);
		list.delivery[list.count++] = (struct delivery_shown){
			.reader = column[0].number,
			.address = store_text(arena, &column[1]),
			.tries = column[2].number,
			.due = column[3].number,
			.at = column[4].number,
			.status = store_text(arena, &column[5]),
			.said = store_text(arena, &column[6]),
		};
	}
	*ret_list = list;
	return db_end(&query, err);
}
