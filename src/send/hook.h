/*
 * hook: what services that send mails tell of them, by a request to us.
 *
 * Whether a request is of the service is asked first, and elsewhere
 * (hook_sign.h).  Here its body is read: one or many events.  Understood are
 * failures, complaints, wishes to leave, and deliveries; what was opened,
 * clicked or only tried is counted and otherwise left alone.
 *
 * The bodies are those that the services document: Mailgun (event-data),
 * Postmark (RecordType), SendGrid (an array of events), and SES through SNS
 * (hook_sns.h).
 */
#ifndef SEND_HOOK_H
#define SEND_HOOK_H

#include "send/bounce.h"

enum hook_service { HOOK_MAILGUN, HOOK_POSTMARK, HOOK_SENDGRID, HOOK_SES };
enum { HOOK_SERVICES = HOOK_SES + 1 };

/* "sendgrid" */
const char *hook_service_name(enum hook_service service);

/* All texts are UTF-8 without NUL, in the arena. */
struct hook_event {
	/* The same for the same event, however often it is told; never
	 * empty. */
	struct str id;
	struct str raw;        /* the event as JSON, for a person to look at */
	struct str message_id; /* of our mail, without <>; may be unset */
	struct bounce bounce;
};

struct hook_events {
	struct hook_event *item;
	size_t count;
	size_t others; /* that say nothing of interest */
};

enum hook_read {
	HOOK_READ,
	HOOK_BAD,      /* not what this service sends */
	HOOK_TOO_MANY, /* more than LIMIT_HOOK_EVENTS */
};

/* Read a body; of SES, the message within that of SNS.  Only on HOOK_READ is
 * *ret_events filled in. */
enum hook_read hook_read(struct arena *arena, enum hook_service service,
    struct str body, struct hook_events *ret_events);

#endif
