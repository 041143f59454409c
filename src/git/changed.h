/*
 * changed: the files that differ between a tree of git and the work tree.
 *
 * What counts as the new side is the file as it is on the disk now, staged or
 * not, tracked or not, but not if git ignores it.  Links, submodules and modes
 * are not looked at: a file that became a link is gone.  The old side is the
 * text as git would check it out here, so that both have the same line ends.
 *
 * A file that was moved, and perhaps edited, is told as renamed, also if it
 * came from elsewhere than the folders asked for: half of its lines have to
 * be the same.
 */
#ifndef GIT_CHANGED_H
#define GIT_CHANGED_H

#include "base/changes.h"
#include "git/repo.h"

struct changed {
	/* Paths as seen from the folder here, in the order of those below the
	 * top. */
	struct changes changes;
	/* Files that were left out, and why: one sentence each. */
	const char **note;
	size_t notes;
};

/*
 * Compare with `base` (NULL: no files) what is at or below the paths, seen
 * from the current folder; no paths: the whole work tree.  A path need not be
 * there.  Left out are files above LIMIT_ISSUE_FILE and those whose name
 * cannot be told (base/changes.h).
 */
bool changed_find(const struct repo *repo, git_tree *base,
    const char *const *path, size_t paths, struct arena *arena,
    struct changed *ret_changed, struct error *err);

#endif
