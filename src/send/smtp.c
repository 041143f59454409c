/* Bytes and time of a connection. */
#include "send/smtp.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>

#include "send/smtp_priv.h"

enum { READ_AT_ONCE = 4096, PIECES = 16, MINUTE = 60 * 1000 };

/* How long an answer is waited for, in milliseconds (RFC 5321, 4.5.3.2). */
static const int64_t patience[SMTP_COMMANDS] = {
	[SMTP_GREETING] = 5 * MINUTE,
	[SMTP_EHLO] = 5 * MINUTE,
	[SMTP_HELO] = 5 * MINUTE,
	[SMTP_STARTTLS] = 2 * MINUTE,
	[SMTP_AUTH] = 2 * MINUTE,
	[SMTP_MAIL] = 5 * MINUTE,
	[SMTP_RCPT] = 5 * MINUTE,
	[SMTP_DATA] = 2 * MINUTE,
	[SMTP_END] = 10 * MINUTE,
	[SMTP_EMPTY] = 10 * MINUTE,
	[SMTP_RSET] = 5 * MINUTE,
	[SMTP_QUIT] = MINUTE / 6,
};
enum { TO_CONNECT = MINUTE / 2, TO_ENCRYPT = MINUTE, TO_WRITE = 3 * MINUTE };

/* ------------------------------------------------------------- begin and end */

/* Try the next address; closed if there is none. */
static void try_address(struct smtp *s)
{
	while (s->address < s->server->addresses &&
	       !wire_open(&s->wire, s->server, s->address, &s->why))
		s->address++;
	s->step = STEP_CONNECT;
	s->deadline = s->now_ms + TO_CONNECT;
	if (s->address == s->server->addresses)
		smtp_close(s, 0);
}

struct smtp *smtp_new(const struct smtp_server *server, int64_t now)
{
	struct smtp *s = xmalloc(sizeof(*s));

	*s = (struct smtp){ .server = server,
		.now_ms = now,
		.next = SMTP_QUIT,
		.wire = { .fd = -1 } };
	smtp_reader_init(&s->reader);
	strbuf_init(&s->out, LIMIT_SMTP_COMMANDS);
	strbuf_init(&s->slot[0].said, LIMIT_SMTP_SAID);
	strbuf_init(&s->slot[1].said, LIMIT_SMTP_SAID);
	error_set(&s->why, "%s has no address", server->host);
	try_address(s);
	return s;
}

void smtp_free(struct smtp *s)
{
	if (s == NULL)
		return;
	wire_close(&s->wire);
	smtp_reader_release(&s->reader);
	strbuf_release(&s->out);
	strbuf_release(&s->slot[0].said);
	strbuf_release(&s->slot[1].said);
	free(s);
}

/* A mail was sent for certain not if nothing of its dot has been written. */
static void give_up(struct smtp *s, struct smtp_slot *slot)
{
	bool unknown = slot->state == SLOT_ENDED && s->written > slot->dot;

	if (slot->state == SLOT_EMPTY || slot->state == SLOT_ANSWERED)
		return;
	slot->state = SLOT_ANSWERED;
	if (slot->refused && !unknown)
		return;
	slot->refused = true;
	slot->outcome = unknown ? SMTP_UNKNOWN : SMTP_UNSENT;
	slot->stage = SMTP_AT_END;
	slot->code = 0;
	slot->status[0] = '\0';
	strbuf_reset(&slot->said);
	strbuf_add_cstr(&slot->said, s->why.text);
}

void smtp_close(struct smtp *s, int code)
{
	wire_close(&s->wire);
	s->step = STEP_CLOSED;
	s->end.code = code;
	s->end.said = str_of(s->why.text);
	s->waiting = 0;
	s->sending = false;
	s->now = NULL;
	s->deadline = INT64_MAX;
	give_up(s, &s->slot[0]);
	give_up(s, &s->slot[1]);
}

void smtp_close_reply(
    struct smtp *s, const char *what, const struct smtp_reply *reply)
{
	struct strbuf said;

	strbuf_init(&said, LIMIT_SMTP_SAID);
	smtp_reply_say(&said, reply);
	error_set(&s->why, "%s %s: %s", s->server->host, what, said.buf);
	strbuf_release(&said);
	smtp_close(s, reply->code);
}

void smtp_drop(struct smtp *s, const char *why)
{
	error_set(&s->why, "%s", why);
	smtp_close(s, 0);
}

/* ------------------------------------------------------------------- reading */

/* Before we were let in, another address of the server may be better. */
static void fail(struct smtp *s)
{
	bool early = s->step == STEP_CONNECT ||
		     (s->step == STEP_ENCRYPT && s->server->tls_at_once);

	if (early && s->address + 1 < s->server->addresses) {
		wire_close(&s->wire);
		s->address++;
		try_address(s);
	} else {
		smtp_close(s, 0);
	}
}

static enum smtp_command take_waited(struct smtp *s)
{
	enum smtp_command first = s->waited[0];

