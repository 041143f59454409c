/*
 * answer: what a request gets.
 *
 * Every answer carries the headers that keep a browser careful: only scripts
 * and styles of the site itself run, types are not guessed, and the address of
 * a page is not told to others.
 */
#ifndef SERVE_ANSWER_H
#define SERVE_ANSWER_H

#include <microhttpd.h>

#include "serve/events.h"
#include "serve/exchange.h"
#include "serve/kept.h"

/* What is shown at this moment. */
struct shown {
	bool preview;
	const char *folder; /* of the built site; NULL: there is none */
	const char *root;   /* path of the site's address, decoded and without
			       its first slash: "", "news/" */
	const char *site;   /* names run and version: "5f3c.12" */
	const char *error;  /* of the last build; NULL: none */
	struct events *events;
	struct kept *kept; /* without preview */
};

/* The addresses of the preview's own files, below no root. */
#define ANSWER_SCRIPT "/-/reload.js"
#define ANSWER_EVENTS "/-/events"

/*
 * Queue the answer to GET or HEAD of a target ("/a/?q=1"), or to a request
 * that is refused with a status and, for 405, the methods that are allowed.
 * A refused connection is closed after it.
 */
enum MHD_Result answer_target(const struct shown *shown,
    struct MHD_Connection *connection, const char *target);
enum MHD_Result answer_refusal(const struct shown *shown,
    struct MHD_Connection *connection, unsigned status, const char *allow);

/* The answer of an exchange that is done: its page takes the bytes of it. */
struct MHD_Response *answer_made(const struct exchange *x);
/* Queue it, and close the connection after it if the request had a body. */
enum MHD_Result answer_exchange(
    struct MHD_Connection *connection, const struct exchange *x);

/* A text of the program's own, as /metrics. */
struct MHD_Response *answer_text(struct str text);

#endif
