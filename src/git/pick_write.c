/* pick_write: bringing the work tree and the index to a new commit. */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "git/path.h"
#include "git/pick_priv.h"

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
	if (way->count++ < 5)
		way->list = arena_printf(arena, "%s%s%s", way->list.at,
		    way->count > 1 ? ", " : "",
		    pick_shown(way->m->repo, arena, path));
	return 0;
}

static git_checkout_options checkout_options(
    const struct pick_work *m, unsigned strategy)
{
	git_checkout_options options;

	git_checkout_options_init(&options, GIT_CHECKOUT_OPTIONS_VERSION);
	options.checkout_strategy =
	    strategy | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH;
	options.baseline = m->before;
	return options;
}

bool pick_check_clean(const struct pick_work *m)
{
	git_checkout_options options = checkout_options(m, GIT_CHECKOUT_NONE);
	struct in_the_way way = { .m = m, .list = STR("") };
	int failure;

	options.notify_flags = GIT_CHECKOUT_NOTIFY_CONFLICT;
	options.notify_cb = note_file;
	options.notify_payload = &way;
	failure = git_checkout_tree(
	    m->repo->git, (const git_object *)m->after, &options);
	if (way.count > 0)
		return error_set(m->err,
		    "there are changes that are not committed in %.*s%s; "
		    "commit them, or put them aside with `git stash`",
		    STR_ARG(way.list), way.count > 5 ? " and others" : "");
	return failure == 0 ||
	       repo_error(m->err, "cannot compare the work tree with HEAD");
}

/* Paths between the two trees: those with texts of the plan, which are written
 * whole or not at all, and the rest, which git writes. */
struct touched {
	const char **text, **rest;
	const git_oid **id; /* of each text */
	size_t texts, rests;
	const char **named; /* all paths with texts of the plan, sorted */
	size_t names;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_named(const struct pick_work *m, struct touched *t)
{
	for (size_t i = 0; i < m->plan->commits; i++)
		for (size_t k = 0; k < m->plan->commit[i].takes; k++) {
			const struct pick_take *take =
			    &m->plan->commit[i].take[k];

			for (size_t n = 0; n < take->texts; n++) {
				t->named =
				    ARENA_GROW(m->arena, t->named, t->names);
				t->named[t->names++] = path_below_top(m->arena,
				    m->repo->here, take->text[n].path);
			}
		}
	if (t->names > 0)
		qsort(t->named, t->names, sizeof(t->named[0]), by_name);
}

static bool has_text(const struct touched *t, const char *path)
{
	return bsearch(&path, t->named, t->names, sizeof(t->named[0]),
		   by_name) != NULL;
}

/* An ordinary file, or nothing yet, at a place in the work tree. */
static bool is_plain(const struct pick_work *m, const git_diff_delta *delta)
{
	const char *path =
	    path_join(m->arena, m->repo->top, delta->new_file.path);
	bool added = delta->status == GIT_DELTA_ADDED;
	struct stat st;

	if (delta->new_file.mode != GIT_FILEMODE_BLOB ||
	    (!added && (delta->status != GIT_DELTA_MODIFIED ||
			   delta->old_file.mode != GIT_FILEMODE_BLOB)) ||
	    !folder_is_inside(path, m->repo->top))
		return false;
	if (lstat(path, &st) != 0)
		return added;
	return S_ISREG(st.st_mode);
}

static void sort_touched(
    const struct pick_work *m, git_diff *diff, struct touched *t)
{
	list_named(m, t);
	for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *d = git_diff_get_delta(diff, i);
		const char *path =
		    arena_cstr(m->arena, str_of(d->new_file.path));

		if (has_text(t, path) && is_plain(m, d)) {
			t->text = ARENA_GROW(m->arena, t->text, t->texts);
			t->id = ARENA_GROW(m->arena, t->id, t->texts);
			t->id[t->texts] = &d->new_file.id;
			t->text[t->texts++] = path;
		} else {
			t->rest = ARENA_GROW(m->arena, t->rest, t->rests);
			t->rest[t->rests++] = path;
		}
	}
}

static bool write_rest(const struct pick_work *m, const struct touched *t)
{
	git_checkout_options options = checkout_options(m, GIT_CHECKOUT_SAFE);

	if (t->rests == 0)
		return true;
	options.paths.strings = (char **)(uintptr_t)t->rest;
	options.paths.count = t->rests;
	return git_checkout_tree(
		   m->repo->git, (const git_object *)m->after, &options) == 0 ||
	       repo_error(m->err, "cannot write the files of the merge");
}

/* One file, with the line ends that are wanted here. */
static bool write_text(
    const struct pick_work *m, const char *path, const git_oid *id)
{
	git_blob_filter_options options;
	git_buf text = GIT_BUF_INIT;
	git_blob *blob = NULL;
	bool ok;

	git_blob_filter_options_init(&options, GIT_BLOB_FILTER_OPTIONS_VERSION);
	ok = (git_blob_lookup(&blob, m->repo->git, id) == 0 &&
		 git_blob_filter(&text, blob, path, &options) == 0) ||
	     repo_error(m->err, "cannot read the text of %s",
		 pick_shown(m->repo, m->arena, path));
	ok = ok && file_write(path_join(m->arena, m->repo->top, path),
		       (struct str){ text.ptr, text.size }, NULL, m->err);
	git_buf_dispose(&text);
	git_blob_free(blob);
	return ok;
}

static bool write_touched(const struct pick_work *m, const struct touched *t)
{
	if (!write_rest(m, t))
		return false;
	for (size_t i = 0; i < t->texts; i++)
		if (!write_text(m, t->text[i], t->id[i]))
			return false;
	for (size_t i = 0; i < t->texts; i++)
		if (git_index_add_bypath(m->repo->index, t->text[i]) != 0)
			return repo_error(m->err, "cannot add %s to the index",
			    pick_shown(m->repo, m->arena, t->text[i]));
	return git_index_write(m->repo->index) == 0 ||
	       repo_error(m->err,
		   "cannot write the index; is another git at work here?");
}

bool pick_write(const struct pick_work *m)
{
	struct touched touched = { 0 };
	git_diff *diff = NULL;
	bool ok = git_diff_tree_to_tree(
		      &diff, m->repo->git, m->before, m->after, NULL) == 0 ||
		  repo_error(m->err, "cannot compare two trees");

	if (ok) {
		sort_touched(m, diff, &touched);
		ok = write_touched(m, &touched);
	}
	git_diff_free(diff);
	return ok;
}
