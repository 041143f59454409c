#include "send/hook.h"

#include "send/bounce_json_in.h"

/* Where a body goes. */
struct reading {
	struct bounce_incoming in;
	struct hook_events events;
	bool full;
};

const char *hook_service_name(enum hook_service service)
{
	static const char *const names[HOOK_SERVICES] = {
		[HOOK_MAILGUN] = "mailgun",
		[HOOK_POSTMARK] = "postmark",
		[HOOK_SENDGRID] = "sendgrid",
		[HOOK_SES] = "ses",
	};

	return names[service];
}

static struct str get(struct reading *r, const json_t *object, const char *key)
{
	return bounce_member(&r->in, object, key);
}

static bool is(struct str text, const char *word)
{
	return str_eq_fold(text, str_of(word));
}

/* ------------------------------------------------------------------- events */

/* The event as JSON, always the same for equal ones. */
static struct str dump(struct reading *r, const json_t *event)
{
	char *text = json_dumps(event, JSON_COMPACT | JSON_SORT_KEYS);
	struct str copy;

	if (text == NULL)
		xout_of_memory(0);
	copy = arena_str(r->in.mail.arena, str_of(text));
	free(text);
	return copy;
}

/* One more; without an id of the service, it is what it says. */
static void add(struct reading *r, const json_t *event, struct str id,
    struct str message_id, struct bounce bounce)
{
	struct hook_events *all = &r->events;
	struct str raw = dump(r, event);

	if (all->count >= LIMIT_HOOK_EVENTS) {
		r->full = true;
		return;
	}
	all->item = ARENA_GROW(r->in.mail.arena, all->item, all->count);
	all->item[all->count++] = (struct hook_event){
		.id = id.len > 0 ? id : raw,
		.raw = raw,
		.message_id = bounce_bare_id(message_id),
		.bounce = bounce,
	};
}

/* What servers said, judged as in a mail that came back. */
static struct bounce judge(
    struct reading *r, struct str address, struct str status, struct str said)
{
	const struct bounce_finding f = { .address = address,
		.action = STR("failed"),
		.status = status,
		.said = said };

	return bounce_judge(&r->in.mail, &f, false);
}

/* How a word of a service is to be taken. */
struct meaning {
	const char *word;
	enum bounce_kind kind;
	enum bounce_reason reason; /* of failures: unless more is said */
	bool hard;                 /* the service writes there no more */
};

static const struct meaning *find(
    const struct meaning *list, size_t count, struct str word)
{
	for (size_t i = 0; i < count; i++)
		if (is(word, list[i].word))
			return &list[i];
	return NULL;
}
#define FIND(list, word) find((list), sizeof(list) / sizeof((list)[0]), (word))

/* Where the words of servers tell nothing, that of the service counts. */
static struct bounce bounce_meant(struct reading *r, const struct meaning *m,
    struct str address, struct str status, struct str said)
{
	struct bounce b = { .kind = m->kind,
		.address = address,
		.reason = m->reason,
		.text = said };

	if (m->kind != BOUNCE_FAILED)
		return b;
	b = judge(r, address, status, said);
	if (b.reason == BOUNCE_UNKNOWN)
		b.reason = m->reason;
	b.hard = b.hard || (m->hard && b.reason == m->reason);
	return b;
}

/* ------------------------------------------------------------------ Mailgun */

/* Of those that Mailgun has a list of: it does not even try. */
static const struct meaning mailgun_reasons[] = {
	{ "suppress-bounce", BOUNCE_FAILED, BOUNCE_NO_USER, true },
	{ "suppress-unsubscribe", BOUNCE_COMPLAINT, BOUNCE_UNSUBSCRIBE, false },
	{ "suppress-complaint", BOUNCE_COMPLAINT, BOUNCE_ABUSE, false },
};
static const struct meaning mailgun_events[] = {
	{ "delivered", BOUNCE_DELIVERED, BOUNCE_OK, false },
	{ "complained", BOUNCE_COMPLAINT, BOUNCE_ABUSE, false },
	{ "unsubscribed", BOUNCE_COMPLAINT, BOUNCE_UNSUBSCRIBE, false },
	{ "failed", BOUNCE_FAILED, BOUNCE_UNKNOWN, false },
};

