/*
 * github_patch: which lines a patch of one file adds.
 *
 * The unified form, as GitHub gives it: without the names of the files.
 * Private to src/collect.
 */
#ifndef COLLECT_GITHUB_PATCH_H
#define COLLECT_GITHUB_PATCH_H

#include "base/arena.h"

/* Lines of the new file, from 1; half-open. */
struct patch_lines {
	size_t first, end;
};

struct patch {
	struct patch_lines *added; /* in their order, not touching */
	size_t adds;
	struct str removed; /* the lines that it takes away, with their ends */
};

/* False, and nothing set, if it is no patch. */
bool patch_read(struct arena *arena, struct str text, struct patch *ret_patch);
/* Is that line of the new file one that was added? */
bool patch_adds(const struct patch *patch, size_t line);

#endif
