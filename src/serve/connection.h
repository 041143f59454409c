/*
 * connection: how long a client may take.
 *
 * A request has LIMIT_REQUEST_SECONDS to arrive, from the connection's start
 * or the end of the last answer; its answer LIMIT_ANSWER_SECONDS to be
 * fetched.  libmicrohttpd knows only silence, so that a byte now and then
 * would hold a connection for ever.
 */
#ifndef SERVE_CONNECTION_H
#define SERVE_CONNECTION_H

#include <pthread.h>

#include "base/str.h"

struct connection {
	struct connection *next, **link;
	int fd;
	int64_t deadline; /* seconds, monotonic; 0: none */
	char *target;     /* of the request, as sent; NULL: none yet */
	/* Of the request that runs, for the log. */
	bool running;
	bool asked;         /* it had one, or has */
	const char *method; /* "GET"; one of few */
	const char *route;  /* its path; NULL: a file */
	int64_t began;      /* microseconds, monotonic */
};

struct connections {
	pthread_mutex_t lock;
	struct connection *first;
};

void connections_init(struct connections *all);
void connections_release(struct connections *all);

struct connection *connection_open(struct connections *all, int fd);
/* Before its socket is closed. */
void connection_close(struct connections *all, struct connection *c);
/* Note that a request runs, or ran. */
void connection_run(
    struct connections *all, struct connection *c, bool running);
/* Give it `seconds` from now; 0: as long as it likes. */
void connection_allow(
    struct connections *all, struct connection *c, int seconds);

/* How many have a request that runs; and how many had none yet. */
size_t connections_running(struct connections *all);
size_t connections_fresh(struct connections *all);

/* Shut the sockets of those that are late; who owns them then closes them. */
void connections_end_late(struct connections *all);

#endif
