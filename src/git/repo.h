/*
 * repo: the git repository around the current folder.
 *
 * It is found as git finds it, and as git says in a hook: GIT_DIR,
 * GIT_WORK_TREE, GIT_INDEX_FILE and GIT_CEILING_DIRECTORIES count.  The
 * repository may be an ordinary one, a submodule, or a linked work tree, also
 * of a bare one; there must be a work tree, and the current folder in it.
 *
 * Nothing in it is written here; git/pick.h does.
 */
#ifndef GIT_REPO_H
#define GIT_REPO_H

#include <git2.h>

#include "base/arena.h"
#include "base/error.h"

struct repo {
	git_repository *git;
	git_index *index;
	bool started;     /* libgit2 is in use */
	const char *top;  /* of the work tree: absolute, ends with a slash */
	const char *here; /* the current folder, as git/path.h wants it */
};

/* All zeros after a failure.  Close it in both cases. */
bool repo_open(struct repo *repo, struct arena *arena, struct error *err);
void repo_close(struct repo *repo);

/*
 * What the work tree is to be compared with when a person says `rev`: the
 * merge base of it and HEAD.  It is `rev` itself if that is a tree, or if
 * nothing is committed here yet; *ret_tree is NULL, for no files at all, if
 * nothing is and `rev` is HEAD.  Free it with git_tree_free.
 *
 * False, with what to do, if the revision is not known or the histories are
 * unrelated or not fetched far enough.
 */
bool repo_base(const struct repo *repo, const char *rev, git_tree **ret_tree,
    struct error *err);

/* False, with what to do, while a merge, rebase or the like is under way. */
bool repo_is_at_rest(const struct repo *repo, struct error *err);

/* The commit that a person means; one message for every reason why not. */
bool repo_commit(const struct repo *repo, const char *rev, git_oid *ret_id,
    struct error *err);

/* Is it the mode of a file, not of a link, folder or submodule? */
bool repo_is_text(uint32_t mode);
/* What a blob holds, as it is stored.  False if it is not here, or larger than
 * LIMIT_ISSUE_FILE. */
bool repo_text(const struct repo *repo, const git_oid *id, struct arena *arena,
    struct str *ret_text);

/* What to do where commits are missing. */
#define REPO_FETCH_ALL                                                        \
	"the clone is shallow, without the whole history: in a workflow say " \
	"\"fetch-depth: 0\" to actions/checkout, elsewhere run `git fetch "   \
	"--unshallow`"

/* Fill err with "TEXT: what libgit2 says".  Always returns false. */
bool repo_error(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
