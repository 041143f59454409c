#include "serve/hooks.h"

#include <jansson.h>
#include <time.h>

#include "base/secret.h"
#include "send/hook.h"
#include "send/hook_sign.h"
#include "send/hook_sns.h"
#include "send/returned.h"

/* What a request is worth, before the store is asked. */
struct hook_call {
	enum hook_service service;
	unsigned status; /* 200: to be noted */
	const char *why; /* for who reads what the service logs */
	struct hook_events events;
};

static bool refuse(struct hook_call *call, unsigned status, const char *why)
{
	call->status = status;
	call->why = why;
	return false;
}

/* ------------------------------------------------------------------ believing */

static bool believe_sendgrid(const struct workplace *place, struct exchange *x,
    struct hook_call *call, struct str *body)
{
	struct str key = place->settings->mail.hooks.sendgrid;

	if (key.len == 0)
		return refuse(call, MHD_HTTP_NOT_FOUND,
		    "the setting mail.hooks.sendgrid is not there");
	return hook_sign_sendgrid(key, x->header[HEADER_SIGNATURE],
		   x->header[HEADER_TIME], *body) ||
	       refuse(call, MHD_HTTP_FORBIDDEN,
		   "the signature is missing or wrong");
}

static struct str text_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_string(value) ? (struct str){ json_string_value(value),
		json_string_length(value) }
				     : (struct str){ NULL, 0 };
}

static bool is_fresh(struct str text, int64_t now)
{
	uint64_t then;

	return str_to_number(text, INT64_MAX / 2, &then) &&
	       (int64_t)then >= now - HOOKS_FRESH_SECONDS &&
	       (int64_t)then <= now + HOOKS_FRESH_SECONDS;
}

/* Last of all, the token counts as used. */
static bool believe_signature(struct hooks *hooks, struct hook_call *call,
    const json_t *signature, struct str body)
{
	struct str then = text_of(signature, "timestamp");
	struct str token = text_of(signature, "token");
	int64_t now = time(NULL);

	if (!hook_sign_mailgun(hooks_mailgun_key(hooks),
		text_of(signature, "signature"), then, token))
		return refuse(call, MHD_HTTP_FORBIDDEN,
		    "the signature is missing or wrong");
	if (!is_fresh(then, now))
		return refuse(call, MHD_HTTP_FORBIDDEN,
		    "the signature is older than 15 minutes");
	switch (hooks_use_token(hooks, token, body, now)) {
	case HOOKS_TOKEN_NEW: return true;
	case HOOKS_TOKEN_USED:
		return refuse(call, MHD_HTTP_FORBIDDEN,
		    "the signature was used for something else");
	case HOOKS_TOKEN_FULL: break;
	}
	return refuse(call, MHD_HTTP_SERVICE_UNAVAILABLE, "too many at once");
}

static bool believe_mailgun(const struct workplace *place, struct exchange *x,
    struct hook_call *call, struct str *body)
{
	json_t *root;
	bool ok;

	(void)x;
	if (!place->settings->mail.hooks.mailgun)
		return refuse(call, MHD_HTTP_NOT_FOUND,
		    "the setting mail.hooks.mailgun is not there");
	root = json_loadb(body->at, body->len, 0, NULL);
	ok = believe_signature(
	    place->hooks, call, json_object_get(root, "signature"), *body);
	json_decref(root);
	return ok;
}

/* Postmark signs nothing: who knows the secret is believed.  It is the password
 * of the address, or a part of its path. */
static bool believe_postmark(const struct workplace *place, struct exchange *x,
    struct hook_call *call, struct str *body)
{
	struct str secret = hooks_postmark_secret(place->hooks);
	struct str user, password = x->part;

	(void)body;
	if (!place->settings->mail.hooks.postmark)
		return refuse(call, MHD_HTTP_NOT_FOUND,
		    "the setting mail.hooks.postmark is not there");
	if (password.len == 0 &&
	    !hook_sign_basic(
		&x->arena, x->header[HEADER_AUTHORIZATION], &user, &password))
		password = STR("");
	return (secret.len > 0 && secret_equal(password, secret)) ||
	       refuse(call, MHD_HTTP_FORBIDDEN,
		   "the password is missing or wrong");
}

static bool is_signed(const struct sns_message *m, struct str certificate)
{
	struct strbuf text;
	bool ok;

	strbuf_init(&text, 2 * LIMIT_HOOK);
	sns_add_signed(&text, m);
	ok = hook_sign_sns(
	    certificate, m->sha256, strbuf_str(&text), m->signature);
	strbuf_release(&text);
	return ok;
}

/* The topic is looked at first: it costs nothing, and nobody else knows it. */
static bool believe_message(const struct workplace *place, struct exchange *x,
    struct hook_call *call, const struct sns_message *m)
{
	struct str certificate, name;
	struct error err;

	if (!str_eq(m->topic, place->settings->mail.hooks.ses))
		return refuse(call, MHD_HTTP_FORBIDDEN,
		    "the topic is not that of mail.hooks.ses");
	if (!sns_is_certificate(&x->arena, m->certificate_url, &name))
		return refuse(call, MHD_HTTP_FORBIDDEN,
		    "the certificate is not one of SNS");
	if (!hooks_certificate(place->hooks, &x->arena, m->certificate_url,
		&certificate, &err))
		return refuse(call, MHD_HTTP_SERVICE_UNAVAILABLE,
		    arena_cstr(&x->arena, str_of(err.text)));
	return is_signed(m, certificate) ||
	       refuse(call, MHD_HTTP_FORBIDDEN, "the signature is wrong");
}

