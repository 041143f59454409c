#include "send/bounce_kind.h"

/* A sign: a header, or the notice, has a pattern in it. */
struct sign {
	enum bounce_header header; /* BOUNCE_HEADERS: the notice */
	const char *pattern;       /* as bounce_words_match has it */
	int weight;
};

#define NOTICE BOUNCE_HEADERS

/* Enough of the following. */
enum { ENOUGH = 4 };

static const struct sign notice_signs[] = {
	{ BOUNCE_FROM, "mailer-daemon", 2 },
	{ BOUNCE_FROM, "mailer_daemon", 2 },
	{ BOUNCE_FROM, "mailerdaemon", 2 },
	{ BOUNCE_FROM, "postmaster", 2 },
	{ BOUNCE_FROM, "post_master", 2 },
	{ BOUNCE_FROM, "mail delivery", 2 },
	{ BOUNCE_FROM, "mail deliver system", 2 },
	{ BOUNCE_FROM, "mail admin", 2 },
	{ BOUNCE_FROM, "mailadmin", 2 },
	{ BOUNCE_FROM, "system administrator", 2 },
	{ BOUNCE_FROM, " <> ", 2 },
	{ BOUNCE_FROM, "content-filter", 1 },
	{ BOUNCE_FROM, "bounce", 1 },
	{ BOUNCE_FROM, "noreply", 1 },
	{ BOUNCE_FROM, "no-reply", 1 },
	{ BOUNCE_FROM, "-admin", 1 },
	{ BOUNCE_RETURN_PATH, " <> ", 2 },
	{ BOUNCE_RETURN_PATH, "mailer-daemon", 2 },
	{ BOUNCE_FAILED_TO, "@", 3 },
	{ BOUNCE_AUTO_SUBMITTED, "auto-", 1 },

	{ BOUNCE_SUBJECT, "undeliver", 2 },
	{ BOUNCE_SUBJECT, "returned mail", 2 },
	{ BOUNCE_SUBJECT, "mail returned", 2 },
	{ BOUNCE_SUBJECT, "returned to sender", 2 },
	{ BOUNCE_SUBJECT, "returning m", 2 },
	{ BOUNCE_SUBJECT, "delivery status", 2 },
	{ BOUNCE_SUBJECT, "delivery failure", 2 },
	{ BOUNCE_SUBJECT, "delivery fail", 2 },
	{ BOUNCE_SUBJECT, "delivery error", 2 },
	{ BOUNCE_SUBJECT, "delivery notification", 2 },
	{ BOUNCE_SUBJECT, "delivery report", 2 },
	{ BOUNCE_SUBJECT, "delivery has failed", 2 },
	{ BOUNCE_SUBJECT, "delivery problem", 2 },
	{ BOUNCE_SUBJECT, "delivery delay", 2 },
	{ BOUNCE_SUBJECT, "delivery unsuccessful", 2 },
	{ BOUNCE_SUBJECT, "could not be delivered", 2 },
	{ BOUNCE_SUBJECT, "could not send", 2 },
	{ BOUNCE_SUBJECT, "not deliver", 2 },
	{ BOUNCE_SUBJECT, "non delivery", 2 },
	{ BOUNCE_SUBJECT, "nondeliver", 2 },
	{ BOUNCE_SUBJECT, "non-deliver", 2 },
	{ BOUNCE_SUBJECT, "failure notice", 2 },
	{ BOUNCE_SUBJECT, "failure delivery", 2 },
	{ BOUNCE_SUBJECT, "mail failure", 2 },
	{ BOUNCE_SUBJECT, "mail failed", 2 },
	{ BOUNCE_SUBJECT, "mail system error", 2 },
	{ BOUNCE_SUBJECT, "mail error", 2 },
	{ BOUNCE_SUBJECT, "error sending", 2 },
	{ BOUNCE_SUBJECT, "error: ", 1 },
	{ BOUNCE_SUBJECT, "errors from", 2 },
	{ BOUNCE_SUBJECT, "postmaster notify", 2 },
	{ BOUNCE_SUBJECT, "message status", 2 },
	{ BOUNCE_SUBJECT, "mail status", 2 },
	{ BOUNCE_SUBJECT, "bounced", 1 },
	{ BOUNCE_SUBJECT, "warning: ", 1 },
	{ BOUNCE_SUBJECT, "loop alert", 2 },
	{ BOUNCE_SUBJECT, "user unknown", 2 },
	{ BOUNCE_SUBJECT, "blocked by", 1 },

	{ NOTICE, "could not be delivered", 2 },
	{ NOTICE, "couldn't be delivered", 2 },
	{ NOTICE, "cannot be delivered", 2 },
	{ NOTICE, "can not be delivered", 2 },
	{ NOTICE, "can't be delivered", 2 },
	{ NOTICE, "not been delivered", 2 },
	{ NOTICE, "not yet been delivered", 2 },
	{ NOTICE, "was not delivered", 2 },
	{ NOTICE, "wasn't delivered", 2 },
	{ NOTICE, "was undeliverable", 2 },
	{ NOTICE, "is undeliverable", 2 },
	{ NOTICE, "undeliverable to", 2 },
	{ NOTICE, "unable to deliver", 2 },
	{ NOTICE, "wasn't able to deliver", 2 },
	{ NOTICE, "not able to deliver", 2 },
	{ NOTICE, "trouble delivering", 2 },
	{ NOTICE, "error delivering", 2 },
	{ NOTICE, "delivery failed", 2 },
	{ NOTICE, "failed to deliver", 2 },
	{ NOTICE, "delivery has failed", 2 },
	{ NOTICE, "delivery to the following", 2 },
	{ NOTICE, "attempting to deliver", 2 },
	{ NOTICE, "trying to deliver", 2 },
	{ NOTICE, "did not reach the following", 2 },
	{ NOTICE, "following addresses had", 2 },
	{ NOTICE, "following address*failed", 2 },
	{ NOTICE, "following recipient*fail", 2 },
	{ NOTICE, "recipient*permanent error", 2 },
	{ NOTICE, "permanent error", 1 },
	{ NOTICE, "failed addresses follow", 2 },
	{ NOTICE, "transcript of session", 2 },
	{ NOTICE, "remote host said", 2 },
	{ NOTICE, "smtp error from remote", 2 },
	{ NOTICE, "smtp error", 1 },
	{ NOTICE, "error message below", 2 },
	{ NOTICE, "requested action not taken", 2 },
	{ NOTICE, "invalid recipient", 1 },
	{ NOTICE, "rejected your message", 2 },
	{ NOTICE, "has been delayed", 2 },
	{ NOTICE, "is delayed", 1 },
	{ NOTICE, "still undelivered", 2 },
	{ NOTICE, "recipient address", 1 },
	{ NOTICE, "recipient addresses that were incorrectly", 2 },
	{ NOTICE, "invalid final delivery", 2 },
	{ NOTICE, "unknown user:", 2 },
	{ NOTICE, "user unknown", 1 },
	{ NOTICE, "mailbox full", 1 },
	{ NOTICE, "server message", 1 },
	{ NOTICE, "original mail as follows", 1 },
	{ NOTICE, "duplicated message-id", 2 },
	{ NOTICE, "body of message generated response", 2 },
	{ NOTICE, "your message", 1 },
};

