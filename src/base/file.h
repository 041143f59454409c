/*
 * file: reading and writing files and folders.
 *
 * Files are written beside and renamed, so that a reader sees the old or the
 * new one, whole, and an interrupted write leaves nothing but a temporary
 * file whose name starts with FILE_TEMPORARY.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/error.h"

#define FILE_TEMPORARY ".sennight-tmp-"

/* "FOLDER/NAME", or NAME alone if it is absolute or FOLDER is empty or ".". */
const char *path_join(
    struct arena *arena, const char *folder, const char *name);
/* A path without the "./" it may begin with, as a walk would name it. */
const char *path_plain(const char *path);
/* The folder of a path, "." if it names none; the name behind the last '/'. */
const char *path_folder(struct arena *arena, const char *path);
const char *path_base(const char *path);
/* The ending of the name with its dot, "" if none; ".md" of "a/b.md". */
const char *path_ending(const char *path);

bool file_exists(const char *path);
bool folder_exists(const char *path);
/*
 * Is `path`, or the nearest folder above it that exists, `folder` or a folder
 * below it?  Links are followed.  False if `folder` is not there.
 */
bool folder_is_inside(const char *path, const char *folder);

/*
 * Read a whole file into the arena, with a NUL behind it that is not counted.
 * Fails if it cannot be read, is a folder or a special file, or is larger
 * than `max` bytes.
 */
bool file_read(const char *path, size_t max, struct arena *arena,
    struct str *ret_text, struct error *err);

/*
 * The same for who may write "-" and mean the standard input, which is read to
 * its end then, whatever it is.
 */
bool file_read_input(const char *path, size_t max, struct arena *arena,
    struct str *ret_text, struct error *err);
#define FILE_INPUT "-"
/* What a path is called in messages: "standard input" for that. */
const char *file_input_name(const char *path);

/*
 * Make the file hold exactly `data`.  Missing folders are made.  A file that
 * already holds it is not touched: its time stays.  *ret_changed (may be
 * NULL) says which it was.  Not synced to the disk.
 */
bool file_write(
    const char *path, struct str data, bool *ret_changed, struct error *err);

/*
 * Make a new file that holds `data`, whole from the moment it is there (on a
 * file system without hard links only when this returns).  Missing folders are
 * made.  Whatever has the name already stays as it is,
 * also if it appears in this very moment: *ret_made is false then, and that
 * is no error.
 */
bool file_create(
    const char *path, struct str data, bool *ret_made, struct error *err);

/* What tells cheaply whether a file was touched. */
struct file_state {
	uint64_t size;    /* bytes */
	int64_t mtime_ns; /* since 1970 */
};

/*
 * The parts of file_write, for who writes many files below one open folder
 * (AT_FDCWD is one too).
 *
 * file_state_at: false if there is no such file, or it is not an ordinary one.
 * file_holds_at: does it hold exactly `data`?  Only then is the state set.
 * file_put_at: write `data` to a temporary file "BESIDE.sennight-tmp-..."
 * and rename it to `path`.  `beside` is "" or ends in a slash, and is on the
 * same file system.  `number` is any; different ones spare threads a clash.
 * 0, or the errno of what failed; no temporary file is left then.
 */
bool file_state_at(int folder, const char *path, struct file_state *ret_state);
bool file_holds_at(int folder, const char *path, struct str data,
    struct file_state *ret_state);
int file_put_at(int folder, const char *beside, unsigned number,
    const char *path, struct str data, struct file_state *ret_state);

/* Copy a file of any size to one that must not be there yet, for its owner
 * alone to read.  No file is left on failure.  Synced to the disk. */
bool file_copy(const char *from, const char *to, struct error *err);

/* Make a folder and those above it; one that exists is fine. */
bool folder_make(const char *path, struct error *err);

/*
 * Open a folder and hold it against others that ask for it in this way, until
 * the descriptor is closed, or the process ends.  With `wait` it waits until it
 * is free.  0, or an errno: EWOULDBLOCK if another one holds it, else the
 * folder cannot be opened.  On a file system without locks nobody is kept out.
 */
int folder_hold(const char *folder, bool wait, int *ret_fd);

/*
 * Remove the temporary files that killed writers left in a folder.  Those that
 * somebody still writes stay, and all of them on a file system without locks.
 */
void folder_sweep(const char *folder);

/* One file that a walk found; folders are walked, not listed. */
struct file_entry {
	const char *path; /* below the folder walked, "a/b.md" */
	size_t size;      /* bytes */
	int64_t mtime_ns; /* since 1970 */
};

struct file_list {
	struct file_entry *entry;
	size_t count;
	/* Names that were passed over: special files, circles of links,
	 * folders too deep.  One sentence each, for people. */
	const char **note;
	size_t notes;
};

/*
 * List all files below a folder, sorted by path as bytes.  Names that start
 * with a dot are skipped but those of `dotted`, a list that ends with NULL;
 * `dotted` may be NULL.  Links are followed, but not in circles.  A folder
 * that is not there gives an empty list.
 */
bool folder_walk(const char *folder, const char *const *dotted,
    struct arena *arena, struct file_list *ret_list, struct error *err);

#endif
