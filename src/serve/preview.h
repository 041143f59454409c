/*
 * preview: builds the site whenever a file of the newsletter changes.
 *
 * Two folders take turns: a build goes into the one that is not shown, and only
 * when it is whole it is shown.  So a build that fails, or half a build, is
 * never seen; the last good site stays, with the error over it.
 *
 *	waiting --change--> settling --quiet--> building --end--> waiting
 *	                                        building --change, end--> settling
 */
#ifndef SERVE_PREVIEW_H
#define SERVE_PREVIEW_H

#include "base/error.h"
#include "serve/server.h"

struct preview;

struct preview_options {
	const char *folder; /* to build into; NULL: "preview" in the cache */
	bool drafts;
};

/* What a build came to. */
struct preview_report {
	const char *error; /* NULL: fine.  Borrowed until the next build */
	size_t written;    /* files */
	long milliseconds; /* from the start of the build to its end */
	bool changed;      /* pages were told to reload */
};

/* Nothing is built before preview_step.  Fails without inotify. */
bool preview_new(const struct preview_options *options, struct server *server,
    struct preview **ret_preview, struct error *err);
/* False, and nothing freed, while a build runs: it may be left alone, since
 * what it has not finished is completed by the next. */
bool preview_free(struct preview *preview);

/* What to poll for reading, and how many milliseconds at most (-1: any). */
enum { PREVIEW_FDS = 2 };
void preview_fds(const struct preview *preview, int ret_fd[PREVIEW_FDS]);
int preview_timeout(const struct preview *preview);

/* Do what is to be done now, without waiting; true if a build ended. */
bool preview_step(struct preview *preview, struct preview_report *ret_report);

#endif
