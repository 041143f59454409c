/*
 * url: web addresses as people write them.
 *
 * Nothing here fails: what cannot be understood is passed on as it is.  All
 * take time linear in the length.  What is printed keeps the author's form;
 * the canonical form is only for comparing.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/arena.h"
#include "base/strbuf.h"

/* The parts of RFC 3986, borrowed, without the characters between them.  at
 * is NULL where a part is missing: "x?" has an empty query, "x" none.  The
 * path is never missing. */
struct url {
	struct str scheme, authority, path, query, fragment;
};

struct url url_split(struct str url);

/* A scheme and a host, or mailto: and something. */
bool url_is_absolute(struct str url);

/* Has it only bytes that stand in addresses as they are?  All above ASCII
 * count as such. */
bool url_is_plain(struct str url);
/* What people take for a web address: http or https, a host without a user,
 * plain, and no longer than LIMIT_URL. */
bool url_is_web(struct str url);

/* The host for people to see, a slice of url: without user, port and "www.".
 * at is NULL if there is none. */
struct str url_host(struct str url);

/*
 * Can it be a link?  Relative ones can, and those whose scheme is of the
 * list: http, https (also with one letter wrong), mailto, ftp, irc, ircs,
 * xmpp, tel.  Blanks, control
 * characters and character references are seen through, so that
 * "java&#10;script:" is refused.
 */
bool url_scheme_is_safe(struct str url);

/* `relative` seen from the page `base` (RFC 3986 section 5); a relative base
 * gives a relative result. */
struct str url_join(struct arena *arena, struct str base, struct str relative);

/*
 * Append with every byte percent-encoded that may not stand in an address:
 * blanks, controls, quotes, brackets (but around an IPv6 host), backslashes,
 * all above ASCII, and percent signs that begin no %XX.  For HTML there is
 * xml_add_url.
 */
void url_add_encoded(struct strbuf *out, struct str url);
/* Append a text as a value of a query: all but letters, digits and -._~ are
 * encoded. */
void url_add_value(struct strbuf *out, struct str text);
/* Does a %XX stand at `at`, which must be < s.len? */
bool url_is_escape(struct str s, size_t at);
/* Append one byte as %XX. */
void url_add_escape(struct strbuf *out, char c);

/*
 * A link that leads to a text in a page, where `url` leads to the page or, with
 * a fragment, to what the text is in.  Browsers that know text directives
 * (https://wicg.github.io/scroll-to-text-fragment/) show the text and mark it;
 * where they do not find it, they do as with `url`.
 *
 * `text` is as readers see it, in one block of the page if it is short; of a
 * longer one a few words at its start and its end are looked for.  What stands
 * right before it (may be unset) tells it from others that read alike.  Only
 * whole words are found, so it is parted only where words end in any language.
 *
 * `url` itself (the same at) if the text has no letter or digit, if it cannot
 * be parted into parts that are not too long, or if there is a directive
 * already.
 */
struct str url_with_text(
    struct arena *arena, struct str url, struct str before, struct str text);
/* Up to its directive; a slice of url. */
struct str url_without_text(struct str url);

/*
 * The one form for comparing: two addresses lead to the same thing if their
 * forms are equal.  http is https; scheme and host are in lower case, the
 * host without www., m. and other names of the same (old.reddit.com), the
 * default port dropped; the path without dots, a slash at its end and
 * Meetup's language; the query without what only tracks; escapes in one form.
 * A video of YouTube is https://youtu.be/ID; a page that only leads on, as
 * Google's, is its target.  The fragment stays where it names the thing.  Addresses other than
 * of the web, and longer than LIMIT_URL, are only trimmed.
 */
struct str url_canonical(struct arena *arena, struct str url);

/*
 * Better addresses for readers, byte for byte the author's but for one thing.
 * Each returns `url` itself (the same at) if there is nothing to better.
 */

/* What a parameter of an address is for. */
enum url_tracking {
	URL_SHOWS,   /* a part of the address */
	URL_TRACKS,  /* for statistics alone */
	URL_SHARES,  /* says who shared it, or where; rarely a meaning */
	URL_UNLOCKS, /* no part of the identity, but it may let readers in */
};

/* Without the parameters of a kind.  "&amp;" between them is fine. */
struct str url_without_tracking(
    struct arena *arena, struct str url, enum url_tracking kind);
/* At the host that most readers want: not the one for phones, nor the old
 * look of a site. */
struct str url_usual_host(struct arena *arena, struct str url);
/* Without the language that Meetup puts before its paths. */
struct str url_without_language(struct arena *arena, struct str url);

/* Where a page leads that does nothing but lead on; at is NULL for others. */
struct str url_redirect_target(struct arena *arena, struct str url);

#endif