static bool confirm(const struct workplace *place, struct exchange *x,
    struct hook_call *call, const struct sns_message *m)
{
	struct error err;

	if (!sns_is_address(m->subscribe_url))
		return refuse(call, MHD_HTTP_FORBIDDEN,
		    "the address to confirm at is not one of SNS");
	return hooks_visit(place->hooks, m->subscribe_url, &err) ||
	       refuse(call, MHD_HTTP_SERVICE_UNAVAILABLE,
		   arena_cstr(&x->arena, str_of(err.text)));
}

/* Only what SES says goes on; the rest is between SNS and us. */
static bool believe_ses(const struct workplace *place, struct exchange *x,
    struct hook_call *call, struct str *body)
{
	struct sns_message m;

	if (place->settings->mail.hooks.ses.len == 0)
		return refuse(call, MHD_HTTP_NOT_FOUND,
		    "the setting mail.hooks.ses is not there");
	if (!sns_read(&x->arena, *body, &m))
		return refuse(call, MHD_HTTP_BAD_REQUEST,
		    "this is no message of SNS; is raw message delivery on?");
	if (!believe_message(place, x, call, &m) ||
	    (m.kind == SNS_CONFIRMATION && !confirm(place, x, call, &m)))
		return false;
	if (m.kind == SNS_NOTIFICATION && str_starts(m.message, STR("{"))) {
		*body = m.message;
		return true;
	}
	call->events.others = 1;
	return false;
}

/* ------------------------------------------------------------------- reading */

static void read_body(
    struct exchange *x, struct hook_call *call, struct str body)
{
	switch (hook_read(&x->arena, call->service, body, &call->events)) {
	case HOOK_READ: return;
	case HOOK_BAD:
		refuse(call, MHD_HTTP_BAD_REQUEST,
		    "this is not what the service sends");
		return;
	case HOOK_TOO_MANY:
		refuse(call, MHD_HTTP_CONTENT_TOO_LARGE,
		    "these are too many events at once");
		return;
	}
}

typedef bool believe(const struct workplace *place, struct exchange *x,
    struct hook_call *call, struct str *body);

/* By the places of their routes. */
static const struct {
	enum hook_service service;
	believe *is_theirs;
} services[] = {
	{ HOOK_MAILGUN, believe_mailgun },
	{ HOOK_POSTMARK, believe_postmark },
	{ HOOK_POSTMARK, believe_postmark },
	{ HOOK_SENDGRID, believe_sendgrid },
	{ HOOK_SES, believe_ses },
};

void hooks_prepare(const struct workplace *place, struct exchange *x)
{
	struct hook_call *call = ARENA_NEW(&x->arena, struct hook_call);
	struct str body = strbuf_str(&x->body);
	size_t i = (size_t)(x->route - hook_routes);

	call->service = services[i].service;
	call->status = MHD_HTTP_OK;
	call->why = "";
	x->hook = call;
	if (x->body.full)
		refuse(call, MHD_HTTP_CONTENT_TOO_LARGE, "this is too long");
	else if (services[i].is_theirs(place, x, call, &body))
		read_body(x, call, body);
}

/* -------------------------------------------------------------------- noting */

/* Nobody but the service can have said it, so its word about an address is
 * good. */
static bool note(const struct workplace *place, struct exchange *x,
    enum hook_service service, struct hook_event *event,
    struct returned_result *ret_result, struct error *err)
{
	const struct bounces told = { .item = &event->bounce,
		.count = 1,
		.message_id = event->message_id };
	unsigned char hash[RETURNED_HASH_BYTES];
	const char *name = hook_service_name(service);
	struct str id =
	    arena_printf(&x->arena, "%s %.*s", name, STR_ARG(event->id));
	struct returned_facts facts = returned_of(&x->arena, &told,
	    returned_hash(place->store, id, hash), name, true);

	facts.item[0].raw = event->raw;
	return bounces_note(place->store, &facts.item[0],
	    place->settings->mail.soft_bounces, ret_result, err);
}

static bool note_all(const struct workplace *place, struct exchange *x,
    struct hook_call *call, struct error *err)
{
	for (size_t i = 0; i < call->events.count; i++) {
		struct returned_result result;

		if (!note(place, x, call->service, &call->events.item[i],
			&result, err))
			return false;
		if (result.fate == RETURNED_NO_ROOM) {
			x->status = MHD_HTTP_SERVICE_UNAVAILABLE;
			strbuf_lit(&x->out, "too many wait for somebody to "
					    "look at them\n");
			return true;
		}
	}
	x->deed = call->events.count > 0 ? DEED_TOLD : DEED_TOLD_OTHER;
	strbuf_lit(&x->out, "noted\n");
	return true;
}

static bool make(
    const struct workplace *place, struct exchange *x, struct error *err)
{
	struct hook_call *call = x->hook;

	x->type = "text/plain; charset=utf-8";
	x->status = call->status;
	if (call->status == MHD_HTTP_OK)
		return note_all(place, x, call, err);
	x->deed = DEED_TOLD_REFUSED;
	strbuf_add_cstr(&x->out, call->why);
	strbuf_add_char(&x->out, '\n');
	return true;
}

#define FLAGS (ROUTE_POST | ROUTE_ANY_BODY | ROUTE_HOOK)

const struct route hook_routes[] = {
	{ "hooks/mailgun", FLAGS, make },
	{ "hooks/postmark", FLAGS, make },
	{ "hooks/postmark/?", FLAGS, make },
	{ "hooks/sendgrid", FLAGS, make },
	{ "hooks/ses", FLAGS, make },
};
const size_t hook_route_count = sizeof(hook_routes) / sizeof(hook_routes[0]);
