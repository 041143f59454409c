/*
 * request: is it one that can be answered?
 *
 * What could be read in two ways is refused, so that nothing between a proxy
 * and us is understood differently: two lengths, a length beside a coding, a
 * folded header, a control in a value.  Bodies in chunks are not taken.  libmicrohttpd ends a value
 * at a NUL, which we cannot see: the connection of a request with a body is
 * closed after the answer, so that nothing can hide behind it.
 */
#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H

#include <microhttpd.h>

#include "serve/route.h"

struct request {
	struct MHD_Connection *connection;
	const char *method;
	const char *target;        /* as it was sent; NULL: none */
	const struct route *route; /* NULL: a file */
	struct str part;           /* of the route's path */
	unsigned hosts, lengths, codings;
	bool folded;
	bool proxied; /* a proxy says that it passes this on */
	const char *host, *type, *forwarded; /* NULL: none */
	uint64_t length;
	bool has_body;
};

/* What the headers say. */
void request_read(struct MHD_Connection *connection, const char *method,
    const char *target, struct request *ret_request);

/* The path of a target, without a host before it and the query behind it;
 * *ret_query has the question mark, or is empty. */
struct str request_path(const char *target, const char **ret_query);

/*
 * The status with which to refuse it, or 0.  `local`: answer only to localhost
 * and addresses in numbers.  *ret_allow is the value of Allow for 405.
 */
unsigned request_judge(
    const struct request *request, bool local, const char **ret_allow);

/* Is it one for a form, or the like? */
bool request_is_post(const struct request *request);

#endif
