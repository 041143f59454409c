/* Subscribers: changing. */
#include "store/bounces_priv.h"
#include "store/people_priv.h"

/* ----------------------------------------------------------------- consents */

bool people_put_consent(struct store *store, int64_t id,
    const struct consent *consent, struct error *err)
{
	int64_t at = consent->at != 0 ? consent->at : store_now(store);

	return db_run(store->db,
	    "INSERT INTO consent (subscriber, what, at, text_version, source, "
	    "network) VALUES ($1, $2, $3, $4, $5, $6)",
	    DB_ARGS(db_number(id), db_text(consent->what), db_number(at),
		db_text(consent->text_version), db_text(consent->source),
		db_text(consent->network)),
	    NULL, err);
}

/* -------------------------------------------------------------- preferences */

static bool add_preferences_of(struct store *store, int64_t id,
    const char *kind, const struct str_list *list, struct error *err)
{
	for (size_t i = 0; i < list->count; i++)
		if (!db_run(store->db,
			"INSERT INTO preference VALUES ($1, $2, $3) "
			"ON CONFLICT DO NOTHING",
			DB_ARGS(db_number(id), db_text(str_of(kind)),
			    db_text(list->item[i])),
			NULL, err))
			return false;
	return true;
}

static bool put_preferences(struct store *store, int64_t id,
    const struct preferences *p, struct error *err)
{
	return add_preferences_of(store, id, "section", &p->sections, err) &&
	       add_preferences_of(store, id, "region", &p->regions, err) &&
	       add_preferences_of(store, id, "country", &p->countries, err);
}

static bool remove_preferences(
    struct store *store, int64_t id, struct error *err)
{
	return db_run(store->db, "DELETE FROM preference WHERE subscriber = $1",
	    DB_ARGS(db_number(id)), NULL, err);
}

struct str preferences_format(const struct preferences *p)
{
	return p->text ? STR("text") : STR("html");
}

static bool set_preferences(struct store *store, int64_t id,
    const struct preferences *p, struct error *err)
{
	return db_run(store->db,
		   "UPDATE subscriber SET language = $2, format = $3, "
		   "changed = $4 WHERE id = $1",
		   DB_ARGS(db_number(id), db_text(p->language),
		       db_text(preferences_format(p)),
		       db_number(store_now(store))),
		   NULL, err) &&
	       remove_preferences(store, id, err) &&
	       put_preferences(store, id, p, err);
}

bool people_set_preferences(struct store *store, int64_t id,
    const struct preferences *preferences, const struct consent *consent,
    struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    set_preferences(store, id, preferences, err) &&
		people_put_consent(store, id, consent, err),
	    err);
}

/* -------------------------------------------------------------------- adding */

/* Who is there already, if somebody is. */
static bool find_state(struct store *store, struct str key, int64_t *ret_id,
    enum subscriber_state *ret_state, struct error *err)
{
	struct db_query query;

	*ret_id = 0;
	db_start(&query, store->db,
	    "SELECT id, state FROM subscriber WHERE address_key = $1",
	    DB_ARGS(db_text(key)));
	if (db_next(&query)) {
		*ret_id = query.column[0].number;
		subscriber_state_named(query.column[1].text, ret_state);
	}
	return db_end(&query, err);
}

static bool insert(struct store *store, const struct subscriber *s,
    int64_t *ret_id, struct error *err)
{
	const struct preferences *p = &s->preferences;
	unsigned char tag[SUBSCRIBER_TAG_BYTES];
	int64_t now = store_now(store);

	secret_random(tag, sizeof(tag));
	return db_insert(store->db,
	    "INSERT INTO subscriber (address, address_key, tag, state, name, "
	    "language, format, source, created, changed, paused_until) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
	    DB_ARGS(db_text(s->address), db_text(s->address_key),
		db_bytes((struct str){ (const char *)tag, sizeof(tag) }),
		db_text(str_of(subscriber_state_name(s->state))),
		db_text(s->name), db_text(p->language),
		db_text(preferences_format(p)), db_text(s->source),
		db_number(s->created != 0 ? s->created : now), db_number(now),
		db_number(s->paused_until)),
	    ret_id, err);
}

