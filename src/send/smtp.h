/*
 * smtp: one connection to a mail server, over which mails go (RFC 5321).
 *
 * Nothing here waits.  The caller watches the file for what is wanted, calls
 * smtp_turn when that has come or the time is over, and then looks:
 *
 *	smtp_take_answer	what became of a mail; take all of them
 *	smtp_can_take		give it the next one
 *	smtp_is_held		a mail is there but for its final dot
 *	smtp_state		it may have ended
 *
 * A mail without its final dot does not exist (RFC 5321, 4.1.1.4).  So each one
 * is held when all but the dot has been said, and smtp_finish says it: after the
 * caller has noted, for good, that it may be sent.  If the answer to the dot is
 * lost, what became of it is unknown.
 *
 * If the server can do it (PIPELINING, RFC 2920) the dot and all commands of
 * the next mail are said together: give the next one right after smtp_finish,
 * before the turn.  STARTTLS, AUTH, SIZE, 8BITMIME, SMTPUTF8 and DSN are used
 * where they are offered.
 *
 * One thread.  The program must ignore SIGPIPE.
 */
#ifndef SEND_SMTP_H
#define SEND_SMTP_H

#include "base/strbuf.h"

struct smtp;
struct smtp_server;

/* All of it is the caller's, and stays until its answer was taken. */
struct smtp_mail {
	struct str sender; /* of the envelope; empty: of nobody, "<>" */
	struct str recipient;
	/* The mail, in any number of pieces: lines of at most 998 bytes that
	 * end with CRLF, a dot at the beginning of one doubled. */
	const struct str *piece;
	size_t pieces;
	/* A name for it in reports (RFC 3461, ENVID): letters, digits, "-", "_"
	 * and "."; may be empty. */
	struct str name;
	void *data;
};

enum smtp_outcome {
	SMTP_SENT,
	SMTP_LATER,   /* not now, said the server: 4xx */
	SMTP_NEVER,   /* no: 5xx */
	SMTP_UNSENT,  /* it has not been sent, and nothing was said about it */
	SMTP_UNKNOWN, /* it may have been sent */
};

/* What was answered. */
enum smtp_stage {
	SMTP_AT_SENDER,
	SMTP_AT_RECIPIENT,
	SMTP_AT_DATA,
	SMTP_AT_END
};

struct smtp_answer {
	const struct smtp_mail *mail;
	enum smtp_outcome outcome;
	enum smtp_stage stage; /* of the three that the server decided */
	int code;              /* 550; 0: it is not the server who says so */
	/* Valid until the next turn. */
	struct str status; /* "5.1.1"; may be empty */
	struct str said;   /* the server's words, or ours */
};

enum smtp_state {
	SMTP_OPENING,
	SMTP_OPEN,
	SMTP_CLOSED, /* all answers are there to be taken */
};

/* Begin to connect.  The server's addresses must have been found, and it lives
 * as long as this.  `now` is in milliseconds of any clock that never goes back,
 * here and below.  Never NULL; it may be closed already. */
struct smtp *smtp_new(const struct smtp_server *server, int64_t now);
/* Close it at once; mails that were not answered are forgotten. */
void smtp_free(struct smtp *smtp);

/* What to wait for: a file (-1: none), poll's POLLIN and POLLOUT, and until
 * when (INT64_MAX: without end).  The file can become another one. */
int smtp_file(const struct smtp *smtp);
short smtp_events(const struct smtp *smtp);
int64_t smtp_deadline(const struct smtp *smtp);

/* Do what can be done; `ready` is what poll found, 0 for nothing. */
void smtp_turn(struct smtp *smtp, int64_t now, short ready);

enum smtp_state smtp_state(const struct smtp *smtp);

/* What the server can do, as it said; once it is open. */
struct smtp_features {
	bool pipelining, eight_bits, utf8, dsn, starttls, size;
	uint64_t most;            /* bytes of a mail; 0: any */
	bool plain, login, token; /* ways to log in */
};
const struct smtp_features *smtp_features(const struct smtp *smtp);
/* Is the connection encrypted?  Then *ret_end is until when the certificate of
 * the server is good, in seconds since 1970; only while it is open. */
bool smtp_is_encrypted(const struct smtp *smtp, int64_t *ret_end);

/* Why it has closed. */
struct smtp_end {
	/* Of the reply that was its reason (421), or 0. */
	int code;
	bool opened;     /* mails could be given at some time */
	bool asked;      /* by smtp_quit */
	struct str said; /* valid as long as the connection */
};
struct smtp_end smtp_end(const struct smtp *smtp);

bool smtp_can_take(const struct smtp *smtp);
/* Only if it can take one. */
void smtp_give(struct smtp *smtp, const struct smtp_mail *mail);
/* The mail that is held; NULL if none is. */
const struct smtp_mail *smtp_held(const struct smtp *smtp);
/* Say the final dot.  Only if one is held. */
void smtp_finish(struct smtp *smtp);
/* Never say it: this ends the connection, and the mail is unsent. */
void smtp_drop(struct smtp *smtp, const char *why);

/* The next answer; false if there is none. */
bool smtp_take_answer(struct smtp *smtp, struct smtp_answer *ret_answer);

/* End it in order, once the mails it has are answered. */
void smtp_quit(struct smtp *smtp);

#endif
