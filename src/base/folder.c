#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

bool folder_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Climb from the open folder up to the root; closes it. */
static bool climb_to(int fd, const struct stat *wanted)
{
	struct stat here, below = { 0 };
	bool found = false, top = fd < 0;

	while (!top && !found) {
		int parent = -1;

		top = fstat(fd, &here) != 0 || is_same(&here, &below);
		found = !top && is_same(&here, wanted);
		below = here;
		if (!top && !found)
			parent = openat(
			    fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(fd);
		fd = parent;
		top = top || fd < 0;
	}
	return found;
}

bool folder_is_inside(const char *path, const char *folder)
{
	struct arena arena = { 0 };
	struct stat wanted;
	bool inside = false;

	if (stat(folder, &wanted) == 0) {
		while (!folder_exists(path) && strcmp(path, ".") != 0 &&
		       strcmp(path, "/") != 0)
			path = path_folder(&arena, path);
		inside = climb_to(
		    open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), &wanted);
	}
	arena_release(&arena);
	return inside;
}

static int make_one_folder(const char *path)
{
	int failure = mkdir(path, 0777) == 0 ? 0 : errno;

	return failure == EEXIST && folder_exists(path) ? 0 : failure;
}

bool folder_make(const char *path, struct error *err)
{
	struct arena arena = { 0 };
	int failure = make_one_folder(path);
	bool ok = true;

	if (failure == ENOENT) {
		ok = folder_make(path_folder(&arena, path), err);
		arena_release(&arena);
		if (ok)
			failure = make_one_folder(path);
	}
	if (ok && failure == EEXIST)
		return error_set(err,
		    "cannot make the folder %s: a file or a link to nothing "
		    "has that name; remove it or choose another",
		    path);
	if (ok && failure != 0)
		return error_errno(
		    err, failure, "cannot make the folder %s", path);
	return ok;
}

int folder_hold(const char *folder, bool wait, int *ret_fd)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failure = 0;

	*ret_fd = fd;
	if (fd < 0)
		return errno;
	if (flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)) != 0 &&
	    errno == EWOULDBLOCK)
		failure = EWOULDBLOCK;
	if (failure != 0) {
		close(fd);
		*ret_fd = -1;
	}
	return failure;
}

/* Who writes a temporary file holds it, and the system lets go of it when the
 * writer is killed. */
static void sweep_one(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(folder, name, 0);
	close(fd);
}

void folder_sweep(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (str_starts(str_of(entry->d_name), STR(FILE_TEMPORARY)))
			sweep_one(dirfd(dir), entry->d_name);
	closedir(dir);
}

/* A walk in progress; `parents` are the folders above, to see circles. */
struct walk {
	struct arena *arena;
	struct file_list *list;
	struct error *err;
	const char *const *dotted; /* names with a dot that count */
	struct {
		dev_t dev;
		ino_t ino;
	} parents[LIMIT_FOLDER_DEPTH];
	size_t depth;
	size_t seen; /* entries so far, links followed again counted again */
};

static bool walk_folder(struct walk *w, const char *folder, const char *below);

static void add_note(struct walk *w, const char *path, const char *why)
{
	struct file_list *l = w->list;

	l->note = ARENA_GROW(w->arena, l->note, l->notes);
	l->note[l->notes++] =
	    arena_printf(w->arena, "%s was left out: %s", path, why).at;
}

static bool is_own_parent(const struct walk *w, const struct stat *st)
{
	for (size_t i = 0; i < w->depth; i++)
		if (w->parents[i].dev == st->st_dev &&
		    w->parents[i].ino == st->st_ino)
			return true;
	return false;
}

static bool walk_into(
    struct walk *w, const char *path, const char *below, const struct stat *st)
{
	bool ok;

	if (is_own_parent(w, st)) {
		add_note(w, path, "it is a link to a folder above it");
		return true;
	}
	if (w->depth == LIMIT_FOLDER_DEPTH) {
		add_note(w, path, "folders are nested too deeply here");
		return true;
	}
	w->parents[w->depth].dev = st->st_dev;
	w->parents[w->depth].ino = st->st_ino;
	w->depth++;
	ok = walk_folder(w, path, below);
	w->depth--;
	return ok;
}

static void add_file(struct walk *w, const char *below, const struct stat *st)
{
	struct file_list *l = w->list;

	l->entry = ARENA_GROW(w->arena, l->entry, l->count);
	l->entry[l->count++] = (struct file_entry){
		.path = below,
		.size = (size_t)st->st_size,
		.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 +
			    st->st_mtim.tv_nsec,
	};
}

static const char *why_not(int number)
{
	switch (number) {
	case ENOENT: return "it is a link to nothing";
	case ELOOP: return "symbolic links lead in a circle";
	case EACCES: return "permission denied";
	default: return "it cannot be looked at";
	}
}

static bool walk_entry(
    struct walk *w, const char *folder, const char *below, const char *name)
{
	const char *path = path_join(w->arena, folder, name);
	const char *inner = path_join(w->arena, below, name);
	struct stat st;

	if (w->seen++ == LIMIT_FILES)
		return error_set(w->err,
		    "cannot list %s: more than %d files and folders; is it "
		    "the right folder, and do links in it lead in circles?",
		    folder, LIMIT_FILES);
	if (stat(path, &st) != 0) {
		add_note(w, path, why_not(errno));
		return true;
	}
	if (S_ISDIR(st.st_mode))
		return walk_into(w, path, inner, &st);
	if (S_ISREG(st.st_mode))
		add_file(w, inner, &st);
	else
		add_note(w, path, "it is a device, pipe or socket");
	return true;
}

/* The next entry, or NULL at the end (*ret_failure is 0) or on an error. */
static const char *next_name(DIR *dir, int *ret_failure)
{
	struct dirent *entry;

	errno = 0;
	entry = readdir(dir);
	*ret_failure = entry == NULL ? errno : 0;
	return entry != NULL ? entry->d_name : NULL;
}

static bool is_wanted(const struct walk *w, const char *name)
{
	for (size_t i = 0; w->dotted != NULL && w->dotted[i] != NULL; i++)
		if (strcmp(w->dotted[i], name) == 0)
			return true;
	return false;
}

static bool walk_folder(struct walk *w, const char *folder, const char *below)
{
	DIR *dir = opendir(folder);
	const char *name;
	bool ok = true;
	int failure = 0;

	if (dir == NULL) {
		if (errno == ENOENT && w->depth <= 1)
			return true;
		return error_errno(w->err, errno, "cannot list %s", folder);
	}
	while (ok && (name = next_name(dir, &failure)) != NULL)
		if (name[0] != '.' || is_wanted(w, name))
			ok = walk_entry(w, folder, below, name);
	closedir(dir);
	if (failure != 0)
		return error_errno(w->err, failure, "cannot list %s", folder);
	return ok;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file_entry *)a)->path,
	    ((const struct file_entry *)b)->path);
}

bool folder_walk(const char *folder, const char *const *dotted,
    struct arena *arena, struct file_list *ret_list, struct error *err)
{
	struct walk w = {
		.arena = arena, .list = ret_list, .err = err, .dotted = dotted
	};
	struct stat st;

	*ret_list = (struct file_list){ 0 };
	if (stat(folder, &st) != 0) {
		if (errno == ENOENT)
			return true;
		return error_errno(err, errno, "cannot list %s", folder);
	}
	if (!walk_into(&w, folder, "", &st))
		return false;
	if (ret_list->count > 0)
		qsort(ret_list->entry, ret_list->count,
		    sizeof(ret_list->entry[0]), by_path);
	return true;
}
