#include "build/output.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "build/manifest.h"

/*
 * Threads meet only in claim(): it gives a path to the thread that puts it,
 * which then works alone with the file and its record.  The manifest of the
 * last build is only read.  Temporary files stand in the folder itself, never
 * deeper, so that what a killed build left is found by listing one folder.
 */

/* A file of this build. */
struct put {
	const char *path;
	struct file_state state;
	unsigned number; /* of the file, from 0 */
	bool done;       /* false: failed, or still being written */
	bool written;    /* false: was there already */
};

struct output {
	const char *folder; /* for messages */
	int fd;
	int begun;  /* the old manifest, to append new files to; or -1 */
	bool fresh; /* was empty: nothing to compare with */
	struct arena arena;
	struct manifest last, next;

	pthread_mutex_t lock; /* over all that follows, and the arena */
	struct put **slot;    /* a hash table of the paths */
	size_t slots;         /* a power of two, more than twice the puts */
	size_t puts;
};

static void output_free(struct output *o)
{
	if (o->fd >= 0)
		close(o->fd);
	if (o->begun >= 0)
		close(o->begun);
	free(o->slot);
	pthread_mutex_destroy(&o->lock);
	arena_release(&o->arena);
	free(o);
}

static bool is_temporary(const char *name)
{
	return str_starts(str_of(name), STR(FILE_TEMPORARY));
}

/* What listing the folder showed. */
struct contents {
	bool manifest;
	const char *other;  /* the name of one that is not ours, or NULL */
	const char **stale; /* temporary files of a build that was killed */
	size_t stales;
};

static void look_at(struct output *o, struct contents *c, const char *name)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return;
	if (strcmp(name, OUTPUT_MANIFEST) == 0) {
		c->manifest = true;
	} else if (is_temporary(name)) {
		c->stale = ARENA_GROW(&o->arena, c->stale, c->stales);
		c->stale[c->stales++] = arena_cstr(&o->arena, str_of(name));
	} else if (c->other == NULL) {
		c->other = arena_cstr(&o->arena, str_of(name));
	}
}

static bool list_folder(struct output *o, struct contents *c, struct error *err)
{
	DIR *dir = opendir(o->folder);
	struct dirent *entry;

	if (dir == NULL)
		return error_errno(err, errno, "cannot list %s", o->folder);
	while ((entry = readdir(dir)) != NULL)
		look_at(o, c, entry->d_name);
	closedir(dir);
	return true;
}

static bool refuse(
    struct output *o, const struct contents *c, struct error *err)
{
	if (c->manifest)
		return error_set(err,
		    "cannot build into %s: its file " OUTPUT_MANIFEST
		    " is not one of Sennight; name another folder, or empty "
		    "this one",
		    o->folder);
	return error_set(err,
	    "cannot build into %s: it holds files that Sennight did not write, "
	    "such as %s; name another folder, or empty this one",
	    o->folder, c->other);
}

/* Read the last manifest, if there is one, and decide whether the folder is
 * ours.  Only then is it touched. */
static bool take_over(struct output *o, struct error *err)
{
	struct contents c = { 0 };
	struct str text = { 0 };

	if (!list_folder(o, &c, err))
		return false;
	if (c.manifest &&
	    !file_read(path_join(&o->arena, o->folder, OUTPUT_MANIFEST),
		LIMIT_MANIFEST, &o->arena, &text, err))
		return false;
	if (c.manifest ? !manifest_read(&o->last, &o->arena, text)
		       : c.other != NULL)
		return refuse(o, &c, err);
	for (size_t i = 0; i < c.stales; i++)
		unlinkat(o->fd, c.stale[i], 0);
	o->fresh = c.other == NULL;
	return true;
}

static bool write_manifest(
    struct output *o, const struct manifest *m, struct error *err)
{
	struct strbuf text;
	struct file_state state;
	int failure = 0;

