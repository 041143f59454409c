/*
 * arena: the memory of one unit of work (an issue, a page, a run).
 *
 * Allocate without ever freeing single pieces; release or reset all at once.
 * Nothing allocated from an arena may own anything outside it.
 *
 * Running out of memory ends the process with a message: no caller checks.
 * An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct arena_block;

/* An arena of all zeros is empty and ready: struct arena a = { 0 }; */
struct arena {
	struct arena_block *block; /* newest first */
	size_t used;               /* bytes taken from the newest block */
	size_t total;              /* bytes handed out since the last reset */
};

/* Free everything.  The arena is empty and can be used again. */
void arena_release(struct arena *a);
/* Like release, but keeps one block for the next unit of work. */
void arena_reset(struct arena *a);

/* `size` bytes of zeros, aligned for any type.  Never NULL. */
void *arena_alloc(struct arena *a, size_t size);
/* Room for `count` things of `size` bytes; too large a product is fatal. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* One zeroed thing, or an array of them. */
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, count, type) \
	((type *)arena_array((a), (count), sizeof(type)))

/*
 * Make room for one more thing in an array that grows by doubling:
 *
 *	list = ARENA_GROW(a, list, count);
 *	list[count++] = thing;
 *
 * `list` is NULL while count is 0.  The capacity is not stored: it is the
 * next power of two of count (at least 4), so every growing array of an arena
 * must be extended through this macro and nothing else.
 */
#define ARENA_GROW(a, list, count) \
	((__typeof__(list))arena_grow((a), (list), (count), sizeof(*(list))))
void *arena_grow(struct arena *a, void *list, size_t count, size_t size);

/* Copies, with a NUL after the last byte (not counted in len). */
struct str arena_str(struct arena *a, struct str s);
const char *arena_cstr(struct arena *a, struct str s);
/* printf into the arena. */
struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says so and ends the process with status 2; `size` bytes were wanted. */
_Noreturn void xout_of_memory(size_t size);

/* malloc and realloc that end the process when there is no memory. */
void *xmalloc(size_t size);
void *xrealloc(void *p, size_t size);

#endif
