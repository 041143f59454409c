/*
 * embedded: files that are built into the program by tools/embed.c.
 *
 * The tool writes one array per set of files, sorted by name and ended by an
 * entry whose name is NULL:
 *
 *	extern const struct embedded_file embedded_presets[];
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
	const char *name; /* path below the prefix, "neutral.yaml" */
	const char *data; /* a NUL, not counted, stands behind the last byte */
	size_t size;
};

#endif
