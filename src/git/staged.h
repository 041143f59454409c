/*
 * staged: what git has of a file that somebody is about to change and commit.
 */
#ifndef GIT_STAGED_H
#define GIT_STAGED_H

#include "base/picks.h"
#include "git/repo.h"

/*
 * Told as a head called like the file: its tree and base are the tree of HEAD,
 * and its one file has HEAD's text as `ours` and that of the index as
 * `theirs`, as they are stored.  The head is left, with the reason, if there
 * is nothing that a commit of the file could follow: no commit yet, or none
 * with the file as an ordinary one of this work tree.
 *
 * False while a merge, rebase or the like is under way.
 */
bool staged_find(const struct repo *repo, const char *path, struct arena *arena,
    struct pick_heads *ret_heads, struct error *err);

#endif
