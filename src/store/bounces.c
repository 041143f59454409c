#include "store/bounces.h"

#include "base/text.h"
#include "store/bounces_priv.h"
#include "store/people_priv.h"

static const char *const kind_names[] = {
	[RETURNED_HARD] = "hard",
	[RETURNED_SOFT] = "soft",
	[RETURNED_REFUSED] = "refused",
	[RETURNED_LATE] = "late",
	[RETURNED_COMPLAINT] = "complaint",
	[RETURNED_UNSUBSCRIBE] = "unsubscribe",
	[RETURNED_AUTO_REPLY] = "auto-reply",
	[RETURNED_DELIVERED] = "delivered",
	[RETURNED_UNREAD] = "unread",
};

const char *returned_kind_name(enum returned_kind kind)
{
	return kind_names[kind];
}

bool returned_kind_named(struct str name, enum returned_kind *ret_kind)
{
	for (int i = 0; i < RETURNED_KINDS; i++)
		if (str_eq(name, str_of(kind_names[i]))) {
			*ret_kind = (enum returned_kind)i;
			return true;
		}
	return false;
}

const char *returned_fate_name(enum returned_fate fate)
{
	static const char *const names[] = {
		[RETURNED_NOTED] = "noted",
		[RETURNED_KNOWN] = "known",
		[RETURNED_GONE] = "gone",
		[RETURNED_NOBODY] = "nobody",
		[RETURNED_FORGED] = "forged",
		[RETURNED_NO_ROOM] = "no room",
	};

	return names[fate];
}

struct str returned_hash(const struct store *store, struct str bytes,
    unsigned char hash[RETURNED_HASH_BYTES])
{
	secret_hash(&store->key, "returned", bytes, hash, RETURNED_HASH_BYTES);
	return (struct str){ (const char *)hash, RETURNED_HASH_BYTES };
}

bool bounces_known(
    struct store *store, struct str hash, bool *ret_known, struct error *err)
{
	int64_t found;

	if (!db_one_number(store->db,
		"SELECT 1 FROM returned WHERE hash = $1 LIMIT 1",
		DB_ARGS(db_bytes(hash)), 0, &found, err))
		return false;
	*ret_known = found != 0;
	return true;
}

/* ------------------------------------------------------------------- readers */

bool reader_put_bounced(
    struct store *store, int64_t reader, bool *ret_ended, struct error *err)
{
	int64_t changed;

	if (!db_run(store->db,
		"UPDATE subscriber SET state = 'bounced', changed = $2 WHERE "
		"id = $1 AND state IN ('active', 'paused')",
		DB_ARGS(db_number(reader), db_number(store_now(store))),
		&changed, err))
		return false;
	*ret_ended = changed > 0;
	return true;
}

/* The state of a reader's delivery of mailing m.  There are few mailings, and
 * many deliveries: so each mailing is asked by the key.  As a join, it would be
 * all deliveries. */
#define STATE_OF_READER                                                  \
	"(SELECT d.state FROM delivery AS d WHERE d.mailing = m.id AND " \
	"d.reader = $1)"

/* The newest mailing that reached them, as far as is known. */
static bool find_success(struct store *store, int64_t reader,
    int64_t *ret_mailing, struct error *err)
{
	return db_one_number(store->db,
	    "SELECT m.id FROM mailing AS m WHERE " STATE_OF_READER
	    " = 'sent' ORDER BY m.id DESC LIMIT 1",
	    DB_ARGS(db_number(reader)), 0, ret_mailing, err);
}

bool reader_put_soft(struct store *store, int64_t mailing, int64_t reader,
    int64_t most, bool *ret_ended, struct error *err)
{
	int64_t success, count;

	*ret_ended = false;
	if (!db_run(store->db,
		"INSERT INTO soft_bounce SELECT id, $2, $3 FROM subscriber "
		"WHERE id = $1 ON CONFLICT DO NOTHING",
		DB_ARGS(db_number(reader), db_number(mailing),
		    db_number(store_now(store))),
		NULL, err))
		return false;
	if (most == 0)
		return true;
	if (!find_success(store, reader, &success, err) ||
	    !db_one_number(store->db,
		"SELECT count(*) FROM soft_bounce AS b JOIN subscriber AS s ON "
		"s.id = b.reader WHERE b.reader = $1 AND b.mailing > $2 AND "
		"b.at >= s.changed",
		DB_ARGS(db_number(reader), db_number(success)), 0, &count, err))
		return false;
	return count < most ||
	       reader_put_bounced(store, reader, ret_ended, err);
}

/* ------------------------------------------------------------------- finding */

/* The delivery that something is about. */
struct about {
	enum returned_fate fate;
	int64_t mailing, reader;
	bool stale;             /* the reader has changed something since */
	struct str address_key; /* unset: the reader was erased */
};

static void take_about(struct store *store, struct arena *arena,
    const struct db_value *column, struct about *about)
{
	/* One whose end is on its way was sent now, if it was. */
	int64_t sent =
	    column[2].number != 0 ? store_now(store) : column[3].number;

	about->mailing = column[0].number;
	about->reader = column[1].number;
	about->address_key = store_text(arena, &column[4]);
	about->stale = column[5].number > sent;
	about->fate =
	    about->address_key.at != NULL ? RETURNED_NOTED : RETURNED_GONE;
}

