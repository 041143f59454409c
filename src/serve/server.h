/*
 * server: the built site over HTTP.
 *
 * One thread of libmicrohttpd answers GET and HEAD; who made the server only
 * tells it what to show.  What is shown is switched as a whole, between two
 * requests: a page, once asked for, comes from one build.
 *
 * libmicrohttpd itself refuses a request line or headers beyond LIMIT_REQUEST
 * and requests of HTTP/1.1 without Host, and drops connections that are silent
 * or too many.  It restarts its clock at every byte, believes a request that
 * says its length twice, and misreads folded headers; that is put right here.
 * It ends a line or a value at a NUL and takes LF for CRLF, which we cannot
 * see: no body is ever read, so that nothing can hide behind it.
 */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include "base/error.h"
#include "base/str.h"

struct server;

struct server_options {
	const char *address; /* as listen_parse: "127.0.0.1:8765" */
	bool or_any;         /* if another program has this port, any other */
	bool preview;        /* scripts and events of a preview, nothing is
				kept by browsers */
};

/* What to show.  All is copied. */
struct server_site {
	const char *folder; /* of the built site; NULL: there is none */
	struct str root;    /* path of its address: "/", "/news/" */
	uint64_t version;   /* of what is in the folder; 0: nothing */
	const char *error;  /* of the last build, for the reader; NULL: none */
};

/*
 * Listen and answer; until server_show, with an empty site.  Fails if the
 * address is not one, or in use.
 */
bool server_start(const struct server_options *options,
    struct server **ret_server, struct error *err);
/* Waits until its thread has ended; frees. */
void server_stop(struct server *server);

/* "http://127.0.0.1:8765/": where it listens; borrowed from the server. */
const char *server_url(const struct server *server);

/* Show this from now on, and tell open pages. */
void server_show(struct server *server, const struct server_site *site);

/* To be called once a second: ends what takes too long. */
void server_tick(struct server *server);

#endif
