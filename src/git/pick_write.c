/*
 * pick_write: bringing the work tree and the index to a new commit.
 *
 * Ordinary files are written beside and renamed, so that none is ever half
 * written; all else (links, modes, files that go) is left to libgit2.  What is
 * there already is left alone: it may be of a run that was cut off.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "git/path.h"
#include "git/pick_priv.h"

enum { SHOWN = 5 }; /* files that are named */

/* ------------------------------------------------------------------ sorting */

static void add_path(
    const struct pick_work *m, struct pick_paths *list, const char *path)
{
	list->path = ARENA_GROW(m->arena, list->path, list->count);
	list->path[list->count++] = path;
}

static bool is_added_or_edited(const git_diff_delta *delta)
{
	return delta->status == GIT_DELTA_ADDED ||
	       (delta->status == GIT_DELTA_MODIFIED &&
		   delta->old_file.mode == GIT_FILEMODE_BLOB);
}

/* Is the file to be an ordinary one, and is it one now, or is there none? */
static bool is_plain(
    const struct pick_work *m, const git_diff_delta *delta, bool *ret_exists)
{
	const char *path =
	    path_join(m->arena, m->repo->top, delta->new_file.path);
	struct stat st;

	if (delta->new_file.mode != GIT_FILEMODE_BLOB ||
	    !is_added_or_edited(delta) || !folder_is_inside(path, m->repo->top))
		return false;
	*ret_exists = lstat(path, &st) == 0;
	return !*ret_exists || S_ISREG(st.st_mode);
}

static bool is_done(const struct pick_work *m, const git_diff_delta *delta)
{
	git_oid id;

	return git_repository_hashfile(&id, m->repo->git, delta->new_file.path,
		   GIT_OBJECT_BLOB, NULL) == 0 &&
	       git_oid_equal(&id, &delta->new_file.id);
}

/* Is the work tree none of ours there? */
static bool is_staged(const struct pick_work *m, const char *path)
{
	for (size_t i = 0; i < m->plan->stageds; i++) {
		const char *staged = path_below_top(
		    m->arena, m->repo->here, m->plan->staged[i].path);

		if (staged != NULL && strcmp(staged, path) == 0)
			return true;
	}
	return false;
}

static void sort_delta(struct pick_work *m, const git_diff_delta *delta)
{
	const char *path = arena_cstr(m->arena, str_of(delta->new_file.path));
	bool exists = false, plain = is_plain(m, delta, &exists);

	if (is_staged(m, path))
		return;
	if (plain && exists && is_done(m, delta)) {
		add_path(m, &m->done, path);
		return;
	}
	add_path(m, &m->touched, path);
	if (!plain) {
		add_path(m, &m->rest, path);
		return;
	}
	m->plain_id = ARENA_GROW(m->arena, m->plain_id, m->plain.count);
	m->plain_id[m->plain.count] = delta->new_file.id;
	add_path(m, &m->plain, path);
}

static bool sort_files(struct pick_work *m)
{
	git_diff *diff = NULL;

	if (git_diff_tree_to_tree(
		&diff, m->repo->git, m->before, m->after, NULL) != 0)
		return repo_error(m->err, "cannot compare two trees");
	for (size_t i = 0; i < git_diff_num_deltas(diff); i++)
		sort_delta(m, git_diff_get_delta(diff, i));
	git_diff_free(diff);
	return true;
}

/* ----------------------------------------------------------------- checking */

struct in_the_way {
	const struct pick_work *m;
	struct str list;
	size_t count;
};

static int note_file(git_checkout_notify_t why, const char *path,
    const git_diff_file *baseline, const git_diff_file *target,
    const git_diff_file *workdir, void *payload)
{
	struct in_the_way *way = payload;
	struct arena *arena = way->m->arena;

	(void)why;
	(void)baseline;
	(void)target;
	(void)workdir;
	if (way->count++ < SHOWN)
		way->list = arena_printf(arena, "%s%s%s", way->list.at,
		    way->count > 1 ? ", " : "",
		    pick_shown(way->m->repo, arena, path));
	return 0;
}

/* Check out these paths, as if the work tree had the tree before. */
static int check_out(const struct pick_work *m, const struct pick_paths *paths,
    unsigned strategy, struct in_the_way *way)
{
	git_checkout_options options;

	/* Without a path it would be all of them. */
	if (paths->count == 0)
		return 0;
	git_checkout_options_init(&options, GIT_CHECKOUT_OPTIONS_VERSION);
	options.checkout_strategy =
	    strategy | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH;
	options.baseline = m->before;
	options.paths.strings = (char **)(uintptr_t)paths->path;
	options.paths.count = paths->count;
	options.notify_flags = GIT_CHECKOUT_NOTIFY_CONFLICT;
	options.notify_cb = note_file;
	options.notify_payload = way;
	return git_checkout_tree(
	    m->repo->git, (const git_object *)m->after, &options);
}

