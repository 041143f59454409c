/*
 * path: names of files below the top of a work tree, and below the folder in
 * which a person stands.
 *
 * Paths are taken as they are written: no link is followed and nothing need
 * be there.  A folder is "" (the top) or ends with a slash.
 */
#ifndef GIT_PATH_H
#define GIT_PATH_H

#include "base/arena.h"

/*
 * What `path` names, seen from `folder`: "news/" and "./a//../b/" give
 * "news/b".  "" is the top itself; NULL if it leads out of the work tree.
 */
const char *path_below_top(
    struct arena *arena, const char *folder, const char *path);

/* The same, where the path may be absolute: of a work tree at `top`, which ends
 * with a slash. */
const char *path_in_tree(
    struct arena *arena, const char *top, const char *folder, const char *path);

/* The way from `folder` to a path below the top: "../b/x", "." for itself. */
const char *path_from(
    struct arena *arena, const char *folder, const char *path);

/* Is the path `above` itself, or below it?  Everything is below "". */
bool path_is_below(const char *path, const char *above);

#endif
