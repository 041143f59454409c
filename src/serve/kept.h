/*
 * kept: small files of the site, kept in memory as the answers that they are.
 *
 * A file is looked at again when a second has passed, so that a new build shows
 * at once; it is read again only if its time or size changed.  At most
 * LIMIT_KEPT_FILES bytes are kept; what is beyond makes all be forgotten.
 *
 * One thread at a time.
 */
#ifndef SERVE_KEPT_H
#define SERVE_KEPT_H

#include <microhttpd.h>

#include "serve/conditional.h"
#include "serve/files.h"

enum { KEPT_BUCKETS = 1024 };

struct kept_file {
	struct kept_file *next;
	char *path; /* below the site's folder */
	struct MHD_Response *response;
	uint64_t size;
	int64_t mtime, mtime_ns; /* as in struct file_shown */
	char etag[ETAG_SIZE];
	unsigned looked; /* the second in which it was looked at */
};

struct kept {
	struct kept_file *bucket[KEPT_BUCKETS];
	size_t bytes;
	unsigned second; /* counts up */
};

/* A file that need not be looked at in this second; NULL if there is none. */
struct kept_file *kept_find(struct kept *kept, const char *path);

/*
 * Note that a file was opened and is as `file` says.  NULL if it is not one to
 * keep, or cannot be read; else file->fd is closed, and `fresh` tells whether
 * the response is new: then it wants its headers.
 */
struct kept_file *kept_put(struct kept *kept, const char *path,
    const struct file_shown *file, bool *ret_fresh);

void kept_forget(struct kept *kept);

#endif
