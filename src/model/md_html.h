/*
 * md_html: the tags of raw HTML in Markdown.
 *
 * People write `Vec<T>` without backticks and browsers swallow the <T>.  So
 * only what is a tag of HTML, and has its partner in the same block, is kept
 * as HTML; the rest becomes text in the tree.  What may reach a page is the
 * allow-list here; the writer of HTML asks it.
 */
#ifndef MODEL_MD_HTML_H
#define MODEL_MD_HTML_H

#include "base/arena.h"

enum md_tag_kind {
	MD_TAG_NONE,    /* no element of HTML: text */
	MD_TAG_ALLOWED, /* may be printed, with allowed attributes */
	MD_TAG_VOID,    /* the same, and has no end tag: br, img */
	MD_TAG_DROPPED, /* an element, but left out; its content stays */
	MD_TAG_REMOVED, /* left out with its content: script, style */
};

struct md_tag {
	enum md_tag_kind kind;
	struct str name;       /* as written */
	bool closing;          /* </name> */
	struct str attributes; /* the bytes between the name and > */
	size_t len;            /* of the whole tag */
};

/* Read the tag that begins at html.at[0] == '<'; false if it is none (also
 * comments, declarations, and a tag without its '>'). */
bool md_tag_read(struct str html, struct md_tag *ret_tag);

/*
 * Take the next attribute off the front of *rest.  The value is raw, without
 * quotes; at == NULL if there is none.  False at the end.
 */
bool md_attribute_next(
    struct str *rest, struct str *ret_name, struct str *ret_value);

/* Raw HTML text or an attribute's value with its entities decoded; borrowed
 * if it has none. */
struct str md_decode(struct arena *arena, struct str s);

/* The length of the comment that begins s, with its end mark; 0 if s does
 * not begin with one, s.len if it is not closed. */
size_t md_comment_length(struct str s);

#endif
