/*
 * Notifications of Amazon SES, which come as JSON: in the mails of SNS, and in
 * its webhooks.  One is a message of SNS with the notification as a text in
 * it, or the notification alone.
 */
#include <jansson.h>

#include "base/text.h"
#include "send/bounce_json_in.h"

/* sendmail breaks long lines by "!", a line end and a blank; within a string
 * of JSON that is no JSON. */
static struct str join_lines(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str result;

	strbuf_init(&out, text.len);
	for (size_t i = 0; i < text.len; i++)
		if (str_starts(str_sub(text, i, text.len), STR("!\n ")))
			i += 2;
		else
			strbuf_add_char(&out, text.at[i]);
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static bool equals(struct str text, const char *word)
{
	return str_eq_fold(text, str_of(word));
}

static void add_bounced(
    struct bounce_incoming *in, const json_t *bounce, const json_t *one)
{
	struct bounce_finding f = {
		.address = bounce_member(in, one, "emailAddress"),
		.action = bounce_member(in, one, "action"),
		.status = bounce_member(in, one, "status"),
		.said = bounce_typed(bounce_member(in, one, "diagnosticCode")),
	};
	struct str type = bounce_member(in, bounce, "bounceType");
	struct str subtype = bounce_member(in, bounce, "bounceSubType");
	struct bounce b;

	b = bounce_judge(&in->mail, &f, false);
	/* SES keeps a list of its own and names the reason apart. */
	if (!b.status_given && f.said.len == 0 && equals(type, "Permanent")) {
		b.reason = equals(subtype, "MailboxFull") ? BOUNCE_FULL
							  : BOUNCE_NO_USER;
		b.hard = equals(subtype, "General") ||
			 equals(subtype, "NoEmail") ||
			 equals(subtype, "OnAccountSuppressionList") ||
			 equals(subtype, "Suppressed");
	}
	if (equals(type, "Transient"))
		b.hard = false;
	bounce_incoming_add(in, b);
}

static enum bounce_reason complaint_reason(struct str type)
{
	if (equals(type, "fraud"))
		return BOUNCE_FRAUD;
	if (equals(type, "virus"))
		return BOUNCE_VIRUS;
	return type.at == NULL || equals(type, "abuse") ? BOUNCE_ABUSE
							: BOUNCE_OTHER;
}

static void add_all(
    struct bounce_incoming *in, const json_t *note, enum bounce_kind kind)
{
	static const struct {
		const char *part, *list;
	} names[] = {
		[BOUNCE_FAILED] = { "bounce", "bouncedRecipients" },
		[BOUNCE_COMPLAINT] = { "complaint", "complainedRecipients" },
		[BOUNCE_DELIVERED] = { "delivery", "recipients" },
	};
	const json_t *part = json_object_get(note, names[kind].part);
	const json_t *list = json_object_get(part, names[kind].list);
	struct str said = bounce_member(in, part, "smtpResponse");
	struct bounce_code code = bounce_code_find(said);
	size_t i;
	json_t *one;

	json_array_foreach(list, i, one)
	{
		struct bounce b = { .kind = kind };

		if (kind == BOUNCE_FAILED) {
			add_bounced(in, part, one);
			continue;
		}
		b.address = json_is_string(one)
				? bounce_json_text(in, one)
				: bounce_member(in, one, "emailAddress");
		b.reason = kind == BOUNCE_DELIVERED
			       ? BOUNCE_OK
			       : complaint_reason(bounce_member(
				     in, part, "complaintFeedbackType"));
		b.text = said;
		b.reply = code.reply;
		b.status = code.status;
		b.status_given = code.status.at != NULL;
		bounce_incoming_add(in, b);
	}
}

/* The header of our mail, if the notification has them. */
static struct str find_message_id(
    struct bounce_incoming *in, const json_t *note)
{
	const json_t *mail = json_object_get(note, "mail");
	const json_t *headers = json_object_get(mail, "headers");
	size_t i;
	json_t *one;

	json_array_foreach(headers, i, one)
	{
		if (equals(bounce_member(in, one, "name"), "Message-ID"))
			return bounce_member(in, one, "value");
	}
	return (struct str){ NULL, 0 };
}

static void read_note(struct bounce_incoming *in, const json_t *note)
{
	static const struct {
		const char *type;
		enum bounce_kind kind;
	} types[] = {
		{ "Bounce", BOUNCE_FAILED },
		{ "Complaint", BOUNCE_COMPLAINT },
		{ "Delivery", BOUNCE_DELIVERED },
	};
	struct str type = bounce_member(in, note, "notificationType");

	if (type.at == NULL)
		type = bounce_member(in, note, "eventType");
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (equals(type, types[i].type))
			add_all(in, note, types[i].kind);
	in->all->message_id = bounce_bare_id(find_message_id(in, note));
}

bool bounce_ses_read(
    struct arena *arena, struct str text, struct bounces *ret_bounces)
{
	struct bounces all = { 0 };
	struct bounce_incoming in = { .mail = { .arena = arena }, .all = &all };
	json_t *root, *inner = NULL;
	struct str message;

	text = join_lines(arena, str_trim(text));
	root = json_loadb(text.at, text.len, JSON_DISABLE_EOF_CHECK, NULL);
	if (root == NULL)
		return false;
	message = bounce_member(&in, root, "Message");
	if (message.at != NULL)
		inner = json_loadb(message.at, message.len, 0, NULL);
	read_note(&in, inner != NULL ? inner : root);
	json_decref(inner);
	json_decref(root);
	*ret_bounces = all;
	return true;
}
