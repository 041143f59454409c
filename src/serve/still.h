/*
 * still: made pages that are the same for everybody, made once.
 */
#ifndef SERVE_STILL_H
#define SERVE_STILL_H

#include <microhttpd.h>

#include "serve/route.h"

struct still {
	struct MHD_Response *response[ROUTES_MOST]; /* NULL: none */
};

/* Make all pages of ROUTE_STILL. */
bool still_make(
    const struct live *live, struct still *ret_still, struct error *err);
void still_release(struct still *still);

/* The answer of a route to GET; NULL if it is not still. */
struct MHD_Response *still_find(
    const struct still *still, const struct route *route);

#endif
