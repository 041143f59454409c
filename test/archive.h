/*
 * archive: run a test over every Markdown file of a real archive, if the
 * machine has one.
 *
 * The folder is $SENNIGHT_DATA, or ../shared/data beside the source tree; it
 * holds twir/content.  Without it the test is skipped, by name.
 */
#ifndef TEST_ARCHIVE_H
#define TEST_ARCHIVE_H

#include "base/arena.h"

/* Where the data are, or NULL. */
const char *archive_folder(struct arena *arena);

typedef void archive_visit(const char *path, struct str text, void *data);

/* Read each .md and .markdown file below `below` ("twir/content"), in order
 * of names.  Returns how many there were; 0 without data. */
size_t archive_each(const char *below, archive_visit *visit, void *data);

#endif