static const struct sign reply_signs[] = {
	{ BOUNCE_AUTO_SUBMITTED, "auto-replied", ENOUGH },
	{ BOUNCE_AUTO_SUBMITTED, "vacation", ENOUGH },
	{ BOUNCE_AUTOREPLY, "", ENOUGH },
	{ BOUNCE_PRECEDENCE, "auto_reply", ENOUGH },
	{ BOUNCE_PRECEDENCE, "auto-reply", ENOUGH },
	{ BOUNCE_SUBJECT, " auto: ", ENOUGH },
	{ BOUNCE_SUBJECT, " auto reply", ENOUGH },
	{ BOUNCE_SUBJECT, " auto-reply", ENOUGH },
	{ BOUNCE_SUBJECT, " autoreply", ENOUGH },
	{ BOUNCE_SUBJECT, " auto response", ENOUGH },
	{ BOUNCE_SUBJECT, " auto-response", ENOUGH },
	{ BOUNCE_SUBJECT, " autoresponse", ENOUGH },
	{ BOUNCE_SUBJECT, " automatic reply", ENOUGH },
	{ BOUNCE_SUBJECT, " automated reply", ENOUGH },
	{ BOUNCE_SUBJECT, " automated response", ENOUGH },
	{ BOUNCE_SUBJECT, " out of office", ENOUGH },
	{ BOUNCE_SUBJECT, " out of the office", ENOUGH },
	{ BOUNCE_SUBJECT, " away from my mail", ENOUGH },
	{ BOUNCE_SUBJECT, " vacation ", 2 },
	{ BOUNCE_SUBJECT, " vacation:", ENOUGH },
	{ BOUNCE_SUBJECT, " abwesen", ENOUGH },
	{ BOUNCE_SUBJECT, " automatische antwort", ENOUGH },
	{ BOUNCE_SUBJECT, "ponse automatique", ENOUGH },
	{ BOUNCE_SUBJECT, " absence du bureau", ENOUGH },
	{ BOUNCE_SUBJECT, " respuesta autom", ENOUGH },
	{ BOUNCE_SUBJECT, " resposta autom", ENOUGH },
	{ BOUNCE_SUBJECT, " risposta automatica", ENOUGH },
	{ BOUNCE_SUBJECT, " automatisch antwoord", ENOUGH },
	{ BOUNCE_SUBJECT, " autosvar", ENOUGH },
	{ BOUNCE_SUBJECT, " automatyczna odpowied", ENOUGH },
	{ BOUNCE_SUBJECT, "автоответ", ENOUGH },
	{ BOUNCE_SUBJECT, "自動応答", ENOUGH },
	{ BOUNCE_SUBJECT, "自動返信", ENOUGH },
	{ BOUNCE_SUBJECT, "自动回复", ENOUGH },
	{ BOUNCE_SUBJECT, "自動回覆", ENOUGH },
};