static enum hook_read read_mailgun(struct reading *r, const json_t *root)
{
	const json_t *event = json_object_get(root, "event-data");
	const json_t *status = json_object_get(event, "delivery-status");
	const json_t *headers =
	    json_object_get(json_object_get(event, "message"), "headers");
	const struct meaning *m = FIND(mailgun_events, get(r, event, "event"));
	const struct meaning *known =
	    FIND(mailgun_reasons, get(r, event, "reason"));
	struct str said = get(r, status, "message");
	struct bounce b;

	if (get(r, event, "event").len == 0)
		return HOOK_BAD;
	if (m == NULL) {
		r->events.others++;
		return HOOK_READ;
	}
	if (said.len == 0)
		said = get(r, status, "description");
	if (m->kind == BOUNCE_FAILED && known != NULL)
		m = known;
	b = bounce_meant(r, m, get(r, event, "recipient"),
	    get(r, status, "enhanced-code"), said);
	if (b.kind == BOUNCE_FAILED &&
	    is(get(r, event, "severity"), "temporary")) {
		b.delayed = true;
		b.hard = false;
	}
	add(r, event, get(r, event, "id"), get(r, headers, "message-id"), b);
	return HOOK_READ;
}

/* ----------------------------------------------------------------- Postmark */

static const struct meaning postmark_types[] = {
	{ "HardBounce", BOUNCE_FAILED, BOUNCE_NO_USER, true },
	{ "BadEmailAddress", BOUNCE_FAILED, BOUNCE_NO_USER, true },
	{ "SoftBounce", BOUNCE_FAILED, BOUNCE_UNKNOWN, false },
	{ "Transient", BOUNCE_FAILED, BOUNCE_UNKNOWN, false },
	{ "Unknown", BOUNCE_FAILED, BOUNCE_UNKNOWN, false },
	{ "DnsError", BOUNCE_FAILED, BOUNCE_NETWORK, false },
	{ "AddressChange", BOUNCE_FAILED, BOUNCE_MOVED, false },
	{ "Blocked", BOUNCE_FAILED, BOUNCE_BLOCKED, false },
	{ "SpamNotification", BOUNCE_FAILED, BOUNCE_SPAM, false },
	{ "VirusNotification", BOUNCE_FAILED, BOUNCE_VIRUS, false },
	{ "DMARCPolicy", BOUNCE_FAILED, BOUNCE_AUTHENTICATION, false },
	{ "AutoResponder", BOUNCE_AUTO_REPLY, BOUNCE_VACATION, false },
	{ "ChallengeVerification", BOUNCE_AUTO_REPLY, BOUNCE_OTHER, false },
	{ "SpamComplaint", BOUNCE_COMPLAINT, BOUNCE_ABUSE, false },
	{ "Unsubscribe", BOUNCE_COMPLAINT, BOUNCE_UNSUBSCRIBE, false },
};
static const struct meaning postmark_delivery = { "Delivery", BOUNCE_DELIVERED,
	BOUNCE_OK, false };
static const struct meaning postmark_leaving = { "SubscriptionChange",
	BOUNCE_COMPLAINT, BOUNCE_UNSUBSCRIBE, false };

/* What it means; NULL: nothing for us.  *ret_address is the key that names the
 * reader. */
static const struct meaning *postmark_meaning(
    struct reading *r, const json_t *root, const char **ret_address)
{
	struct str record = get(r, root, "RecordType");

	*ret_address = "Email";
	if (record.at == NULL || is(record, "Bounce"))
		return FIND(postmark_types, get(r, root, "Type"));
	if (is(record, "SpamComplaint"))
		return FIND(postmark_types, record);
	*ret_address = "Recipient";
	if (is(record, postmark_delivery.word))
		return &postmark_delivery;
	/* Postmark's own reasons to write to somebody no more were told as
	 * bounces and complaints. */
	if (is(record, postmark_leaving.word) &&
	    json_is_true(json_object_get(root, "SuppressSending")) &&
	    is(get(r, root, "SuppressionReason"), "ManualSuppression"))
		return &postmark_leaving;
	return NULL;
}

/* Its MessageID is not that of the mail's header, which it does not tell. */
static enum hook_read read_postmark(struct reading *r, const json_t *root)
{
	const char *address;
	const struct meaning *m = postmark_meaning(r, root, &address);
	struct str said = get(r, root, "Details");

