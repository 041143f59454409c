#include "store/publishing.h"

#include "store/store_priv.h"

static const char *const names[] = {
	[PUBLISH_NOT] = "not begun",
	[PUBLISH_BEGUN] = "begun",
	[PUBLISH_DONE] = "done",
	[PUBLISH_FAILED] = "failed",
	[PUBLISH_UNKNOWN] = "unknown",
};

const char *publish_state_name(enum publish_state state)
{
	return names[state];
}

static enum publish_state state_named(struct str name)
{
	for (int i = PUBLISH_BEGUN; i <= PUBLISH_UNKNOWN; i++)
		if (str_eq(name, str_of(names[i])))
			return (enum publish_state)i;
	return PUBLISH_NOT;
}

/* ---------------------------------------------------------------------- steps */

static struct publish_step step_of(
    struct arena *arena, const struct db_value *column)
{
	return (struct publish_step){
		.name = store_text(arena, &column[0]),
		.state = state_named(column[1].text),
		.mark = store_text(arena, &column[2]),
		.said = store_text(arena, &column[3]),
		.who = store_text(arena, &column[4]),
		.at = column[5].number,
	};
}

bool publish_list(struct store *store, struct arena *arena, struct str issue,
    struct publish_steps *ret_steps, struct error *err)
{
	struct publish_steps list = { .count = 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT name, state, mark, said, who, at FROM publish_step WHERE "
	    "issue = $1 ORDER BY at, name",
	    DB_ARGS(db_text(issue)));
	while (db_next(&query)) {
		list.step = ARENA_GROW(arena, list.step, list.count);
		list.step[list.count++] = step_of(arena, query.column);
	}
	*ret_steps = list;
	return db_end(&query, err);
}

bool publish_find(struct store *store, struct arena *arena, struct str issue,
    struct str name, struct publish_step *ret_step, struct error *err)
{
	struct db_query query;

	*ret_step = (struct publish_step){ .name = name };
	db_start(&query, store->db,
	    "SELECT name, state, mark, said, who, at FROM publish_step WHERE "
	    "issue = $1 AND name = $2",
	    DB_ARGS(db_text(issue), db_text(name)));
	while (db_next(&query))
		*ret_step = step_of(arena, query.column);
	return db_end(&query, err);
}

bool publish_find_marked(struct store *store, struct arena *arena,
    struct str name, struct str mark, struct str *ret_issue, struct error *err)
{
	struct db_query query;

	*ret_issue = (struct str){ 0 };
	db_start(&query, store->db,
	    "SELECT issue FROM publish_step WHERE name = $1 AND mark = $2 "
	    "ORDER BY at",
	    DB_ARGS(db_text(name), db_text(mark)));
	while (db_next(&query))
		*ret_issue = store_text(arena, &query.column[0]);
	return db_end(&query, err);
}

bool publish_note(struct store *store, struct str issue,
    const struct publish_step *s, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"INSERT INTO publish_step (issue, name, state, mark, said, "
		"who, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT "
		"(issue, name) DO UPDATE SET state = $3, mark = $4, said = $5, "
		"who = $6, at = $7",
		DB_ARGS(db_text(issue), db_text(s->name),
		    db_text(str_of(names[s->state])), db_text(s->mark),
		    db_text(s->said), db_text(s->who),
		    db_number(store_now(store))),
		NULL, err),
	    err);
}

bool publish_forget(
    struct store *store, struct str issue, struct str name, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"DELETE FROM publish_step WHERE issue = $1 AND ($2 IS NULL OR "
		"name = $2)",
		DB_ARGS(db_text(issue), db_text(name)), NULL, err),
	    err);
}

/* ---------------------------------------------------------------------- lease */

static bool find_holder(struct store *store, struct arena *arena,
    struct str *ret_holder, struct error *err)
{
	struct db_query query;

	*ret_holder = (struct str){ 0 };
	db_start(&query, store->db,
	    "SELECT holder FROM publish_lease WHERE name = 'publish'",
	    DB_NO_ARGS);
	while (db_next(&query))
		*ret_holder = store_text(arena, &query.column[0]);
	return db_end(&query, err);
}

