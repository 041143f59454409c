#include "serve/exchange.h"

#include <stdlib.h>

struct exchange *exchange_new(
    const struct route *route, bool post, struct str part)
{
	struct exchange *x = xmalloc(sizeof(*x));

	*x = (struct exchange){ .route = route, .post = post };
	x->part = arena_str(&x->arena, part);
	strbuf_init(&x->body, LIMIT_FORM);
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

bool exchange_read_form(struct exchange *x)
{
	return !x->body.full &&
	       form_read(&x->arena, strbuf_str(&x->body), &x->form);
}
