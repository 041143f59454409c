/*
 * archive_list: what was handed to the archive, and what waits for it.
 *
 * A file to which a line is added for all that happens, so that a run that was
 * killed goes on where it was:
 *
 *	2026-11-27T18:00:00Z	taken	JOB	https://pier.example.org/
 *
 * with tabs between.  It is no table of the store, as it belongs to no reader
 * and no issue, may be lost (the archive itself takes no page twice in 30
 * days), and is easily read by people.  One process at a time uses it.
 */
#ifndef PUBLISH_ARCHIVE_LIST_H
#define PUBLISH_ARCHIVE_LIST_H

#include "base/arena.h"
#include "base/error.h"

enum archive_state {
	ARCHIVE_WAITS,    /* it is to be handed in */
	ARCHIVE_BEGUN,    /* and is, at this moment; or a run was killed */
	ARCHIVE_FAILED,   /* it was not; it waits again */
	ARCHIVE_ACCEPTED, /* it was; `said` is the job */
	ARCHIVE_COPIED,   /* there is a copy */
	ARCHIVE_NONE,     /* there will be no copy; `said` is why */
	ARCHIVE_STATES,   /* their number */
};

enum { ARCHIVE_TRIES = 5 /* until a link is left alone */ };

struct archive_link {
	struct str url, canonical;
	enum archive_state state;
	int tries;
	struct str said; /* may be empty */
};

struct archive_list {
	/* In the order in which they came in; each page once. */
	struct archive_link *link;
	size_t count;
	struct archive_link **sorted; /* by canonical; private */
	struct arena *arena;
	const char *path;
	int fd; /* to append to */
};

/* Read the file, or make it; what a killed run wrote half is cut off.  False
 * if it cannot be read or written. */
bool archive_list_open(struct arena *arena, const char *path,
    struct archive_list *ret_list, struct error *err);
void archive_list_close(struct archive_list *list);

/* Is a page of the list? */
bool archive_list_knows(const struct archive_list *list, struct str url);
/* May it be handed in now? */
bool archive_link_waits(const struct archive_link *link);

/* Let links wait that the list does not know yet; *ret_added is how many.  All
 * links move: pointers into the list are no longer good. */
bool archive_list_add(struct archive_list *list, const struct str *url,
    size_t count, int64_t now, size_t *ret_added, struct error *err);
/* Note what became of a link; the line is on the disk when it returns. */
bool archive_list_note(struct archive_list *list, struct archive_link *link,
    enum archive_state state, struct str said, int64_t now, struct error *err);

#endif
