/* Candidates: putting them in. */
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "store/inbox_priv.h"

/* ---------------------------------------------------------------------- keys */

enum { KEY_BYTES = 600, KEY_HASH_BYTES = 16 };

void add_key(struct strbuf *out, struct str text)
{
	/* The hash must be the same wherever the database is taken to. */
	static const struct secret_key nobodys = { { 0 } };
	unsigned char hash[KEY_HASH_BYTES];
	char hex[2 * KEY_HASH_BYTES];

	if (text.len <= KEY_BYTES) {
		strbuf_add(out, text);
		return;
	}
	strbuf_add(out, str_sub(text, 0, text_boundary(text, KEY_BYTES)));
	strbuf_add_char(out, ' ');
	secret_hash(&nobodys, "candidate", text, hash, sizeof(hash));
	hex_write(hash, sizeof(hash), hex);
	strbuf_add(out, (struct str){ hex, sizeof(hex) });
}

static struct str name_of(struct arena *arena, const struct candidate *c)
{
	if (c->url.len > 0 && c->kind != CANDIDATE_FEATURE)
		return url_canonical(arena, c->url);
	return fold_text(arena, str_trim(text_clean(arena, c->title)));
}

struct str candidate_key(struct arena *arena, const struct candidate *c)
{
	struct strbuf out;
	struct str key;

	strbuf_init(&out, LIMIT_CANDIDATE);
	add_key(&out, text_clean(arena, name_of(arena, c)));
	if (c->kind == CANDIDATE_EVENT && date_is_set(c->day)) {
		strbuf_add_char(&out, ' ');
		date_add_iso(&out, c->day);
	}
	if (c->kind == CANDIDATE_DECISION && c->stage.len > 0) {
		strbuf_add_char(&out, ' ');
		add_key(&out, text_clean(arena, c->stage));
	}
	key = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return key;
}

/* ---------------------------------------------------------------- what goes in */

/* A candidate as it is stored: clean, and with what is derived from it. */
struct entry {
	struct candidate c;
	struct str kind, day, found;
};

static struct str day_text(struct arena *arena, struct date day)
{
	struct strbuf out;
	struct str text;

	if (!date_is_set(day))
		return (struct str){ NULL, 0 };
	strbuf_init(&out, 16);
	date_add_iso(&out, day);
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static struct str found_text(struct arena *arena, const struct candidate *c)
{
	const struct str parts[] = { c->title, c->url, c->words };
	struct strbuf all;
	struct str found;

	strbuf_init(&all, LIMIT_CANDIDATE);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		strbuf_add(&all, parts[i]);
		strbuf_add_char(&all, '\n');
	}
	found = fold_text(arena, strbuf_str(&all));
	strbuf_release(&all);
	return found;
}

static struct entry make_entry(
    struct store *store, struct arena *arena, const struct candidate *candidate)
{
	struct entry e = { .c = *candidate };
	struct str *const texts[] = { &e.c.source, &e.c.source_address,
		&e.c.rule, &e.c.section, &e.c.title, &e.c.url, &e.c.fields,
		&e.c.origin, &e.c.words, &e.c.contact };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = text_clean(arena, *texts[i]);
	if (e.c.fields.at == NULL)
		e.c.fields = STR("{}");
	if (e.c.seen == 0)
		e.c.seen = store_now(store);
	e.c.key = candidate_key(arena, &e.c);
	e.kind = str_of(candidate_kind_name(e.c.kind));
	e.day = day_text(arena, e.c.day);
	e.found = found_text(arena, &e.c);
	return e;
}

static bool is_readers(const struct candidate *c)
{
	return str_eq(c->source, STR(CANDIDATE_READER));
}

/* A new name for a receipt, in `bytes`; unset for what no reader sent in. */
static struct str new_tag(const struct candidate *c, unsigned char *bytes)
{
	if (!is_readers(c))
		return (struct str){ NULL, 0 };
	secret_random(bytes, CANDIDATE_TAG_BYTES);
	return (struct str){ (const char *)bytes, CANDIDATE_TAG_BYTES };
}

/* *ret_id is 0 if it is there already. */
static bool insert(struct store *store, const struct entry *e, int64_t *ret_id,
    struct error *err)
{
	const struct candidate *c = &e->c;
	unsigned char tag[CANDIDATE_TAG_BYTES];