	s->waiting--;
	memmove(s->waited, s->waited + 1, s->waiting * sizeof(s->waited[0]));
	return first;
}

static void hear(struct smtp *s, const struct smtp_reply *reply)
{
	enum smtp_command command;

	if (s->waiting == 0) {
		smtp_close_reply(s, "ends the connection", reply);
		return;
	}
	command = take_waited(s);
	s->heard++;
	if (s->step == STEP_HELLO)
		smtp_hello(s, command, reply);
	else
		smtp_listen(s, command, reply);
}

/* All replies that have come. */
static void hear_all(struct smtp *s)
{
	while (s->step == STEP_HELLO || s->step == STEP_OPEN) {
		struct smtp_reply reply;
		enum smtp_read read = smtp_reader_next(&s->reader, &reply);

		if (read == SMTP_READ_MORE)
			return;
		if (read == SMTP_READ_BROKEN) {
			error_set(
			    &s->why, "%s does not speak SMTP", s->server->host);
			smtp_close(s, 0);
			return;
		}
		hear(s, &reply);
	}
}

/* Some bytes; true if there may be more. */
static bool read_some(struct smtp *s)
{
	char bytes[READ_AT_ONCE];
	size_t got = 0;

	switch (wire_read(&s->wire, bytes, sizeof(bytes), &got, &s->why)) {
	case WIRE_WAIT: return false;
	case WIRE_ENDED:
		error_set(&s->why, "%s closed the connection", s->server->host);
		smtp_close(s, 0);
		return false;
	case WIRE_FAILED: smtp_close(s, 0); return false;
	case WIRE_DONE: break;
	}
	smtp_reader_add(&s->reader, (struct str){ bytes, got });
	hear_all(s);
	return s->wire.tls != NULL || got == sizeof(bytes);
}

/* ------------------------------------------------------------------- writing */

void smtp_say(struct smtp *s, enum smtp_command command, struct str words)
{
	assert(s->waiting < SMTP_WAITED_MOST);
	strbuf_add(&s->out, words);
	s->said += words.len;
	s->waited[s->waiting++] = command;
}

/* Did it go?  What did not waits, or has ended the connection. */
static bool went(struct smtp *s, enum wire_status status)
{
	s->blocked = status == WIRE_WAIT;
	if (status == WIRE_ENDED)
		error_set(&s->why, "%s closed the connection", s->server->host);
	if (status == WIRE_ENDED || status == WIRE_FAILED)
		smtp_close(s, 0);
	return status == WIRE_DONE;
}

static bool write_commands(struct smtp *s)
{
	size_t put = 0;
	struct str rest = str_sub(strbuf_str(&s->out), s->out_at, s->out.len);

	if (!went(s, wire_write(&s->wire, rest, &put, &s->why)))
		return false;
	s->out_at += put;
	s->written += put;
	if (s->out_at == s->out.len) {
		strbuf_reset(&s->out);
		s->out_at = 0;
	}
	return true;
}

/* Behind `put` bytes, and all pieces of none. */
static void go_behind(struct smtp *s, const struct smtp_mail *mail, size_t put)
{
	s->place += put;
	while (
	    s->piece < mail->pieces && s->place >= mail->piece[s->piece].len) {
		s->place -= mail->piece[s->piece].len;
		s->piece++;
	}
}

static bool write_mail(struct smtp *s)
{
	const struct smtp_mail *mail = s->now->mail;
	struct str piece[PIECES];
	size_t count = 0, put = 0;

	go_behind(s, mail, 0);
	for (size_t i = s->piece; i < mail->pieces && count < PIECES; i++)
		piece[count++] = str_sub(mail->piece[i],
		    i == s->piece ? s->place : 0, mail->piece[i].len);
	if (count > 0 &&
	    !went(s, wire_write_pieces(&s->wire, piece, count, &put, &s->why)))
		return false;
	go_behind(s, mail, put);
	if (s->piece < mail->pieces)
		return true;
	s->sending = false;
	s->now->state = SLOT_HELD;
	return true;
}

/* One go; true if there may be more. */
static bool write_some(struct smtp *s)
{
	if (s->step != STEP_HELLO && s->step != STEP_OPEN)
		return false;
	smtp_talk(s);
	if (s->out.len > 0)
		return write_commands(s);
	return s->sending && write_mail(s);
}

/* --------------------------------------------------------------------- turns */

static void greet(struct smtp *s)
{
	s->step = STEP_HELLO;
	s->waited[s->waiting++] = SMTP_GREETING;
}