static bool update(struct store *store, int64_t id, const struct subscriber *s,
    struct error *err)
{
	return db_run(store->db,
		   "UPDATE subscriber SET address = $2, state = $3, "
		   "source = $4, changed = $5, paused_until = $6 WHERE id = $1",
		   DB_ARGS(db_number(id), db_text(s->address),
		       db_text(str_of(subscriber_state_name(s->state))),
		       db_text(s->source), db_number(store_now(store)),
		       db_number(s->paused_until)),
		   NULL, err) &&
	       set_preferences(store, id, &s->preferences, err);
}

static bool lift_suppression(
    struct store *store, struct str address_key, struct error *err)
{
	unsigned char bytes[SUPPRESSION_BYTES];

	return db_run(store->db, "DELETE FROM suppression WHERE hash = $1",
	    DB_ARGS(db_bytes(suppression_hash(store, address_key, bytes))),
	    NULL, err);
}

static bool add_somebody(struct store *store, const struct subscriber *s,
    const struct consent *consent, bool lift, enum people_added *ret_added,
    int64_t *ret_id, struct error *err)
{
	enum subscriber_state state = SUBSCRIBER_PENDING;
	bool suppressed;
	int64_t id;

	if (lift ? !lift_suppression(store, s->address_key, err)
		 : !people_is_suppressed(
		       store, s->address_key, &suppressed, err))
		return false;
	*ret_added = PEOPLE_SUPPRESSED;
	if (!lift && suppressed)
		return true;
	if (!find_state(store, s->address_key, &id, &state, err))
		return false;
	*ret_id = id;
	*ret_added = PEOPLE_KNOWN;
	if (id != 0 && state != SUBSCRIBER_LEFT && state != SUBSCRIBER_BOUNCED)
		return true;
	*ret_added = id != 0 ? PEOPLE_BACK : PEOPLE_NEW;
	if (id != 0 ? !update(store, id, s, err)
		    : !insert(store, s, &id, err) ||
			  !put_preferences(store, id, &s->preferences, err))
		return false;
	*ret_id = id;
	return people_put_consent(store, id, consent, err);
}

bool people_add(struct store *store, const struct subscriber *subscriber,
    const struct consent *consent, bool lift, enum people_added *ret_added,
    int64_t *ret_id, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    add_somebody(
		store, subscriber, consent, lift, ret_added, ret_id, err),
	    err);
}

/* -------------------------------------------------------------------- states */

static bool set_state(struct store *store, int64_t id,
    enum subscriber_state state, int64_t paused_until,
    const struct consent *consent, bool *ret_changed, struct error *err)
{
	int64_t changed;

	if (!db_run(store->db,
		"UPDATE subscriber SET state = $2, paused_until = $3, "
		"changed = $4 WHERE id = $1 AND (state <> $2 OR "
		"coalesce(paused_until, 0) <> $3)",
		DB_ARGS(db_number(id),
		    db_text(str_of(subscriber_state_name(state))),
		    db_number(paused_until), db_number(store_now(store))),
		&changed, err))
		return false;
	*ret_changed = changed > 0;
	return changed == 0 || people_put_consent(store, id, consent, err);
}

bool people_set_state(struct store *store, int64_t id,
    enum subscriber_state state, int64_t paused_until,
    const struct consent *consent, bool *ret_changed, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    set_state(
		store, id, state, paused_until, consent, ret_changed, err),
	    err);
}

/* --------------------------------------------------------------------- erase */

bool people_put_suppression(struct store *store, struct str address_key,
    struct str reason, struct error *err)
{
	unsigned char bytes[SUPPRESSION_BYTES];

	return db_run(store->db,
	    "INSERT INTO suppression VALUES ($1, $2, $3) "
	    "ON CONFLICT DO NOTHING",
	    DB_ARGS(db_bytes(suppression_hash(store, address_key, bytes)),
		db_text(reason), db_number(store_now(store))),
	    NULL, err);
}

bool people_put_leave(struct store *store, struct str address_key,
    struct str reason, struct error *err)
{
	const struct consent consent = { .what = STR("left"),
		.source = reason };
	enum subscriber_state state = SUBSCRIBER_LEFT;
	bool changed;
	int64_t id;

	if (!find_state(store, address_key, &id, &state, err))
		return false;
	return id == 0 || set_state(store, id, SUBSCRIBER_LEFT, 0, &consent,
			      &changed, err);
}