#define ABOUT                                                            \
	"SELECT d.mailing, d.reader, CASE d.state WHEN 'leased' THEN 1 " \
	"ELSE 0 END, e.at, s.address_key, s.changed FROM delivery AS d " \
	"LEFT JOIN delivery_step AS e ON e.mailing = d.mailing AND "     \
	"e.reader = d.reader AND e.step = d.steps LEFT JOIN subscriber " \
	"AS s ON s.id = d.reader WHERE "

static bool find_delivery(struct store *store, struct arena *arena,
    struct about *about, struct error *err)
{
	struct db_query query;

	about->fate = RETURNED_GONE;
	db_start(&query, store->db, ABOUT "d.mailing = $1 AND d.reader = $2",
	    DB_ARGS(db_number(about->mailing), db_number(about->reader)));
	if (db_next(&query))
		take_about(store, arena, query.column, about);
	else
		about->mailing = about->reader = 0;
	return db_end(&query, err);
}

/* The newest mail that went there. */
static bool find_by_address(struct store *store, struct arena *arena,
    struct str address_key, struct about *about, struct error *err)
{
	if (!db_one_number(store->db,
		"SELECT id FROM subscriber WHERE address_key = $1",
		DB_ARGS(db_text(address_key)), 0, &about->reader, err) ||
	    about->reader == 0)
		return about->reader == 0;
	if (!db_one_number(store->db,
		"SELECT m.id FROM mailing AS m WHERE " STATE_OF_READER
		" IN ('sent', 'bounced', 'unknown', 'leased') ORDER BY m.id "
		"DESC LIMIT 1",
		DB_ARGS(db_number(about->reader)), 0, &about->mailing, err))
		return false;
	if (about->mailing != 0)
		return find_delivery(store, arena, about, err);
	about->reader = 0;
	return true;
}

static bool find_about(struct store *store, struct arena *arena,
    const struct returned *r, struct about *about, struct error *err)
{
	const struct str places[] = { r->sent_to, r->message_id };

	*about = (struct about){ .fate = RETURNED_NOBODY };
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		switch (delivery_token_read(
		    &store->key, places[i], &about->mailing, &about->reader)) {
		case DELIVERY_TOKEN_FINE:
			return find_delivery(store, arena, about, err);
		case DELIVERY_TOKEN_FORGED:
			about->fate = RETURNED_FORGED;
			break;
		case DELIVERY_TOKEN_NONE: break;
		}
	if (about->fate == RETURNED_FORGED || !r->by_address ||
	    r->address_key.len == 0)
		return true;
	return find_by_address(store, arena, r->address_key, about, err);
}

/* -------------------------------------------------------------------- acting */

/* A delivery that counts as sent, or might be, has another state after all. */
static bool end_delivery(struct store *store, const struct returned *r,
    const struct about *about, struct error *err)
{
	int64_t changed;

	return db_run(store->db,
		   "UPDATE delivery SET state = 'bounced', due = 0, steps = "
		   "steps + 1 WHERE mailing = $1 AND reader = $2 AND (state IN "
		   "('sent', 'unknown') OR (state = 'leased' AND promised = "
		   "1))",
		   DB_ARGS(db_number(about->mailing), db_number(about->reader)),
		   &changed, err) &&
	       (changed == 0 ||
		   delivery_put_step(store, about->mailing, about->reader,
		       r->status,
		       about->address_key.at != NULL ? r->said
						     : (struct str){ NULL, 0 },
		       err));
}

static bool has_arrived(
    struct store *store, const struct about *about, struct error *err)
{
	int64_t changed;

	return db_run(store->db,
		   "UPDATE delivery SET state = 'sent', due = 0, steps = steps "
		   "+ 1 WHERE mailing = $1 AND reader = $2 AND state = "
		   "'unknown'",
		   DB_ARGS(db_number(about->mailing), db_number(about->reader)),
		   &changed, err) &&
	       (changed == 0 || delivery_put_step(store, about->mailing,
				    about->reader, (struct str){ NULL, 0 },
				    STR("something came back of it"), err));
}

/* Once: somebody who has left stays so. */
static bool complain(struct store *store, const struct returned *r,
    const struct about *about, bool *ret_ended, struct error *err)
{
	int64_t here;

	if (!db_one_number(store->db,
		"SELECT count(*) FROM subscriber WHERE id = $1 AND state <> "
		"'left'",
		DB_ARGS(db_number(about->reader)), 0, &here, err))
		return false;
	*ret_ended = here > 0;
	return (r->kind != RETURNED_COMPLAINT ||
		   people_put_suppression(
		       store, about->address_key, STR("complaint"), err)) &&
	       people_put_leave(
		   store, about->address_key, STR("complaint"), err);
}

static bool act(struct store *store, const struct returned *r,
    const struct about *about, int64_t soft_most, bool *ret_ended,
    struct error *err)
{
	bool reader = about->address_key.at != NULL;

