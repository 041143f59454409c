/*
 * bounces: what came back of mailings, and what follows from it.
 *
 * A mail that came back, or what a service tells us of one, is noted once, by a
 * hash: to read it again changes nothing.  What it tells is about a delivery,
 * which a token in it names (store/delivery_token.h).
 *
 *	hard		the delivery is bounced, and the reader too: no mail goes
 *			there until they subscribe again
 *	soft		the delivery is bounced; readers whom that many mailings
 *			in a row do not reach are bounced (see below)
 *	refused		the delivery is bounced, for a reason of ours
 *	late		nothing yet: they go on trying
 *	complaint	the reader has left, and the address is suppressed
 *	unsubscribe	the reader has left
 *	auto-reply,	it arrived: a delivery that was unknown is sent
 *	delivered
 *	unread		nothing is known: a person is to look at it
 *
 * A failure of a mail that was sent before the reader subscribed again, or
 * changed anything else, says nothing about that reader any more; the delivery
 * is bounced all the same.  A complaint always counts.
 *
 * Soft failures are counted by mailing, those that a mail server says at once
 * too (store/deliveries.h).  They are in a row if no delivery of a later mailing
 * is sent, and the reader has changed nothing, since the first of them.
 */
#ifndef STORE_BOUNCES_H
#define STORE_BOUNCES_H

#include "store/store.h"

enum returned_kind {
	RETURNED_HARD,
	RETURNED_SOFT,
	RETURNED_REFUSED,
	RETURNED_LATE,
	RETURNED_COMPLAINT,
	RETURNED_UNSUBSCRIBE,
	RETURNED_AUTO_REPLY,
	RETURNED_DELIVERED,
	RETURNED_UNREAD,
};
enum { RETURNED_KINDS = RETURNED_UNREAD + 1 };

/* "hard", "auto-reply"; and back, false for a name that is none. */
const char *returned_kind_name(enum returned_kind kind);
bool returned_kind_named(struct str name, enum returned_kind *ret_kind);

enum returned_fate {
	RETURNED_NOTED,   /* with all that follows from it */
	RETURNED_KNOWN,   /* was noted before; nothing changed */
	RETURNED_GONE,    /* the delivery, or its reader, is here no more */
	RETURNED_NOBODY,  /* nothing in it tells whom it is about */
	RETURNED_FORGED,  /* its token is not ours; nothing else was believed */
	RETURNED_NO_ROOM, /* it is to be kept, and too many are: it was not
			     noted, and is to be read again later */
};
enum { RETURNED_FATES = RETURNED_NO_ROOM + 1 };
const char *returned_fate_name(enum returned_fate fate);

enum { RETURNED_HASH_BYTES = 32 };

/* The bytes of a mail, or of what a service told, as a hash; in the bytes
 * given. */
struct str returned_hash(const struct store *store, struct str bytes,
    unsigned char hash[RETURNED_HASH_BYTES]);

/* One thing that was told.  All texts but `raw` are UTF-8 without NUL, and may
 * be unset; `status` and `said` are cut where they are long. */
struct returned {
	struct str hash;   /* of returned_hash */
	int64_t part;      /* from 0 on, if one mail tells several */
	struct str source; /* "maildir", "postmark"; never unset */
	enum returned_kind kind;
	struct str reason; /* "mailbox-full" */
	struct str status; /* "5.1.1" */
	struct str said;   /* by the other side */

	/* What a token is looked for in, in this order: the address that it
	 * came to, the Message-ID of our mail. */
	struct str sent_to, message_id;
	/* The reader, as far as it is told (base/mail_address.h: key). */
	struct str address_key;
	/* Without a token: believe the address.  Only of what nobody can forge,
	 * or if the newsletter has it so. */
	bool by_address;

	/* The mail.  It is kept if somebody should look at it: it is unread,
	 * forged, or a failure or complaint of nobody.  May be unset; then
	 * nothing is kept. */
	struct str raw;
};

struct returned_result {
	enum returned_fate fate;
	int64_t mailing, reader; /* 0: not found */
	bool ended; /* the reader gets no mail any more, since this */
	bool kept;
};

/*
 * Note it.  `soft_most` mailings in a row that fail softly are too many (the
 * setting mail.soft_bounces); 0: any number is fine.  Meant to be done by the
 * hundred, within people_begin_many, where there are many.
 */
bool bounces_note(struct store *store, const struct returned *returned,
    int64_t soft_most, struct returned_result *ret_result, struct error *err);

/* Was anything with that hash noted? */
bool bounces_known(
    struct store *store, struct str hash, bool *ret_known, struct error *err);

/* ------------------------------------------------------------------- asking */

/* One that was noted; all of it is in the arena. */
struct returned_shown {
	int64_t id, at;
	enum returned_kind kind;
	enum returned_fate fate; /* RETURNED_NOTED, _GONE, _NOBODY, _FORGED */
	bool kept;
	struct str source, reason, status, said;
	struct str address; /* as it was told; may be unset */
	struct str issue;   /* of its mailing; may be unset */
	int64_t mailing, reader;
};
struct returned_list {
	struct returned_shown *returned;
	size_t count;
};

/* Those that are kept, oldest first, with ids above `after`. */
bool bounces_kept(struct store *store, struct arena *arena, int64_t after,
    int64_t most, struct returned_list *ret_list, struct error *err);
/* All that is held about a reader, newest first. */
bool bounces_of_reader(struct store *store, struct arena *arena, int64_t reader,
    int64_t most, struct returned_list *ret_list, struct error *err);
/* How many are kept. */
bool bounces_count_kept(
    struct store *store, int64_t *ret_count, struct error *err);

/* A mail that is kept; *ret_found is false if there is none of that id.  `size`
 * is that of all of it, LIMIT_BOUNCE_KEPT_MAIL bytes at most are there. */
struct returned_mail {
	struct returned_shown about;
	struct str text;
	int64_t size;
};
bool bounces_mail(struct store *store, struct arena *arena, int64_t id,
    bool *ret_found, struct returned_mail *ret_mail, struct error *err);

/* Somebody has looked at it: keep it no more; to read it again still changes
 * nothing.  *ret_found: was it kept? */
bool bounces_drop(
    struct store *store, int64_t id, bool *ret_found, struct error *err);
bool bounces_drop_all(
    struct store *store, int64_t *ret_count, struct error *err);

#endif
