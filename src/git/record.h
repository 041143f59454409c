/*
 * record: a commit of some files, as they are in the work tree.
 */
#ifndef GIT_RECORD_H
#define GIT_RECORD_H

#include "git/repo.h"

struct record_ask {
	const char *message;
	/* Seen from the current folder.  One that is not there is to be gone
	 * from the commit, too. */
	const char *const *path;
	size_t paths;
};

/*
 * Commit them, after HEAD or as the first commit, and nothing else that is
 * changed or staged; the index gets them, too.  *ret_id is unset if HEAD has
 * all of it already, as after a crash: then only the index is brought up to
 * it.  HEAD is moved last, and only if it is still what it was.
 *
 * The bit of files that can be run is that of the index for those that are in
 * it, else that of the file.
 *
 * False while a merge, rebase or the like is under way, and for a path that
 * leads out of the work tree, or to a folder.
 */
bool record_make(const struct repo *repo, const struct record_ask *ask,
    struct arena *arena, struct str *ret_id, struct error *err);

#endif
