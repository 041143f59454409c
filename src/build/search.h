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

/* The one file whose name stays; it names all others. */
#define SEARCH_ROOT "root.txt"

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
 * tokenising is the work.  A part copies what it needs into the arena, which
 * must live until search_write is done.
 *
 * Any bytes are fine.  Text beyond LIMIT_SEARCH_TEXT is cut; an item without
 * a letter or digit is left out; an address beyond LIMIT_URL is.
 */
struct search_part;
struct search_part *search_part_new(
    struct arena *arena, const struct search_issue *issue);
void search_part_add(struct search_part *part, const struct search_item *item);

/* Takes one file: path below the search folder, contents. */
typedef bool search_put(
    void *data, const char *path, struct str contents, struct error *err);

/*
 * Join the parts (newest issue first, in whatever order they come) and write
 * the files through `put`, SEARCH_ROOT last.  An item whose text and address
 * a newer issue repeats is found there only.  Equal input makes equal files;
 * other input has other names, but for the root.  Fails if `put` does.
 */
bool search_write(struct search_part *const *part, size_t parts,
    search_put *put, void *data, struct error *err);

#endif
