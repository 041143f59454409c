/*
 * output: the folder of the built site.
 *
 * The folder is ours if it is empty, missing, or has the manifest of an
 * earlier build; any other folder is refused, so that nobody's files are
 * overwritten.  Files are written beside and renamed; one that already holds
 * the same bytes keeps its time.  The manifest is written last and lists what
 * this build wrote; files that the manifest of the last build lists and this
 * one did not write are removed then, others never.  An interrupted build is
 * completed by the next: until the new manifest stands the old one counts, and
 * each file is whole.  New files are appended to the old manifest before they
 * are written, so that those of a killed build are known to be ours.
 */
#ifndef BUILD_OUTPUT_H
#define BUILD_OUTPUT_H

#include "base/error.h"
#include "base/str.h"

#define OUTPUT_MANIFEST ".sennight-manifest"

struct output;

struct output_counts {
	size_t written, unchanged, removed;
	uint64_t bytes; /* of all files */
};

/*
 * Open a folder for a build, and lock it against other builds (an error that
 * says so).  On failure nothing was changed.  *ret_output is
 * freed by output_close, or output_abandon.
 */
bool output_open(
    const char *folder, struct output **ret_output, struct error *err);

/*
 * Write one file; `path` is below the folder, with slashes, and has no "."
 * or ".." parts (an error, since patterns come from settings).  The same path
 * twice in one build is an error that names it.  May be called by several
 * threads at once.
 */
bool output_put(struct output *output, const char *path, struct str data,
    struct error *err);

/* Remember a word about the build's input ("input HASH"), for the next.  The
 * key is one word, the value one line; others are not remembered. */
void output_note(struct output *output, struct str key, struct str value);
/* What the last finished build remembered; at == NULL if nothing. */
struct str output_noted(const struct output *output, struct str key);

/* Are all files of the last manifest there, with the size and time that it
 * recorded?  Then a build from the same input has nothing to do. */
bool output_is_intact(const struct output *output);

/* Remove what is stale, write the manifest.  Fails if a put failed.  Frees
 * output in any case; ret_counts may be NULL. */
bool output_close(
    struct output *output, struct output_counts *ret_counts, struct error *err);
/* Stop where it is: the folder is completed by the next build. */
void output_abandon(struct output *output);

#endif
