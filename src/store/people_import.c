/*
 * Subscribers: taking in lists from elsewhere, many rows at a time.
 *
 * A server is asked for a whole block at once, and told of it at once: who is
 * here already, then who is new, then what belongs to them.
 */
#include "store/people_priv.h"

#include <assert.h>
#include <stdlib.h>

/* Whose address is in a block, by its first row there. */
struct arrival {
	struct str hash; /* in the list of suppressions */
	bool suppressed;
	int64_t id; /* 0: not here */
	bool is_new;
	/* As it is after the rows so far. */
	enum subscriber_state state;
	int64_t changed;
	const struct subscriber *wanted; /* has its new state; or NULL */
};

/* A text and the row that has it, for finding the rows that have the same. */
struct entry {
	struct str text;
	size_t row;
};

/* What is to be written about somebody who is taken in. */
struct block {
	struct store *store;
	struct arena arena;
	const struct people_import *import;
	size_t count;
	size_t *first;           /* for each row: the first with its address */
	bool *keeps_tag;         /* and whether no row before has its tag */
	struct arrival *arrival; /* of rows that are such a first */
	struct entry *entry;     /* all rows, by their address */
	struct db_rows consents, preferences;
	struct db_value *consent, *preference; /* their values */
};

/* ------------------------------------------------------------------- doubles */