bool pick_check_clean(struct pick_work *m)
{
	struct in_the_way way = { .m = m, .list = STR("") };
	int failure;

	if (!sort_files(m))
		return false;
	failure = check_out(m, &m->touched, GIT_CHECKOUT_NONE, &way);
	if (way.count > 0)
		return error_set(m->err,
		    "there are changes that are not committed in %.*s%s; "
		    "commit them, or put them aside with `git stash`",
		    STR_ARG(way.list), way.count > SHOWN ? " and others" : "");
	return failure == 0 ||
	       repo_error(m->err, "cannot compare the work tree with HEAD");
}

/* ------------------------------------------------------------------ writing */

/*
 * By way of the folder that git has for itself, where a file that is left over
 * if the process dies is in nobody's way; unless that is on another disk.
 */
static bool put_file(
    const struct pick_work *m, const char *path, struct str text)
{
	const char *own = git_repository_path(m->repo->git);
	struct file_state state;
	int failure;

	if (!folder_make(path_folder(m->arena, path), m->err))
		return false;
	failure = file_put_at(AT_FDCWD, own, 0, path, text, &state);
	if (failure == EXDEV)
		return file_write(path, text, NULL, m->err);
	return failure == 0 ||
	       error_errno(m->err, failure, "cannot write %s", path);
}

/* One file, with the line ends that are wanted here. */
static bool write_plain(
    const struct pick_work *m, const char *path, const git_oid *id)
{
	git_blob_filter_options options;
	git_buf text = GIT_BUF_INIT;
	git_blob *blob = NULL;
	bool ok;

	git_blob_filter_options_init(&options, GIT_BLOB_FILTER_OPTIONS_VERSION);
	options.flags = 0;
	ok = (git_blob_lookup(&blob, m->repo->git, id) == 0 &&
		 git_blob_filter(&text, blob, path, &options) == 0) ||
	     repo_error(m->err, "cannot read the text of %s",
		 pick_shown(m->repo, m->arena, path));
	ok = ok && put_file(m, path_join(m->arena, m->repo->top, path),
		       (struct str){ text.ptr, text.size });
	git_buf_dispose(&text);
	git_blob_free(blob);
	return ok;
}

static bool add_to_index(
    const struct pick_work *m, const struct pick_paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		if (git_index_add_bypath(m->repo->index, paths->path[i]) != 0)
			return repo_error(m->err, "cannot add %s to the index",
			    pick_shown(m->repo, m->arena, paths->path[i]));
	return true;
}

/* A tree can hold names that no file may have: ".git" and its like.  The index
 * knows them all. */
static bool check_names(const struct pick_work *m)
{
	for (size_t i = 0; i < m->plain.count; i++) {
		git_index_entry entry = { .path = m->plain.path[i],
			.mode = GIT_FILEMODE_BLOB,
			.id = m->plain_id[i] };

		if (git_index_add(m->repo->index, &entry) != 0)
			return repo_error(m->err, "cannot add %s to the index",
			    pick_shown(m->repo, m->arena, m->plain.path[i]));
	}
	return true;
}

/* The text of the plan as an entry of the index, with the mode that the file
 * has there. */
static bool stage(const struct pick_work *m, const struct pick_text *text)
{
	const char *path = path_below_top(m->arena, m->repo->here, text->path);
	git_index_entry entry = { .path = path, .mode = GIT_FILEMODE_BLOB };
	const git_index_entry *before;
	git_oid id;

	if (path == NULL || path[0] == '\0' || text->text.at == NULL)
		return error_set(
		    m->err, "%s cannot be put into the index", text->path);
	before = git_index_get_bypath(m->repo->index, path, 0);
	if (before != NULL)
		entry.mode = before->mode;
	if (git_blob_create_from_buffer(
		&entry.id, m->repo->git, text->text.at, text->text.len) != 0)
		return repo_error(m->err, "cannot store %s", text->path);
	/* A file that is equal is noted with its time, so that git need not
	 * read it to know. */
	if (git_repository_hashfile(
		&id, m->repo->git, path, GIT_OBJECT_BLOB, NULL) == 0 &&
	    git_oid_equal(&id, &entry.id) &&
	    git_index_add_bypath(m->repo->index, path) == 0)
		return true;
	return git_index_add(m->repo->index, &entry) == 0 ||
	       repo_error(m->err, "cannot add %s to the index", text->path);
}

static bool stage_all(const struct pick_work *m)
{
	for (size_t i = 0; i < m->plan->stageds; i++)
		if (!stage(m, &m->plan->staged[i]))
			return false;
	return true;
}

bool pick_write(const struct pick_work *m)
{
	struct in_the_way way = { .m = m, .list = STR("") };

	if (check_out(m, &m->rest, GIT_CHECKOUT_SAFE, &way) != 0)
		return repo_error(
		    m->err, "cannot write the files of the merge");
	if (!check_names(m))
		return false;
	for (size_t i = 0; i < m->plain.count; i++)
		if (!write_plain(m, m->plain.path[i], &m->plain_id[i]))
			return false;
	return add_to_index(m, &m->plain) && add_to_index(m, &m->done) &&
	       stage_all(m) &&
	       (git_index_write(m->repo->index) == 0 ||
		   repo_error(m->err,
		       "cannot write the index; is another git at work "
		       "here?"));
}
