/*
 * route: which page the program makes for which address.
 *
 * The tables are in the files of the pages (readers.h); route.c lists them.
 */
#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H

#include "build/live.h"
#include "serve/exchange.h"
#include "store/store.h"

/* Where pages are made: all that they may ask.  One thread has it. */
struct workplace {
	const struct live *live;
	const struct settings *settings; /* of live */
	struct store *store;   /* NULL for pages that are still or search (see
				below) */
	struct search *search; /* NULL for pages that are still */
	struct hooks *hooks;   /* NULL but for hooks */
};

/*
 * Fill in the answer.  False if the store failed, with the reason: then
 * nothing was changed, and the reader is told to try again.  It may be called
 * again for the same exchange.
 */
typedef bool route_make(
    const struct workplace *place, struct exchange *x, struct error *err);

enum route_flag {
	ROUTE_GET = 1, /* and HEAD; must change nothing */
	ROUTE_POST = 2,
	/* Of GET: the same for everybody, and made once. */
	ROUTE_STILL = 4,
	/* Of POST: the body need not be a form. */
	ROUTE_ANY_BODY = 8,
	/* Of GET: the query is a form, or the request is refused.  Without it
	 * the query means nothing. */
	ROUTE_QUERY = 16,
	/* It asks only the search, and waits for nobody who asks the store. */
	ROUTE_SEARCH = 32,
	/* A service tells something (hooks.h): its body is longer and no form,
	 * some of its headers are kept, and it is done at a desk of its
	 * own. */
	ROUTE_HOOK = 64,
};

/* Which pages there are: bits of what the settings open. */
enum route_pages {
	PAGES_SUBSCRIBE = 1, /* subscribe.open */
	PAGES_SUBMIT = 2,    /* submit.open */
	PAGES_VOTE = 4,      /* a section with `vote` */
	PAGES_SEARCH = 8,    /* always */
	PAGES_HOOKS = 16,    /* a service of mail.hooks */
};
unsigned route_pages(const struct settings *settings);

struct route {
	/* Below the root of the site, "data/?/export": the question mark
	 * stands for one part of it, which is not empty. */
	const char *path;
	unsigned flags;
	route_make *make;
};

/* The route of a path below the root ("subscribe/"), among the pages that are
 * open; NULL if there is none.  *ret_part is what the question mark stands
 * for. */
const struct route *route_find(
    struct str path, unsigned pages, struct str *ret_part);

/* All routes, one after the other; NULL behind the last.  Which pages a route
 * belongs to. */
const struct route *route_at(size_t index);
/* The index that route_at has for it. */
size_t route_index(const struct route *route);
unsigned route_pages_at(size_t index);
enum { ROUTES_MOST = 64 };

#endif