static int compare(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;
	int order = str_cmp(a->text, b->text);

	return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* Sort, and note for each row the first one that has the same text. */
static void find_first(struct entry *entry, size_t count, size_t *first)
{
	if (count > 0)
		qsort(entry, count, sizeof(*entry), compare);
	for (size_t i = 0; i < count; i++) {
		bool same = i > 0 && str_eq(entry[i].text, entry[i - 1].text);

		first[entry[i].row] =
		    same ? first[entry[i - 1].row] : entry[i].row;
	}
}

static void find_people(struct block *b)
{
	b->first = ARENA_ARRAY(&b->arena, b->count, size_t);
	b->arrival = ARENA_ARRAY(&b->arena, b->count, struct arrival);
	b->entry = ARENA_ARRAY(&b->arena, b->count, struct entry);
	for (size_t i = 0; i < b->count; i++)
		b->entry[i] =
		    (struct entry){ b->import[i].subscriber->address_key, i };
	find_first(b->entry, b->count, b->first);
	for (size_t i = 0; i < b->count; i++)
		if (b->first[i] == i)
			b->arrival[i].hash = suppression_hash(b->store,
			    b->import[i].subscriber->address_key,
			    arena_alloc(&b->arena, SUPPRESSION_BYTES));
}

/* Of several that bring the same tag only one can have it. */
static void find_tags(struct block *b)
{
	struct entry *entry = ARENA_ARRAY(&b->arena, b->count, struct entry);
	size_t *first = ARENA_ARRAY(&b->arena, b->count, size_t);
	size_t count = 0;

	b->keeps_tag = ARENA_ARRAY(&b->arena, b->count, bool);
	for (size_t i = 0; i < b->count; i++) {
		struct str tag = b->import[i].subscriber->tag;

		if (tag.len == SUBSCRIBER_TAG_BYTES)
			entry[count++] = (struct entry){ tag, i };
	}
	find_first(entry, count, first);
	for (size_t i = 0; i < count; i++)
		b->keeps_tag[entry[i].row] =
		    first[entry[i].row] == entry[i].row;
}

static struct arrival *arrival_of(struct block *b, struct str address_key)
{
	size_t low = 0, high = b->count;

	/* The first entry with the text, or behind it. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(b->entry[middle].text, address_key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < b->count ? &b->arrival[b->entry[low].row] : NULL;
}

static bool is_absent(const struct block *b, size_t row)
{
	const struct arrival *p = &b->arrival[row];

	return b->first[row] == row && p->id == 0 && !p->suppressed;
}

/* --------------------------------------------------------------- who is here */

enum { LOOK_COLUMNS = 3 };
static const enum db_type look_types[LOOK_COLUMNS] = { DB_INTEGER, DB_TEXT,
	DB_BYTES };

static void found(struct block *b, const struct db_value *column)
{
	struct arrival *p = &b->arrival[column[0].number];

	p->suppressed = column[1].type != DB_NULL;
	if (column[2].type == DB_NULL)
		return;
	p->id = column[2].number;
	subscriber_state_named(column[3].text, &p->state);
	p->changed = column[4].number;
}

/* Ask for all of whom nothing is known yet. */
static bool look(struct block *b, struct error *err)
{
	struct db_value *value =
	    ARENA_ARRAY(&b->arena, b->count * LOOK_COLUMNS, struct db_value);
	struct db_rows rows = { look_types, LOOK_COLUMNS, value, 0 };
	struct db_query query;

	for (size_t i = 0; i < b->count; i++) {
		struct db_value *row = value + rows.count * LOOK_COLUMNS;

		if (!is_absent(b, i))
			continue;
		row[0] = db_number((int64_t)i);
		row[1] = db_text(b->import[i].subscriber->address_key);
		row[2] = db_bytes(b->arrival[i].hash);
		rows.count++;
	}
	db_start_rows(&query, b->store->db,
	    "WITH r (place, address_key, hash) AS (@rows) "
	    "SELECT r.place, (SELECT 1 FROM suppression WHERE hash = r.hash), "
	    "s.id, s.state, s.changed FROM r LEFT JOIN subscriber AS s "
	    "ON s.address_key = r.address_key",
	    &rows);
	while (db_next(&query))
		found(b, query.column);
	return db_end(&query, err);
}

/* ---------------------------------------------------------------- who is new */

enum { INSERT_COLUMNS = 13 };
static const enum db_type insert_types[INSERT_COLUMNS] = { DB_TEXT, DB_TEXT,
	DB_BYTES, DB_TEXT, DB_TEXT, DB_TEXT, DB_TEXT, DB_TEXT, DB_INTEGER,
	DB_INTEGER, DB_INTEGER, DB_BYTES, DB_BYTES };

static int64_t changed_at(const struct store *store, const struct subscriber *s)
{
	return s->changed != 0 ? s->changed : store_now(store);
}

/* The tag that a list brings counts if it is free, else a random one. */
static void fill_insert(struct block *b, size_t row, struct db_value *value)
{
	const struct subscriber *s = b->import[row].subscriber;
	const struct preferences *p = &s->preferences;
	unsigned char *tag = arena_alloc(&b->arena, SUBSCRIBER_TAG_BYTES);
	struct str drawn = { (const char *)tag, SUBSCRIBER_TAG_BYTES };
	const struct db_value values[INSERT_COLUMNS] = {
		db_text(s->address),
		db_text(s->address_key),
		b->keeps_tag[row] ? db_bytes(s->tag) : db_null(),
		db_text(str_of(subscriber_state_name(s->state))),
		db_text(s->name),
		db_text(p->language),
		db_text(preferences_format(p)),
		db_text(s->source),
		db_number(s->created != 0 ? s->created : store_now(b->store)),
		db_number(changed_at(b->store, s)),
		db_number(s->paused_until),
		db_bytes(b->arrival[row].hash),
		db_bytes(drawn),
	};

	secret_random(tag, SUBSCRIBER_TAG_BYTES);
	memcpy(value, values, sizeof(values));
}

/* Others may sign up, or be suppressed, this moment: those are left out. */
#define INSERT_ABSENT                                                        \
	"WITH r (address, address_key, tag, state, name, language, format, " \
	"source, created, changed, paused_until, hash, drawn) AS (@rows) "   \
	"INSERT INTO subscriber (address, address_key, tag, state, name, "   \
	"language, format, source, created, changed, paused_until) "         \
	"SELECT r.address, r.address_key, CASE WHEN r.tag IS NULL OR "       \
	"EXISTS (SELECT 1 FROM subscriber WHERE tag = r.tag) THEN r.drawn "  \
	"ELSE r.tag END, r.state, r.name, r.language, r.format, r.source, "  \
	"r.created, r.changed, r.paused_until FROM r "                       \
	"WHERE NOT EXISTS (SELECT 1 FROM suppression WHERE hash = r.hash) "  \
	"ON CONFLICT (address_key) DO NOTHING RETURNING id, address_key"

/* *ret_left is how many are not here all the same. */
static bool insert_absent(struct block *b, size_t *ret_left, struct error *err)
{
	struct db_value *value =
	    ARENA_ARRAY(&b->arena, b->count * INSERT_COLUMNS, struct db_value);
	struct db_rows rows = { insert_types, INSERT_COLUMNS, value, 0 };
	struct db_query query;

	for (size_t i = 0; i < b->count; i++)
		if (is_absent(b, i))
			fill_insert(
			    b, i, value + rows.count++ * INSERT_COLUMNS);
	*ret_left = rows.count;
	db_start_rows(&query, b->store->db, INSERT_ABSENT, &rows);
	while (db_next(&query)) {
		struct arrival *p = arrival_of(b, query.column[1].text);

		assert(p != NULL);
		p->id = query.column[0].number;
		p->is_new = true;
		--*ret_left;
	}
	return db_end(&query, err);
}

/* Who comes or goes between the two statements is looked for again. */
static bool find_or_insert(struct block *b, struct error *err)
{
	enum { TRIES = 10 };
	size_t left = 1;

	for (int i = 0; left > 0 && i < TRIES; i++)
		if (!look(b, err) || !insert_absent(b, &left, err))
			return false;
	return left == 0 ||
	       error_set(err, "somebody else changes the same subscribers all "
			      "the time: try again");
}

/* ------------------------------------------------------ what becomes of them */

static bool gets_mail(enum subscriber_state state)
{
	return state == SUBSCRIBER_ACTIVE || state == SUBSCRIBER_PAUSED;
}

/* What becomes of somebody who is here already. */
static enum people_imported judge(
    const struct arrival *here, const struct people_import *import)
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

enum { CONSENT_COLUMNS = 6, PREFERENCE_COLUMNS = 3, STATE_COLUMNS = 4 };
static const enum db_type consent_types[CONSENT_COLUMNS] = { DB_INTEGER,
	DB_TEXT, DB_INTEGER, DB_TEXT, DB_TEXT, DB_TEXT };
static const enum db_type preference_types[PREFERENCE_COLUMNS] = { DB_INTEGER,
	DB_TEXT, DB_TEXT };
static const enum db_type state_types[STATE_COLUMNS] = { DB_INTEGER, DB_TEXT,
	DB_INTEGER, DB_INTEGER };

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

		memcpy(b->consent + b->consents.count++ * CONSENT_COLUMNS, row,
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

		memcpy(
		    b->preference + b->preferences.count++ * PREFERENCE_COLUMNS,
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
	b->consent =
	    ARENA_ARRAY(&b->arena, consents * CONSENT_COLUMNS, struct db_value);
	b->consents =
	    (struct db_rows){ consent_types, CONSENT_COLUMNS, b->consent, 0 };
	b->preference = ARENA_ARRAY(
	    &b->arena, preferences * PREFERENCE_COLUMNS, struct db_value);
	b->preferences = (struct db_rows){ preference_types, PREFERENCE_COLUMNS,
		b->preference, 0 };
}

static void welcome(
    struct block *b, struct arrival *p, const struct people_import *import)
{
	const struct subscriber *s = import->subscriber;

	note_preferences(b, p->id, "section", &s->preferences.sections);
	note_preferences(b, p->id, "region", &s->preferences.regions);
	note_preferences(b, p->id, "country", &s->preferences.countries);
	note_consents(b, p->id, import);
	p->state = s->state;
	p->changed = changed_at(b->store, s);
}

/* Somebody who is here already, or must not be. */
static enum people_imported meet(
    struct block *b, struct arrival *p, const struct people_import *import)
{
	enum people_imported imported;

	if (p->suppressed)
		return IMPORT_SUPPRESSED;
	imported = judge(p, import);
	if (imported != IMPORT_BACK && imported != IMPORT_LEFT)
		return imported;
	note_consents(b, p->id, import);
	p->wanted = import->subscriber;
	p->state = p->wanted->state;
	p->changed = store_now(b->store);
	return imported;
}

/* -------------------------------------------------------------------- writing */

static bool put_states(struct block *b, struct error *err)
{
	struct db_value *value =
	    ARENA_ARRAY(&b->arena, b->count * STATE_COLUMNS, struct db_value);
	struct db_rows rows = { state_types, STATE_COLUMNS, value, 0 };

	for (size_t i = 0; i < b->count; i++) {
		const struct arrival *p = &b->arrival[i];
		struct db_value *row = value + rows.count * STATE_COLUMNS;

		if (p->wanted == NULL)
			continue;
		row[0] = db_number(p->id);
		row[1] = db_text(str_of(subscriber_state_name(p->state)));
		row[2] = db_number(p->changed);
		row[3] = db_number(p->wanted->paused_until);
		rows.count++;
	}
	return db_run_rows(b->store->db,
	    "WITH r (id, state, changed, paused_until) AS (@rows) "
	    "UPDATE subscriber SET state = r.state, changed = r.changed, "
	    "paused_until = r.paused_until FROM r WHERE subscriber.id = r.id",
	    &rows, err);
}

static bool put_noted(struct block *b, struct error *err)
{
	return db_run_rows(b->store->db,
		   "WITH r (id, kind, value) AS (@rows) INSERT INTO preference "
		   "SELECT r.id, r.kind, r.value FROM r WHERE r.id > 0 "
		   "ON CONFLICT DO NOTHING",
		   &b->preferences, err) &&
	       db_run_rows(b->store->db,
		   "WITH r (id, what, at, text_version, source, network) AS "
		   "(@rows) INSERT INTO consent (subscriber, what, at, "
		   "text_version, source, network) SELECT r.id, r.what, r.at, "
		   "r.text_version, r.source, r.network FROM r",
		   &b->consents, err);
}

static bool import_all(
    struct block *b, enum people_imported *ret_imported, struct error *err)
{
	make_room(b);
	find_people(b);
	find_tags(b);
	if (!find_or_insert(b, err))
		return false;
	for (size_t i = 0; i < b->count; i++) {
		struct arrival *p = &b->arrival[b->first[i]];

		ret_imported[i] = IMPORT_NEW;
		if (p->is_new && b->first[i] == i)
			welcome(b, p, &b->import[i]);
		else
			ret_imported[i] = meet(b, p, &b->import[i]);
	}
	return put_states(b, err) && put_noted(b, err);
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
