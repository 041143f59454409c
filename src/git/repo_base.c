/* repo_base: from the name of a revision to the files to compare with. */
#include "git/repo.h"

#include <stdlib.h>

/* Commits to look through in a shallow clone, where libgit2 gives up. */
enum { SHALLOW_MAX = 4096 };

static bool is_head(const char *rev)
{
	return strcmp(rev, "HEAD") == 0 || strcmp(rev, "@") == 0;
}

/* Is it the name of a branch of the server, without the server's name? */
static bool is_known_at_origin(const struct repo *repo, const char *rev)
{
	char name[LIMIT_FILE_NAME];
	git_object *object = NULL;
	struct str wanted = str_of(rev);

	if (wanted.len + sizeof("origin/") > sizeof(name))
		return false;
	memcpy(name, "origin/", strlen("origin/"));
	memcpy(name + strlen("origin/"), rev, wanted.len + 1);
	if (git_revparse_single(&object, repo->git, name) != 0)
		return false;
	git_object_free(object);
	return true;
}

static bool unknown_revision(
    const struct repo *repo, const char *rev, int failure, struct error *err)
{
	static const struct {
		int failure;
		const char *why;
	} reasons[] = {
		{ GIT_EAMBIGUOUS,
		    "more than one commit begins with it; write more of it" },
		{ GIT_EINVALIDSPEC,
		    "that is no revision; name a branch, a tag or a commit, "
		    "and no range" },
		{ GIT_ENOTFOUND,
		    "there is no branch, tag or commit of that name here; "
		    "`git fetch` brings what the server has, `git branch -a` "
		    "lists the branches" },
	};

	/* First, for every other call forgets the reason. */
	repo_error(err, "cannot look up the revision \"%s\"", rev);
	if (git_repository_is_shallow(repo->git) == 1)
		return error_set(err,
		    "the revision \"%s\" is not here: " REPO_FETCH_ALL, rev);
	if (failure == GIT_ENOTFOUND && is_known_at_origin(repo, rev))
		return error_set(err,
		    "unknown revision \"%s\": did you mean \"origin/%s\"?", rev,
		    rev);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].failure == failure)
			return error_set(err, "unknown revision \"%s\": %s",
			    rev, reasons[i].why);
	return false;
}

/* Commits still to be looked at, each once. */
struct queue {
	git_oid id[SHALLOW_MAX];
	size_t count;
};

static void queue_add(struct queue *q, const git_oid *id)
{
	for (size_t i = 0; i < q->count; i++)
		if (git_oid_equal(&q->id[i], id))
			return;
	if (q->count < SHALLOW_MAX)
		q->id[q->count++] = *id;
}

/* Does what there is of the history lead from `from` to `to`? */
static bool leads_to(
    const struct repo *repo, const git_oid *from, const git_oid *to)
{
	struct queue *q = xmalloc(sizeof(*q));
	bool found = false;

	q->count = 0;
	queue_add(q, from);
	for (size_t at = 0; at < q->count && !found; at++) {
		git_commit *commit = NULL;

		found = git_oid_equal(&q->id[at], to);
		if (git_commit_lookup(&commit, repo->git, &q->id[at]) != 0)
			continue;
		for (unsigned i = 0; i < git_commit_parentcount(commit); i++)
			queue_add(q, git_commit_parent_id(commit, i));
		git_commit_free(commit);
	}
	free(q);
	return found;
}

/* The merge base of HEAD and the commit `id`, which is put in its place. */
static bool find_merge_base(
    const struct repo *repo, const char *rev, git_oid *id, struct error *err)
{
	git_oid head, base;
	int failure = git_reference_name_to_id(&head, repo->git, "HEAD");

	if (failure != 0)
		return repo_error(err, "cannot look up HEAD");
	if (git_oid_equal(&head, id))
		return true;
	failure = git_merge_base(&base, repo->git, &head, id);
	if (failure == 0) {
		*id = base;
		return true;
	}
	repo_error(err, "cannot find where this branch left \"%s\"", rev);
	if (git_repository_is_shallow(repo->git) == 1)
		return leads_to(repo, &head, id) ||
		       error_set(err,
			   "cannot find where this branch left \"%s\": " REPO_FETCH_ALL,
			   rev);
	if (failure == GIT_ENOTFOUND)
		return error_set(err,
		    "\"%s\" and HEAD have unrelated histories, with no commit "
		    "in common; name the branch that this one began on, or "
		    "compare with its files as they are: \"%s^{tree}\"",
		    rev, rev);
	return false;
}

static bool tree_of_commit(const struct repo *repo, const git_oid *id,
    git_tree **ret_tree, struct error *err)
{
	git_commit *commit = NULL;
	int failure = git_commit_lookup(&commit, repo->git, id);

	if (failure == 0)
		failure = git_commit_tree(ret_tree, commit);
	git_commit_free(commit);
	return failure == 0 ||
	       repo_error(err, "cannot read the commit to compare with");
}

static bool base_of_object(const struct repo *repo, const char *rev,
    git_object *object, git_tree **ret_tree, struct error *err)
{
	git_object *peeled = NULL;
	git_oid id;

	if (git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) == 0) {
		id = *git_object_id(peeled);
		git_object_free(peeled);
		if (git_repository_head_unborn(repo->git) != 1 &&
		    !find_merge_base(repo, rev, &id, err))
			return false;
		return tree_of_commit(repo, &id, ret_tree, err);
	}
	if (git_object_peel(&peeled, object, GIT_OBJECT_TREE) != 0)
		return error_set(err,
		    "\"%s\" is a file of a revision; name the revision", rev);
	*ret_tree = (git_tree *)peeled;
	return true;
}

bool repo_commit(const struct repo *repo, const char *rev, git_oid *ret_id,
    struct error *err)
{
	git_object *object = NULL, *commit = NULL;
	int failure = git_revparse_single(&object, repo->git, rev);

	if (failure != 0)
		return unknown_revision(repo, rev, failure, err);
	failure = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	if (failure == 0)
		*ret_id = *git_object_id(commit);
	git_object_free(commit);
	git_object_free(object);
	return failure == 0 ||
	       error_set(err, "\"%s\" is no commit; name a branch", rev);
}

bool repo_base(const struct repo *repo, const char *rev, git_tree **ret_tree,
    struct error *err)
{
	git_object *object = NULL;
	int failure;
	bool ok;

	if (is_head(rev) && git_repository_head_unborn(repo->git) == 1) {
		*ret_tree = NULL;
		return true;
	}
	failure = git_revparse_single(&object, repo->git, rev);
	if (failure != 0)
		return unknown_revision(repo, rev, failure, err);
	ok = base_of_object(repo, rev, object, ret_tree, err);
	git_object_free(object);
	return ok;
}
