/*
 * message: the mails of a mailing (RFC 5322, 2045, 2369, 2919, 8058), and
 * whom they come back to.
 *
 * What all readers of one body share is written and hashed once; a mail of one
 * reader adds the headers that name the reader, what is in the slots, and the signatures,
 * and points to the rest.  So a mail costs its signature and little more.
 *
 * A mail is multipart/alternative, plain text and HTML, or plain text alone.
 * Its lines are ready for SMTP: CRLF, at most 998 bytes, no dot at the
 * beginning of one.
 */
#ifndef SEND_MESSAGE_H
#define SEND_MESSAGE_H

#include "base/mail_header.h"
#include "base/secret.h"
#include "send/dkim.h"
#include "send/verp.h"

/* ------------------------------------------------------------------- mailings */

struct message_options {
	struct mail_person from;
	struct str reply_to; /* an address; may be unset */
	struct str subject;
	/* "news.example.org", RFC 2919, and its name for people. */
	struct str list_id, list_name;
	/* Of Message-ID; that of the address in From. */
	struct str domain;
	/* What cannot be delivered comes back to; NULL: to that of From. */
	const struct verp *bounces;
	int64_t mailing; /* its id in the ledger; 0: of none */
	const struct secret_key *key;
	struct dkim *dkim; /* NULL: not signed */
};

struct message_maker;

/* All that is given stays as long as the maker. */
struct message_maker *message_maker_new(const struct message_options *options);
void message_maker_free(struct message_maker *maker);

/* --------------------------------------------------------------------- bodies */

enum message_value {
	MESSAGE_PREFERENCES, /* links, in which nothing is to be escaped */
	MESSAGE_UNSUBSCRIBE, /* to a page with a button */
	MESSAGE_WHY,         /* words: why this reader gets the mail */
	MESSAGE_WHY_HTML,    /* the same, escaped */
};
enum { MESSAGE_VALUES = MESSAGE_WHY_HTML + 1, MESSAGE_SLOTS_MOST = 8 };

/* A place in a text where something of the reader is put in, as it is. */
struct message_slot {
	size_t at; /* in bytes; slots are in their order */
	enum message_value value;
};
struct message_text {
	struct str text; /* UTF-8, lines end with LF */
	const struct message_slot *slot;
	size_t slots; /* MESSAGE_SLOTS_MOST at most */
};

/* One body, for readers who chose the same. */
struct message_body;

/* html.text may be unset: plain text only. */
struct message_body *message_body_new(
    const struct message_text *plain, const struct message_text *html);
void message_body_free(struct message_body *body);

/* ---------------------------------------------------------------------- mails */

struct message_reader {
	int64_t id;
	struct str address;
	struct str value[MESSAGE_VALUES]; /* UTF-8, on one line */
	int64_t now;                      /* seconds since 1970 */
};

/* A mail, and the memory of the ones before it. */
struct message {
	/* What to send, in order.  It points into the body, which must live
	 * as long, and into what is private here. */
	struct str piece[2 * (2 * MESSAGE_SLOTS_MOST + 1) + 1];
	size_t pieces;
	struct str id;     /* of Message-ID, without <> */
	struct str token;  /* in it: the delivery */
	struct str sender; /* of the envelope */
	size_t bytes;
	/* Private. */
	struct strbuf own, signature, envelope;
	size_t id_at; /* in `own` */
	struct dkim_body *hash;
};
void message_init(struct message *message);
void message_release(struct message *message);

/* Make the mail of one reader; false if it cannot be signed. */
bool message_make(struct message_maker *maker, const struct message_body *body,
    const struct message_reader *reader, struct message *message,
    struct error *err);

/* The id of the mail of a reader: always the same, and told by us alone
 * (store/delivery_token.h). */
void message_id_add(
    struct strbuf *out, const struct message_options *options, int64_t reader);

#endif
