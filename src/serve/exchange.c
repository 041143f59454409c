#include "serve/exchange.h"

#include <stdlib.h>

#include "serve/route.h"

struct exchange *exchange_new(
    const struct route *route, bool post, struct str part)
{
	struct exchange *x = xmalloc(sizeof(*x));

	*x = (struct exchange){ .route = route, .post = post };
	x->part = arena_str(&x->arena, part);
	strbuf_init(&x->body,
	    (route->flags & ROUTE_HOOK) != 0 ? LIMIT_HOOK : LIMIT_FORM);
	strbuf_init(&x->out, LIMIT_PAGE);
	exchange_reset(x);
	return x;
}

void exchange_free(struct exchange *x)
{
	if (x == NULL)
		return;
	strbuf_release(&x->body);
	strbuf_release(&x->out);
	arena_release(&x->arena);
	free(x);
}

void exchange_reset(struct exchange *x)
{
	x->done = false;
	x->status = MHD_HTTP_OK;
	strbuf_reset(&x->out);
	x->type = NULL;
	x->attachment = NULL;
	x->location = NULL;
	x->deed = DEED_NONE;
	x->mails = false;
}

void exchange_keep_headers(struct exchange *x)
{
	static const char *const names[EXCHANGE_HEADERS] = {
		[HEADER_SIGNATURE] = "X-Twilio-Email-Event-Webhook-Signature",
		[HEADER_TIME] = "X-Twilio-Email-Event-Webhook-Timestamp",
		[HEADER_AUTHORIZATION] = "Authorization",
	};

	for (size_t i = 0; i < EXCHANGE_HEADERS; i++) {
		const char *value = MHD_lookup_connection_value(
		    x->connection, MHD_HEADER_KIND, names[i]);

		x->header[i] =
		    arena_str(&x->arena, str_of(value != NULL ? value : ""));
	}
}

bool exchange_read_form(struct exchange *x)
{
	/* A hook has the body as it came. */
	if ((x->route->flags & ROUTE_HOOK) != 0)
		return true;
	return !x->body.full &&
	       form_read(&x->arena, strbuf_str(&x->body), &x->form);
}