	switch (r->kind) {
	case RETURNED_HARD:
		return end_delivery(store, r, about, err) &&
		       (!reader || about->stale ||
			   reader_put_bounced(
			       store, about->reader, ret_ended, err));
	case RETURNED_SOFT:
		return end_delivery(store, r, about, err) &&
		       (!reader || about->stale ||
			   reader_put_soft(store, about->mailing, about->reader,
			       soft_most, ret_ended, err));
	case RETURNED_REFUSED: return end_delivery(store, r, about, err);
	case RETURNED_COMPLAINT:
	case RETURNED_UNSUBSCRIBE:
		return has_arrived(store, about, err) &&
		       (!reader || complain(store, r, about, ret_ended, err));
	case RETURNED_LATE:
	case RETURNED_AUTO_REPLY:
	case RETURNED_DELIVERED: return has_arrived(store, about, err);
	case RETURNED_UNREAD: break;
	}
	return true;
}

/* -------------------------------------------------------------------- noting */

static struct str cut(struct str text, size_t most)
{
	return text.len <= most ? text
				: str_sub(text, 0, text_boundary(text, most));
}

/* Is somebody to look at it? */
static bool is_open(const struct returned *r, enum returned_fate fate)
{
	if (r->raw.at == NULL)
		return false;
	switch (r->kind) {
	case RETURNED_UNREAD: return true;
	case RETURNED_HARD:
	case RETURNED_SOFT:
	case RETURNED_REFUSED:
	case RETURNED_COMPLAINT:
	case RETURNED_UNSUBSCRIBE:
		return fate == RETURNED_NOBODY || fate == RETURNED_FORGED;
	default: return fate == RETURNED_FORGED;
	}
}

static struct db_value number_or_null(int64_t number)
{
	return number != 0 ? db_number(number) : db_null();
}

/* *ret_id is 0 if it was noted before.  About somebody who was erased, nothing
 * is kept. */
static bool put_row(struct store *store, const struct returned *r,
    const struct about *about, bool kept, int64_t *ret_id, struct error *err)
{
	const struct str unset = { NULL, 0 };
	bool erased = about->fate == RETURNED_GONE;

	return db_insert(store->db,
	    "INSERT INTO returned (hash, part, at, source, kind, fate, mailing, "
	    "reader, address, reason, status, said, kept) VALUES ($1, $2, $3, "
	    "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO "
	    "NOTHING",
	    DB_ARGS(db_bytes(r->hash), db_number(r->part),
		db_number(store_now(store)), db_text(r->source),
		db_text(str_of(kind_names[r->kind])),
		db_text(str_of(returned_fate_name(about->fate))),
		number_or_null(about->mailing), number_or_null(about->reader),
		db_text(kept ? r->address_key : unset), db_text(r->reason),
		db_text(cut(r->status, LIMIT_BOUNCE_SAID)),
		db_text(erased ? unset : cut(r->said, LIMIT_BOUNCE_SAID)),
		db_number(kept)),
	    ret_id, err);
}

static bool put_text(
    struct store *store, int64_t id, struct str raw, struct error *err)
{
	return db_run(store->db,
	    "INSERT INTO returned_text VALUES ($1, $2, $3)",
	    DB_ARGS(db_number(id), db_number((int64_t)raw.len),
		db_bytes(str_sub(raw, 0, LIMIT_BOUNCE_KEPT_MAIL))),
	    NULL, err);
}

/* Two that come at the same moment may be one too many. */
static bool has_room(struct store *store, const struct returned *r,
    bool *ret_room, struct error *err)
{
	bool known;
	int64_t count;

	if (!bounces_known(store, r->hash, &known, err) ||
	    !bounces_count_kept(store, &count, err))
		return false;
	*ret_room = known || count < LIMIT_BOUNCE_KEPT;
	return true;
}

static bool note(struct store *store, struct arena *arena,
    const struct returned *r, int64_t soft_most, struct returned_result *result,
    struct error *err)
{
	struct about about;
	bool room = true, kept;
	int64_t id;

	if (!find_about(store, arena, r, &about, err))
		return false;
	kept = is_open(r, about.fate);
	if (kept && !has_room(store, r, &room, err))
		return false;
	if (!room) {
		result->fate = RETURNED_NO_ROOM;
		return true;
	}
	if (!put_row(store, r, &about, kept, &id, err))
		return false;
	result->fate = id == 0 ? RETURNED_KNOWN : about.fate;
	result->mailing = about.mailing;
	result->reader = about.reader;
	result->kept = id != 0 && kept;
	return id == 0 ||
	       ((!kept || put_text(store, id, r->raw, err)) &&
		   (about.reader == 0 ||
		       act(store, r, &about, soft_most, &result->ended, err)));
}

bool bounces_note(struct store *store, const struct returned *returned,
    int64_t soft_most, struct returned_result *ret_result, struct error *err)
{
	struct returned_result result = { .fate = RETURNED_NOTED };
	struct arena arena = { 0 };
	bool ok =
	    store_begin(store, err) &&
	    store_end(store,
		note(store, &arena, returned, soft_most, &result, err), err);

	arena_release(&arena);
	*ret_result = result;
	return ok;
}
