/* Subscribers: taking in lists from elsewhere, many rows at a time. */
#include "store/people_priv.h"

enum { INSERT_COLUMNS = 13, CONSENT_COLUMNS = 6, PREFERENCE_COLUMNS = 3 };

/* What is to be written about somebody who is taken in. */
struct block {
	struct store *store;
	struct arena arena;
	const struct people_import *import;
	size_t count;
	int64_t *id;
	struct db_value *consent, *preference;
	size_t consents, preferences;
};

/* The tag that a list brings counts if it is free, else a random one. */
static void fill_insert(
    struct block *b, const struct subscriber *s, struct db_value *value)
{
	const struct preferences *p = &s->preferences;
	unsigned char *tag = arena_alloc(&b->arena, SUBSCRIBER_TAG_BYTES);
	unsigned char *hash = arena_alloc(&b->arena, SUPPRESSION_BYTES);
	struct str drawn = { (const char *)tag, SUBSCRIBER_TAG_BYTES };
	int64_t now = store_now(b->store);
	const struct db_value row[INSERT_COLUMNS] = {
		db_text(s->address),
		db_text(s->address_key),
		db_bytes(s->tag.len == SUBSCRIBER_TAG_BYTES ? s->tag : drawn),
		db_text(str_of(subscriber_state_name(s->state))),
		db_text(s->name),
		db_text(p->language),
		db_text(preferences_format(p)),
		db_text(s->source),
		db_number(s->created != 0 ? s->created : now),
		db_number(s->changed != 0 ? s->changed : now),
		db_number(s->paused_until),
		db_bytes(suppression_hash(b->store, s->address_key, hash)),
		db_bytes(drawn),
	};

	secret_random(tag, SUBSCRIBER_TAG_BYTES);
	memcpy(value, row, sizeof(row));
}

/* An id is 0 if the address is there already, or must not be. */
static bool insert_all(struct block *b, struct error *err)
{
	struct db_value *value =
	    ARENA_ARRAY(&b->arena, b->count * INSERT_COLUMNS, struct db_value);

	for (size_t i = 0; i < b->count; i++)
		fill_insert(
		    b, b->import[i].subscriber, value + i * INSERT_COLUMNS);
	return db_run_rows(b->store->db,
	    "INSERT INTO subscriber (address, address_key, tag, state, "
	    "name, language, format, source, created, changed, "
	    "paused_until) "
	    "SELECT $1, $2, CASE WHEN EXISTS (SELECT 1 FROM subscriber "
	    "WHERE tag = $3) THEN $13 ELSE $3 END, "
	    "$4, $5, $6, $7, $8, $9, $10, $11 "
	    "WHERE NOT EXISTS (SELECT 1 FROM suppression "
	    "WHERE hash = $12) "
	    "ON CONFLICT (address_key) DO NOTHING",
	    value, INSERT_COLUMNS, b->count, b->id, err);
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

static void note_consents(
    struct block *b, int64_t id, const struct people_import *import)
{
	for (size_t i = 0; i < import->consents; i++) {
		const struct consent *c = &import->consent[i];
		const struct db_value row[CONSENT_COLUMNS] = {
			db_number(id),
			db_text(c->what),
			db_number(c->at != 0 ? c->at : store_now(b->store)),
			db_text(c->text_version),
			db_text(c->source),
			db_text(c->network),
		};

		memcpy(b->consent + b->consents++ * CONSENT_COLUMNS, row,
		    sizeof(row));
	}
}

static void note_preferences(
    struct block *b, int64_t id, const char *kind, const struct str_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct db_value row[PREFERENCE_COLUMNS] = {
			db_number(id),
			db_text(str_of(kind)),
			db_text(list->item[i]),
		};

		memcpy(b->preference + b->preferences++ * PREFERENCE_COLUMNS,
		    row, sizeof(row));
	}
}

