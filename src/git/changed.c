#include "git/changed.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "git/path.h"
#include "git/rename.h"

/* A path at which the two sides may differ. */
struct candidate {
	const char *path; /* below the top */
	bool edited;      /* is the disk other than the index? */
};

struct look {
	const struct repo *repo;
	struct arena *arena;
	git_tree *base;
	git_odb *objects;
	struct changed *out;
	struct error *err;
	char **path; /* asked for, below the top; none: everything */
	size_t paths;
	struct candidate *candidate;
	size_t candidates;
	struct touched_file *file;
	size_t files;
};

/* The name for messages: from the folder here, nothing that moves a cursor. */
static const char *shown(const struct look *l, const char *path)
{
	struct strbuf out;
	const char *name = path_from(l->arena, l->repo->here, path);

	strbuf_init(&out, strlen(name));
	for (const char *c = name; *c != '\0'; c++)
		strbuf_add_char(
		    &out, (unsigned char)*c < ' ' || *c == 0x7f ? '?' : *c);
	name = arena_cstr(l->arena, strbuf_str(&out));
	strbuf_release(&out);
	return name;
}

static void add_note(struct look *l, const char *text)
{
	struct changed *out = l->out;

	out->note = ARENA_GROW(l->arena, out->note, out->notes);
	out->note[out->notes++] = text;
}

/* Bring the paths asked for into our form; none are left for everything. */
static bool read_paths(struct look *l, const char *const *path, size_t paths)
{
	l->path = ARENA_ARRAY(l->arena, paths, char *);
	for (size_t i = 0; i < paths; i++) {
		const char *found = path_in_tree(
		    l->arena, l->repo->top, l->repo->here, path[i]);

		if (found == NULL)
			return error_set(l->err,
			    "%s is not in the work tree %s, so git knows "
			    "nothing about it",
			    path[i], l->repo->top);
		if (found[0] == '\0') {
			l->paths = 0;
			return true;
		}
		l->path[l->paths] = arena_alloc(l->arena, strlen(found) + 1);
		memcpy(l->path[l->paths++], found, strlen(found));
	}
	return true;
}

static bool is_wanted(const struct look *l, const char *path)
{
	for (size_t i = 0; i < l->paths; i++)
		if (path_is_below(path, l->path[i]))
			return true;
	return l->paths == 0;
}

/* Takes what git says differs, and frees it. */
static void add_candidates(struct look *l, git_diff *diff, bool edited)
{
	size_t count = git_diff_num_deltas(diff);

	for (size_t i = 0; i < count; i++) {
		const char *path = git_diff_get_delta(diff, i)->new_file.path;
		size_t len = strlen(path);

		/* A repository in a folder here, which git does not enter. */
		if (len == 0 || path[len - 1] == '/')
			continue;
		l->candidate =
		    ARENA_GROW(l->arena, l->candidate, l->candidates);
		l->candidate[l->candidates++] = (struct candidate){
			.path = arena_cstr(l->arena, str_of(path)),
			.edited = edited,
		};
	}
	git_diff_free(diff);
}

static git_diff_options options_of(uint32_t more)
{
	git_diff_options options;

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.flags =
	    GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_IGNORE_SUBMODULES |
	    GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_DISABLE_PATHSPEC_MATCH | more;
	return options;
}

static bool find_on_disk(struct look *l, const git_diff_options *options)
{
	git_diff *diff = NULL;

	if (git_diff_index_to_workdir(
		&diff, l->repo->git, l->repo->index, options) != 0)
		return repo_error(
		    l->err, "cannot compare the files with the index");
	add_candidates(l, diff, true);
	return true;
}

/*
 * The index is compared with both sides, since it knows sizes and times of
 * files and spares reading them.  What is untracked matters below the paths
 * only; what is gone may have been moved to there from anywhere.
 */
