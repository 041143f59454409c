/* Nominations. */
#include "store/votes.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/url.h"
#include "store/inbox_priv.h"

static const char *const state_names[NOMINATION_STATES] = {
	[NOMINATION_OPEN] = "open",
	[NOMINATION_CHOSEN] = "chosen",
	[NOMINATION_REFUSED] = "refused",
};

const char *nomination_state_name(enum nomination_state state)
{
	return state_names[state];
}

static enum nomination_state state_named(struct str name)
{
	int state = 0;

	while (state < NOMINATION_REFUSED &&
	       !str_eq(name, str_of(state_names[state])))
		state++;
	return (enum nomination_state)state;
}

/* -------------------------------------------------------------------- a row */

#define NOMINATION_COLUMNS                                                             \
	"n.id, n.kind, n.name, n.url, n.text, n.source, n.credit, "                    \
	"n.nominator, n.state, n.reason, n.created, n.changed, (SELECT count(*) FROM " \
	"vote v JOIN vote_round r ON r.id = v.round AND r.closed = 0 WHERE "           \
	"v.nomination = n.id)"

static void take_nomination(
    struct arena *arena, const struct db_value *column, struct nomination *n)
{
	*n = (struct nomination){
		.id = column[0].number,
		.kind = store_text(arena, &column[1]),
		.name = store_text(arena, &column[2]),
		.url = store_text(arena, &column[3]),
		.text = store_text(arena, &column[4]),
		.source = store_text(arena, &column[5]),
		.credit = store_text(arena, &column[6]),
		.nominator = store_text(arena, &column[7]),
		.state = state_named(column[8].text),
		.reason = store_text(arena, &column[9]),
		.created = column[10].number,
		.changed = column[11].number,
		.votes = column[12].number,
	};
}

static bool read_tallies(struct store *store, struct arena *arena,
    struct nomination *n, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT source, count, at FROM tally WHERE nomination = $1 "
	    "ORDER BY source",
	    DB_ARGS(db_number(n->id)));
	while (db_next(&query)) {
		n->tally = ARENA_GROW(arena, n->tally, n->tallies);
		n->tally[n->tallies++] = (struct tally){
			.source = store_text(arena, &query.column[0]),
			.count = query.column[1].number,
			.at = query.column[2].number,
		};
	}
	return db_end(&query, err);
}

/* The first row of a started query. */
static bool take_one(struct store *store, struct arena *arena,
    struct db_query *query, bool *ret_found, struct nomination *n,
    struct error *err)
{
	*ret_found = db_next(query);
	if (*ret_found)
		take_nomination(arena, query->column, n);
	if (!db_end(query, err))
		return false;
	return !*ret_found || read_tallies(store, arena, n, err);
}

bool votes_find(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct nomination *ret_nomination, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " NOMINATION_COLUMNS " FROM nomination n WHERE n.id = $1",
	    DB_ARGS(db_number(id)));
	return take_one(store, arena, &query, ret_found, ret_nomination, err);
}

/* --------------------------------------------------------------- nominating */

/* Of something with a name its address, of a quote its words: many quotes
 * stand on one page. */
static struct str key_of(struct arena *arena, const struct nomination *n)
{
	struct str name = n->name.len > 0 ? n->name : n->text;
	struct strbuf out;
	struct str key;

	strbuf_init(&out, LIMIT_CANDIDATE);
	if (n->name.len > 0 && n->url.len > 0)
		add_key(&out, text_clean(arena, url_canonical(arena, n->url)));
	else
		add_key(&out, fold_text(arena, str_trim(name)));
	key = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return key;
}

static struct nomination clean(
    struct arena *arena, const struct nomination *nomination)
{
	struct nomination n = *nomination;
	struct str *const texts[] = { &n.kind, &n.name, &n.url, &n.text,
		&n.source, &n.credit };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = text_clean(arena, *texts[i]);
	if (n.text.at == NULL)
		n.text = STR("");
	return n;
}

static bool find_key(struct store *store, struct arena *arena, struct str kind,
    struct str key, bool *ret_found, struct nomination *ret_nomination,
    struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " NOMINATION_COLUMNS
	    " FROM nomination n WHERE n.kind = $1 AND n.key = $2",
	    DB_ARGS(db_text(kind), db_text(key)));
	return take_one(store, arena, &query, ret_found, ret_nomination, err);
}

/* It is looked for first, because an insertion that meets something uses up a
 * number all the same. */
static bool nominate(struct store *store, struct arena *arena,
    const struct nomination *n, bool *ret_new,
    struct nomination *ret_nomination, struct error *err)
{
	struct str key = key_of(arena, n);
	int64_t id;
	bool found;

