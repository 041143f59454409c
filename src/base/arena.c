#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BLOCK_SIZE = 64 * 1024, /* of an ordinary block, head included */
	ALIGNMENT = 16,
};

struct arena_block {
	struct arena_block *next; /* the one filled before */
	size_t size;              /* of data[] */
	_Alignas(ALIGNMENT) char data[];
};

_Noreturn void xout_of_memory(size_t size)
{
	fprintf(stderr,
	    "sennight: out of memory (%zu bytes more were needed)\n", size);
	exit(2);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size > 0 ? size : 1);

	if (p == NULL)
		xout_of_memory(size);
	return p;
}

void *xrealloc(void *p, size_t size)
{
	p = realloc(p, size > 0 ? size : 1);
	if (p == NULL)
		xout_of_memory(size);
	return p;
}

void arena_release(struct arena *a)
{
	struct arena_block *block = a->block;

	while (block != NULL) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
	*a = (struct arena){ 0 };
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->block;

	if (keep == NULL)
		return;
	a->block = keep->next;
	arena_release(a);
	keep->next = NULL;
	a->block = keep;
}

static void add_block(struct arena *a, size_t at_least)
{
	size_t size = BLOCK_SIZE - sizeof(struct arena_block);
	struct arena_block *block;

	if (size < at_least)
		size = at_least;
	block = xmalloc(sizeof(*block) + size);
	block->size = size;
	block->next = a->block;
	a->block = block;
	a->used = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	void *p;

	if (rounded < size || rounded > SIZE_MAX / 2)
		xout_of_memory(size);
	if (a->block == NULL || a->block->size - a->used < rounded)
		add_block(a, rounded);
	p = a->block->data + a->used;
	a->used += rounded;
	a->total += rounded;
	return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / 2 / size)
		xout_of_memory(SIZE_MAX);
	return arena_alloc(a, count * size);
}

void *arena_grow(struct arena *a, void *list, size_t count, size_t size)
{
	void *larger;

	if (count == 0)
		return arena_array(a, 4, size);
	if (count < 4 || (count & (count - 1)) != 0)
		return list;
	larger = arena_array(a, count * 2, size);
	return memcpy(larger, list, count * size);
}

struct str arena_str(struct arena *a, struct str s)
{
	return (struct str){ arena_cstr(a, s), s.len };
}

const char *arena_cstr(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.len + 1);

	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return copy;
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	int len;
	char *text;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return STR("");
	text = arena_alloc(a, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return (struct str){ text, (size_t)len };
}
