#include "send/bounce_kind.h"

/* A sign: a header, or the notice, has a pattern in it. */
struct sign {
	const char *pattern;       /* as bounce_words_match has it */
	enum bounce_header header; /* BOUNCE_HEADERS: the notice */
	int weight;
};

#define NOTICE BOUNCE_HEADERS

/* Enough of the following. */
enum { ENOUGH = 4 };

static const struct sign notice_signs[] = {
	{ "mailer-daemon", BOUNCE_FROM, 2 },
	{ "mailer_daemon", BOUNCE_FROM, 2 },
	{ "mailerdaemon", BOUNCE_FROM, 2 },
	{ "postmaster", BOUNCE_FROM, 2 },
	{ "post_master", BOUNCE_FROM, 2 },
	{ "mail delivery", BOUNCE_FROM, 2 },
	{ "mail deliver system", BOUNCE_FROM, 2 },
	{ "mail admin", BOUNCE_FROM, 2 },
	{ "mailadmin", BOUNCE_FROM, 2 },
	{ "system administrator", BOUNCE_FROM, 2 },
	{ " <> ", BOUNCE_FROM, 2 },
	{ "content-filter", BOUNCE_FROM, 1 },
	{ "bounce", BOUNCE_FROM, 1 },
	{ "noreply", BOUNCE_FROM, 1 },
	{ "no-reply", BOUNCE_FROM, 1 },
	{ "-admin", BOUNCE_FROM, 1 },
	{ " <> ", BOUNCE_RETURN_PATH, 2 },
	{ "mailer-daemon", BOUNCE_RETURN_PATH, 2 },
	{ "@", BOUNCE_FAILED_TO, 3 },
	{ "auto-", BOUNCE_AUTO_SUBMITTED, 1 },

	{ "undeliver", BOUNCE_SUBJECT, 2 },
	{ "returned mail", BOUNCE_SUBJECT, 2 },
	{ "mail returned", BOUNCE_SUBJECT, 2 },
	{ "returned to sender", BOUNCE_SUBJECT, 2 },
	{ "returning m", BOUNCE_SUBJECT, 2 },
	{ "delivery status", BOUNCE_SUBJECT, 2 },
	{ "delivery failure", BOUNCE_SUBJECT, 2 },
	{ "delivery fail", BOUNCE_SUBJECT, 2 },
	{ "delivery error", BOUNCE_SUBJECT, 2 },
	{ "delivery notification", BOUNCE_SUBJECT, 2 },
	{ "delivery report", BOUNCE_SUBJECT, 2 },
	{ "delivery has failed", BOUNCE_SUBJECT, 2 },
	{ "delivery problem", BOUNCE_SUBJECT, 2 },
	{ "delivery delay", BOUNCE_SUBJECT, 2 },
	{ "delivery unsuccessful", BOUNCE_SUBJECT, 2 },
	{ "could not be delivered", BOUNCE_SUBJECT, 2 },
	{ "could not send", BOUNCE_SUBJECT, 2 },
	{ "not deliver", BOUNCE_SUBJECT, 2 },
	{ "non delivery", BOUNCE_SUBJECT, 2 },
	{ "nondeliver", BOUNCE_SUBJECT, 2 },
	{ "non-deliver", BOUNCE_SUBJECT, 2 },
	{ "failure notice", BOUNCE_SUBJECT, 2 },
	{ "failure delivery", BOUNCE_SUBJECT, 2 },
	{ "mail failure", BOUNCE_SUBJECT, 2 },
	{ "mail failed", BOUNCE_SUBJECT, 2 },
	{ "mail system error", BOUNCE_SUBJECT, 2 },
	{ "mail error", BOUNCE_SUBJECT, 2 },
	{ "error sending", BOUNCE_SUBJECT, 2 },
	{ "error: ", BOUNCE_SUBJECT, 1 },
	{ "errors from", BOUNCE_SUBJECT, 2 },
	{ "postmaster notify", BOUNCE_SUBJECT, 2 },
	{ "message status", BOUNCE_SUBJECT, 2 },
	{ "mail status", BOUNCE_SUBJECT, 2 },
	{ "bounced", BOUNCE_SUBJECT, 1 },
	{ "warning: ", BOUNCE_SUBJECT, 1 },
	{ "loop alert", BOUNCE_SUBJECT, 2 },
	{ "user unknown", BOUNCE_SUBJECT, 2 },
	{ "blocked by", BOUNCE_SUBJECT, 1 },

	{ "could not be delivered", NOTICE, 2 },
	{ "couldn't be delivered", NOTICE, 2 },
	{ "cannot be delivered", NOTICE, 2 },
	{ "can not be delivered", NOTICE, 2 },
	{ "can't be delivered", NOTICE, 2 },
	{ "not been delivered", NOTICE, 2 },
	{ "not yet been delivered", NOTICE, 2 },
	{ "was not delivered", NOTICE, 2 },
	{ "wasn't delivered", NOTICE, 2 },
	{ "was undeliverable", NOTICE, 2 },
	{ "is undeliverable", NOTICE, 2 },
	{ "undeliverable to", NOTICE, 2 },
	{ "unable to deliver", NOTICE, 2 },
	{ "wasn't able to deliver", NOTICE, 2 },
	{ "not able to deliver", NOTICE, 2 },
	{ "trouble delivering", NOTICE, 2 },
	{ "error delivering", NOTICE, 2 },
	{ "delivery failed", NOTICE, 2 },
	{ "failed to deliver", NOTICE, 2 },
	{ "delivery has failed", NOTICE, 2 },
	{ "delivery to the following", NOTICE, 2 },
	{ "attempting to deliver", NOTICE, 2 },
	{ "trying to deliver", NOTICE, 2 },
	{ "did not reach the following", NOTICE, 2 },
	{ "following addresses had", NOTICE, 2 },
	{ "following address*failed", NOTICE, 2 },
	{ "following recipient*fail", NOTICE, 2 },
	{ "recipient*permanent error", NOTICE, 2 },
	{ "permanent error", NOTICE, 1 },
	{ "failed addresses follow", NOTICE, 2 },
	{ "transcript of session", NOTICE, 2 },
	{ "remote host said", NOTICE, 2 },
	{ "smtp error from remote", NOTICE, 2 },
	{ "smtp error", NOTICE, 1 },
	{ "error message below", NOTICE, 2 },
	{ "requested action not taken", NOTICE, 2 },
	{ "invalid recipient", NOTICE, 1 },
	{ "rejected your message", NOTICE, 2 },
	{ "has been delayed", NOTICE, 2 },
	{ "is delayed", NOTICE, 1 },
	{ "still undelivered", NOTICE, 2 },
	{ "recipient address", NOTICE, 1 },
	{ "recipient addresses that were incorrectly", NOTICE, 2 },
	{ "invalid final delivery", NOTICE, 2 },
	{ "unknown user:", NOTICE, 2 },
	{ "user unknown", NOTICE, 1 },
	{ "mailbox full", NOTICE, 1 },
	{ "server message", NOTICE, 1 },
	{ "original mail as follows", NOTICE, 1 },
	{ "duplicated message-id", NOTICE, 2 },
	{ "body of message generated response", NOTICE, 2 },
	{ "your message", NOTICE, 1 },
};