	*ret_new = false;
	if (!find_key(store, arena, n->kind, key, &found, ret_nomination, err))
		return false;
	if (found)
		return true;
	if (!db_one_number(store->db,
		"INSERT INTO nomination (kind, key, name, url, text, source, "
		"credit, nominator, created, changed) VALUES ($1, $2, $3, $4, "
		"$5, $6, $7, $8, $9, $9) ON CONFLICT (kind, key) DO NOTHING RETURNING id",
		DB_ARGS(db_text(n->kind), db_text(key), db_text(n->name),
		    db_text(n->url), db_text(n->text), db_text(n->source),
		    db_text(n->credit), db_bytes(n->nominator),
		    db_number(store_now(store))),
		0, &id, err))
		return false;
	*ret_new = id != 0;
	return find_key(
		   store, arena, n->kind, key, &found, ret_nomination, err) &&
	       (found || error_set(err, "a nomination was removed just now; "
					"try again"));
}

bool votes_nominate(struct store *store, struct arena *arena,
    const struct nomination *nomination, bool *ret_new,
    struct nomination *ret_nomination, struct error *err)
{
	struct nomination n = clean(arena, nomination);

	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    nominate(store, arena, &n, ret_new, ret_nomination, err), err);
}

bool votes_last(struct store *store, struct arena *arena, struct str kind,
    bool *ret_found, struct nomination *ret_nomination, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " NOMINATION_COLUMNS
	    " FROM nomination n WHERE n.id = (SELECT winner FROM vote_round "
	    "WHERE kind = $1 AND closed > 0 AND winner IS NOT NULL ORDER BY "
	    "closed DESC, id DESC LIMIT 1)",
	    DB_ARGS(db_text(kind)));
	return take_one(store, arena, &query, ret_found, ret_nomination, err);
}

bool votes_refuse(struct store *store, int64_t id, struct str reason,
    bool *ret_changed, struct error *err)
{
	struct arena arena = { 0 };
	int64_t changed = 0;
	bool ok =
	    store_begin(store, err) &&
	    store_end(store,
		db_run(store->db,
		    "UPDATE nomination SET state = 'refused', reason = "
		    "$2, changed = $3 WHERE id = $1 AND state = 'open'",
		    DB_ARGS(db_number(id), db_text(text_clean(&arena, reason)),
			db_number(store_now(store))),
		    &changed, err),
		err);

	*ret_changed = changed > 0;
	arena_release(&arena);
	return ok;
}

static bool set_tally(struct store *store, int64_t id, struct str source,
    int64_t count, struct error *err)
{
	int64_t known;

	if (!db_one_number(store->db,
		"SELECT count(*) FROM nomination WHERE id = $1",
		DB_ARGS(db_number(id)), 0, &known, err))
		return false;
	if (known == 0)
		return error_set(
		    err, "there is no nomination %lld", (long long)id);
	return db_run(store->db,
	    "INSERT INTO tally VALUES ($1, $2, $3, $4) ON CONFLICT "
	    "(nomination, source) DO UPDATE SET count = $3, at = $4",
	    DB_ARGS(db_number(id), db_text(source), db_number(count),
		db_number(store_now(store))),
	    NULL, err);
}

bool votes_elsewhere(struct store *store, int64_t id, struct str source,
    int64_t count, struct error *err)
{
	struct arena arena = { 0 };
	bool ok =
	    store_begin(store, err) &&
	    store_end(store,
		set_tally(store, id, text_clean(&arena, source), count, err),
		err);

	arena_release(&arena);
	return ok;
}

/* ------------------------------------------------------------------- the list */

static int by_votes(const void *a, const void *b)
{
	const struct nomination *x = a, *y = b;
	int order = str_cmp(x->kind, y->kind);

	if (order == 0)
		order = (y->votes > x->votes) - (y->votes < x->votes);
	if (order == 0)
		order = (x->id > y->id) - (x->id < y->id);
	return order;
}

/* The first of each kind leads, and those that have as many votes. */
static void mark_leaders(struct nominations *list)
{
	for (size_t i = 0, first = 0; i < list->count; i++) {
		struct nomination *n = &list->nomination[i];

		if (!str_eq(n->kind, list->nomination[first].kind))
			first = i;
		n->leads =
		    n->votes > 0 && n->votes == list->nomination[first].votes;
	}
}

bool votes_list(struct store *store, struct arena *arena, struct str kind,
    struct nominations *ret_nominations, struct error *err)
{
	struct nominations list = { NULL, 0 };
	struct str only = kind.at != NULL ? text_clean(arena, kind) : STR("");
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " NOMINATION_COLUMNS
	    " FROM nomination n WHERE n.state = 'open' AND ($1 = '' OR "
	    "n.kind = $1)",
	    DB_ARGS(db_text(only)));
	while (db_next(&query)) {
		list.nomination =
		    ARENA_GROW(arena, list.nomination, list.count);
		take_nomination(
		    arena, query.column, &list.nomination[list.count++]);
	}
	if (!db_end(&query, err))
		return false;
	for (size_t i = 0; i < list.count; i++)
		if (!read_tallies(store, arena, &list.nomination[i], err))
			return false;
	if (list.count > 0)
		qsort(list.nomination, list.count, sizeof(*list.nomination),
		    by_votes);
	mark_leaders(&list);
	*ret_nominations = list;
	return true;
}