	if (get(r, root, "RecordType").at == NULL &&
	    get(r, root, "Type").at == NULL)
		return HOOK_BAD;
	if (m == NULL) {
		r->events.others++;
		return HOOK_READ;
	}
	if (said.len == 0)
		said = get(r, root, "Description");
	add(r, root, STR(""), STR(""),
	    bounce_meant(r, m, get(r, root, address), STR(""), said));
	return HOOK_READ;
}

/* ----------------------------------------------------------------- SendGrid */

static const struct meaning sendgrid_events[] = {
	{ "bounce", BOUNCE_FAILED, BOUNCE_UNKNOWN, false },
	{ "delivered", BOUNCE_DELIVERED, BOUNCE_OK, false },
	{ "spamreport", BOUNCE_COMPLAINT, BOUNCE_ABUSE, false },
	{ "unsubscribe", BOUNCE_COMPLAINT, BOUNCE_UNSUBSCRIBE, false },
	{ "group_unsubscribe", BOUNCE_COMPLAINT, BOUNCE_UNSUBSCRIBE, false },
};
/* Of "dropped": SendGrid has it on a list and does not even try. */
static const struct meaning sendgrid_dropped[] = {
	{ "Bounced Address", BOUNCE_FAILED, BOUNCE_NO_USER, true },
	{ "Invalid", BOUNCE_FAILED, BOUNCE_NO_USER, false },
	{ "Spam Content", BOUNCE_FAILED, BOUNCE_SPAM, false },
	{ "Spam Reporting Address", BOUNCE_COMPLAINT, BOUNCE_ABUSE, false },
	{ "Unsubscribed Address", BOUNCE_COMPLAINT, BOUNCE_UNSUBSCRIBE, false },
};

static void read_sendgrid_event(struct reading *r, const json_t *event)
{
	struct str name = get(r, event, "event");
	struct str reason = get(r, event, "reason");
	const struct meaning *m = is(name, "dropped")
				      ? FIND(sendgrid_dropped, reason)
				      : FIND(sendgrid_events, name);
	struct bounce b;

	if (m == NULL) {
		r->events.others++;
		return;
	}
	b = bounce_meant(r, m, get(r, event, "email"), get(r, event, "status"),
	    reason.len > 0 ? reason : get(r, event, "response"));
	/* "blocked" is SendGrid's word for what may work the next time. */
	if (is(get(r, event, "type"), "blocked"))
		b.hard = false;
	add(r, event, get(r, event, "sg_event_id"), get(r, event, "smtp-id"),
	    b);
}

static enum hook_read read_sendgrid(struct reading *r, const json_t *root)
{
	json_t *event;
	size_t i;

	if (!json_is_array(root))
		return HOOK_BAD;
	json_array_foreach(root, i, event)
	{
		if (!json_is_object(event))
			return HOOK_BAD;
		read_sendgrid_event(r, event);
	}
	return HOOK_READ;
}

/* ---------------------------------------------------------------------- SES */

static enum hook_read read_ses(struct reading *r, const json_t *root)
{
	struct arena *arena = r->in.mail.arena;
	struct str raw = dump(r, root);
	struct bounces all;

	if (!json_is_object(root) || !bounce_ses_read(arena, raw, &all))
		return HOOK_BAD;
	for (size_t i = 0; i < all.count; i++)
		add(r, root, arena_printf(arena, "%zu %.*s", i, STR_ARG(raw)),
		    all.message_id, all.item[i]);
	if (all.count == 0)
		r->events.others++;
	return HOOK_READ;
}

enum hook_read hook_read(struct arena *arena, enum hook_service service,
    struct str body, struct hook_events *ret_events)
{
	static enum hook_read (*const readers[HOOK_SERVICES])(
	    struct reading *, const json_t *) = {
		[HOOK_MAILGUN] = read_mailgun,
		[HOOK_POSTMARK] = read_postmark,
		[HOOK_SENDGRID] = read_sendgrid,
		[HOOK_SES] = read_ses,
	};
	struct reading r = { .in = { .mail = { .arena = arena } } };
	struct bounces none = { 0 };
	json_t *root = json_loadb(body.at, body.len, 0, NULL);
	enum hook_read result;

	if (root == NULL)
		return HOOK_BAD;
	r.in.all = &none;
	result = readers[service](&r, root);
	json_decref(root);
	if (result == HOOK_READ && r.full)
		return HOOK_TOO_MANY;
	if (result == HOOK_READ)
		*ret_events = r.events;
	return result;
}
