/*
 * page_link: what a web page says of itself, for who is to print a link to it.
 *
 * The page is what came over HTTP: in any encoding, broken in any way, perhaps
 * only its beginning.  At most LIMIT_SOURCE_PAGE bytes of it are read, and what
 * is nested deeper than any page for people is not looked at.  All texts are
 * one line of UTF-8.  Private to src/collect.
 */
#ifndef COLLECT_PAGE_LINK_H
#define COLLECT_PAGE_LINK_H

#include "base/arena.h"
#include "base/error.h"

enum page_medium { PAGE_READ, PAGE_WATCHED, PAGE_HEARD };

/* Everything may be unset. */
struct page_link {
	/* As the page is called, without the name of its site; and the
	 * property that says so: "og:title", "headline", "title", "h1". */
	struct str title;
	const char *title_from;
	struct str language; /* "en-GB", as it is said */
	struct str author;   /* a name */
	struct str
	    canonical;     /* its address by its own words, on its own site */
	struct str oembed; /* where what is embedded of it is told, as JSON */
	int64_t published; /* seconds since 1970; 0: unknown */
	enum page_medium medium;
	bool paid;    /* it says that not everybody may read it */
	size_t words; /* of its text, about; 0: unknown */
};

/* False if there is no title in it, or it is no HTML (by its type). */
bool page_link_read(struct arena *arena, struct str body,
    struct str content_type, struct str address, struct page_link *ret_page);

/* The answer of an oEmbed provider (oembed.com): title, author, medium.  False
 * if it has no title. */
bool page_oembed_read(
    struct arena *arena, struct str body, struct page_link *ret_page);

/* Is its title one that is meant to be shown elsewhere, and not that of a window
 * (<title>) or a heading? */
bool page_title_is_good(const struct page_link *page);

/* What somebody who links to a page calls it, if the page's title is that and
 * the name of its site; else the title.  One of the two. */
struct str page_title_said(struct str title, struct str said);

/* A title without the name of its site, which may be unset: that of the host is
 * known too.  A slice; all of it if there is no such name. */
struct str page_title_alone(
    struct str title, struct str site, struct str address);

#endif
