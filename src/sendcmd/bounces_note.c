#include "sendcmd/bounces_note.h"

#include "base/json.h"
#include "send/returned.h"

enum {
	MAILS = 300,
	BYTES = 8 * 1024 * 1024, /* about, of mails that wait */
	TRIES = 5,
};

struct noted_mail {
	const char *name;
	struct returned_facts facts;
	struct returned_result *result;
	bool stays; /* where it is */
	bool (*done)(void *data, const char *name, struct error *err);
	void *data;
};

/* -------------------------------------------------------------------- counting */

static void count(struct notebook *n, const struct returned *r,
    const struct returned_result *result)
{
	struct note_counts *c = &n->counts;

	c->ended += result->ended;
	switch (result->fate) {
	/* By another, this moment. */
	case RETURNED_KNOWN: c->known += r->part == 0; return;
	case RETURNED_NO_ROOM: c->no_room++; return;
	case RETURNED_FORGED: c->forged++; return;
	case RETURNED_NOBODY:
		if (result->kept)
			c->unclear++;
		else
			c->nobody++;
		return;
	case RETURNED_GONE: c->gone++; break;
	case RETURNED_NOTED: break;
	}
	if (r->kind == RETURNED_UNREAD)
		c->unclear++;
	else if (result->fate == RETURNED_NOTED)
		c->of[r->kind]++;
}

static void add_number(struct json *j, const char *key, int64_t number)
{
	json_key(j, key);
	if (number != 0)
		json_number(j, number);
	else
		json_null(j);
}

static void add_json(struct strbuf *out, const struct noted_mail *m)
{
	for (size_t i = 0; i < m->facts.count; i++) {
		const struct returned *r = &m->facts.item[i];
		const struct returned_result *result = &m->result[i];
		struct json j;

		json_init(&j, out);
		json_object(&j);
		json_member(&j, "file", str_of(m->name));
		json_member(
		    &j, "fate", str_of(returned_fate_name(result->fate)));
		json_member(&j, "kind", str_of(returned_kind_name(r->kind)));
		json_member(&j, "reason", r->reason);
		json_member(&j, "status", r->status);
		json_member(&j, "address", r->address_key);
		add_number(&j, "mailing", result->mailing);
		add_number(&j, "reader", result->reader);
		json_key(&j, "ended");
		json_bool(&j, result->ended);
		json_key(&j, "kept");
		json_bool(&j, result->kept);
		json_end(&j);
		strbuf_add_char(out, '\n');
	}
}

/* -------------------------------------------------------------------- the store */

static bool note_mail(
    struct notebook *n, struct noted_mail *m, struct error *err)
{
	m->stays = false;
	for (size_t i = 0; i < m->facts.count; i++) {
		if (!bounces_note(n->store, &m->facts.item[i],
			n->settings->mail.soft_bounces, &m->result[i], err))
			return false;
		m->stays |= m->result[i].fate == RETURNED_NO_ROOM;
	}
	return true;
}

/* A dry run is a change that is not kept. */
static bool note_all(struct notebook *n, struct error *err)
{
	struct error ignored;
	bool ok = true;

	if (!people_begin_many(n->store, err))
		return false;
	for (size_t i = 0; ok && i < n->mails; i++)
		ok = note_mail(n, &n->mail[i], err);
	if (ok && !n->dry_run)
		return people_end_many(n->store, true, err);
	people_end_many(n->store, false, &ignored);
	return ok;
}

/* Two that read the same mails may have to wait for each other. */
static bool note_until_done(struct notebook *n, struct error *err)
{
	for (int tries = 0; tries < TRIES; tries++) {
		if (note_all(n, err))
			return true;
		if (!store_is_busy(n->store) || store_is_lost(n->store))
			return false;
	}
	return false;
}

/* ------------------------------------------------------------------ the mails */

bool notebook_flush(struct notebook *n, struct error *err)
{
	bool ok = n->mails == 0 || note_until_done(n, err);

	for (size_t i = 0; ok && i < n->mails; i++) {
		const struct noted_mail *m = &n->mail[i];

		for (size_t k = 0; k < m->facts.count; k++)
			count(n, &m->facts.item[k], &m->result[k]);
		if (n->json != NULL)
			add_json(n->json, m);
		if (!m->stays && !n->dry_run && m->done != NULL)
			ok = m->done(m->data, m->name, err);
	}
	n->mail = NULL;
	n->mails = n->bytes = 0;
	arena_reset(&n->arena);
	return ok;
}

static void add_known(struct strbuf *out, const char *name)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_member(&j, "file", str_of(name));
	json_member(&j, "fate", str_of(returned_fate_name(RETURNED_KNOWN)));
	json_end(&j);
	strbuf_add_char(out, '\n');
}

static bool is_done(
    struct notebook *n, const struct mailbox_mail *mail, struct error *err)
{
	n->counts.known++;
	if (n->json != NULL)
		add_known(n->json, mail->name);
	return n->dry_run || n->done == NULL ||
	       n->done(n->data, mail->name, err);
}

/* What is kept of the mail points into the arena. */
static void put(
    struct notebook *n, const struct mailbox_mail *mail, struct str hash)
{
	struct noted_mail m = {
		.name = arena_cstr(&n->arena, str_of(mail->name)),
		.done = n->done,
		.data = n->data,
	};
	struct str text = arena_str(&n->arena, mail->text);

	m.facts = returned_read(&n->arena, text, arena_str(&n->arena, hash),
	    n->source, n->settings->mail.bounces_by_address);
	m.result =
	    ARENA_ARRAY(&n->arena, m.facts.count, struct returned_result);
	n->mail = ARENA_GROW(&n->arena, n->mail, n->mails);
	n->mail[n->mails++] = m;
	n->bytes += text.len;
}

bool notebook_take(
    void *data, const struct mailbox_mail *mail, struct error *err)
{
	unsigned char bytes[RETURNED_HASH_BYTES];
	struct notebook *n = data;
	struct str hash = returned_hash(n->store, mail->text, bytes);
	bool known;

	n->counts.read++;
	if (!bounces_known(n->store, hash, &known, err))
		return false;
	if (known)
		return is_done(n, mail, err);
	put(n, mail, hash);
	return (n->mails < MAILS && n->bytes < BYTES) || notebook_flush(n, err);
}

void notebook_release(struct notebook *n)
{
	arena_release(&n->arena);
}