/* On from connecting and encrypting, if that is done. */
static void advance(struct smtp *s)
{
	bool connecting = s->step == STEP_CONNECT;
	enum wire_status status =
	    connecting ? wire_connect(&s->wire, s->server, &s->why)
		       : wire_encrypt(&s->wire, s->server, &s->why);

	if (status == WIRE_WAIT)
		return;
	if (status != WIRE_DONE) {
		fail(s);
	} else if (!connecting) {
		s->deadline = s->now_ms + TO_ENCRYPT;
		/* After STARTTLS the server says nothing first. */
		if (s->server->tls_at_once) {
			greet(s);
		} else {
			s->step = STEP_HELLO;
			smtp_say_hello(s);
		}
	} else if (s->server->tls_at_once) {
		s->step = STEP_ENCRYPT;
		s->deadline = s->now_ms + TO_ENCRYPT;
		advance(s);
	} else {
		greet(s);
	}
}

/* Until when what is waited for now must have come. */
static void set_deadline(struct smtp *s)
{
	if (s->step != STEP_HELLO && s->step != STEP_OPEN)
		return;
	s->deadline = s->waiting > 0 ? s->now_ms + patience[s->waited[0]]
		      : s->sending   ? s->now_ms + TO_WRITE
				     : INT64_MAX;
}

static void run_out(struct smtp *s)
{
	error_set(&s->why, "%s did not answer in time", s->server->host);
	if (s->step == STEP_CONNECT || s->step == STEP_ENCRYPT)
		fail(s);
	else
		smtp_close(s, 0);
}

void smtp_turn(struct smtp *s, int64_t now, short ready)
{
	uint64_t heard = s->heard;
	bool moved = false;

	s->now_ms = now;
	if (s->step == STEP_CONNECT || s->step == STEP_ENCRYPT)
		advance(s);
	while (ready != 0 && (s->step == STEP_HELLO || s->step == STEP_OPEN) &&
	       read_some(s))
		;
	while (write_some(s))
		moved = true;
	if (s->step == STEP_ENCRYPT && s->wire.tls == NULL)
		advance(s);
	/* Bytes that make no reply are no reason to wait longer. */
	if (moved || s->heard != heard)
		set_deadline(s);
	else if (now >= s->deadline)
		run_out(s);
}

int smtp_file(const struct smtp *s)
{
	return s->wire.fd;
}

short smtp_events(const struct smtp *s)
{
	if (s->step == STEP_CONNECT || s->step == STEP_ENCRYPT)
		return s->wire.wants;
	return (short)(POLLIN | (s->blocked ? POLLOUT : 0));
}

int64_t smtp_deadline(const struct smtp *s)
{
	return s->deadline;
}

enum smtp_state smtp_state(const struct smtp *s)
{
	return s->step == STEP_CLOSED ? SMTP_CLOSED
	       : s->step == STEP_OPEN ? SMTP_OPEN
				      : SMTP_OPENING;
}

const struct smtp_features *smtp_features(const struct smtp *s)
{
	return &s->can;
}

bool smtp_is_encrypted(const struct smtp *s, int64_t *ret_end)
{
	return s->wire.tls != NULL && wire_certificate_end(&s->wire, ret_end);
}

struct smtp_end smtp_end(const struct smtp *s)
{
	return s->end;
}

/* --------------------------------------------------------------------- mails */

/* SMTP_SLOTS: there is none. */
static size_t empty_slot(const struct smtp *s)
{
	size_t i = 0;

	while (i < SMTP_SLOTS && s->slot[i].state != SLOT_EMPTY)
		i++;
	return i;
}

bool smtp_can_take(const struct smtp *s)
{
	return s->step == STEP_OPEN && s->now == NULL && !s->quitting &&
	       empty_slot(s) < SMTP_SLOTS;
}

void smtp_give(struct smtp *s, const struct smtp_mail *mail)
{
	struct smtp_slot *slot;

	assert(smtp_can_take(s));
	slot = &s->slot[empty_slot(s)];
	slot->state = SLOT_TALKING;
	slot->mail = mail;
	slot->refused = false;
	s->now = slot;
	s->next = SMTP_MAIL;
	s->accepted = false;
}

const struct smtp_mail *smtp_held(const struct smtp *s)
{
	return s->now != NULL && s->now->state == SLOT_HELD ? s->now->mail
							    : NULL;
}

void smtp_finish(struct smtp *s)
{
	assert(smtp_held(s) != NULL);
	s->now->state = SLOT_ENDED;
	s->now->dot = s->said;
	s->now = NULL;
	s->accepted = false;
	smtp_say(s, SMTP_END, STR(".\r\n"));
}

bool smtp_take_answer(struct smtp *s, struct smtp_answer *ret_answer)
{
	for (size_t i = 0; i < SMTP_SLOTS; i++) {
		struct smtp_slot *slot = &s->slot[i];

		if (slot->state != SLOT_ANSWERED)
			continue;
		slot->state = SLOT_EMPTY;
		*ret_answer = (struct smtp_answer){
			.mail = slot->mail,
			.outcome = slot->outcome,
			.stage = slot->stage,
			.code = slot->code,
			.status = str_of(slot->status),
			.said = strbuf_str(&slot->said),
		};
		return true;
	}
	return false;
}

void smtp_quit(struct smtp *s)
{
	s->quitting = true;
}
