/* Candidates: asking. */
#include "store/inbox.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "store/inbox_priv.h"

static const char *const kind_names[] = {
	[CANDIDATE_LINK] = "link",
	[CANDIDATE_EVENT] = "event",
	[CANDIDATE_CALL] = "call",
	[CANDIDATE_DECISION] = "decision",
	[CANDIDATE_CHANGE] = "change",
	[CANDIDATE_FEATURE] = "feature",
	[CANDIDATE_FOLLOW] = "follow",
};

static const char *const state_names[] = {
	[CANDIDATE_NEW] = "new",
	[CANDIDATE_ACCEPTED] = "accepted",
	[CANDIDATE_REJECTED] = "rejected",
	[CANDIDATE_PLACED] = "placed",
	[CANDIDATE_PUBLISHED] = "published",
	[CANDIDATE_WITHDRAWN] = "withdrawn",
};

/* The place of a name in a list, or -1. */
static int named(struct str name, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		if (str_eq(name, str_of(names[i])))
			return i;
	return -1;
}

const char *candidate_kind_name(enum candidate_kind kind)
{
	return kind_names[kind];
}

bool candidate_kind_named(struct str name, enum candidate_kind *ret_kind)
{
	int kind = named(name, kind_names, CANDIDATE_KINDS);

	if (kind >= 0)
		*ret_kind = (enum candidate_kind)kind;
	return kind >= 0;
}

const char *candidate_state_name(enum candidate_state state)
{
	return state_names[state];
}

bool candidate_state_named(struct str name, enum candidate_state *ret_state)
{
	int state = named(name, state_names, CANDIDATE_STATES);

	if (state >= 0)
		*ret_state = (enum candidate_state)state;
	return state >= 0;
}

struct str fold_text(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str folded;

	strbuf_init(&out, 2 * LIMIT_CANDIDATE);
	text_add_folded(&out, text);
	folded = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return folded;
}

/* -------------------------------------------------------------------- a row */

void take_candidate(
    struct arena *arena, const struct db_value *column, struct candidate *c)
{
	*c = (struct candidate){
		.id = column[0].number,
		.key = store_text(arena, &column[3]),
		.source = store_text(arena, &column[4]),
		.source_address = store_text(arena, &column[5]),
		.rule = store_text(arena, &column[6]),
		.raw_hash = store_text(arena, &column[7]),
		.seen = column[8].number,
		.section = store_text(arena, &column[9]),
		.title = store_text(arena, &column[10]),
		.url = store_text(arena, &column[11]),
		.fields = store_text(arena, &column[13]),
		.origin = store_text(arena, &column[14]),
		.who = store_text(arena, &column[15]),
		.reason = store_text(arena, &column[16]),
		.decided = column[17].number,
		.created = column[18].number,
		.changed = column[19].number,
		.tag = store_text(arena, &column[20]),
		.contact = store_text(arena, &column[21]),
		.hidden = column[22].number == 0,
		.draft = store_text(arena, &column[23]),
		.issue = column[24].number,
	};
	candidate_kind_named(column[1].text, &c->kind);
	candidate_state_named(column[2].text, &c->state);
	if (column[12].type != DB_NULL)
		date_parse(column[12].text, false, &c->day);
}

bool take_one_candidate(struct arena *arena, struct db_query *query,
    bool *ret_found, struct candidate *ret_candidate, struct error *err)
{
	*ret_found = db_next(query);
	if (*ret_found)
		take_candidate(arena, query->column, ret_candidate);
	while (db_next(query))
		continue;
	return db_end(query, err);
}

bool inbox_find(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct candidate *ret_candidate, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " CANDIDATE_COLUMNS " FROM candidate WHERE id = $1",
	    DB_ARGS(db_number(id)));
	return take_one_candidate(arena, &query, ret_found, ret_candidate, err);
}

bool inbox_find_tag(struct store *store, struct arena *arena, struct str tag,
    bool *ret_found, struct candidate *ret_candidate, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " CANDIDATE_COLUMNS " FROM candidate WHERE tag = $1",
	    DB_ARGS(db_bytes(tag)));
	return take_one_candidate(arena, &query, ret_found, ret_candidate, err);
}

