#include "send/message.h"

#include <assert.h>
#include <stdlib.h>

#include "base/quoted_printable.h"
#include "store/store.h"

/* A run of a body that all share, and the slot behind it. */
struct run {
	size_t from, to; /* in the text of the body */
	bool slot;
	enum message_value value;
};

struct message_body {
	bool alternative; /* plain text and HTML */
	struct strbuf text;
	struct run run[2 * (MESSAGE_SLOTS_MOST + 1)];
	size_t runs;
	struct dkim_body *hash; /* of the first run */
};

struct message_maker {
	struct message_options options;
	struct strbuf shared; /* headers that are the same in each */
};

/* No line of quoted-printable can look like it, as "_" follows "=" (RFC 2045,
 * 6.7). */
#define BOUNDARY "=_sennight"

/* -------------------------------------------------------------------- mailings */

struct message_maker *message_maker_new(const struct message_options *o)
{
	struct message_maker *m = xmalloc(sizeof(*m));
	const struct mail_person reply = { { NULL, 0 }, o->reply_to };
	const struct mail_person list = { o->list_name, o->list_id };

	*m = (struct message_maker){ .options = *o };
	strbuf_init(&m->shared, LIMIT_LETTER);
	mail_header_person(&m->shared, "From", &o->from);
	if (o->reply_to.len > 0)
		mail_header_person(&m->shared, "Reply-To", &reply);
	mail_header_text(&m->shared, "Subject", o->subject);
	mail_header_person(&m->shared, "List-Id", &list);
	strbuf_printf(&m->shared, "Feedback-ID: %lld:issue:sennight:%.*s\r\n",
	    (long long)o->mailing, STR_ARG(o->domain));
	strbuf_lit(&m->shared, "List-Unsubscribe-Post: "
			       "List-Unsubscribe=One-Click\r\n"
			       "MIME-Version: 1.0\r\n");
	return m;
}

void message_maker_free(struct message_maker *m)
{
	if (m == NULL)
		return;
	strbuf_release(&m->shared);
	free(m);
}

/* ---------------------------------------------------------------------- bodies */

static void end_run(
    struct message_body *b, size_t *from, bool slot, enum message_value value)
{
	b->run[b->runs++] = (struct run){ *from, b->text.len, slot, value };
	*from = b->text.len;
}

static void add_text(
    struct message_body *b, const struct message_text *t, size_t *from)
{
	struct str text = t->text;
	size_t at = 0;

	assert(t->slots <= MESSAGE_SLOTS_MOST);
	for (size_t i = 0; i < t->slots; i++) {
		quoted_printable_add_part(
		    &b->text, str_sub(text, at, t->slot[i].at));
		at = t->slot[i].at;
		end_run(b, from, true, t->slot[i].value);
	}
	text = str_trim_right(str_sub(text, at, text.len));
	quoted_printable_add(&b->text, text);
	/* What ends the line of a link that is the last thing. */
	if (text.len == 0)
		strbuf_lit(&b->text, "=20\r\n");
}

