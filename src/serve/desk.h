/*
 * desk: where requests for made pages are answered, one after the other.
 *
 * It is a thread that has the store, or only the search.  All that came in while it was busy is
 * done as one change, so that many sign-ups need one wait for the disk; an
 * answer is given only after that.  If the change fails, each request is done
 * again by itself, so that none suffers from another.
 */
#ifndef SERVE_DESK_H
#define SERVE_DESK_H

#include "serve/route.h"

struct desk;

struct desk_options {
	struct live *live; /* becomes the desk's */
	bool search_only;  /* for the pages that do not ask the store */
	struct store_options store;
	const char *search;  /* file of the search; NULL: there is none */
	struct hooks *hooks; /* for routes of hooks; borrowed, may be NULL */
	/* Called by the desk's thread: an exchange is done; its answer may be
	 * sent. */
	void (*done)(struct exchange *x);
	/* Letters were put into the outbox. */
	void (*mail)(void *data);
	void *data;
	/* The store failed: for the log. */
	void (*failed)(void *data, const struct error *err);
};

/* Fails if the store cannot be opened.  Nothing is freed then. */
bool desk_open(const struct desk_options *options, struct desk **ret_desk,
    struct error *err);
/* Does what is waiting, and ends. */
void desk_close(struct desk *desk);

/* Have an exchange done; false if too many wait. */
bool desk_take(struct desk *desk, struct exchange *x);

/* The newsletter has changed: use this from now on.  It becomes the desk's. */
void desk_set_live(struct desk *desk, struct live *live);

/* How often something was done since the start; how many wait. */
uint64_t desk_deeds(struct desk *desk, enum deed deed);
size_t desk_waiting(struct desk *desk);

#endif
