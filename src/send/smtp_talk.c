/* The transactions: commands, bytes and answers of mails. */
#include <assert.h>

#include "send/smtp_priv.h"

/* ------------------------------------------------------------------- outcomes */

static void note(struct smtp_slot *slot, enum smtp_outcome outcome,
    enum smtp_stage stage, const char *said)
{
	slot->refused = true;
	slot->outcome = outcome;
	slot->stage = stage;
	slot->code = 0;
	slot->status[0] = '\0';
	strbuf_reset(&slot->said);
	strbuf_add_cstr(&slot->said, said);
}

static void note_reply(struct smtp_slot *slot, enum smtp_outcome outcome,
    enum smtp_stage stage, const struct smtp_reply *reply)
{
	note(slot, outcome, stage, "");
	slot->code = reply->code;
	if (reply->status.len < sizeof(slot->status)) {
		if (reply->status.len > 0)
			memcpy(
			    slot->status, reply->status.at, reply->status.len);
		slot->status[reply->status.len] = '\0';
	}
	smtp_reply_say(&slot->said, reply);
}

/* Nothing more comes about the mail of now. */
static void end_now(struct smtp *s)
{
	s->now->state = SLOT_ANSWERED;
	s->now = NULL;
	s->next = SMTP_QUIT;
	s->reset = s->reset || s->accepted;
	s->accepted = false;
}

/* ------------------------------------------------------------------- commands */

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.at[i] & 0x80) != 0)
			return false;
	return true;
}

static bool needs_utf8(const struct smtp_mail *mail)
{
	return !is_ascii(mail->sender) || !is_ascii(mail->recipient);
}

static size_t size_of(const struct smtp_mail *mail)
{
	size_t size = 0;

	for (size_t i = 0; i < mail->pieces; i++)
		size += mail->piece[i].len;
	return size;
}

/* Could it end a command, or an address?  None that was read as one could. */
static bool is_broken(struct str address)
{
	for (size_t i = 0; i < address.len; i++) {
		unsigned char c = (unsigned char)address.at[i];

		if (c < ' ' || c == 0x7f || c == '<' || c == '>')
			return true;
	}
	return false;
}

/* What the server says it cannot do needs no asking. */
static bool is_possible(struct smtp *s, size_t size)
{
	if (is_broken(s->now->mail->sender) ||
	    is_broken(s->now->mail->recipient))
		note(s->now, SMTP_NEVER, SMTP_AT_RECIPIENT,
		    "that is no address");
	else if (needs_utf8(s->now->mail) && !s->can.utf8)
		note(s->now, SMTP_NEVER, SMTP_AT_RECIPIENT,
		    "the server takes no addresses with letters beyond ASCII");
	else if (s->can.most > 0 && size > s->can.most)
		note(s->now, SMTP_NEVER, SMTP_AT_DATA,
		    "the mail is larger than the server takes");
	else
		return true;
	return false;
}

static void say_mail(struct smtp *s, struct strbuf *out, size_t size)
{
	const struct smtp_mail *mail = s->now->mail;

	strbuf_printf(out, "MAIL FROM:<%.*s>", STR_ARG(mail->sender));
	if (s->can.size)
		strbuf_printf(out, " SIZE=%zu", size);
	if (s->can.eight_bits)
		strbuf_lit(out, " BODY=8BITMIME");
	if (needs_utf8(mail))
		strbuf_lit(out, " SMTPUTF8");
	if (s->can.dsn && mail->name.len > 0)
		strbuf_printf(out, " RET=HDRS ENVID=%.*s", STR_ARG(mail->name));
	strbuf_lit(out, "\r\n");
	smtp_say(s, SMTP_MAIL, strbuf_str(out));
}

static void say_rcpt(struct smtp *s, struct strbuf *out)
{
	strbuf_printf(out, "RCPT TO:<%.*s>", STR_ARG(s->now->mail->recipient));
	if (s->can.dsn)
		strbuf_lit(out, " NOTIFY=FAILURE");
	strbuf_lit(out, "\r\n");
	smtp_say(s, SMTP_RCPT, strbuf_str(out));
}