bool inbox_find_same(struct store *store, struct arena *arena,
    const struct candidate *like, bool *ret_found,
    struct candidate *ret_candidate, struct error *err)
{
	struct str kind = str_of(candidate_kind_name(like->kind));
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " CANDIDATE_COLUMNS
	    " FROM candidate WHERE kind = $1 AND key = $2",
	    DB_ARGS(db_text(kind), db_text(candidate_key(arena, like))));
	return take_one_candidate(arena, &query, ret_found, ret_candidate, err);
}

/* An update that changes nothing holds the row, on either engine. */
bool lock_candidate(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct candidate *ret_candidate, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "UPDATE candidate SET changed = changed WHERE id = $1 "
	    "RETURNING " CANDIDATE_COLUMNS,
	    DB_ARGS(db_number(id)));
	return take_one_candidate(arena, &query, ret_found, ret_candidate, err);
}

/* -------------------------------------------------------------------- lists */

/* What a filter may ask for: each with one parameter, $3 and up, in the order
 * of those that are asked for; $1 and $2 are `after` and `most`. */
static const struct {
	const char *before, *after; /* the parameter */
} conditions[] = {
	{ "state = ", "" },
	{ "kind = ", "" },
	{ "source = ", "" },
	{ "coalesce(section, '') = ", "" },
	{ "found LIKE ", " ESCAPE '\\'" },
	{ "shown = ", "" },
};
enum { CONDITIONS = sizeof(conditions) / sizeof(conditions[0]) };
static_assert(1 << CONDITIONS == INBOX_FILTERS, "one query for each set");

static const char *list_query(struct store *store, unsigned set)
{
	struct strbuf sql;
	int parameter = 2;

	if (store->inbox_query[set] != NULL)
		return store->inbox_query[set];
	strbuf_init(&sql, LIMIT_SMALL_FILE);
	strbuf_lit(
	    &sql, "SELECT " CANDIDATE_COLUMNS " FROM candidate WHERE id > $1");
	for (unsigned i = 0; i < CONDITIONS; i++)
		if (set & 1u << i)
			strbuf_printf(&sql, " AND %s$%d%s",
			    conditions[i].before, ++parameter,
			    conditions[i].after);
	strbuf_lit(&sql, " ORDER BY id LIMIT $2");
	store->inbox_query[set] = db_keep(store->db, strbuf_str(&sql));
	strbuf_release(&sql);
	return store->inbox_query[set];
}

/* "%text%", in which % and _ mean themselves. */
static struct str search_pattern(struct arena *arena, struct str text)
{
	struct str cut = str_sub(text, 0,
	    text_boundary(text,
		text.len < LIMIT_INBOX_SEARCH ? text.len : LIMIT_INBOX_SEARCH));
	struct str folded = fold_text(arena, text_clean(arena, cut));
	struct strbuf out;
	struct str pattern;

	strbuf_init(&out, 2 * LIMIT_CANDIDATE);
	strbuf_add_char(&out, '%');
	for (size_t i = 0; i < folded.len; i++) {
		if (strchr("%_\\", folded.at[i]) != NULL)
			strbuf_add_char(&out, '\\');
		strbuf_add_char(&out, folded.at[i]);
	}
	strbuf_add_char(&out, '%');
	pattern = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return pattern;
}

/* The conditions that a filter sets, and the parameters of the query. */
static unsigned parameters_of(struct arena *arena, const struct inbox_filter *f,
    struct db_value *values, size_t *ret_count)
{
	const struct {
		bool is_set;
		struct db_value value;
	} all[CONDITIONS] = {
		{ !f->any_state,
		    db_text(str_of(candidate_state_name(f->state))) },
		{ f->one_kind, db_text(str_of(candidate_kind_name(f->kind))) },
		{ f->source.at != NULL, db_text(text_clean(arena, f->source)) },
		{ f->section.at != NULL,
		    db_text(text_clean(arena, f->section)) },
		{ f->text.at != NULL, db_text(search_pattern(arena, f->text)) },
		{ f->shown, db_number(1) },
	};
	unsigned set = 0;
	size_t count = 0;

