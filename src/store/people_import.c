/* Subscribers: taking in lists from elsewhere, many rows at a time. */
#include "store/people_priv.h"

/* The tag that a list brings, if it is free, or a random one. */
static bool choose_tag(struct store *store, const struct subscriber *s,
    unsigned char tag[SUBSCRIBER_TAG_BYTES], struct error *err)
{
	int64_t taken = 1;

	if (s->tag.len == SUBSCRIBER_TAG_BYTES &&
	    !db_one_number(store->db,
		"SELECT count(*) FROM subscriber WHERE tag = $1",
		DB_ARGS(db_bytes(s->tag)), 0, &taken, err))
		return false;
	if (taken > 0)
		secret_random(tag, SUBSCRIBER_TAG_BYTES);
	else
		memcpy(tag, s->tag.at, SUBSCRIBER_TAG_BYTES);
	return true;
}

/* *ret_id is 0 if the address is there already, or must not be. */
static bool insert(struct store *store, const struct subscriber *s,
    int64_t *ret_id, struct error *err)
{
	const struct preferences *p = &s->preferences;
	unsigned char tag[SUBSCRIBER_TAG_BYTES], hash[SUPPRESSION_BYTES];
	int64_t now = store_now(store);

	return choose_tag(store, s, tag, err) &&
	       db_one_number(store->db,
		   "INSERT INTO subscriber (address, address_key, tag, state, "
		   "name, language, format, source, created, changed, "
		   "paused_until) "
		   "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 "
		   "WHERE NOT EXISTS (SELECT 1 FROM suppression "
		   "WHERE hash = $12) "
		   "ON CONFLICT (address_key) DO NOTHING RETURNING id",
		   DB_ARGS(db_text(s->address), db_text(s->address_key),
		       db_bytes((struct str){ (const char *)tag, sizeof(tag) }),
		       db_text(str_of(subscriber_state_name(s->state))),
		       db_text(s->name), db_text(p->language),
		       db_text(preferences_format(p)), db_text(s->source),
		       db_number(s->created != 0 ? s->created : now),
		       db_number(s->changed != 0 ? s->changed : now),
		       db_number(s->paused_until),
		       db_bytes(suppression_hash(store, s->address_key, hash))),
		   0, ret_id, err);
}

struct present {
	int64_t id, changed;
	enum subscriber_state state;
};

static bool find(struct store *store, struct str key, struct present *present,
    struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "SELECT id, state, changed FROM subscriber WHERE address_key = $1",
	    DB_ARGS(db_text(key)));
	if (db_next(&query)) {
		present->id = query.column[0].number;
		subscriber_state_named(query.column[1].text, &present->state);
		present->changed = query.column[2].number;
	}
	return db_end(&query, err);
}

static bool set_state(struct store *store, int64_t id,
    const struct subscriber *s, struct error *err)
{
	return db_run(store->db,
	    "UPDATE subscriber SET state = $2, changed = $3, paused_until = $4 "
	    "WHERE id = $1",
	    DB_ARGS(db_number(id),
		db_text(str_of(subscriber_state_name(s->state))),
		db_number(store_now(store)), db_number(s->paused_until)),
	    NULL, err);
}

static bool gets_mail(enum subscriber_state state)
{
	return state == SUBSCRIBER_ACTIVE || state == SUBSCRIBER_PAUSED;
}

/* What becomes of somebody who is here already. */
static enum people_imported judge(
    const struct present *here, const struct people_import *import)
{
	enum subscriber_state there = import->subscriber->state;
	bool gone =
	    here->state == SUBSCRIBER_LEFT || here->state == SUBSCRIBER_BOUNCED;
	bool later = import->wished > here->changed;

	if (there == SUBSCRIBER_LEFT && here->state != SUBSCRIBER_LEFT)
		return later || import->wished == 0 ? IMPORT_LEFT
						    : IMPORT_KNOWN;
	if (there == here->state || there == SUBSCRIBER_BOUNCED)
		return IMPORT_KNOWN;
	if (gone)
		return later ? IMPORT_BACK : IMPORT_STAYS_LEFT;
	return here->state == SUBSCRIBER_PENDING && gets_mail(there)
		   ? IMPORT_BACK
		   : IMPORT_KNOWN;
}

/* Several at a time: a server is asked over a wire. */
enum { AT_ONCE = 4, CONSENT_COLUMNS = 5 };

#define INSERT_CONSENTS                                                     \
	"INSERT INTO consent (subscriber, what, at, text_version, source, " \
	"network) VALUES ($1, $2, $3, $4, $5, $6)"
static const char *const insert_consents[AT_ONCE] = {
	INSERT_CONSENTS,
	INSERT_CONSENTS ", ($1, $7, $8, $9, $10, $11)",
	INSERT_CONSENTS ", ($1, $7, $8, $9, $10, $11)"
			", ($1, $12, $13, $14, $15, $16)",
	INSERT_CONSENTS ", ($1, $7, $8, $9, $10, $11)"
			", ($1, $12, $13, $14, $15, $16)"
			", ($1, $17, $18, $19, $20, $21)",
};

static bool add_some(struct store *store, int64_t id,
    const struct consent *consent, size_t count, struct error *err)
{
	struct db_value value[1 + AT_ONCE * CONSENT_COLUMNS];
	size_t n = 0;

	value[n++] = db_number(id);
	for (size_t i = 0; i < count; i++) {
		const struct consent *c = &consent[i];

		value[n++] = db_text(c->what);
		value[n++] = db_number(c->at != 0 ? c->at : store_now(store));
		value[n++] = db_text(c->text_version);
		value[n++] = db_text(c->source);
		value[n++] = db_text(c->network);
	}
	return db_run(
	    store->db, insert_consents[count - 1], value, n, NULL, err);
}

static bool add_consents(struct store *store, int64_t id,
    const struct people_import *import, struct error *err)
{
	for (size_t i = 0; i < import->consents; i += AT_ONCE) {
		size_t left = import->consents - i;

		if (!add_some(store, id, &import->consent[i],
			left < AT_ONCE ? left : AT_ONCE, err))
			return false;
	}
	return true;
}

static bool meet(struct store *store, const struct people_import *import,
    enum people_imported *ret_imported, struct error *err)
{
	const struct subscriber *s = import->subscriber;
	struct present here = { 0, 0, SUBSCRIBER_PENDING };

	if (!find(store, s->address_key, &here, err))
		return false;
	*ret_imported = judge(&here, import);
	if (*ret_imported != IMPORT_BACK && *ret_imported != IMPORT_LEFT)
		return true;
	return set_state(store, here.id, s, err) &&
	       add_consents(store, here.id, import, err);
}

static bool import_one(struct store *store, const struct people_import *import,
    enum people_imported *ret_imported, struct error *err)
{
	const struct subscriber *s = import->subscriber;
	bool suppressed;
	int64_t id;

	if (!insert(store, s, &id, err))
		return false;
	*ret_imported = IMPORT_NEW;
	if (id != 0)
		return people_put_preferences(
			   store, id, &s->preferences, err) &&
		       add_consents(store, id, import, err);
	if (!people_is_suppressed(store, s->address_key, &suppressed, err))
		return false;
	*ret_imported = IMPORT_SUPPRESSED;
	return suppressed || meet(store, import, ret_imported, err);
}

bool people_import(struct store *store, const struct people_import *import,
    enum people_imported *ret_imported, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, import_one(store, import, ret_imported, err), err);
}