/* Room for what all of them may have. */
static void make_room(struct block *b)
{
	size_t consents = 0, preferences = 0;

	for (size_t i = 0; i < b->count; i++) {
		const struct preferences *p =
		    &b->import[i].subscriber->preferences;

		consents += b->import[i].consents;
		preferences +=
		    p->sections.count + p->regions.count + p->countries.count;
	}
	b->id = ARENA_ARRAY(&b->arena, b->count, int64_t);
	b->consent =
	    ARENA_ARRAY(&b->arena, consents * CONSENT_COLUMNS, struct db_value);
	b->preference = ARENA_ARRAY(
	    &b->arena, preferences * PREFERENCE_COLUMNS, struct db_value);
}

/* Somebody whose address is there already, or must not be. */
static bool meet(struct block *b, const struct people_import *import,
    enum people_imported *ret_imported, struct error *err)
{
	const struct subscriber *s = import->subscriber;
	struct present here = { 0, 0, SUBSCRIBER_PENDING };
	bool suppressed;

	if (!people_is_suppressed(b->store, s->address_key, &suppressed, err))
		return false;
	*ret_imported = IMPORT_SUPPRESSED;
	if (suppressed)
		return true;
	if (!find(b->store, s->address_key, &here, err))
		return false;
	*ret_imported = judge(&here, import);
	if (*ret_imported != IMPORT_BACK && *ret_imported != IMPORT_LEFT)
		return true;
	note_consents(b, here.id, import);
	return set_state(b->store, here.id, s, err);
}

static void welcome(
    struct block *b, int64_t id, const struct people_import *import)
{
	const struct preferences *p = &import->subscriber->preferences;

	note_preferences(b, id, "section", &p->sections);
	note_preferences(b, id, "region", &p->regions);
	note_preferences(b, id, "country", &p->countries);
	note_consents(b, id, import);
}

/* As many rows in a statement as its parameters allow: each statement costs a
 * server more than a row does. */
enum { CONSENTS_AT_ONCE = 5 };
_Static_assert(CONSENTS_AT_ONCE *CONSENT_COLUMNS <= DB_PARAMETERS,
    "a statement's parameters");

#define INSERT_CONSENT                                                      \
	"INSERT INTO consent (subscriber, what, at, text_version, source, " \
	"network) VALUES ($1, $2, $3, $4, $5, $6)"

static bool put_consents(struct block *b, struct error *err)
{
	size_t fives = b->consents / CONSENTS_AT_ONCE;
	size_t rest = b->consents % CONSENTS_AT_ONCE;

	return db_run_rows(b->store->db,
		   INSERT_CONSENT ", ($7, $8, $9, $10, $11, $12)"
				  ", ($13, $14, $15, $16, $17, $18)"
				  ", ($19, $20, $21, $22, $23, $24)"
				  ", ($25, $26, $27, $28, $29, $30)",
		   b->consent, CONSENTS_AT_ONCE * CONSENT_COLUMNS, fives, NULL,
		   err) &&
	       db_run_rows(b->store->db, INSERT_CONSENT,
		   b->consent + fives * CONSENTS_AT_ONCE * CONSENT_COLUMNS,
		   CONSENT_COLUMNS, rest, NULL, err);
}

static bool put_noted(struct block *b, struct error *err)
{
	return db_run_rows(b->store->db,
		   "INSERT INTO preference VALUES ($1, $2, $3) "
		   "ON CONFLICT DO NOTHING",
		   b->preference, PREFERENCE_COLUMNS, b->preferences, NULL,
		   err) &&
	       put_consents(b, err);
}

static bool import_all(
    struct block *b, enum people_imported *ret_imported, struct error *err)
{
	make_room(b);
	if (!insert_all(b, err))
		return false;
	for (size_t i = 0; i < b->count; i++) {
		ret_imported[i] = IMPORT_NEW;
		if (b->id[i] != 0)
			welcome(b, b->id[i], &b->import[i]);
		else if (!meet(b, &b->import[i], &ret_imported[i], err))
			return false;
	}
	return put_noted(b, err);
}

bool people_import(struct store *store, const struct people_import *import,
    size_t count, enum people_imported *ret_imported, struct error *err)
{
	struct block b = { .store = store, .import = import, .count = count };
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok = store_end(store, import_all(&b, ret_imported, err), err);
	arena_release(&b.arena);
	return ok;
}