static bool find_candidates(struct look *l)
{
	git_diff_options tracked = options_of(0);
	git_diff_options all = options_of(
	    GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS);
	git_diff *diff = NULL;

	if (git_diff_tree_to_index(
		&diff, l->repo->git, l->base, l->repo->index, &tracked) != 0)
		return repo_error(
		    l->err, "cannot compare the index with the revision");
	add_candidates(l, diff, false);
	if (l->paths > 0 && !find_on_disk(l, &tracked))
		return false;
	all.pathspec.strings = l->path;
	all.pathspec.count = l->paths;
	return find_on_disk(l, &all);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct candidate *)a)->path,
	    ((const struct candidate *)b)->path);
}

/* Sort them, and make one of those with the same path. */
static void unite_candidates(struct look *l)
{
	size_t kept = 0;

	if (l->candidates > 0)
		qsort(l->candidate, l->candidates, sizeof(l->candidate[0]),
		    by_path);
	for (size_t i = 0; i < l->candidates; i++) {
		struct candidate *c = &l->candidate[i];

		if (kept > 0 && by_path(c, &l->candidate[kept - 1]) == 0)
			l->candidate[kept - 1].edited |= c->edited;
		else
			l->candidate[kept++] = *c;
	}
	l->candidates = kept;
}

/* What git had there, if it was a file. */
static bool find_old(struct look *l, struct touched_file *f, bool *ret_exists)
{
	git_tree_entry *entry = NULL;
	git_filemode_t mode;
	git_object_t type;
	int failure = GIT_ENOTFOUND;

	*ret_exists = false;
	if (l->base != NULL)
		failure = git_tree_entry_bypath(&entry, l->base, f->path);
	if (failure == GIT_ENOTFOUND)
		return true;
	if (failure != 0)
		return repo_error(
		    l->err, "cannot look up %s", shown(l, f->path));
	mode = git_tree_entry_filemode(entry);
	f->old_id = *git_tree_entry_id(entry);
	git_tree_entry_free(entry);
	if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return true;
	*ret_exists = true;
	if (git_odb_read_header(&f->old_size, &type, l->objects, &f->old_id) !=
	    0)
		return repo_error(l->err,
		    "the old text of %s is not here; fetch the revision with "
		    "its files (without --filter)",
		    shown(l, f->path));
	return true;
}

static bool is_ignored(const struct look *l, const char *path)
{
	int ignored = 0;

	return git_ignore_path_is_ignored(&ignored, l->repo->git, path) == 0 &&
	       ignored != 0;
}

/* What is on the disk, if it is a file that git would look at. */
static bool find_new(const struct look *l, const struct candidate *c,
    const git_index_entry *entry, struct touched_file *f)
{
	struct stat st;

	if (lstat(path_join(l->arena, l->repo->top, f->path), &st) != 0 ||
	    !S_ISREG(st.st_mode) || (entry == NULL && is_ignored(l, f->path)))
		return false;
	f->new_size = (size_t)st.st_size;
	if (entry != NULL && !c->edited) {
		f->new_id = entry->id;
		f->new_known = true;
	}
	return true;
}

/* One that cannot be read is not the same. */
static bool is_same(const struct look *l, struct touched_file *f)
{
	if (!f->new_known)
		f->new_known = git_repository_hashfile(&f->new_id, l->repo->git,
				   f->path, GIT_OBJECT_BLOB, NULL) == 0;
	return f->new_known && git_oid_equal(&f->new_id, &f->old_id);
}

/* Leave it out for its size or its name, and say so if anybody asked. */
static bool is_left_out(struct look *l, const struct touched_file *f)
{
	const char *name = shown(l, f->path), *why = NULL;

	if (f->old_size > LIMIT_ISSUE_FILE || f->new_size > LIMIT_ISSUE_FILE)
		why = arena_printf(l->arena, "it is larger than %zu MiB",
		    LIMIT_ISSUE_FILE / MIB)
			  .at;
	else if (!changes_can_name(f->path))
		why = "there is a tab or a line end in its name; rename it";
	if (why != NULL && f->wanted)
		add_note(
		    l, arena_printf(l->arena, "%s was left out: %s", name, why)
			   .at);
	return why != NULL;
}