	values[count++] = db_number(f->after);
	values[count++] =
	    db_number(f->most < INT32_MAX ? (int64_t)f->most : INT32_MAX);
	for (unsigned i = 0; i < CONDITIONS; i++)
		if (all[i].is_set) {
			set |= 1u << i;
			values[count++] = all[i].value;
		}
	*ret_count = count;
	return set;
}

static bool take_list(struct arena *arena, struct db_query *query,
    struct candidates *ret_candidates, struct error *err)
{
	struct candidates list = { NULL, 0 };

	while (db_next(query)) {
		list.candidate = ARENA_GROW(arena, list.candidate, list.count);
		take_candidate(
		    arena, query->column, &list.candidate[list.count++]);
	}
	*ret_candidates = list;
	return db_end(query, err);
}

bool inbox_list(struct store *store, struct arena *arena,
    const struct inbox_filter *filter, struct candidates *ret_candidates,
    struct error *err)
{
	struct db_value values[2 + CONDITIONS];
	size_t count;
	unsigned set = parameters_of(arena, filter, values, &count);
	struct db_query query;

	db_start(&query, store->db, list_query(store, set), values, count);
	return take_list(arena, &query, ret_candidates, err);
}

bool inbox_sent_by(struct store *store, struct arena *arena, struct str contact,
    struct candidates *ret_candidates, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " CANDIDATE_COLUMNS
	    " FROM candidate WHERE contact = $1 ORDER BY id",
	    DB_ARGS(db_text(contact)));
	return take_list(arena, &query, ret_candidates, err);
}

bool inbox_count(struct store *store,
    int64_t ret_counts[CANDIDATE_STATES][CANDIDATE_KINDS], struct error *err)
{
	struct db_query query;
	enum candidate_state state;
	enum candidate_kind kind;

	for (int i = 0; i < CANDIDATE_STATES; i++)
		for (int j = 0; j < CANDIDATE_KINDS; j++)
			ret_counts[i][j] = 0;
	db_start(&query, store->db,
	    "SELECT state, kind, count(*) FROM candidate GROUP BY state, kind",
	    DB_NO_ARGS);
	while (db_next(&query))
		if (candidate_state_named(query.column[0].text, &state) &&
		    candidate_kind_named(query.column[1].text, &kind))
			ret_counts[state][kind] = query.column[2].number;
	return db_end(&query, err);
}

static void take_waiting(
    struct arena *arena, const struct db_query *query, struct inbox_waiting *w)
{
	w->section = store_text(arena, &query->column[0]);
	w->count = query->column[3].number;
}

bool inbox_waiting(struct store *store, struct arena *arena,
    struct inbox_waiting **ret_list, size_t *ret_count, struct error *err)
{
	struct db_query query;
	struct inbox_waiting *list = NULL, w;
	size_t count = 0;

	db_start(&query, store->db,
	    "SELECT section, kind, state, count(*) FROM candidate "
	    "WHERE state IN ('new', 'accepted') AND kind <> 'follow' "
	    "GROUP BY section, kind, state",
	    DB_NO_ARGS);
	while (db_next(&query)) {
		if (!candidate_kind_named(query.column[1].text, &w.kind) ||
		    !candidate_state_named(query.column[2].text, &w.state))
			continue;
		take_waiting(arena, &query, &w);
		list = ARENA_GROW(arena, list, count);
		list[count++] = w;
	}
	*ret_list = list;
	*ret_count = count;
	return db_end(&query, err);
}

/* ----------------------------------------------------------------- accepted */

/* The engines would sort texts differently. */
static int by_place(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = str_cmp(x->section, y->section);

	if (order == 0)
		order = (int)x->kind - (int)y->kind;
	if (order == 0)
		order = date_cmp(x->day, y->day);
	if (order == 0)
		order = (x->id > y->id) - (x->id < y->id);
	return order;
}

bool inbox_accepted(struct store *store, struct arena *arena,
    struct candidates *ret_candidates, struct error *err)
{
	const struct inbox_filter filter = { .state = CANDIDATE_ACCEPTED,
		.most = SIZE_MAX };

	if (!inbox_list(store, arena, &filter, ret_candidates, err))
		return false;
	if (ret_candidates->count > 0)
		qsort(ret_candidates->candidate, ret_candidates->count,
		    sizeof(*ret_candidates->candidate), by_place);
	return true;
}
