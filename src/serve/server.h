/*
 * server: the built site over HTTP.
 *
 * One thread of libmicrohttpd answers; who made the server only tells it what
 * to show.  What is shown is switched as a whole, between two requests: a page,
 * once asked for, comes from one build.  Pages that need the store are made by
 * a thread of their own (desk.h), while the first goes on.
 *
 * libmicrohttpd itself refuses a request line or headers beyond LIMIT_REQUEST
 * and requests of HTTP/1.1 without Host, and drops connections that are silent
 * or too many.  It restarts its clock at every byte, believes a request that
 * says its length twice, and misreads folded headers; that is put right here.
 * It ends a line or a value at a NUL and takes LF for CRLF, which we cannot
 * see: the connection ends with a request that has a body, so that nothing can
 * hide behind it.
 */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include "base/error.h"
#include "base/str.h"

struct server;
struct live;

/* A request that was answered. */
struct server_line {
	const char *method;
	struct str path;     /* without the query; of made pages, and of what
				begins like one and fails, that of the route, "confirm/?":
				what stands for the question mark is a secret */
	unsigned status;     /* 0: the client went away */
	int64_t took;        /* microseconds */
	const char *address; /* of the client; NULL unless it is wanted */
};

struct server_options {
	const char *address; /* as listen_parse: "127.0.0.1:8765" */
	bool or_any;         /* if another program has this port, any other */
	bool preview;        /* scripts and events of a preview, nothing is
				kept by browsers */
	bool behind_proxy;   /* X-Forwarded-For tells who asks */
	int socket;          /* that listens already; -1: none */
	/* Called for each request by the server's thread; may be NULL. */
	void (*log)(void *data, const struct server_line *line);
	bool log_addresses;
	/* Something went wrong that the operator should know; by any thread. */
	void (*failed)(void *data, const struct error *err);
	void *data;
};

/* What to show.  All is copied. */
struct server_site {
	const char *folder; /* of the built site; NULL: there is none */
	struct str root;    /* path of its address: "/", "/news/" */
	uint64_t version;   /* of what is in the folder; 0: nothing */
	const char *error;  /* of the last build, for the reader; NULL: none */
};

/*
 * Listen.  Nobody is answered before server_start; they wait.  Fails if the
 * address is not one, or in use.
 */
bool server_open(const struct server_options *options,
    struct server **ret_server, struct error *err);
/* Answer from now on; until server_show, with an empty site.  On failure the
 * server is still to be stopped. */
bool server_start(struct server *server, struct error *err);
/*
 * Take no more connections, answer what has been asked, and end; frees.  No
 * longer than LIMIT_STOP_SECONDS.
 */
void server_stop(struct server *server);

/* "http://127.0.0.1:8765/": where it listens; borrowed from the server. */
const char *server_url(const struct server *server);

/* Show this from now on, and tell open pages. */
void server_show(struct server *server, const struct server_site *site);

/*
 * Let readers in: the pages of the routes (route.h), with this store.  The
 * server sends the mails, too.  Fails if the store cannot be opened, or if the
 * settings lack what mail needs.  A trial (open.h) leads all links here.
 */
bool server_open_readers(struct server *server, bool trial, struct error *err);

/* The newsletter was built anew: take its theme and its newest issue from now
 * on.  On failure all stays as it was. */
bool server_renew_readers(struct server *server, struct error *err);

/* To be called once a second: ends what takes too long. */
void server_tick(struct server *server);

#endif
