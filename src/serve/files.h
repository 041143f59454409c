/*
 * files: from the path of a request to an open file of the site.
 *
 * A path comes from anybody.  It is decoded once, and split at its slashes;
 * then the folders are opened one below the other, never through a symbolic
 * link, so that no path leads out of the site's folder.  A part that starts
 * with a dot (".", "..", ".sennight-manifest"), an empty part ("//") or one
 * with a backslash names nothing.
 */
#ifndef SERVE_FILES_H
#define SERVE_FILES_H

#include "base/limits.h"
#include "base/str.h"

enum files_status {
	FILES_FOUND,
	FILES_FOLDER,  /* a folder, and the path lacks its last slash */
	FILES_MISSING, /* there is no such file, or it is not shown */
	FILES_BAD,     /* no path: a bad escape, a control character, no slash
			  at its start */
	FILES_LONG,    /* longer than LIMIT_URL */
};

/*
 * Decode the path of a request target ("/a%20b/", without query) into a path
 * below the site's folder: "a b/".  The slash at the end stays; the path of
 * the site itself is "".  Only FILES_FOUND (the path is clean), FILES_MISSING
 * (no file can have it), FILES_BAD and FILES_LONG.
 */
enum files_status files_path(struct str target, char ret_path[LIMIT_URL]);

/* An open file; whoever asked closes fd. */
struct file_shown {
	int fd;
	uint64_t size;    /* bytes */
	int64_t mtime;    /* seconds since 1970 */
	int64_t mtime_ns; /* the same in nanoseconds */
	const char *type; /* as media_type */
};

/*
 * Open the file of a clean path below `folder`; a path that is empty or ends
 * with a slash means the index.html there.  FILES_FOUND, FILES_FOLDER or
 * FILES_MISSING; only the first fills in the file.
 */
enum files_status files_open(
    const char *folder, const char *path, struct file_shown *ret_file);

#endif
