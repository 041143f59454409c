#include "store/throttle.h"

enum {
	MS = 1000, /* microseconds */
	SECOND = 1000 * MS,
	MINUTE = 60 * SECOND,
	DAY = 24 * 60 * 60, /* seconds */
	/* Whoever has not sent for so many days is new again. */
	FORGOTTEN_DAYS = 30,
};

void throttle_init(struct throttle *t, struct store *store,
    const struct delivery_limits *limits, struct arena *arena)
{
	*t = (struct throttle){ .store = store, .limits = limits };
	if (limits == NULL)
		return;
	t->row = ARENA_ARRAY(arena, limits->count + 1, struct throttle_row);
	for (size_t i = 0; i < limits->count; i++)
		t->row[i] = (struct throttle_row){ false, 0, 0, 0, 0, 0 };
}

static int64_t now_us(const struct throttle *t)
{
	return store_now(t->store) * SECOND;
}

/* ------------------------------------------------------------------------ rows */

/* The change that changes nothing has others wait for us. */
static bool lock_row(struct throttle *t, struct str name, struct error *err)
{
	return db_run(t->store->db,
		   "INSERT INTO throttle (name) VALUES ($1) ON CONFLICT (name) "
		   "DO NOTHING",
		   DB_ARGS(db_text(name)), NULL, err) &&
	       db_run(t->store->db,
		   "UPDATE throttle SET next = next WHERE name = $1",
		   DB_ARGS(db_text(name)), NULL, err);
}

/* NULL: it failed. */
static struct throttle_row *load(
    struct throttle *t, size_t index, struct error *err)
{
	struct str name = t->limits->limit[index].domain;
	struct throttle_row *row = &t->row[index];
	struct db_query query;

	if (row->loaded)
		return row;
	if (name.at == NULL)
		name = STR("");
	if (!lock_row(t, name, err))
		return NULL;
	db_start(&query, t->store->db,
	    "SELECT next, planned, day, most, used FROM throttle WHERE name = "
	    "$1",
	    DB_ARGS(db_text(name)));
	while (db_next(&query))
		*row = (struct throttle_row){ true, query.column[0].number,
			query.column[1].number, query.column[2].number,
			query.column[3].number, query.column[4].number };
	return db_end(&query, err) ? row : NULL;
}