static const struct sign reply_signs[] = {
	{ "auto-replied", BOUNCE_AUTO_SUBMITTED, ENOUGH },
	{ "vacation", BOUNCE_AUTO_SUBMITTED, ENOUGH },
	{ "", BOUNCE_AUTOREPLY, ENOUGH },
	{ "auto_reply", BOUNCE_PRECEDENCE, ENOUGH },
	{ "auto-reply", BOUNCE_PRECEDENCE, ENOUGH },
	{ " auto: ", BOUNCE_SUBJECT, ENOUGH },
	{ " auto reply", BOUNCE_SUBJECT, ENOUGH },
	{ " auto-reply", BOUNCE_SUBJECT, ENOUGH },
	{ " autoreply", BOUNCE_SUBJECT, ENOUGH },
	{ " auto response", BOUNCE_SUBJECT, ENOUGH },
	{ " auto-response", BOUNCE_SUBJECT, ENOUGH },
	{ " autoresponse", BOUNCE_SUBJECT, ENOUGH },
	{ " automatic reply", BOUNCE_SUBJECT, ENOUGH },
	{ " automated reply", BOUNCE_SUBJECT, ENOUGH },
	{ " automated response", BOUNCE_SUBJECT, ENOUGH },
	{ " out of office", BOUNCE_SUBJECT, ENOUGH },
	{ " out of the office", BOUNCE_SUBJECT, ENOUGH },
	{ " away from my mail", BOUNCE_SUBJECT, ENOUGH },
	{ " vacation ", BOUNCE_SUBJECT, 2 },
	{ " vacation:", BOUNCE_SUBJECT, ENOUGH },
	{ " abwesen", BOUNCE_SUBJECT, ENOUGH },
	{ " automatische antwort", BOUNCE_SUBJECT, ENOUGH },
	{ "ponse automatique", BOUNCE_SUBJECT, ENOUGH },
	{ " absence du bureau", BOUNCE_SUBJECT, ENOUGH },
	{ " respuesta autom", BOUNCE_SUBJECT, ENOUGH },
	{ " resposta autom", BOUNCE_SUBJECT, ENOUGH },
	{ " risposta automatica", BOUNCE_SUBJECT, ENOUGH },
	{ " automatisch antwoord", BOUNCE_SUBJECT, ENOUGH },
	{ " autosvar", BOUNCE_SUBJECT, ENOUGH },
	{ " automatyczna odpowied", BOUNCE_SUBJECT, ENOUGH },
	{ "автоответ", BOUNCE_SUBJECT, ENOUGH },
	{ "自動応答", BOUNCE_SUBJECT, ENOUGH },
	{ "自動返信", BOUNCE_SUBJECT, ENOUGH },
	{ "自动回复", BOUNCE_SUBJECT, ENOUGH },
	{ "自動回覆", BOUNCE_SUBJECT, ENOUGH },
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
