#include "base/strbuf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Enough for a line; most buffers never need more. */
enum { FIRST_ALLOC = 256 };

/* buf is never NULL and always ends with a NUL, at no cost while empty. */
static char empty[1];

void strbuf_init(struct strbuf *sb, size_t max)
{
	*sb = (struct strbuf){ .buf = empty, .max = max };
}

void strbuf_release(struct strbuf *sb)
{
	if (sb->alloc > 0)
		free(sb->buf);
	strbuf_init(sb, sb->max);
}

void strbuf_reset(struct strbuf *sb)
{
	strbuf_truncate(sb, 0);
	sb->full = false;
}

void strbuf_truncate(struct strbuf *sb, size_t len)
{
	assert(len <= sb->len);
	sb->len = len;
	if (sb->alloc > 0)
		sb->buf[len] = '\0';
}

static void grow(struct strbuf *sb, size_t needed)
{
	size_t alloc = sb->alloc * 2;

	if (alloc < needed)
		alloc = needed;
	if (alloc < FIRST_ALLOC)
		alloc = FIRST_ALLOC;
	sb->buf = xrealloc(sb->alloc > 0 ? sb->buf : NULL, alloc);
	sb->buf[sb->len] = '\0';
	sb->alloc = alloc;
}

char *strbuf_grow(struct strbuf *sb, size_t size)
{
	if (size > sb->max - sb->len) {
		sb->full = true;
		return NULL;
	}
	if (sb->alloc < sb->len + size + 1)
		grow(sb, sb->len + size + 1);
	return sb->buf + sb->len;
}

void strbuf_add_cstr(struct strbuf *sb, const char *text)
{
	strbuf_add(sb, str_of(text));
}

void strbuf_add_repeat(struct strbuf *sb, char c, size_t times)
{
	char *room = strbuf_reserve(sb, times);

	if (room == NULL)
		return;
	memset(room, c, times);
	strbuf_commit(sb, times);
}

void strbuf_add_number(struct strbuf *sb, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + value % 10);
	while ((value /= 10) > 0);
	strbuf_add(sb, (struct str){ digits + at, sizeof(digits) - at });
}

void strbuf_printf(struct strbuf *sb, const char *format, ...)
{
	va_list args;
	int len;
	char *room;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0 || (room = strbuf_reserve(sb, (size_t)len)) == NULL)
		return;
	va_start(args, format);
	vsnprintf(room, (size_t)len + 1, format, args);
	va_end(args);
	strbuf_commit(sb, (size_t)len);
}

void strbuf_add_code_point(struct strbuf *sb, uint32_t c)
{
	char bytes[4];
	size_t len;

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		strbuf_add_char(sb, (char)c);
		return;
	}
	len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--, c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)((0xf00 >> len & 0xf0) | c);
	strbuf_add(sb, (struct str){ bytes, len });
}

struct str strbuf_str(const struct strbuf *sb)
{
	return (struct str){ sb->buf, sb->len };
}
