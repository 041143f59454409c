/*
 * mojibake: text in UTF-8 that was read as Mac Roman or Windows-1252, and
 * saved as UTF-8 again, so that each of its bytes became a character: "café"
 * as "caf√©" or "cafÃ©".  It may have happened twice.
 *
 * What is found is never a guess about single characters: legitimate text has
 * "Ã" and "√" too.  A run counts as damaged if it holds a sequence that
 * nobody writes on purpose, or if all that is not ASCII in the whole text can
 * be undone, and some of it must.
 */
#ifndef BASE_MOJIBAKE_H
#define BASE_MOJIBAKE_H

#include "base/arena.h"

enum mojibake_charset { MOJIBAKE_MAC_ROMAN, MOJIBAKE_WINDOWS_1252 };

/* Characters side by side that belong together. */
struct mojibake_run {
	size_t offset, end; /* bytes of the damaged text */
	struct str text;    /* what it was before; in the arena, valid UTF-8 */
	enum mojibake_charset charset; /* the last one it was read as */
	int times;                     /* how often it was damaged */
};

/* All damaged runs of a text, in its order; 0 for nearly every text, and then
 * nothing is allocated.  Takes linear time.  Any bytes are fine. */
size_t mojibake_find(
    struct arena *arena, struct str text, struct mojibake_run **ret_run);

/* "Mac Roman" */
const char *mojibake_charset_name(enum mojibake_charset charset);

#endif
