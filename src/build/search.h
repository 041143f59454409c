/*
 * search: an index that a browser can search without a server.
 *
 * Item-level: a hit is one item of one issue.  The index is split so that a
 * search fetches only what it needs: nothing before the reader searches, and
 * at most 40 kB (gzip) up to the first result.  docs/search.md describes the
 * files; theme/search.js reads them.
 */
#ifndef BUILD_SEARCH_H
#define BUILD_SEARCH_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

struct search;

/* One issue (or page); items that follow belong to it. */
struct search_issue {
	struct str title;   /* "This Week in Rust 624" */
	struct str address; /* of its page, below the site: "/blog/.../" */
	struct date date;
	int64_t number; /* -1 unknown */
};

/* One thing that can be found. */
struct search_item {
	struct str text;    /* what is indexed and shown, plain */
	struct str section; /* heading */
	struct str anchor;  /* of the section in the page, without # */
	struct str url;     /* where the item leads; at NULL if nowhere */
};

/*
 * Issues may be prepared by several threads, each with its own part:
 * tokenising is the work.  A part copies what it needs.
 */
struct search_part;
struct search_part *search_part_new(
    struct arena *arena, const struct search_issue *issue);
void search_part_add(struct search_part *part, const struct search_item *item);

/* Join the parts (newest issue first) and write the files through `put`:
 * path below the search folder, contents. */
typedef bool search_put(
    void *data, const char *path, struct str contents, struct error *err);
bool search_write(struct search_part *const *part, size_t parts,
    search_put *put, void *data, struct error *err);

#endif
