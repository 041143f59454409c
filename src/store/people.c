/* Subscribers: asking. */
#include "store/people.h"

#include "store/people_priv.h"

static const char *const state_names[] = {
	[SUBSCRIBER_PENDING] = "pending",
	[SUBSCRIBER_ACTIVE] = "active",
	[SUBSCRIBER_PAUSED] = "paused",
	[SUBSCRIBER_LEFT] = "left",
	[SUBSCRIBER_BOUNCED] = "bounced",
};

const char *subscriber_state_name(enum subscriber_state state)
{
	return state_names[state];
}

bool subscriber_state_named(struct str name, enum subscriber_state *ret_state)
{
	for (int i = 0; i < SUBSCRIBER_STATES; i++)
		if (str_eq(name, str_of(state_names[i]))) {
			*ret_state = (enum subscriber_state)i;
			return true;
		}
	return false;
}

/* -------------------------------------------------------------------- a row */

void take_subscriber(
    struct arena *arena, const struct db_value *column, struct subscriber *s)
{
	*s = (struct subscriber){
		.id = column[0].number,
		.address = store_text(arena, &column[1]),
		.address_key = store_text(arena, &column[2]),
		.tag = store_text(arena, &column[3]),
		.name = store_text(arena, &column[5]),
		.source = store_text(arena, &column[6]),
		.created = column[7].number,
		.changed = column[8].number,
		.paused_until = column[9].number,
		.preferences.language = store_text(arena, &column[10]),
		.preferences.text = str_eq(column[11].text, STR("text")),
	};
	subscriber_state_named(column[4].text, &s->state);
}

static struct str_list *list_of(struct preferences *p, struct str kind)
{
	if (str_eq(kind, STR("section")))
		return &p->sections;
	return str_eq(kind, STR("region")) ? &p->regions : &p->countries;
}

void take_preference(
    struct arena *arena, const struct db_value *column, struct subscriber *s)
{
	struct str_list *list = list_of(&s->preferences, column[0].text);

	list->item = ARENA_GROW(arena, list->item, list->count);
	list->item[list->count++] = store_text(arena, &column[1]);
}

static bool read_preferences(struct store *store, struct arena *arena,
    struct subscriber *s, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT kind, value FROM preference WHERE subscriber = $1 "
	    "ORDER BY kind, value",
	    DB_ARGS(db_number(s->id)));
	while (db_next(&query))
		take_preference(arena, query.column, s);
	return db_end(&query, err);
}

/* The first row of a started query. */
static bool take_one(struct store *store, struct arena *arena,
    struct db_query *query, bool *ret_found, struct subscriber *s,
    struct error *err)
{
	*ret_found = db_next(query);
	if (*ret_found)
		take_subscriber(arena, query->column, s);
	if (!db_end(query, err))
		return false;
	return !*ret_found || read_preferences(store, arena, s, err);
}

bool people_find(struct store *store, struct arena *arena,
    struct str address_key, bool *ret_found, struct subscriber *ret_subscriber,
    struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " SUBSCRIBER_COLUMNS
	    " FROM subscriber AS s WHERE address_key = $1",
	    DB_ARGS(db_text(address_key)));
	return take_one(store, arena, &query, ret_found, ret_subscriber, err);
}

bool people_find_tag(struct store *store, struct arena *arena, struct str tag,
    bool *ret_found, struct subscriber *ret_subscriber, struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT " SUBSCRIBER_COLUMNS " FROM subscriber AS s WHERE tag = $1",
	    DB_ARGS(db_bytes(tag)));
	return take_one(store, arena, &query, ret_found, ret_subscriber, err);
}

/* -------------------------------------------------------------------- lists */

static void start_list(struct db_query *query, struct store *store,
    const struct people_filter *filter)
{
	struct str state = str_of(subscriber_state_name(filter->state));
	int64_t most =
	    filter->most < INT32_MAX ? (int64_t)filter->most : INT32_MAX;

	if (filter->all_states)
		db_start(query, store->db,
		    "SELECT " SUBSCRIBER_COLUMNS
		    " FROM subscriber AS s WHERE id > $1 ORDER BY id LIMIT $2",
		    DB_ARGS(db_number(filter->after), db_number(most)));
	else
		db_start(query, store->db,
		    "SELECT " SUBSCRIBER_COLUMNS
		    " FROM subscriber AS s WHERE state = $3 AND id > $1 "
		    "ORDER BY id LIMIT $2",
		    DB_ARGS(db_number(filter->after), db_number(most),
			db_text(state)));
}

/* The one of a page, sorted by id, that has it; `from` is where to look on, and
 * ids only grow.  NULL if there is none. */
static struct subscriber *with_id(
    const struct people *people, int64_t id, size_t *from)
{
	while (*from < people->count && people->subscriber[*from].id < id)
		++*from;
	return *from < people->count && people->subscriber[*from].id == id
		   ? &people->subscriber[*from]
		   : NULL;
}

/* Of a whole page, by one query: those of the same ids and state. */
static void start_page(struct db_query *query, struct store *store,
    const struct people *people, const char *all, const char *of_state)
{
	const struct subscriber *first = &people->subscriber[0];
	const struct subscriber *last = &people->subscriber[people->count - 1];
	struct str state = str_of(subscriber_state_name(first->state));

	if (people->all_states)
		db_start(query, store->db, all,
		    DB_ARGS(db_number(first->id), db_number(last->id)));
	else
		db_start(query, store->db, of_state,
		    DB_ARGS(db_number(first->id), db_number(last->id),
			db_text(state)));
}

