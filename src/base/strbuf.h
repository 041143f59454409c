/*
 * strbuf: bytes that grow, up to a maximum given when it is made.
 *
 * Invariants: buf[len] is NUL, also when nothing was added yet; len never
 * exceeds max.  What would go beyond max is not added, and `full` stays true
 * until a reset, so that a writer appends freely and asks once, at its end.
 *
 * Out of memory ends the process.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <assert.h>

#include "base/str.h"

struct strbuf {
	char *buf;
	size_t len;
	size_t alloc; /* private */
	size_t max;
	bool full; /* something did not fit and is missing */
};

/* Empty; `max` in bytes, without the NUL.  Allocates nothing. */
void strbuf_init(struct strbuf *sb, size_t max);
/* Free the bytes; empty and usable again with the same max. */
void strbuf_release(struct strbuf *sb);
/* Forget the contents, keep the memory. */
void strbuf_reset(struct strbuf *sb);
/* Cut to the first `len` bytes; len must not be larger than it is. */
void strbuf_truncate(struct strbuf *sb, size_t len);

/* Private: the rare half of strbuf_reserve. */
char *strbuf_grow(struct strbuf *sb, size_t size);

/*
 * Room for `size` more bytes to write to directly, or NULL (and full) if they
 * would go beyond max.  Then say with strbuf_commit how many were written.
 */
static inline char *strbuf_reserve(struct strbuf *sb, size_t size)
{
	if (size > sb->max - sb->len || sb->alloc - sb->len <= size)
		return strbuf_grow(sb, size);
	return sb->buf + sb->len;
}

static inline void strbuf_commit(struct strbuf *sb, size_t size)
{
	assert(sb->alloc > sb->len + size);
	sb->len += size;
	sb->buf[sb->len] = '\0';
}

static inline void strbuf_add(struct strbuf *sb, struct str s)
{
	char *room = s.len > 0 ? strbuf_reserve(sb, s.len) : NULL;

	if (room == NULL)
		return;
	assert(s.at != NULL); /* the invariant of struct str */
	memcpy(room, s.at, s.len);
	strbuf_commit(sb, s.len);
}

static inline void strbuf_add_char(struct strbuf *sb, char c)
{
	char *room = strbuf_reserve(sb, 1);

	if (room == NULL)
		return;
	*room = c;
	strbuf_commit(sb, 1);
}

void strbuf_add_cstr(struct strbuf *sb, const char *text);
void strbuf_add_repeat(struct strbuf *sb, char c, size_t times);
void strbuf_add_number(struct strbuf *sb, uint64_t value);
void strbuf_printf(struct strbuf *sb, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The UTF-8 of a code point; U+FFFD for one that is none. */
void strbuf_add_code_point(struct strbuf *sb, uint32_t code_point);

/* Borrow the contents: valid until the buffer changes. */
struct str strbuf_str(const struct strbuf *sb);

/* Append a literal. */
#define strbuf_lit(sb, literal) strbuf_add((sb), STR(literal))

#endif