	strbuf_init(&text, LIMIT_MANIFEST);
	manifest_add(&text, m);
	if (text.full)
		failure = EFBIG;
	else if (!file_holds_at(
		     o->fd, OUTPUT_MANIFEST, strbuf_str(&text), &state))
		failure = file_put_at(
		    o->fd, "", 0, OUTPUT_MANIFEST, strbuf_str(&text), &state);
	strbuf_release(&text);
	if (failure != 0)
		return error_errno(err, failure, "cannot write %s/%s",
		    o->folder, OUTPUT_MANIFEST);
	return true;
}

static bool open_folder(struct output *o, struct error *err)
{
	int failure;

	if (!folder_make(o->folder, err))
		return false;
	failure = folder_hold(o->folder, false, &o->fd);
	if (failure == EWOULDBLOCK)
		return error_set(err,
		    "cannot build into %s: another build is writing there; "
		    "wait until it ends",
		    o->folder);
	return failure == 0 ||
	       error_errno(err, failure, "cannot open %s", o->folder);
}

bool output_open(
    const char *folder, struct output **ret_output, struct error *err)
{
	struct output *o = xmalloc(sizeof(*o));

	*o = (struct output){ .fd = -1, .begun = -1 };
	pthread_mutex_init(&o->lock, NULL);
	o->folder = arena_cstr(&o->arena, str_of(folder));
	if (!open_folder(o, err) || !take_over(o, err)) {
		output_free(o);
		return false;
	}
	/* So that a first build that is killed leaves a folder of ours. */
	if (o->fresh && !o->last.complete &&
	    !write_manifest(o, &(struct manifest){ 0 }, err)) {
		output_free(o);
		return false;
	}
	*ret_output = o;
	return true;
}

static size_t hash(const char *path)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (; *path != '\0'; path++)
		h = (h ^ (unsigned char)*path) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

/* Where the path is, or belongs. */
static struct put **find_slot(struct put **slot, size_t slots, const char *path)
{
	size_t i = hash(path) & (slots - 1);

	while (slot[i] != NULL && strcmp(slot[i]->path, path) != 0)
		i = (i + 1) & (slots - 1);
	return &slot[i];
}

static void grow_slots(struct output *o)
{
	size_t slots = o->slots > 0 ? o->slots * 2 : 1024;
	struct put **slot = xmalloc(slots * sizeof(struct put *));

	for (size_t i = 0; i < slots; i++)
		slot[i] = NULL;
	for (size_t i = 0; i < o->slots; i++)
		if (o->slot[i] != NULL)
			*find_slot(slot, slots, o->slot[i]->path) = o->slot[i];
	free(o->slot);
	o->slot = slot;
	o->slots = slots;
}

/* The record of a new path; NULL if this build has it already. */
static struct put *claim(struct output *o, const char *path)
{
	struct put **slot, *put = NULL;

	pthread_mutex_lock(&o->lock);
	if (o->slots <= 2 * (o->puts + 1))
		grow_slots(o);
	slot = find_slot(o->slot, o->slots, path);
	if (*slot == NULL && o->puts < LIMIT_FILES) {
		put = *slot = ARENA_NEW(&o->arena, struct put);
		put->path = arena_cstr(&o->arena, str_of(path));
		put->number = (unsigned)o->puts++;
	}
	pthread_mutex_unlock(&o->lock);
	return put;
}

static bool has_put(struct output *o, const char *path)
{
	bool has;

	pthread_mutex_lock(&o->lock);
	has = o->slots > 0 && *find_slot(o->slot, o->slots, path) != NULL;
	pthread_mutex_unlock(&o->lock);
	return has;
}

