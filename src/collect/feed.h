/*
 * feed: what a feed of the web says, whatever it is written in.
 *
 * RSS 0.9x, 1.0 and 2.0 with the usual modules, Atom 0.3 and 1.0, JSON Feed.
 * What is read is what came over HTTP: in any encoding, and as broken as feeds
 * are (bare ampersands, entities that nobody declared, text before the
 * declaration, tags without end).  Nothing is fetched, and no entity is
 * expanded but the named characters of HTML.
 */
#ifndef COLLECT_FEED_H
#define COLLECT_FEED_H

#include "base/arena.h"
#include "base/error.h"

/* An answer of a web server; borrowed. */
struct feed_answer {
	struct str body;
	struct str content_type; /* the header of that name, or unset */
	struct str address;      /* after redirects; links are relative to it */
};

enum feed_kind {
	FEED_RSS,  /* 0.91 to 2.0 */
	FEED_RDF,  /* RSS 0.90 and 1.0 */
	FEED_ATOM, /* 0.3 and 1.0 */
	FEED_JSON, /* JSON Feed 1.0 and 1.1 */
};

/*
 * Everything may be unset but one of title, url, id and summary.  All is UTF-8
 * on one line, as people see it: tags left out, references resolved once.
 */
struct feed_item {
	struct str title;
	struct str url; /* http or https, absolute, percent-encoded */
	struct str id;  /* only to be compared; the url if there is no other */
	struct str author; /* names, with ", " between them */
	struct str
	    summary; /* the beginning, of the contents if there is none */
	struct str language;                  /* as it is said: "en-GB" */
	struct str enclosure, enclosure_type; /* a recording; as url */
	int64_t published, updated; /* seconds since 1970, UTC; 0: unknown */
};

struct feed {
	enum feed_kind kind;
	struct str title, home; /* may be unset; the address is as of items */
	struct feed_item *item; /* as they stand in the feed */
	size_t items;
	/* There may be more: the feed stopped in its middle, or has more than
	 * LIMIT_SOURCE_FEED bytes or LIMIT_SOURCE_FEED_ITEMS items. */
	bool cut;
};

/* "RSS", "Atom", "JSON Feed" */
const char *feed_kind_name(enum feed_kind kind);

/*
 * Read a feed into the arena.  False, with what it is instead or where it is
 * broken, if nothing of a feed can be seen: "a web page, not a feed", "no XML:
 * ... at 3:14".  The error has no address, for that is the caller's.
 */
bool feed_read(struct arena *arena, const struct feed_answer *answer,
    struct feed *ret_feed, struct error *err);

/*
 * The feeds that a web page names in <link rel="alternate" type="..."> and
 * rel="feed": http or https, absolute, in the page's order, none twice, at most
 * LIMIT_FEED_LINKS.  False if there are none.
 */
bool feed_discover(struct arena *arena, const struct feed_answer *page,
    struct str_list *ret_addresses);

#endif
