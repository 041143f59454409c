/*
 * search: all items ever printed, to be found by their words.
 *
 * A SQLite file of its own (with FTS5), below var/, whatever the database is:
 * it is made from the issues, and can be thrown away at any time.  Results are
 * ordered newest first, since the newest answer is the one still valid.
 *
 * A word of a query matches words that are equal to it, but for case and the
 * accents of Latin letters; the last one also those that begin with it, if it
 * has at least two characters and no blank behind it.  Words in "quotes" are a
 * phrase.  All of them must be in an item.  There is no other syntax: what is
 * no letter or digit parts words.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "model/settings.h"

struct search;

/* One thing that can be found. */
struct search_entry {
	struct str text;      /* plain; what is searched and shown */
	struct str url;       /* where it leads; may be unset */
	struct str section;   /* id in the settings; may be unset */
	struct str heading;   /* what it stands under; may be unset */
	struct str_list tags; /* "video" */
	struct str address;   /* of the issue's page, below the site's */
	struct str anchor;    /* in that page, without #; may be unset */
	struct str issue;     /* its title */
	struct date date;     /* of the issue */
};

/* Open the file, which is made if it is not there, or made anew if it is of
 * another form or damaged. */
bool search_open(
    const char *path, struct search **ret_search, struct error *err);
/* Close; NULL is fine. */
void search_close(struct search *search);

/* Does it hold the items of the content of that fingerprint? */
bool search_is_current(struct search *search, struct str fingerprint,
    bool *ret_current, struct error *err);

/*
 * Fill it anew: begin, add all, the oldest first, and end.  Readers see the
 * old items until the end, and for good if that is not `keep`.
 */
bool search_begin(struct search *search, struct error *err);
bool search_add(
    struct search *search, const struct search_entry *entry, struct error *err);
bool search_end(struct search *search, struct str fingerprint, bool keep,
    struct error *err);

/* What a reader asks; unset or 0 is no filter.  With no words and no filter
 * the newest items are found. */
struct search_query {
	struct str words;
	struct str section; /* id */
	struct str tag;
	int year;
	int64_t before; /* only items with smaller numbers: the next page */
	size_t most;    /* 1 to SEARCH_MOST */
};
enum { SEARCH_MOST = 100, SEARCH_COUNTED = 500 };

struct search_hit {
	int64_t number; /* rises with the date */
	struct search_entry entry;
};

struct search_page {
	struct search_hit *hit; /* newest first */
	size_t hits;
	size_t total; /* of all pages, counted up to SEARCH_COUNTED */
	bool more;    /* there are hits behind these */
};

/* Ask; the page is in the arena. */
bool search_ask(struct search *search, struct arena *arena,
    const struct search_query *query, struct search_page *ret_page,
    struct error *err);

/* The newest item with an address, whatever its spelling (url_canonical);
 * *ret_found is false if there is none. */
bool search_by_url(struct search *search, struct arena *arena, struct str url,
    bool *ret_found, struct search_hit *ret_hit, struct error *err);

#endif