/* Do all folders of the path lie in ours, none behind a symbolic link? */
static bool is_inside(struct output *o, const char *path)
{
	char part[LIMIT_OUTPUT_PATH + 1];
	struct stat st;

	for (size_t i = 0; path[i] != '\0'; i++) {
		part[i] = '\0';
		if (path[i] == '/' &&
		    (fstatat(o->fd, part, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
			!S_ISDIR(st.st_mode)))
			return false;
		part[i] = path[i];
	}
	return true;
}

/* Remove a file of the last build, and the folders it leaves empty. */
static bool remove_file(struct output *o, const char *path)
{
	char folder[LIMIT_OUTPUT_PATH + 1];
	size_t len = strlen(path);

	if (!is_inside(o, path) || unlinkat(o->fd, path, 0) != 0)
		return false;
	assert(len < sizeof(folder));
	memcpy(folder, path, len + 1);
	while (len > 0) {
		if (folder[--len] != '/')
			continue;
		folder[len] = '\0';
		if (unlinkat(o->fd, folder, AT_REMOVEDIR) != 0)
			break;
	}
	return true;
}

/*
 * The last build wrote a file "a" and this one writes "a/b": the old file is
 * in the way of the folder.  Or the other way round.  One build cannot have
 * both, so what is in the way is stale.
 */
static void clear_file(struct output *o, const char *folder)
{
	if (manifest_find(&o->last, str_of(folder)) != NULL &&
	    !has_put(o, folder))
		remove_file(o, folder);
}

static void clear_folder(struct output *o, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < o->last.files; i++) {
		const char *old = o->last.file[i].path;

		if (strncmp(old, path, len) == 0 && old[len] == '/' &&
		    !has_put(o, old))
			remove_file(o, old);
	}
}

/* 0 or an errno.  A file of the last build makes way. */
static int make_folder(struct output *o, const char *folder)
{
	struct stat st;

	if (mkdirat(o->fd, folder, 0755) == 0)
		return 0;
	if (errno != EEXIST)
		return errno;
	if (fstatat(o->fd, folder, &st, 0) == 0 && S_ISDIR(st.st_mode))
		return 0;
	clear_file(o, folder);
	if (mkdirat(o->fd, folder, 0755) == 0 || errno == EEXIST)
		return 0;
	return errno;
}

/* All folders of a path; 0 or an errno. */
static int make_folders(struct output *o, const char *path)
{
	char folder[LIMIT_OUTPUT_PATH + 1];
	int failure = 0;

	for (size_t i = 0; path[i] != '\0' && failure == 0; i++) {
		folder[i] = '\0';
		if (path[i] == '/')
			failure = make_folder(o, folder);
		folder[i] = path[i];
	}
	return failure;
}

/*
 * Make the folders that are missing, from the first one that can be made, seen
 * from the file: that is one or two of many.  Whatever else is wrong shows when
 * the file is written.
 */
static void make_last_folders(struct output *o, const char *path)
{
	char folder[LIMIT_OUTPUT_PATH + 1];
	size_t len = strlen(path), at = len;

	memcpy(folder, path, len + 1);
	do {
		while (at > 0 && folder[at] != '/')
			at--;
		folder[at] = '\0';
	} while (
	    at > 0 && mkdirat(o->fd, folder, 0755) != 0 && errno == ENOENT);
	while (at > 0) {
		folder[at] = '/';
		at += strlen(folder + at);
		if (at == len || mkdirat(o->fd, folder, 0755) != 0)
			return;
	}
}