static void begin_part(struct message_body *b, const char *type)
{
	strbuf_printf(&b->text,
	    "--" BOUNDARY "\r\n"
	    "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    type);
}

struct message_body *message_body_new(
    const struct message_text *plain, const struct message_text *html)
{
	struct message_body *b = xmalloc(sizeof(*b));
	size_t from = 0;

	*b = (struct message_body){ .alternative = html->text.at != NULL,
		.hash = dkim_body_new() };
	strbuf_init(&b->text, LIMIT_MAIL_BODY);
	if (b->alternative)
		begin_part(b, "plain");
	add_text(b, plain, &from);
	if (b->alternative) {
		begin_part(b, "html");
		add_text(b, html, &from);
		strbuf_lit(&b->text, "--" BOUNDARY "--\r\n");
	}
	end_run(b, &from, false, MESSAGE_PREFERENCES);
	dkim_body_add_relaxed(b->hash,
	    str_sub(strbuf_str(&b->text), b->run[0].from, b->run[0].to));
	return b;
}

void message_body_free(struct message_body *b)
{
	if (b == NULL)
		return;
	strbuf_release(&b->text);
	dkim_body_free(b->hash);
	free(b);
}

/* ----------------------------------------------------------------------- mails */

void message_init(struct message *m)
{
	*m = (struct message){ .hash = dkim_body_new() };
	strbuf_init(&m->own, LIMIT_LETTER);
	strbuf_init(&m->signature, LIMIT_LETTER);
	strbuf_init(&m->envelope, LIMIT_MAIL_ADDRESS);
}

void message_release(struct message *m)
{
	strbuf_release(&m->own);
	strbuf_release(&m->signature);
	strbuf_release(&m->envelope);
	dkim_body_free(m->hash);
}

void message_id_add(
    struct strbuf *out, const struct message_options *o, int64_t reader)
{
	delivery_token_add(out, o->key, o->mailing, reader);
	strbuf_printf(out, "@%.*s", STR_ARG(o->domain));
}

static void set_envelope(const struct message_options *o, struct message *m)
{
	m->id.at = m->own.buf + m->id_at;
	m->token = str_sub(m->id, 0, DELIVERY_TOKEN_TEXT);
	strbuf_reset(&m->envelope);
	if (o->bounces != NULL)
		verp_add(&m->envelope, o->bounces, m->token);
	m->sender =
	    o->bounces != NULL ? strbuf_str(&m->envelope) : o->from.address;
}

/* What is about the reader comes before what is not. */
static void add_headers(const struct message_maker *maker,
    const struct message_body *body, const struct message_reader *reader,
    struct message *m)
{
	const struct mail_person to = { { NULL, 0 }, reader->address };
	struct str leave = reader->value[MESSAGE_UNSUBSCRIBE];

	mail_header_person(&m->own, "To", &to);
	mail_header_date(&m->own, reader->now);
	strbuf_lit(&m->own, "Message-ID: <");
	m->id_at = m->own.len;
	message_id_add(&m->own, &maker->options, reader->id);
	m->id = (struct str){ NULL, m->own.len - m->id_at };
	strbuf_printf(&m->own, ">\r\nList-Unsubscribe:\r\n <%.*s>\r\n%s%s",
	    STR_ARG(leave), maker->shared.buf,
	    body->alternative
		? "Content-Type: multipart/alternative;\r\n boundary=\"" BOUNDARY
		  "\"\r\n\r\n"
		: "Content-Type: text/plain; charset=utf-8\r\n"
		  "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
}

/* What is in the slots, each as lines of its own; and what comes between
 * them, hashed with them. */
struct spliced {
	size_t from, to; /* in `own` */
};

static void add_values(const struct message_body *body,
    const struct message_reader *reader, struct message *m,
    struct spliced *spliced)
{
	for (size_t i = 0; i < body->runs; i++) {
		spliced[i].from = m->own.len;
		if (body->run[i].slot)
			quoted_printable_add_part(
			    &m->own, reader->value[body->run[i].value]);
		spliced[i].to = m->own.len;
	}
}

static void add_piece(struct message *m, struct str piece)
{
	if (piece.len == 0)
		return;
	m->piece[m->pieces++] = piece;
	m->bytes += piece.len;
}

/* Once `own` grows no more. */
static void set_pieces(const struct message_body *body, struct message *m,
    const struct spliced *spliced)
{
	struct str own = strbuf_str(&m->own), text = strbuf_str(&body->text);

	m->pieces = m->bytes = 0;
	add_piece(m, strbuf_str(&m->signature));
	add_piece(m, str_sub(own, 0, spliced[0].from));
	for (size_t i = 0; i < body->runs; i++) {
		add_piece(m, str_sub(text, body->run[i].from, body->run[i].to));
		add_piece(m, str_sub(own, spliced[i].from, spliced[i].to));
	}
}

static struct dkim_hash hash_body(const struct message_body *body,
    struct message *m, const struct spliced *spliced)
{
	struct str own = strbuf_str(&m->own), text = strbuf_str(&body->text);

	dkim_body_copy(m->hash, body->hash);
	for (size_t i = 0; i < body->runs; i++) {
		if (i > 0)
			dkim_body_add_relaxed(m->hash,
			    str_sub(text, body->run[i].from, body->run[i].to));
		dkim_body_add_relaxed(
		    m->hash, str_sub(own, spliced[i].from, spliced[i].to));
	}
	return dkim_body_end(m->hash);
}

bool message_make(struct message_maker *maker, const struct message_body *body,
    const struct message_reader *reader, struct message *m, struct error *err)
{
	struct spliced spliced[2 * (MESSAGE_SLOTS_MOST + 1)] = { { 0, 0 } };
	struct dkim *dkim = maker->options.dkim;
	struct dkim_hash hash;

	strbuf_reset(&m->own);
	strbuf_reset(&m->signature);
	add_headers(maker, body, reader, m);
	add_values(body, reader, m, spliced);
	if (dkim != NULL) {
		hash = hash_body(body, m, spliced);
		/* Without the empty line. */
		if (!dkim_sign(dkim,
			str_sub(strbuf_str(&m->own), 0, spliced[0].from - 2),
			&hash, reader->now, &m->signature, err))
			return false;
	}
	if (m->own.full)
		return error_set(err, "the headers of the mail are too long");
	set_envelope(&maker->options, m);
	set_pieces(body, m, spliced);
	return true;
}
