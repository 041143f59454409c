/*
 * exchange: one request for a page that the program makes, and its answer.
 *
 * It is made when the headers are there and gathers the body; then the desk
 * (desk.h) has it, and its route fills in the answer; last it is sent and
 * freed.  Only one thread has it at a time.
 */
#ifndef SERVE_EXCHANGE_H
#define SERVE_EXCHANGE_H

#include <microhttpd.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "serve/client.h"
#include "serve/form.h"

struct route;

/* What was done, for /metrics; counted when it is done for good. */
enum deed {
	DEED_NONE,
	DEED_ASKED,     /* somebody wants to subscribe */
	DEED_CONFIRMED, /* and has confirmed it */
	DEED_CHOSE,     /* preferences */
	DEED_LEFT,
	DEED_ERASED,
	DEED_VOTED,
	DEED_NOMINATED,
	DEED_SUBMITTED,    /* or changed */
	DEED_LIMITED,      /* refused: too many */
	DEED_TOLD,         /* by a service, and noted */
	DEED_TOLD_OTHER,   /* nothing in it is of interest */
	DEED_TOLD_REFUSED, /* nobody that we know said so */
	DEEDS,
};

/* Headers that the routes of hooks ask. */
enum exchange_header {
	HEADER_SIGNATURE,
	HEADER_TIME,
	HEADER_AUTHORIZATION,
	EXCHANGE_HEADERS,
};

struct exchange {
	struct exchange *next; /* in the queue of the desk */
	struct MHD_Connection *connection;
	const struct route *route;
	struct arena arena;
	struct client client;

	/* The request. */
	bool post;
	struct str part; /* what the star of the route's path stands for */
	struct strbuf body;
	struct form form; /* of the body, or of the query */
	/* Of routes with ROUTE_HOOK; empty if it is not there. */
	struct str header[EXCHANGE_HEADERS];

	/* What hooks_prepare found out; NULL before. */
	void *hook;

	/* The answer. */
	bool done;
	unsigned status;
	struct strbuf out;
	const char *type;       /* NULL: HTML */
	bool mail;              /* it has styles within, and does nothing */
	const char *attachment; /* name to keep it as; NULL: to be shown */
	const char *location;   /* of 303: where to go on, in the arena */
	enum deed deed;
	bool mails; /* letters were put into the outbox */
};

/* Never NULL.  `part` is copied. */
struct exchange *exchange_new(
    const struct route *route, bool post, struct str part);
void exchange_free(struct exchange *x);

/* Forget the answer, to make it anew. */
void exchange_reset(struct exchange *x);

/* Keep the headers that hooks ask, while the request is the server's. */
void exchange_keep_headers(struct exchange *x);

/* Read the form out of the body; false for one that is none. */
bool exchange_read_form(struct exchange *x);

#endif