bool throttle_save(struct throttle *t, struct error *err)
{
	for (size_t i = 0; t->limits != NULL && i < t->limits->count; i++) {
		const struct throttle_row *row = &t->row[i];
		struct str name = t->limits->limit[i].domain;

		if (row->loaded &&
		    !db_run(t->store->db,
			"UPDATE throttle SET next = $2, planned = $3, day = "
			"$4, most = $5, used = $6 WHERE name = $1",
			DB_ARGS(db_text(name.at != NULL ? name : STR("")),
			    db_number(row->next), db_number(row->planned),
			    db_number(row->day), db_number(row->most),
			    db_number(row->used)),
			NULL, err))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------------ days */

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Each day twice what the last one had, if that was put to use. */
static int64_t allowance(const struct delivery_limit *limit,
    const struct throttle_row *row, int64_t day)
{
	int64_t most = row->most;

	if (limit->first_day == 0)
		return limit->per_day;
	if (row->day == 0 || row->day < day - FORGOTTEN_DAYS)
		most = limit->first_day;
	else if (row->used >= row->most / 2)
		most = 2 * row->most;
	return limit->per_day > 0 ? least(most, limit->per_day) : most;
}

static bool has_days(const struct delivery_limit *limit)
{
	return limit->per_day > 0 || limit->first_day > 0;
}

/* A day begins; or the settings were changed in the middle of one. */
static void turn_day(struct throttle *t, const struct delivery_limit *limit,
    struct throttle_row *row)
{
	int64_t day = store_now(t->store) / DAY;

	if (row->day != day) {
		row->most = allowance(limit, row, day);
		row->day = day;
		row->used = 0;
	}
	if (limit->first_day == 0)
		row->most = limit->per_day;
	else if (limit->per_day > 0)
		row->most = least(row->most, limit->per_day);
}

/* What is leased may still go today. */
static bool leave_of_day(struct throttle *t, const struct throttle_row *row,
    int64_t *ret_left, struct error *err)
{
	int64_t leased;

	if (!db_one_number(t->store->db,
		"SELECT count(*) FROM delivery WHERE state = 'leased' AND "
		"promised = 0",
		DB_NO_ARGS, 0, &leased, err))
		return false;
	*ret_left = row->most - row->used - leased;
	return true;
}

/* ----------------------------------------------------------------------- slots */

static int64_t gap(const struct delivery_limit *limit)
{
	return MINUTE / limit->per_minute;
}

static int64_t next_slot(
    const struct throttle *t, const struct throttle_row *row)
{
	return row->next > now_us(t) ? row->next : now_us(t);
}

static const struct delivery_limit *limit_of_all(const struct throttle *t)
{
	return t->limits != NULL && t->limits->count > 0 ? &t->limits->limit[0]
							 : NULL;
}

static bool room_of_day(struct throttle *t, const struct throttle_row *row,
    int64_t *most, int64_t *ret_wait, struct error *err)
{
	int64_t left;

	if (!leave_of_day(t, row, &left, err))
		return false;
	if (left > 0) {
		*most = least(*most, left);
		return true;
	}
	*most = 0;
	t->full = row->used >= row->most;
	*ret_wait = t->full
			? ((row->day + 1) * DAY - store_now(t->store)) * 1000
			: 1000;
	return true;
}

bool throttle_room(
    struct throttle *t, int64_t *most, int64_t *ret_wait, struct error *err)
{
	const struct delivery_limit *limit = limit_of_all(t);
	struct throttle_row *row;
	int64_t late;

	*ret_wait = 0;
	if (limit == NULL || (limit->per_minute == 0 && !has_days(limit)))
		return true;
	row = load(t, 0, err);
	if (row == NULL)
		return false;
	if (has_days(limit)) {
		turn_day(t, limit, row);
		if (!room_of_day(t, row, most, ret_wait, err))
			return false;
	}
	if (limit->per_minute == 0 || *most == 0)
		return true;
	late = next_slot(t, row) - now_us(t);
	*most = least(*most, (THROTTLE_AHEAD - late) / gap(limit) + 1);
	if (late < THROTTLE_AHEAD)
		return true;
	*most = 0;
	*ret_wait = (late - THROTTLE_AHEAD / 2) / MS;
	return true;
}

/* The index of the limit of a domain; 0 for none. */
static size_t find_limit(const struct throttle *t, struct str domain)
{
	for (size_t i = 1; i < t->limits->count; i++)
		if (str_eq(t->limits->limit[i].domain, domain))
			return i;
	return 0;
}

/* Behind all that were put off before, or it would be again and again. */
static void put_off(const struct throttle *t,
    const struct delivery_limit *limit, struct throttle_row *row,
    int64_t *ret_due)
{
	int64_t at = next_slot(t, row);

	if (row->planned > at)
		at = row->planned;
	row->planned = at + gap(limit);
	*ret_due = at / SECOND;
}

static bool slot_of_domain(struct throttle *t, size_t index, bool again,
    int64_t *wait, int64_t *ret_due, struct error *err)
{
	const struct delivery_limit *limit = &t->limits->limit[index];
	struct throttle_row *row = load(t, index, err);
	int64_t slot, soon = now_us(t) + THROTTLE_AHEAD;

	if (row == NULL)
		return false;
	slot = next_slot(t, row);
	/* Those that were put off come first. */
	if (slot >= soon || (!again && row->planned >= soon)) {
		put_off(t, limit, row, ret_due);
		return true;
	}
	row->next = slot + gap(limit);
	*wait = (slot - now_us(t)) / MS;
	return true;
}

bool throttle_slot(struct throttle *t, struct str domain, bool again,
    int64_t *ret_wait, int64_t *ret_due, struct error *err)
{
	const struct delivery_limit *all = limit_of_all(t);
	size_t index;

	*ret_wait = *ret_due = 0;
	if (all == NULL)
		return true;
	index = find_limit(t, domain);
	if (index > 0 &&
	    !slot_of_domain(t, index, again, ret_wait, ret_due, err))
		return false;
	if (all->per_minute > 0 && *ret_due == 0) {
		int64_t slot = next_slot(t, &t->row[0]);

		t->row[0].next = slot + gap(all);
		if (slot - now_us(t) > *ret_wait * MS)
			*ret_wait = (slot - now_us(t)) / MS;
	}
	return true;
}

bool throttle_count(struct throttle *t, int64_t mails, struct error *err)
{
	const struct delivery_limit *limit = limit_of_all(t);
	struct throttle_row *row;

	if (limit == NULL || !has_days(limit) || mails == 0)
		return true;
	row = load(t, 0, err);
	if (row == NULL)
		return false;
	turn_day(t, limit, row);
	row->used += mails;
	return true;
}
