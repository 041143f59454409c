/*
 * feed: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1 of one list of entries.
 *
 * Pure writers: what is in the structs is what is printed, escaped, in order.
 * All addresses are absolute.  Contents are HTML whose links are absolute.
 */
#ifndef BUILD_FEED_H
#define BUILD_FEED_H

#include "base/date.h"
#include "base/strbuf.h"

/* A day, a time and the offset of the zone there. */
struct moment {
	struct date date;
	int minutes; /* after midnight, local */
	int offset;  /* minutes east of UTC: -240 */
};

struct feed_entry {
	struct str id; /* Atom id and guid: a tag: or other URI */
	struct str url, title;
	struct moment published, updated;
	struct str html;    /* full text; at == NULL: only the summary */
	struct str summary; /* plain; at == NULL if none */
	const struct str *category;
	size_t categories;
	const struct str *author;
	size_t authors;
};

struct feed {
	struct str id; /* of the feed: an absolute URI */
	struct str title, description;
	struct str address; /* of the site */
	struct str self;    /* of this feed */
	struct str language;
	struct str icon;                /* at == NULL if none */
	struct str author;              /* of entries without one */
	struct moment updated;          /* of Atom without entries */
	const struct feed_entry *entry; /* newest first */
	size_t entries;
};

void feed_add_atom(struct strbuf *out, const struct feed *feed);
void feed_add_rss(struct strbuf *out, const struct feed *feed);
void feed_add_json(struct strbuf *out, const struct feed *feed);

/* 2026-08-19T00:00:00-04:00 (RFC 3339; Z for UTC), and
 * Wed, 19 Aug 2026 00:00:00 -0400 (RFC 822 with four digits). */
void moment_add_rfc3339(struct strbuf *out, struct moment m);
void moment_add_rfc822(struct strbuf *out, struct moment m);

#endif