/* The words of a header or of the notice, made once each. */
struct words {
	const struct bounce_mail *mail;
	struct str text[BOUNCE_HEADERS + 1];
};

static struct str words_of(struct words *w, enum bounce_header header)
{
	struct arena *arena = w->mail->arena;
	struct str raw =
	    header == NOTICE ? w->mail->notice : w->mail->header[header];

	if (w->text[header].at != NULL || raw.at == NULL)
		return w->text[header];
	/* Addresses are what tells in headers, and nothing in a notice. */
	if (header == NOTICE) {
		w->text[header] = bounce_words_plain(arena, raw);
	} else {
		struct strbuf out;

		strbuf_init(&out, LIMIT_BOUNCE_HEADER + 2);
		strbuf_add_char(&out, ' ');
		for (size_t i = 0; i < raw.len; i++)
			strbuf_add_char(&out, char_lower(raw.at[i]));
		strbuf_add_char(&out, ' ');
		w->text[header] = arena_str(arena, strbuf_str(&out));
		strbuf_release(&out);
	}
	return w->text[header];
}

/* The heaviest sign of each header, and of the notice. */
struct weights {
	int best[BOUNCE_HEADERS + 1], sum;
};

static struct weights weigh(
    struct words *w, const struct sign *signs, size_t count)
{
	struct weights weights = { { 0 }, 0 };

	for (size_t i = 0; i < count; i++) {
		const struct sign *s = &signs[i];
		struct str text = words_of(w, s->header);

		if (s->weight > weights.best[s->header] && text.at != NULL &&
		    bounce_words_match(text, str_of(s->pattern)))
			weights.best[s->header] = s->weight;
	}
	for (int i = 0; i <= BOUNCE_HEADERS; i++)
		weights.sum += weights.best[i];
	return weights;
}

bool bounce_is_notice(const struct bounce_mail *mail)
{
	struct words words = { .mail = mail };
	struct weights w = weigh(&words, notice_signs,
	    sizeof(notice_signs) / sizeof(notice_signs[0]));
	/* Readers write of mails that were not delivered, too. */
	bool by_machine = mail->has_report || w.best[BOUNCE_FROM] > 0 ||
			  w.best[BOUNCE_RETURN_PATH] > 0 ||
			  w.best[BOUNCE_FAILED_TO] > 0 ||
			  w.best[BOUNCE_AUTO_SUBMITTED] > 0;

	return by_machine && w.sum + (mail->has_report ? 3 : 0) +
				     (mail->has_returned ? 1 : 0) >=
				 ENOUGH;
}

bool bounce_is_auto_reply(const struct bounce_mail *mail)
{
	struct words words = { .mail = mail };

	return weigh(&words, reply_signs,
		   sizeof(reply_signs) / sizeof(reply_signs[0]))
		   .sum >= ENOUGH;
}

/* ---------------------------------------------------------------- objections */

/* All patterns that a row has must be there. */
static const struct {
	const char *from, *subject, *notice;
	bool returned; /* our mail must be in it */
	enum bounce_reason reason;
} objections[] = {
	{ "staff@hotmail.com", "complaint about", "", true, BOUNCE_ABUSE },
	{ "@", "complaint about message from", "", true, BOUNCE_ABUSE },
	{ "@", "email feedback report for", "", true, BOUNCE_ABUSE },
	{ "@", "abuse report", "", true, BOUNCE_ABUSE },
	{ "@", " unsubscribe ", "sent this email to unsubscribe", false,
	    BOUNCE_UNSUBSCRIBE },
};

bool bounce_is_objection(
    const struct bounce_mail *mail, enum bounce_reason *ret_reason)
{
	struct words w = { .mail = mail };
	struct str from = words_of(&w, BOUNCE_FROM);
	struct str subject = words_of(&w, BOUNCE_SUBJECT);
	struct str notice = words_of(&w, NOTICE);

	for (size_t i = 0; i < sizeof(objections) / sizeof(objections[0]); i++)
		if (bounce_words_match(from, str_of(objections[i].from)) &&
		    bounce_words_match(
			subject, str_of(objections[i].subject)) &&
		    bounce_words_match(notice, str_of(objections[i].notice)) &&
		    (mail->has_returned || !objections[i].returned)) {
			*ret_reason = objections[i].reason;
			return true;
		}
	/* The mail that List-Unsubscribe asks for, from a machine. */
	if (mail->header[BOUNCE_AUTO_SUBMITTED].at == NULL ||
	    !str_eq_fold(mail->header[BOUNCE_SUBJECT], STR("unsubscribe")))
		return false;
	*ret_reason = BOUNCE_UNSUBSCRIBE;
	return true;
}