/* 0 or an errno. */
/* Say in the manifest of the last build that this file will be ours. */
static int begin_new_file(struct output *o, const char *path)
{
	struct strbuf line;
	int failure = 0;
	ssize_t written = 0;

	strbuf_init(&line, 2 * LIMIT_OUTPUT_PATH);
	manifest_add_file(&line, path, (struct file_state){ 0 });
	pthread_mutex_lock(&o->lock);
	if (o->begun < 0)
		o->begun = openat(o->fd, OUTPUT_MANIFEST,
		    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (o->begun >= 0)
		written = write(o->begun, line.buf, line.len);
	if (o->begun < 0 || written < 0)
		failure = errno;
	else if ((size_t)written < line.len)
		failure = ENOSPC;
	pthread_mutex_unlock(&o->lock);
	strbuf_release(&line);
	return failure;
}

static int write_put(struct output *o, struct put *p, struct str data)
{
	int failure;

	if (manifest_find(&o->last, str_of(p->path)) == NULL) {
		failure = begin_new_file(o, p->path);
		if (failure != 0)
			return failure;
		make_last_folders(o, p->path);
	}
	failure = file_put_at(o->fd, "", p->number, p->path, data, &p->state);
	if (failure == ENOENT || failure == ENOTDIR) {
		failure = make_folders(o, p->path);
		if (failure != 0)
			return failure;
	} else if (failure == EISDIR || failure == ENOTEMPTY) {
		clear_folder(o, p->path);
	} else {
		return failure;
	}
	return file_put_at(o->fd, "", p->number, p->path, data, &p->state);
}

/* Reading the old file back is spared where it surely differs. */
static bool may_hold(const struct output *o, const char *path, struct str data)
{
	const struct manifest_file *old;

	if (o->fresh)
		return false;
	old = manifest_find(&o->last, str_of(path));
	return old == NULL || old->state.size == data.len;
}

bool output_put(
    struct output *o, const char *path, struct str data, struct error *err)
{
	struct put *p;
	int failure;

	if (!manifest_path_is_clean(str_of(path)))
		return error_set(err,
		    "cannot write \"%.200s\" into %s: the name must be a path "
		    "below the folder without \".\", \"..\" or control "
		    "characters; look at the settings that make addresses",
		    path, o->folder);
	p = claim(o, path);
	if (p == NULL)
		return error_set(err,
		    "cannot write %s/%s: two pages or files have this address, "
		    "or there are more than %d; rename one",
		    o->folder, path, LIMIT_FILES);
	if (!may_hold(o, path, data) ||
	    !file_holds_at(o->fd, path, data, &p->state)) {
		failure = write_put(o, p, data);
		if (failure != 0)
			return error_errno(err, failure, "cannot write %s/%s",
			    o->folder, path);
		p->written = true;
	}
	p->done = true;
	return true;
}

void output_note(struct output *o, struct str key, struct str value)
{
	pthread_mutex_lock(&o->lock);
	manifest_note(&o->next, &o->arena, key, value);
	pthread_mutex_unlock(&o->lock);
}

struct str output_noted(const struct output *o, struct str key)
{
	return manifest_noted(&o->last, key);
}

bool output_is_intact(const struct output *o)
{
	struct file_state state;

	if (!o->last.complete)
		return false;
	for (size_t i = 0; i < o->last.files; i++) {
		const struct manifest_file *f = &o->last.file[i];

		if (!file_state_at(o->fd, f->path, &state) ||
		    state.size != f->state.size ||
		    state.mtime_ns != f->state.mtime_ns)
			return false;
	}
	return true;
}

/* List what this build put; false if a put failed. */
static bool list_puts(struct output *o, struct output_counts *counts)
{
	bool all = true;

	for (size_t i = 0; i < o->slots; i++) {
		const struct put *p = o->slot[i];

		if (p == NULL)
			continue;
		if (!p->done) {
			all = false;
			continue;
		}
		manifest_file(&o->next, &o->arena, p->path, p->state);
		counts->bytes += p->state.size;
		counts->written += p->written;
		counts->unchanged += !p->written;
	}
	return all;
}

bool output_close(
    struct output *o, struct output_counts *ret_counts, struct error *err)
{
	struct output_counts counts = { 0 };
	bool ok;

	if (!list_puts(o, &counts)) {
		error_set(err,
		    "cannot finish %s: a file of it could not be written",
		    o->folder);
		output_abandon(o);
		return false;
	}
	for (size_t i = 0; i < o->last.files; i++)
		if (!has_put(o, o->last.file[i].path))
			counts.removed += remove_file(o, o->last.file[i].path);
	o->next.complete = true;
	ok = write_manifest(o, &o->next, err);
	output_free(o);
	if (ok && ret_counts != NULL)
		*ret_counts = counts;
	return ok;
}

void output_abandon(struct output *o)
{
	struct output_counts counts = { 0 };
	struct manifest both = { 0 };
	struct error ignored;

	/* Keep in mind what was written so far, in case the next build does
	 * not write it: the old list and the new one, marked incomplete. */
	list_puts(o, &counts);
	if (counts.written > 0) {
		for (size_t i = 0; i < o->next.files; i++)
			manifest_file(&both, &o->arena, o->next.file[i].path,
			    o->next.file[i].state);
		for (size_t i = 0; i < o->last.files; i++)
			if (!has_put(o, o->last.file[i].path))
				manifest_file(&both, &o->arena,
				    o->last.file[i].path,
				    o->last.file[i].state);
		write_manifest(o, &both, &ignored);
	}
	output_free(o);
}
