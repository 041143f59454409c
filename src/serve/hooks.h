/*
 * hooks: where services that send mails tell what became of them (webhooks).
 *
 * POST /hooks/sendgrid and so on, for the services that the settings name.
 * What is told is noted in the store as what comes back by mail is; to be told
 * again changes nothing, so that a service may repeat what it was not sure of.
 *
 *	200	noted, or of no interest; do not repeat it
 *	400	it is not what this service sends
 *	403	it is not signed by the service, or its secret is wrong; nothing
 *		was noted
 *	404	the settings do not name this service
 *	413	it is too long
 *	503	the store, or a certificate, cannot be had now; repeat it
 *
 * Hooks have a desk of their own, with a store of its own: the certificate of
 * SNS comes over the network, and no reader waits for it.
 */
#ifndef SERVE_HOOKS_H
#define SERVE_HOOKS_H

#include "base/error.h"
#include "model/settings.h"
#include "serve/route.h"

extern const struct route hook_routes[];
extern const size_t hook_route_count;

/* Before a route is made: is it to be believed, and what does it say?  Asks the
 * network, perhaps, and never the store. */
void hooks_prepare(const struct workplace *place, struct exchange *x);

/* ------------------------------------------- hook_keys.c: who is believed */

/*
 * Secrets, certificates, and what was used up.  One thread has it.
 */
struct hooks;

struct hooks_options {
	/* Certificates are kept here, "sns-REGION-NAME.pem"; borrowed. */
	const char *folder;
	/* SNS could not be asked: for the log. */
	void (*failed)(void *data, const struct error *err);
	void *data;
};

/* Reads the secrets.  Fails if one that the settings call for is not there, or
 * the key of SendGrid is none. */
bool hooks_open(const struct settings *settings,
    const struct hooks_options *options, struct hooks **ret_hooks,
    struct error *err);
void hooks_close(struct hooks *hooks);

/* The secret of Mailgun and Postmark; at == NULL if it is not set. */
struct str hooks_mailgun_key(const struct hooks *hooks);
struct str hooks_postmark_secret(const struct hooks *hooks);

enum { HOOKS_FRESH_SECONDS = 15 * 60 };

enum hooks_token {
	HOOKS_TOKEN_NEW,  /* or was used for this very body */
	HOOKS_TOKEN_USED, /* for another body */
	HOOKS_TOKEN_FULL, /* too many at once to know */
};
/*
 * Use a token of Mailgun up: its signature does not cover the body, so that it
 * may stand for one body only.  It is remembered for twice
 * HOOKS_FRESH_SECONDS, behind which no signature is believed; not beyond the
 * end of the program.
 */
enum hooks_token hooks_use_token(
    struct hooks *hooks, struct str token, struct str body, int64_t now);

/*
 * The certificate of an address of SNS, kept or fetched; *ret_text lives in the
 * arena.  False if it cannot be had now, or for the tenth time in an hour: each
 * that is signed by nobody may name another one.
 */
bool hooks_certificate(struct hooks *hooks, struct arena *arena, struct str url,
    struct str *ret_text, struct error *err);

/* Visit an address of SNS, to confirm a subscription. */
bool hooks_visit(struct hooks *hooks, struct str url, struct error *err);

#endif
