/*
 * html_sax: a web page read from its beginning to its end, without a tree.
 *
 * The text is UTF-8 (base/decode.h), and broken in any way: what is wrong with
 * it is passed over in silence.  What is nested deeper than any page for people
 * ends the reading, as libxml2 looks through all that is open for every tag
 * that closes nothing.
 */
#ifndef BASE_HTML_SAX_H
#define BASE_HTML_SAX_H

#include "base/str.h"

/* Names and values of attributes, one behind the other; NULL, or ends so.  They,
 * and all that the functions below are given, last as long as that call. */
typedef const unsigned char *const *html_attributes;

struct html_sax {
	/* Any may be NULL. */
	void (*start)(void *data, struct str tag, html_attributes list);
	void (*end)(void *data, struct str tag);
	void (*text)(void *data, struct str text); /* in parts */
	void *data;
	int depth;    /* how many elements are open, the one at hand included */
	void *parser; /* private */
};

/* Calls them in the order of the page, until its end or html_sax_stop; nothing
 * of it can fail. */
void html_sax_read(struct html_sax *sax, struct str html);
/* From within one of them: nothing that follows is of interest. */
void html_sax_stop(struct html_sax *sax);

/* The value of one attribute, its name in any case, without blanks around it; or
 * "". */
struct str html_attribute(html_attributes list, const char *name);

/* Is a body of this Content-Type HTML?  Yes, if it is unset. */
bool html_is_type(struct str content_type);

#endif
