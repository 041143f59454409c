#include "send/bounce.h"

#include "send/bounce_json_in.h"
#include "send/bounce_kind.h"

/* --------------------------------------------------------------------- kinds */

static void add(
    const struct bounce_mail *mail, struct bounces *all, struct bounce one)
{
	struct bounce_incoming in = { .mail = *mail, .all = all };

	bounce_incoming_add(&in, one);
}

static struct str first_address(struct str text)
{
	size_t at = 0;

	return bounce_address(text, &at);
}

/* RFC 5965, section 3.5; unknown types are to be taken for "other". */
static bool read_feedback_type(struct str type, enum bounce_reason *ret_reason)
{
	static const struct {
		const char *type;
		enum bounce_reason reason;
	} table[] = {
		{ "abuse", BOUNCE_ABUSE },
		{ "fraud", BOUNCE_FRAUD },
		{ "virus", BOUNCE_VIRUS },
		{ "opt-out", BOUNCE_UNSUBSCRIBE },
		{ "opt-out-list", BOUNCE_UNSUBSCRIBE },
		/* RFC 6591: of our signatures, not of a reader. */
		{ "auth-failure", BOUNCE_AUTHENTICATION },
	};

	/* RFC 6430: they took it out of the spam again. */
	if (str_eq_fold(type, STR("not-spam")))
		return false;
	*ret_reason = BOUNCE_OTHER;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (str_eq_fold(type, str_of(table[i].type)))
			*ret_reason = table[i].reason;
	return true;
}

static void read_feedback(const struct bounce_mail *mail, struct bounces *all)
{
	struct arena *arena = mail->arena;
	struct str to = bounce_field(arena, mail->feedback, "Original-Rcpt-To");
	struct bounce b = { .kind = BOUNCE_COMPLAINT };

	if (!read_feedback_type(
		bounce_field(arena, mail->feedback, "Feedback-Type"),
		&b.reason))
		return;
	if (to.at == NULL)
		to = bounce_field(arena, mail->feedback, "Removal-Recipient");
	b.address = first_address(bounce_typed_address(to));
	if (b.address.at == NULL)
		b.address = first_address(mail->returned_to);
	add(mail, all, b);
}

static void read_failures(struct bounce_mail *mail, struct bounces *all)
{
	struct bounce_findings found = { NULL, 0 };

	if (mail->has_report || bounce_is_notice(mail))
		bounce_report_read(mail->arena, mail->report, &found);
	if (found.count == 0 && bounce_is_notice(mail))
		bounce_report_read(mail->arena, mail->notice, &found);
	bounce_text_cut(mail);
	if (found.count > 0)
		bounce_text_around(mail, &found);
	else if (bounce_is_notice(mail))
		bounce_text_read(mail, &found);
	for (size_t i = 0; i < found.count; i++)
		add(mail, all,
		    bounce_judge(mail, &found.item[i], found.count == 1));
}

/* Who answers, or objects, is who wrote the mail. */
static void read_answer(const struct bounce_mail *mail, struct bounces *all)
{
	struct bounce b = { .address =
				first_address(mail->header[BOUNCE_FROM]) };

	if (bounce_is_objection(mail, &b.reason)) {
		b.kind = BOUNCE_COMPLAINT;
		if (mail->returned_to.at != NULL)
			b.address = first_address(mail->returned_to);
	} else if (bounce_is_auto_reply(mail)) {
		b.kind = BOUNCE_AUTO_REPLY;
		b.reason = BOUNCE_VACATION;
	} else {
		return;
	}
	add(mail, all, b);
}

/* ------------------------------------------------------------------- the mail */

static void read_ids(const struct bounce_mail *mail, struct bounces *all)
{
	static const enum bounce_header order[] = { BOUNCE_ORIGINAL_TO,
		BOUNCE_DELIVERED_TO, BOUNCE_TO };
	struct str id = mail->returned_id;
	bool given = all->sent_to.at != NULL;

	for (size_t i = 0; !given && i < sizeof(order) / sizeof(order[0]);
	     i++) {
		struct str to = first_address(mail->header[order[i]]);

		given = str_find_char(to, '+', 0) != STR_NONE;
		if (given || all->sent_to.at == NULL)
			all->sent_to = to;
	}
	if (id.at == NULL)
		id = bounce_field(
		    mail->arena, mail->report, "Original-Envelope-Id");
	/* An answer names what it answers to. */
	if (id.at == NULL)
		id = mail->header[BOUNCE_IN_REPLY_TO];
	if (all->message_id.at == NULL)
		all->message_id = bounce_bare_id(id);
}

/* A mail of SNS: nothing but JSON, and perhaps some lines about SNS. */
static bool is_ses(const struct bounce_mail *mail)
{
	return str_starts(str_trim(mail->notice), STR("{")) &&
	       (str_find(mail->notice, STR("notificationType"), 0) !=
		       STR_NONE ||
		   str_find(mail->notice, STR("eventType"), 0) != STR_NONE);
}

void bounce_read(
    struct arena *arena, struct str mail, struct bounces *ret_bounces)
{
	struct bounces all = { 0 };
	struct bounce_mail m;

	*ret_bounces = all;
	if (!bounce_mail_open(arena, mail, &m) || m.read_receipt)
		return;
	if (m.feedback.len > 0)
		read_feedback(&m, &all);
	else if (!is_ses(&m) || !bounce_ses_read(arena, m.notice, &all))
		read_failures(&m, &all);
	if (all.count == 0 && m.feedback.len == 0)
		read_answer(&m, &all);
	read_ids(&m, &all);
	*ret_bounces = all;
}

struct bounce bounce_of_reply(struct arena *arena, struct str status,
    struct str said, const char *command)
{
	const struct bounce_mail mail = { .arena = arena };
	const struct bounce_finding finding = {
		.status = status,
		/* As a server tells it that passes the reply on. */
		.said = arena_printf(arena, "%.*s (in reply to %s command)",
		    STR_ARG(said), command),
	};

	return bounce_judge(&mail, &finding, false);
}
