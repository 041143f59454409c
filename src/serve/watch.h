/*
 * watch: tells that a file of the newsletter changed (inotify).
 *
 * Watched is each given path: a file, or a folder with all that is in it, and
 * the folders above it, so that it is also noticed when it appears.  Folders
 * to leave out may lie anywhere.  Names that start with a dot do not count:
 * the build does not read them, and editors write such.
 *
 * A watch sees only folders that were there when it was made: after each
 * change make a new one, and then build.  In this order no change is lost.
 */
#ifndef SERVE_WATCH_H
#define SERVE_WATCH_H

#include "base/arena.h"
#include "base/error.h"

struct watch;

/* `paths` and `outside` end with NULL; they may be paths that are not there. */
bool watch_new(const char *const *paths, const char *const *outside,
    struct watch **ret_watch, struct error *err);
void watch_free(struct watch *watch);

/* To wait on with poll: readable when something happened. */
int watch_fd(const struct watch *watch);

/* Read what happened; true if it may change the site. */
bool watch_changed(struct watch *watch);

#endif
