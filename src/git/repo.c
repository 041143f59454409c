#include "git/repo.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <git2/sys/repository.h>

#include "base/file.h"
#include "git/path.h"

bool repo_error(struct error *err, const char *format, ...)
{
	const git_error *last = git_error_last();
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	if (len >= 0 && (size_t)len < sizeof(err->text))
		snprintf(err->text + len, sizeof(err->text) - (size_t)len,
		    ": %s", last != NULL ? last->message : "unknown reason");
	return false;
}

/* A variable that is set to something, or NULL. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The folder that git wants to be told of, for a repository in it. */
static bool not_ours(const char *where, struct error *err)
{
	git_buf found = GIT_BUF_INIT;
	struct str folder = str_of(where);

	if (git_repository_discover(&found, where, 0, NULL) == 0)
		folder = (struct str){ found.ptr, found.size };
	if (str_ends(folder, STR("/.git/")))
		folder.len -= strlen("/.git/");
	error_set(err,
	    "the git repository %.*s belongs to another user; if you trust "
	    "it, say so: git config --global --add safe.directory \"%.*s\"",
	    STR_ARG(folder), STR_ARG(folder));
	git_buf_dispose(&found);
	return false;
}

/* libgit2 1.5.1 says "not found", and means the setting, if there is none of
 * that name to allow the owner. */
static bool is_about_owner(int failure)
{
	const git_error *last = git_error_last();

	return failure == GIT_EOWNER ||
	       (failure == GIT_ENOTFOUND && last != NULL &&
		   strstr(last->message, "safe.directory") != NULL);
}

static bool not_opened(int failure, const char *where, struct error *err)
{
	if (is_about_owner(failure))
		return not_ours(where, err);
	if (failure == GIT_ENOTFOUND)
		return error_set(err,
		    "%s is in no git repository; go into one, or make one "
		    "with `git init`",
		    where);
	return repo_error(err, "cannot open the git repository of %s", where);
}

static bool open_git(struct repo *repo, const char *current, struct error *err)
{
	const char *folder = variable("GIT_DIR");
	const char *work_tree = variable("GIT_WORK_TREE");
	int failure;

	if (folder != NULL)
		failure = git_repository_open_ext(
		    &repo->git, folder, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	else
		failure = git_repository_open_ext(&repo->git, current, 0,
		    variable("GIT_CEILING_DIRECTORIES"));
	if (failure != 0)
		return not_opened(
		    failure, folder != NULL ? folder : current, err);
	if (work_tree != NULL &&
	    git_repository_set_workdir(repo->git, work_tree, 0) != 0)
		return repo_error(
		    err, "cannot use GIT_WORK_TREE (%s)", work_tree);
	return true;
}

/* Where the work tree is, and in it the current folder. */
static bool find_here(struct repo *repo, struct arena *arena,
    const char *current, struct error *err)
{
	const char *top = git_repository_workdir(repo->git);
	const char *inside = arena_printf(arena, "%s/", current).at;

	if (top == NULL)
		return error_set(err,
		    "the git repository %s is bare: there are no files to "
		    "look at; run this in a work tree of it",
		    git_repository_path(repo->git));
	if (strncmp(inside, top, strlen(top)) != 0)
		return error_set(err,
		    "the current folder %s is not in the work tree %s; go "
		    "there, or unset GIT_DIR and GIT_WORK_TREE",
		    current, top);
	repo->top = arena_cstr(arena, str_of(top));
	repo->here = inside + strlen(top);
	return true;
}

/*
 * git names the index of a commit in the making to its hooks, from the top of
 * the work tree; by now somebody may have gone into a folder.
 */
static const char *index_path(struct repo *repo, struct arena *arena)
{
	const char *path = variable("GIT_INDEX_FILE");

	if (path == NULL || file_exists(path))
		return path;
	return path_join(arena, repo->top, path);
}

static bool open_index(
    struct repo *repo, struct arena *arena, struct error *err)
{
	const char *path = index_path(repo, arena);
	int failure;

	if (path == NULL) {
		failure = git_repository_index(&repo->index, repo->git);
	} else {
		failure = git_index_open(&repo->index, path);
		/* For what libgit2 itself looks up there. */
		if (failure == 0)
			failure =
			    git_repository_set_index(repo->git, repo->index);
	}
	if (failure != 0)
		return repo_error(
		    err, "cannot read the index of %s", repo->top);
	return true;
}

bool repo_open(struct repo *repo, struct arena *arena, struct error *err)
{
	char current[4096];

	*repo = (struct repo){ 0 };
	if (getcwd(current, sizeof(current)) == NULL)
		return error_errno(
		    err, errno, "cannot tell the current folder");
	repo->started = git_libgit2_init() > 0;
	if (!repo->started)
		return repo_error(err, "cannot start libgit2");
	/* A folder of all issues is above what it keeps of itself, and would be
	 * read again for every file in it. */
	git_libgit2_opts(
	    GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, LIMIT_SMALL_FILE);
	if (open_git(repo, current, err) &&
	    find_here(repo, arena, current, err) &&
	    open_index(repo, arena, err))
		return true;
	repo_close(repo);
	return false;
}

bool repo_is_at_rest(const struct repo *repo, struct error *err)
{
	if (git_repository_state(repo->git) != GIT_REPOSITORY_STATE_NONE ||
	    git_index_has_conflicts(repo->index))
		return error_set(err,
		    "a merge, rebase or the like is under way; finish it or "
		    "give it up (`git status` says how)");
	return true;
}

bool repo_is_text(uint32_t mode)
{
	return mode == GIT_FILEMODE_BLOB ||
	       mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

bool repo_text(const struct repo *repo, const git_oid *id, struct arena *arena,
    struct str *ret_text)
{
	git_blob *blob = NULL;
	bool ok = git_blob_lookup(&blob, repo->git, id) == 0 &&
		  git_blob_rawsize(blob) <= LIMIT_ISSUE_FILE;

	if (ok)
		*ret_text =
		    arena_str(arena, (struct str){ git_blob_rawcontent(blob),
					 (size_t)git_blob_rawsize(blob) });
	git_blob_free(blob);
	return ok;
}

void repo_close(struct repo *repo)
{
	git_index_free(repo->index);
	git_repository_free(repo->git);
	if (repo->started)
		git_libgit2_shutdown();
	*repo = (struct repo){ 0 };
}
