/*
 * times_file: the settings' file of times of day (events.jsonl), kept by what
 * sources say; docs/editors.md has its form.
 *
 * Lines that people wrote stay as they are, byte for byte, and count more.  Ours
 * have `"by": "collect"`.  Private to src/collect.
 */
#ifndef COLLECT_TIMES_FILE_H
#define COLLECT_TIMES_FILE_H

#include "model/issue.h"

/* Times of an event that has a start and a zone; others are passed over. */
struct times {
	struct event *event;
	size_t count;
};

/* Take the times of a candidate's fields; false if it has none. */
bool times_of_fields(
    struct arena *arena, struct str fields, struct event *ret_event);

/* Put times in; the file is written only if it changes. */
bool times_file_update(
    const char *path, const struct times *times, struct error *err);

#endif