bool people_suppress(struct store *store, struct str address_key,
    struct str reason, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    people_put_suppression(store, address_key, reason, err) &&
		people_put_leave(store, address_key, reason, err),
	    err);
}

/* What servers said of a mail often names who it was for. */
static bool forget_words(
    struct store *store, struct str address_key, struct error *err)
{
	return db_run(store->db,
	    "UPDATE delivery_step SET said = NULL WHERE mailing IN (SELECT id "
	    "FROM mailing) AND reader IN (SELECT id FROM subscriber WHERE "
	    "address_key = $1)",
	    DB_ARGS(db_text(address_key)), NULL, err);
}

/* What readers sent in stays, without who it was: the queue is no list of
 * people. */
static bool erase(struct store *store, struct str address_key, bool keep_out,
    bool *ret_found, struct error *err)
{
	int64_t people, others;

	if (!forget_words(store, address_key, err) ||
	    !forget_returned(store, address_key, err) ||
	    !db_run(store->db,
		"UPDATE candidate SET contact = NULL WHERE contact = $1",
		DB_ARGS(db_text(address_key)), &others, err) ||
	    !forget_votes(store, address_key, &others, err) ||
	    !db_run(store->db,
		"DELETE FROM outbox WHERE recipient IN (SELECT address FROM "
		"subscriber WHERE address_key = $1)",
		DB_ARGS(db_text(address_key)), NULL, err) ||
	    !db_run(store->db, "DELETE FROM subscriber WHERE address_key = $1",
		DB_ARGS(db_text(address_key)), &people, err))
		return false;
	*ret_found = people + others > 0;
	return keep_out ? people_put_suppression(
			      store, address_key, STR(PEOPLE_ERASED), err)
			: lift_suppression(store, address_key, err);
}

bool people_erase(struct store *store, struct str address_key, bool keep_out,
    bool *ret_found, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, erase(store, address_key, keep_out, ret_found, err), err);
}

/* ---------------------------------------------------------------------- many */

bool people_begin_many(struct store *store, struct error *err)
{
	if (!db_begin(store->db, err))
		return false;
	store->many = true;
	store->broken = false;
	return true;
}

bool people_end_many(struct store *store, bool keep, struct error *err)
{
	store->many = false;
	if (keep && !store->broken)
		return db_commit(store->db, err);
	db_rollback(store->db);
	return !keep || error_set(err, "one of the changes failed, and none "
				       "was made");
}

void people_expect_many(struct store *store, bool many)
{
	db_expect_many(store->db, many);
}

/* -------------------------------------------------------------------- limits */

enum { PACE_BYTES = 16, PACE_SLOTS = 8 };

/* The time is cut into slots, so that a limit does not begin anew at once. */
static bool pace(struct store *store, struct str key, int64_t most,
    int64_t seconds, bool *ret_allowed, struct error *err)
{
	int64_t length = seconds / PACE_SLOTS > 0 ? seconds / PACE_SLOTS : 1;
	int64_t now = store_now(store), slot = now / length, count;
	int64_t until = (slot + PACE_SLOTS + 1) * length;

	if (!db_run(store->db,
		"DELETE FROM pace WHERE key = $1 AND until <= $2",
		DB_ARGS(db_bytes(key), db_number(now)), NULL, err) ||
	    !db_one_number(store->db,
		"SELECT CAST(coalesce(sum(count), 0) AS BIGINT) FROM pace "
		"WHERE key = $1",
		DB_ARGS(db_bytes(key)), 0, &count, err))
		return false;
	*ret_allowed = count < most;
	return !*ret_allowed ||
	       db_run(store->db,
		   "INSERT INTO pace VALUES ($1, $2, 1, $3) ON CONFLICT (key, "
		   "slot) DO UPDATE SET count = pace.count + 1",
		   DB_ARGS(db_bytes(key), db_number(slot), db_number(until)),
		   NULL, err);
}

bool people_pace(struct store *store, const char *what, struct str who,
    int64_t most, int64_t seconds, bool *ret_allowed, struct error *err)
{
	unsigned char bytes[PACE_BYTES];

	secret_hash(&store->key, what, who, bytes, sizeof(bytes));
	if (!store_begin(store, err))
		return false;
	return store_end(store,
	    pace(store, (struct str){ (const char *)bytes, sizeof(bytes) },
		most, seconds, ret_allowed, err),
	    err);
}
