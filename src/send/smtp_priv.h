/*
 * smtp_priv: what the files of the SMTP client share.
 *
 *	smtp.c		bytes and time
 *	smtp_hello.c	until mails can be given
 *	smtp_talk.c	mails
 */
#ifndef SEND_SMTP_PRIV_H
#define SEND_SMTP_PRIV_H

#include "base/error.h"
#include "send/smtp.h"
#include "send/smtp_reply.h"
#include "send/smtp_server.h"
#include "send/smtp_wire.h"

/* What was said and has an answer to come. */
enum smtp_command {
	SMTP_GREETING, /* nothing: the server begins */
	SMTP_EHLO,
	SMTP_HELO,
	SMTP_STARTTLS,
	SMTP_AUTH,
	SMTP_MAIL,
	SMTP_RCPT,
	SMTP_DATA,
	SMTP_END,   /* the final dot */
	SMTP_EMPTY, /* the dot of a mail that was refused before */
	SMTP_RSET,
	SMTP_QUIT,
};
enum { SMTP_COMMANDS = SMTP_QUIT + 1, SMTP_WAITED_MOST = 8 };
/* One whose dot was said, and the one behind it. */
enum { SMTP_SLOTS = 2 };

enum smtp_step {
	STEP_CONNECT,
	STEP_ENCRYPT, /* at once, or after STARTTLS */
	STEP_HELLO,
	STEP_OPEN,
	STEP_CLOSED,
};

enum slot_state {
	SLOT_EMPTY,
	SLOT_TALKING, /* its commands and its bytes */
	SLOT_HELD,
	SLOT_ENDED,    /* the dot was said, or is in `out` */
	SLOT_ANSWERED, /* to be taken */
};

struct smtp_slot {
	enum slot_state state;
	const struct smtp_mail *mail;
	/* The first thing that was said against it, or what was said at its
	 * end; `refused` is set then. */
	bool refused;
	enum smtp_outcome outcome;
	enum smtp_stage stage;
	int code;
	char status[16];
	struct strbuf said;
	uint64_t dot; /* how many bytes of `out` come before it */
};

struct smtp {
	const struct smtp_server *server;
	size_t address; /* that is tried, or used */
	struct smtp_wire wire;
	enum smtp_step step;
	struct smtp_features can;

	struct smtp_reader reader;
	enum smtp_command waited[SMTP_WAITED_MOST]; /* oldest first */
	size_t waiting;
	uint64_t heard; /* replies */

	/* Commands, and how far they went; both counts are of all there were. */
	struct strbuf out;
	size_t out_at;
	uint64_t said, written;
	bool blocked; /* writing waits */

	struct smtp_slot slot[SMTP_SLOTS];
	struct smtp_slot *now; /* talking or held; NULL: none */
	/* Of `now`: the next command to say; SMTP_QUIT: all were. */
	enum smtp_command next;
	bool accepted; /* MAIL was, and the server remembers it */
	bool reset;    /* RSET comes before the next mail */
	bool sending;  /* its bytes, from this piece and place on */
	size_t piece, place;

	int auth_step;
	bool quitting;
	int64_t now_ms, deadline;
	struct smtp_end end;
	struct error why;
};

/* --------------------------------------------------------------------- smtp.c */

/* Say a command, of which an answer comes.  What is said must end a line. */
void smtp_say(struct smtp *s, enum smtp_command command, struct str words);
/* It is over: `code` as in struct smtp_end, `s->why` tells the reason.  What is
 * not answered is unsent or unknown. */
void smtp_close(struct smtp *s, int code);
void smtp_close_reply(
    struct smtp *s, const char *what, const struct smtp_reply *reply);

/* --------------------------------------------------------------- smtp_hello.c */

/* An answer that came before mails could be given. */
void smtp_hello(
    struct smtp *s, enum smtp_command command, const struct smtp_reply *reply);
/* Introduce ourselves, at first or again. */
void smtp_say_hello(struct smtp *s);

/* ---------------------------------------------------------------- smtp_talk.c */

/* Say what can be said of the mail that there is. */
void smtp_talk(struct smtp *s);
/* An answer about a mail. */
void smtp_listen(
    struct smtp *s, enum smtp_command command, const struct smtp_reply *reply);

#endif
