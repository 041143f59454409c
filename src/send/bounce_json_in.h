/*
 * bounce_json_in: what the readers of JSON share.  Private to src/send.
 */
#ifndef SEND_BOUNCE_JSON_IN_H
#define SEND_BOUNCE_JSON_IN_H

#include <jansson.h>

#include "send/bounce_priv.h"

/* Where results go.  `mail` is empty: there was none. */
struct bounce_incoming {
	struct bounce_mail mail;
	struct bounces *all;
};

/* A text in the arena, trimmed, cut after LIMIT_BOUNCE_NOTICE bytes; unset for
 * anything else. */
struct str bounce_json_text(struct bounce_incoming *in, const json_t *value);
struct str bounce_member(
    struct bounce_incoming *in, const json_t *object, const char *key);

/* One more, unless there are too many. */
void bounce_incoming_add(struct bounce_incoming *in, struct bounce one);

/* A Message-ID without its <>. */
struct str bounce_bare_id(struct str id);

/* A notification of SES; false, and *ret_bounces untouched, if the text does
 * not begin with JSON.  What is behind that is left alone. */
bool bounce_ses_read(
    struct arena *arena, struct str text, struct bounces *ret_bounces);

#endif