/* The next command; false if the mail cannot be sent there. */
static bool say_next(struct smtp *s)
{
	enum smtp_command command = s->next;
	struct strbuf out;
	bool fine = true;

	strbuf_init(&out, LIMIT_SMTP_COMMANDS);
	s->next = command == SMTP_MAIL   ? SMTP_RCPT
		  : command == SMTP_RCPT ? SMTP_DATA
					 : SMTP_QUIT;
	if (command == SMTP_MAIL) {
		size_t size = size_of(s->now->mail);

		fine = is_possible(s, size);
		if (fine)
			say_mail(s, &out, size);
	} else if (command == SMTP_RCPT) {
		say_rcpt(s, &out);
	} else {
		smtp_say(s, SMTP_DATA, STR("DATA\r\n"));
	}
	strbuf_release(&out);
	if (!fine)
		end_now(s);
	return fine;
}

void smtp_talk(struct smtp *s)
{
	while (s->step == STEP_OPEN && s->now != NULL && s->next != SMTP_QUIT &&
	       !s->now->refused && (s->can.pipelining || s->waiting == 0)) {
		if (s->next == SMTP_MAIL && s->reset) {
			s->reset = false;
			smtp_say(s, SMTP_RSET, STR("RSET\r\n"));
		} else if (!say_next(s)) {
			break;
		}
	}
	if (s->step == STEP_OPEN && s->quitting && s->now == NULL &&
	    s->waiting == 0)
		smtp_say(s, SMTP_QUIT, STR("QUIT\r\n"));
}

/* -------------------------------------------------------------------- answers */

static enum smtp_outcome outcome_of(int code)
{
	return code / 100 == 5 ? SMTP_NEVER : SMTP_LATER;
}

/* The rest of the commands may be said already: their answers come first. */
static void refuse(
    struct smtp *s, enum smtp_stage stage, const struct smtp_reply *reply)
{
	if (!s->now->refused)
		note_reply(s->now, outcome_of(reply->code), stage, reply);
	if (s->waiting == 0)
		end_now(s);
}

static void hear_mail(struct smtp *s, const struct smtp_reply *reply)
{
	if (reply->code / 100 == 2)
		s->accepted = true;
	else
		refuse(s, SMTP_AT_SENDER, reply);
}

static void hear_rcpt(struct smtp *s, const struct smtp_reply *reply)
{
	if (reply->code / 100 != 2)
		refuse(s, SMTP_AT_RECIPIENT, reply);
}

static void hear_data(struct smtp *s, const struct smtp_reply *reply)
{
	if (reply->code != 354) {
		refuse(s, SMTP_AT_DATA, reply);
	} else if (s->now->refused) {
		/* A mail of nothing to nobody. */
		smtp_say(s, SMTP_EMPTY, STR(".\r\n"));
	} else {
		s->sending = true;
		s->piece = s->place = 0;
	}
}

static struct smtp_slot *ended(struct smtp *s)
{
	return s->slot[0].state == SLOT_ENDED   ? &s->slot[0]
	       : s->slot[1].state == SLOT_ENDED ? &s->slot[1]
						: NULL;
}

static void hear_end(struct smtp *s, const struct smtp_reply *reply)
{
	struct smtp_slot *slot = ended(s);

	assert(slot != NULL);
	note_reply(slot,
	    reply->code / 100 == 2 ? SMTP_SENT : outcome_of(reply->code),
	    SMTP_AT_END, reply);
	/* No answer to a mail: it is not known what this means. */
	if (reply->code / 100 == 3)
		slot->outcome = SMTP_UNKNOWN;
	slot->state = SLOT_ANSWERED;
}

static void hear_empty(struct smtp *s, const struct smtp_reply *reply)
{
	(void)reply;
	/* Whatever it said, nothing is remembered. */
	s->accepted = false;
	end_now(s);
}

static void hear_rset(struct smtp *s, const struct smtp_reply *reply)
{
	if (reply->code / 100 != 2)
		smtp_close_reply(s, "does not begin anew", reply);
}

static void hear_quit(struct smtp *s, const struct smtp_reply *reply)
{
	(void)reply;
	s->end.asked = true;
	error_set(&s->why, "all was said");
	smtp_close(s, 0);
}

void smtp_listen(
    struct smtp *s, enum smtp_command command, const struct smtp_reply *reply)
{
	static void (*const hear[SMTP_COMMANDS])(
	    struct smtp * s, const struct smtp_reply *reply) = {
		[SMTP_MAIL] = hear_mail,
		[SMTP_RCPT] = hear_rcpt,
		[SMTP_DATA] = hear_data,
		[SMTP_END] = hear_end,
		[SMTP_EMPTY] = hear_empty,
		[SMTP_RSET] = hear_rset,
		[SMTP_QUIT] = hear_quit,
	};

	hear[command](s, reply);
	if (reply->code == 421 && s->step != STEP_CLOSED)
		smtp_close_reply(s, "ends the connection", reply);
}
