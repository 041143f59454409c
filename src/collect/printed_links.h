/*
 * printed_links: the links of all issues, to tell what was printed before.
 *
 * Read once in a run, when it is first asked for: some tenths of a second for
 * ten megabytes.  Private to src/collect.
 */
#ifndef COLLECT_PRINTED_LINKS_H
#define COLLECT_PRINTED_LINKS_H

#include "base/arena.h"
#include "base/error.h"
#include "model/settings.h"

struct printed_links;

/* Where something was printed. */
struct printed_link {
	const char *path; /* of the issue */
	size_t line;      /* from 1 */
};

/* Of the issues in the settings' folder of content; lives in the arena.  An
 * issue that cannot be read is an error. */
bool printed_links_read(struct arena *arena, const struct settings *settings,
    struct printed_links **ret_links, struct error *err);

/* Where an address of that canonical form was last printed; false if it was
 * not. */
bool printed_links_find(const struct printed_links *links, struct str url,
    struct printed_link *ret_link);

#endif
