/*
 * open: all that readers' pages need, opened and closed together: the theme,
 * the store with its desk, the postman, and the pages that are made once.
 */
#ifndef SERVE_OPEN_H
#define SERVE_OPEN_H

#include <pthread.h>

#include "serve/exchange.h"
#include "serve/postman.h"
#include "serve/route.h"

struct readers;

struct readers_options {
	/* May be called by any thread, until readers_close. */
	void (*failed)(void *data, const struct error *err);
	void *data;
	/* To try the pages on one machine: links lead to this origin
	 * ("http://127.0.0.1:8765"), and mails go into the folder "mail" below
	 * `folders.cache`, whatever the settings say.  Copied; NULL: in
	 * earnest. */
	const char *trial;
};

bool readers_open(const struct readers_options *options,
    struct readers **ret_readers, struct error *err);
/*
 * The newsletter has changed: go on with it as it is now.  On failure all stays
 * as it was.  `lock` is held while that is replaced which the other functions
 * here read.
 */
bool readers_renew(
    struct readers *readers, pthread_mutex_t *lock, struct error *err);
/* NULL is fine. */
void readers_close(struct readers *readers);

/* Which pages there are (enum route_pages). */
unsigned readers_pages(const struct readers *readers);
/* The page of a route that is made already; NULL: it must be made. */
struct MHD_Response *readers_still(
    const struct readers *readers, const struct route *route);
/* Have it made; its suspended connection is resumed when it is.  False if too
 * many wait. */
bool readers_take(struct readers *readers, struct exchange *x);

/* For /metrics. */
struct readers_counts {
	uint64_t deeds[DEEDS];
	size_t waiting;
	struct postman_counts mail;
};
void readers_count(struct readers *readers, struct readers_counts *ret_counts);

#endif