static bool read_all_preferences(struct store *store, struct arena *arena,
    const struct people *people, struct error *err)
{
	struct db_query query;
	size_t from = 0;

	if (people->count == 0)
		return true;
	start_page(&query, store, people,
	    "SELECT kind, value, subscriber FROM preference "
	    "WHERE subscriber BETWEEN $1 AND $2 "
	    "ORDER BY subscriber, kind, value",
	    "SELECT p.kind, p.value, s.id FROM subscriber AS s "
	    "JOIN preference AS p ON p.subscriber = s.id "
	    "WHERE s.state = $3 AND s.id BETWEEN $1 AND $2 "
	    "ORDER BY s.id, p.kind, p.value");
	while (db_next(&query)) {
		struct subscriber *s =
		    with_id(people, query.column[2].number, &from);

		if (s != NULL)
			take_preference(arena, query.column, s);
	}
	return db_end(&query, err);
}

bool people_list(struct store *store, struct arena *arena,
    const struct people_filter *filter, struct people *ret_people,
    struct error *err)
{
	struct people people = { .all_states = filter->all_states };
	struct db_query query;

	start_list(&query, store, filter);
	while (db_next(&query)) {
		people.subscriber =
		    ARENA_GROW(arena, people.subscriber, people.count);
		take_subscriber(
		    arena, query.column, &people.subscriber[people.count++]);
	}
	if (!db_end(&query, err))
		return false;
	*ret_people = people;
	return read_all_preferences(store, arena, &people, err);
}

bool people_count(struct store *store, int64_t ret_counts[SUBSCRIBER_STATES],
    struct error *err)
{
	struct db_query query;
	enum subscriber_state state;

	for (int i = 0; i < SUBSCRIBER_STATES; i++)
		ret_counts[i] = 0;
	db_start(&query, store->db,
	    "SELECT state, count(*) FROM subscriber GROUP BY state",
	    DB_NO_ARGS);
	while (db_next(&query))
		if (subscriber_state_named(query.column[0].text, &state))
			ret_counts[state] = query.column[1].number;
	return db_end(&query, err);
}

static void take_consent(
    struct arena *arena, const struct db_value *column, struct consents *list)
{
	list->consent = ARENA_GROW(arena, list->consent, list->count);
	list->consent[list->count++] = (struct consent){
		.what = store_text(arena, &column[0]),
		.at = column[1].number,
		.text_version = store_text(arena, &column[2]),
		.source = store_text(arena, &column[3]),
		.network = store_text(arena, &column[4]),
	};
}

bool people_consents(struct store *store, struct arena *arena, int64_t id,
    struct consents *ret_consents, struct error *err)
{
	struct consents list = { NULL, 0 };
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT what, at, text_version, source, network FROM consent "
	    "WHERE subscriber = $1 ORDER BY id",
	    DB_ARGS(db_number(id)));
	while (db_next(&query))
		take_consent(arena, query.column, &list);
	*ret_consents = list;
	return db_end(&query, err);
}

bool people_list_consents(struct store *store, struct arena *arena,
    const struct people *people, struct consents **ret_consents,
    struct error *err)
{
	struct consents *list =
	    ARENA_ARRAY(arena, people->count, struct consents);
	struct db_query query;
	size_t from = 0;

	*ret_consents = list;
	if (people->count == 0)
		return true;
	start_page(&query, store, people,
	    "SELECT what, at, text_version, source, network, subscriber "
	    "FROM consent WHERE subscriber BETWEEN $1 AND $2 "
	    "ORDER BY subscriber, id",
	    "SELECT c.what, c.at, c.text_version, c.source, c.network, s.id "
	    "FROM subscriber AS s JOIN consent AS c ON c.subscriber = s.id "
	    "WHERE s.state = $3 AND s.id BETWEEN $1 AND $2 "
	    "ORDER BY s.id, c.id");
	while (db_next(&query)) {
		const struct subscriber *s =
		    with_id(people, query.column[5].number, &from);

		if (s != NULL)
			take_consent(
			    arena, query.column, &list[s - people->subscriber]);
	}
	return db_end(&query, err);
}

/* --------------------------------------------------------------- suppressions */

struct str suppression_hash(const struct store *store, struct str address_key,
    unsigned char hash[SUPPRESSION_BYTES])
{
	secret_hash(
	    &store->key, "suppression", address_key, hash, SUPPRESSION_BYTES);
	return (struct str){ (const char *)hash, SUPPRESSION_BYTES };
}

bool people_suppression(struct store *store, struct arena *arena,
    struct str address_key, struct str *ret_reason, struct error *err)
{
	unsigned char bytes[SUPPRESSION_BYTES];
	struct str hash = suppression_hash(store, address_key, bytes);
	struct db_query query;

	*ret_reason = (struct str){ NULL, 0 };
	db_start(&query, store->db,
	    "SELECT reason FROM suppression WHERE hash = $1",
	    DB_ARGS(db_bytes(hash)));
	while (db_next(&query))
		*ret_reason = store_text(arena, &query.column[0]);
	return db_end(&query, err);
}

bool people_is_suppressed(struct store *store, struct str address_key,
    bool *ret_suppressed, struct error *err)
{
	unsigned char bytes[SUPPRESSION_BYTES];
	struct str hash = suppression_hash(store, address_key, bytes);
	int64_t count;

	if (!db_one_number(store->db,
		"SELECT count(*) FROM suppression WHERE hash = $1",
		DB_ARGS(db_bytes(hash)), 0, &count, err))
		return false;
	*ret_suppressed = count > 0;
	return true;
}