static bool judge(struct look *l, const struct candidate *c)
{
	struct touched_file f = { .path = c->path,
		.wanted = is_wanted(l, c->path) };
	const git_index_entry *entry =
	    git_index_get_bypath(l->repo->index, c->path, 0);
	bool is_old, is_new;

	/* Left out of a sparse work tree on purpose: not gone. */
	if (entry != NULL &&
	    (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0)
		return true;
	if (!find_old(l, &f, &is_old))
		return false;
	is_new = find_new(l, c, entry, &f);
	/* Elsewhere only what is gone matters. */
	if ((!is_old && !is_new) || (is_new && !f.wanted))
		return true;
	if (is_left_out(l, &f) || (is_old && is_new && is_same(l, &f)))
		return true;
	f.status = !is_old  ? CHANGE_ADDED
		   : is_new ? CHANGE_MODIFIED
			    : CHANGE_DELETED;
	l->file = ARENA_GROW(l->arena, l->file, l->files);
	l->file[l->files++] = f;
	return true;
}

/* The text that git would write if it checked the file out. */
static bool read_old(struct look *l, const struct touched_file *f,
    const char *path, struct str *ret_text)
{
	git_blob_filter_options options;
	git_buf text = GIT_BUF_INIT;
	git_blob *blob = NULL;
	int failure = git_blob_lookup(&blob, l->repo->git, &f->old_id);

	git_blob_filter_options_init(&options, GIT_BLOB_FILTER_OPTIONS_VERSION);
	if (failure == 0)
		failure = git_blob_filter(&text, blob, path, &options);
	if (failure == 0)
		*ret_text =
		    arena_str(l->arena, (struct str){ text.ptr, text.size });
	git_buf_dispose(&text);
	git_blob_free(blob);
	return failure == 0 ||
	       repo_error(
		   l->err, "cannot read the old text of %s", shown(l, path));
}

static bool tell(struct look *l, const struct touched_file *f)
{
	struct changes *out = &l->out->changes;
	const char *old_path = f->from != NULL ? f->from->path : f->path;
	struct changed_file told = { .status = f->status,
		.path = path_from(l->arena, l->repo->here, f->path) };

	if (f->status == CHANGE_RENAMED)
		told.old_path = path_from(l->arena, l->repo->here, old_path);
	if (f->status != CHANGE_ADDED &&
	    !read_old(l, f, old_path, &told.old_text))
		return false;
	out->file = ARENA_GROW(l->arena, out->file, out->count);
	out->file[out->count++] = told;
	return true;
}

static bool look_at_all(struct look *l)
{
	if (!find_candidates(l))
		return false;
	unite_candidates(l);
	for (size_t i = 0; i < l->candidates; i++)
		if (!judge(l, &l->candidate[i]))
			return false;
	if (!renames_find(l->repo, l->file, l->files, l->arena))
		add_note(l, "so many files are new and gone that those "
			    "moved and edited at once count as new");
	for (size_t i = 0; i < l->files; i++)
		if (l->file[i].status != '\0' && l->file[i].wanted &&
		    !tell(l, &l->file[i]))
			return false;
	return true;
}

bool changed_find(const struct repo *repo, git_tree *base,
    const char *const *path, size_t paths, struct arena *arena,
    struct changed *ret_changed, struct error *err)
{
	struct changed out = { 0 };
	struct look l = { .repo = repo,
		.arena = arena,
		.base = base,
		.out = &out,
		.err = err };
	bool ok;

	if (!read_paths(&l, path, paths))
		return false;
	if (git_repository_odb(&l.objects, repo->git) != 0)
		return repo_error(err, "cannot read the objects of git");
	ok = look_at_all(&l);
	git_odb_free(l.objects);
	if (ok)
		*ret_changed = out;
	return ok;
}
