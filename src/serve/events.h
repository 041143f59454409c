/*
 * events: telling open pages that the site changed (Server-Sent Events).
 *
 * There is one message, the newest; a page that connects gets it at once and
 * then each that replaces it.  A page that was away misses only what no longer
 * counts.
 *
 * All functions may be called by any thread.
 */
#ifndef SERVE_EVENTS_H
#define SERVE_EVENTS_H

#include <microhttpd.h>

#include "base/str.h"

struct events;

struct events *events_new(void);
/* After the server has stopped. */
void events_free(struct events *events);

/* Replace the message: one line of text. */
void events_send(struct events *events, struct str message);

/* Write a comment to all pages, to learn which are gone.  Every ten seconds
 * or so. */
void events_ping(struct events *events);

/* End all streams, so that the server can stop. */
void events_close(struct events *events);

/*
 * The answer to a page that wants to hear; NULL if LIMIT_EVENT_CLIENTS do
 * already.  To be queued for exactly this connection.
 */
struct MHD_Response *events_answer(
    struct events *events, struct MHD_Connection *connection);

#endif