/* Of two that come at the same moment, the second sees the row of the first:
 * the statement takes it only if its time is over. */
static bool take_lease(struct store *store, struct str holder, int64_t seconds,
    int64_t *ret_changed, struct error *err)
{
	int64_t now = store_now(store);

	return db_run(store->db,
	    "INSERT INTO publish_lease (name, holder, until) VALUES "
	    "('publish', $1, $2) ON CONFLICT (name) DO UPDATE SET holder = $1, "
	    "until = $2 WHERE publish_lease.holder = $1 OR "
	    "publish_lease.until <= $3",
	    DB_ARGS(db_text(holder), db_number(now + seconds), db_number(now)),
	    ret_changed, err);
}

bool publish_take(struct store *store, struct arena *arena, struct str holder,
    int64_t seconds, bool *ret_taken, struct str *ret_other, struct error *err)
{
	int64_t changed = 0;

	*ret_taken = false;
	*ret_other = (struct str){ 0 };
	if (!store_begin(store, err) ||
	    !store_end(
		store, take_lease(store, holder, seconds, &changed, err), err))
		return false;
	*ret_taken = changed > 0;
	return *ret_taken || find_holder(store, arena, ret_other, err);
}

bool publish_leave(struct store *store, struct str holder, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db,
		"DELETE FROM publish_lease WHERE name = 'publish' AND holder = "
		"$1",
		DB_ARGS(db_text(holder)), NULL, err),
	    err);
}

/* ------------------------------------------------------------------ published */

static bool find_text(struct store *store, struct arena *arena, const char *sql,
    struct str issue, bool *ret_found, struct published *ret, struct error *err)
{
	struct db_query query;

	*ret_found = false;
	*ret = (struct published){ .at = 0 };
	db_start(&query, store->db, sql, DB_ARGS(db_text(issue)));
	while (db_next(&query)) {
		*ret_found = true;
		*ret = (struct published){
			.path = store_text(arena, &query.column[0]),
			.text = store_text(arena, &query.column[1]),
			.at = query.column[2].number,
		};
	}
	return db_end(&query, err);
}

static bool note_text(struct store *store, const char *sql, struct str issue,
    const struct published *p, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db, sql,
		DB_ARGS(db_text(issue), db_text(p->path), db_bytes(p->text),
		    db_number(store_now(store))),
		NULL, err),
	    err);
}

bool published_find(struct store *store, struct arena *arena, struct str issue,
    bool *ret_found, struct published *ret_published, struct error *err)
{
	return find_text(store, arena,
	    "SELECT path, text, at FROM published WHERE issue = $1", issue,
	    ret_found, ret_published, err);
}

bool published_note(struct store *store, struct str issue,
    const struct published *p, struct error *err)
{
	return note_text(store,
	    "INSERT INTO published (issue, path, text, at) VALUES ($1, $2, $3, "
	    "$4) ON CONFLICT (issue) DO UPDATE SET path = $2, text = $3, at = "
	    "$4",
	    issue, p, err);
}

bool published_draft_find(struct store *store, struct arena *arena,
    struct str issue, bool *ret_found, struct published *ret_draft,
    struct error *err)
{
	return find_text(store, arena,
	    "SELECT path, text, at FROM published_draft WHERE issue = $1",
	    issue, ret_found, ret_draft, err);
}

bool published_draft_note(struct store *store, struct str issue,
    const struct published *draft, struct error *err)
{
	return note_text(store,
	    "INSERT INTO published_draft (issue, path, text, at) VALUES ($1, "
	    "$2, $3, $4) ON CONFLICT (issue) DO UPDATE SET path = $2, text = "
	    "$3, at = $4",
	    issue, draft, err);
}

bool published_forget(struct store *store, struct str issue, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    db_run(store->db, "DELETE FROM published WHERE issue = $1",
		DB_ARGS(db_text(issue)), NULL, err) &&
		db_run(store->db,
		    "DELETE FROM published_draft WHERE issue = $1",
		    DB_ARGS(db_text(issue)), NULL, err),
	    err);
}