	return db_one_number(store->db,
	    "INSERT INTO candidate (kind, key, source, source_address, "
	    "section, title, url, day, fields, origin, found, raw_hash, rule, "
	    "seen, created, changed, tag, contact, shown) VALUES ($1, $2, $3, "
	    "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, "
	    "$17, $18) ON CONFLICT (kind, key) DO NOTHING RETURNING id",
	    DB_ARGS(db_text(e->kind), db_text(c->key), db_text(c->source),
		db_text(c->source_address), db_text(c->section),
		db_text(c->title), db_text(c->url), db_text(e->day),
		db_text(c->fields), db_text(c->origin), db_text(e->found),
		db_bytes(c->raw_hash), db_text(c->rule), db_number(c->seen),
		db_number(store_now(store)), db_bytes(new_tag(c, tag)),
		db_text(c->contact), db_number(!c->hidden)),
	    0, ret_id, err);
}

/* All of what it is; the section only if it had none. */
static bool update(
    struct store *store, int64_t id, const struct entry *e, struct error *err)
{
	const struct candidate *c = &e->c;

	return db_run(store->db,
	    "UPDATE candidate SET source_address = $2, section = "
	    "coalesce(section, $3), title = $4, url = $5, day = $6, fields = "
	    "$7, origin = $8, found = $9, raw_hash = $10, rule = $11, seen = "
	    "$12, changed = $13, key = $14 WHERE id = $1",
	    DB_ARGS(db_number(id), db_text(c->source_address),
		db_text(c->section), db_text(c->title), db_text(c->url),
		db_text(e->day), db_text(c->fields), db_text(c->origin),
		db_text(e->found), db_bytes(c->raw_hash), db_text(c->rule),
		db_number(c->seen), db_number(store_now(store)),
		db_text(c->key)),
	    NULL, err);
}

/* ------------------------------------------------------------- what was there */

static bool may_update(const struct candidate *old, const struct candidate *new)
{
	return str_eq(old->source, new->source) && !is_readers(new) &&
	       new->seen >= old->seen &&
	       (old->state == CANDIDATE_NEW ||
		   old->state == CANDIDATE_ACCEPTED ||
		   old->state == CANDIDATE_REJECTED);
}

static bool is_different(
    const struct candidate *old, const struct candidate *new)
{
	return !str_eq(old->title, new->title) || !str_eq(old->url, new->url) ||
	       !str_eq(old->fields, new->fields) ||
	       date_cmp(old->day, new->day) != 0;
}

/* It was withdrawn: the new one takes its place, and is a new submission if a
 * reader sends it. */
static bool bring_back(
    struct store *store, int64_t id, const struct entry *e, struct error *err)
{
	unsigned char tag[CANDIDATE_TAG_BYTES];

	return update(store, id, e, err) &&
	       db_run(store->db,
		   "UPDATE candidate SET state = 'new', source = $2, tag = "
		   "$3, contact = $4, shown = $5, who = NULL, reason = NULL, "
		   "decided = 0 WHERE id = $1",
		   DB_ARGS(db_number(id), db_text(e->c.source),
		       db_bytes(new_tag(&e->c, tag)), db_text(e->c.contact),
		       db_number(!e->c.hidden)),
		   NULL, err);
}

/* Its source looked again, and that is all. */
static bool note_seen(
    struct store *store, int64_t id, const struct entry *e, struct error *err)
{
	return db_run(store->db,
	    "UPDATE candidate SET seen = $2, raw_hash = $3 WHERE id = $1",
	    DB_ARGS(
		db_number(id), db_number(e->c.seen), db_bytes(e->c.raw_hash)),
	    NULL, err);
}

static bool meet(struct store *store, const struct entry *e,
    const struct candidate *old, enum inbox_added *ret_added, struct error *err)
{
	*ret_added = INBOX_KNOWN;
	if (old->state == CANDIDATE_WITHDRAWN) {
		*ret_added = INBOX_BACK;
		return bring_back(store, old->id, e, err);
	}
	if (!may_update(old, &e->c))
		return true;
	if (!is_different(old, &e->c))
		return note_seen(store, old->id, e, err);
	*ret_added = INBOX_UPDATED;
	return update(store, old->id, e, err);
}

static bool find_and_lock(struct store *store, struct arena *arena,
    const struct entry *e, bool *ret_found, struct candidate *ret_old,
    struct error *err)
{
	struct db_query query;

	db_start(&query, store->db,
	    "UPDATE candidate SET changed = changed WHERE kind = $1 AND "
	    "key = $2 RETURNING " CANDIDATE_COLUMNS,
	    DB_ARGS(db_text(e->kind), db_text(e->c.key)));
	return take_one_candidate(arena, &query, ret_found, ret_old, err);
}

