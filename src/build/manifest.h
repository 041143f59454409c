/*
 * manifest: the list of files of a built site, as text (only for output.c).
 *
 *	Sennight manifest 1
 *	note input 5f3a...
 *	file 60211 1792000000123456789 issue/528/index.html
 *	end 1
 *
 * Sorted, one thing a line: bytes, time in nanoseconds, path.  Reading is
 * tolerant: after the first line, what is not understood is passed over, and
 * a path that is not clean is never taken.  A list without its right last
 * line is not complete: it still says which files are ours, nothing else.
 *
 * A build appends a line for each new file before it writes it, so that what
 * a killed build left is known to be ours.  Lines behind the last one make
 * the list incomplete; one without a line end was cut off and does not count.
 */
#ifndef BUILD_MANIFEST_H
#define BUILD_MANIFEST_H

#include "base/file.h"
#include "base/strbuf.h"

/* Bytes of a path below the output folder. */
enum { LIMIT_OUTPUT_PATH = 1024 };
#define LIMIT_MANIFEST (64 * MIB)

struct manifest_file {
	const char *path; /* clean */
	struct file_state state;
};

/* All zeros: empty, not complete. */
struct manifest {
	struct manifest_file *file; /* sorted by path once read */
	size_t files;
	struct manifest_note {
		struct str key, value;
	} * note;
	size_t notes;
	bool complete;
};

/* Relative, without empty, "." and ".." parts and control characters, not a
 * name that the output folder keeps for itself, not too long. */
bool manifest_path_is_clean(struct str path);

/* False if the first line is missing: no manifest of ours.  What is kept is
 * in the arena; text is borrowed for notes. */
bool manifest_read(struct manifest *m, struct arena *arena, struct str text);
/* Append it; sorts m first. */
void manifest_add(struct strbuf *out, const struct manifest *m);

/* Append the line of one file that a build begins. */
void manifest_add_file(
    struct strbuf *out, const char *path, struct file_state state);

/* Add a file; the path is borrowed. */
void manifest_file(struct manifest *m, struct arena *arena, const char *path,
    struct file_state state);
/* Remember a note, instead of one with this key.  A key is a word; one that
 * is not, and a value with control characters, is not remembered. */
void manifest_note(
    struct manifest *m, struct arena *arena, struct str key, struct str value);

/* NULL if it is not listed.  Only in a manifest that was read. */
const struct manifest_file *manifest_find(
    const struct manifest *m, struct str path);
struct str manifest_noted(const struct manifest *m, struct str key);

#endif
