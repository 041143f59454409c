/* What the files of feed share among themselves. */
#ifndef COLLECT_FEED_PRIV_H
#define COLLECT_FEED_PRIV_H

#include "base/strbuf.h"
#include "collect/feed.h"

/* What the characters of a text mean. */
enum feed_markup {
	FEED_PLAIN, /* themselves */
	FEED_MAYBE, /* a title that may be HTML or not: "Vec<T>" is kept, as are
		       tags without an end */
	FEED_HTML,
};

/* One line as people see it, at most `max` bytes; unset if there is none. */
struct str feed_text(
    struct arena *arena, struct str raw, enum feed_markup markup, size_t max);

/* May a tag of this name stand inside of a word? */
bool feed_is_inline(struct str name);

/* A web address seen from `base`, percent-encoded where it has to be; unset if
 * it is none. */
struct str feed_url(struct arena *arena, struct str base, struct str raw);

/* The same, but relative to nothing: is it an address by itself? */
struct str feed_absolute_url(struct arena *arena, struct str raw);

/*
 * Append XML that is well-formed but for its tags: without declarations,
 * comments and instructions (their line ends stay, so that lines count as
 * before), every & of a reference that XML knows, no < but before a tag.
 */
void feed_mend_xml(struct strbuf *out, struct str xml);

/* JSON without what jansson refuses and others write: line ends and tabs in
 * texts, halves of surrogate pairs.  As long as it was. */
void feed_mend_json(struct strbuf *out, struct str json);

/* `text` is clean UTF-8.  As feed_read. */
bool feed_read_xml(struct arena *arena, struct str text, struct str address,
    struct feed *ret_feed, struct error *err);
bool feed_read_json(struct arena *arena, struct str text, struct str address,
    struct feed *ret_feed, struct error *err);

/* What is the same for all: an item that may be one more.  False if no more
 * are wanted. */
bool feed_add_item(
    struct arena *arena, struct feed *feed, struct feed_item item);

#endif