/* It is looked for first, because an insertion that meets something uses up a
 * number all the same.  *ret_id is 0 if it was there, and is *ret_old. */
static bool insert_or_find(struct store *store, struct arena *arena,
    const struct entry *e, int64_t *ret_id, struct candidate *ret_old,
    struct error *err)
{
	bool found;

	*ret_id = 0;
	if (!find_and_lock(store, arena, e, &found, ret_old, err))
		return false;
	if (found)
		return true;
	if (!insert(store, e, ret_id, err))
		return false;
	if (*ret_id != 0)
		return true;
	return find_and_lock(store, arena, e, &found, ret_old, err) &&
	       (found || error_set(err, "a candidate was removed just now; "
					"try again"));
}

static bool add(struct store *store, struct arena *arena, const struct entry *e,
    enum inbox_added *ret_added, struct candidate *ret_candidate,
    struct error *err)
{
	struct candidate old;
	int64_t id;
	bool found;

	if (!insert_or_find(store, arena, e, &id, &old, err))
		return false;
	*ret_added = INBOX_NEW;
	if (id == 0) {
		if (!meet(store, e, &old, ret_added, err))
			return false;
		id = old.id;
	}
	return inbox_find(store, arena, id, &found, ret_candidate, err);
}

bool inbox_add(struct store *store, struct arena *arena,
    const struct candidate *candidate, enum inbox_added *ret_added,
    struct candidate *ret_candidate, struct error *err)
{
	struct entry e = make_entry(store, arena, candidate);

	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, add(store, arena, &e, ret_added, ret_candidate, err), err);
}

/* --------------------------------------------------------------------- editing */

static bool edit(struct store *store, struct arena *arena, struct str tag,
    struct entry *e, enum inbox_edited *ret_edited, struct error *err)
{
	struct candidate old, other;
	bool found;

	if (!inbox_find_tag(store, arena, tag, &found, &old, err))
		return false;
	*ret_edited = INBOX_EDIT_UNKNOWN;
	if (!found)
		return true;
	if (!lock_candidate(store, arena, old.id, &found, &old, err))
		return false;
	*ret_edited = INBOX_EDIT_LATE;
	if (!found || old.state != CANDIDATE_NEW)
		return true;
	e->c.kind = old.kind;
	e->c.key = candidate_key(arena, &e->c);
	if (!inbox_find_same(store, arena, &e->c, &found, &other, err))
		return false;
	*ret_edited = INBOX_EDIT_CLASH;
	if (found && other.id != old.id)
		return true;
	*ret_edited = INBOX_EDITED;
	return update(store, old.id, e, err) &&
	       db_run(store->db,
		   "UPDATE candidate SET section = $2, shown = $3 WHERE id = "
		   "$1",
		   DB_ARGS(db_number(old.id), db_text(e->c.section),
		       db_number(!e->c.hidden)),
		   NULL, err);
}

bool inbox_edit(struct store *store, struct arena *arena, struct str tag,
    const struct candidate *candidate, enum inbox_edited *ret_edited,
    struct error *err)
{
	struct entry e = make_entry(store, arena, candidate);

	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, edit(store, arena, tag, &e, ret_edited, err), err);
}

/* ------------------------------------------------------------------- rewriting */

static bool rewrite(struct store *store, struct arena *arena, int64_t id,
    struct entry *e, enum inbox_edited *ret_edited, struct error *err)
{
	struct candidate old, other;
	bool found;

	*ret_edited = INBOX_EDIT_UNKNOWN;
	if (!lock_candidate(store, arena, id, &found, &old, err))
		return false;
	if (!found)
		return true;
	*ret_edited = INBOX_EDIT_LATE;
	if (old.state != CANDIDATE_NEW && old.state != CANDIDATE_ACCEPTED &&
	    old.state != CANDIDATE_REJECTED)
		return true;
	e->c.kind = old.kind;
	e->c.key = candidate_key(arena, &e->c);
	if (!inbox_find_same(store, arena, &e->c, &found, &other, err))
		return false;
	*ret_edited = INBOX_EDIT_CLASH;
	if (found && other.id != old.id)
		return true;
	*ret_edited = INBOX_EDITED;
	return !is_different(&old, &e->c) || update(store, id, e, err);
}

bool inbox_rewrite(struct store *store, struct arena *arena, int64_t id,
    const struct candidate *candidate, enum inbox_edited *ret_edited,
    struct error *err)
{
	struct entry e = make_entry(store, arena, candidate);

	if (!store_begin(store, err))
		return false;
	return store_end(
	    store, rewrite(store, arena, id, &e, ret_edited, err), err);
}
