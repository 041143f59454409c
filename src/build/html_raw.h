/* Raw HTML of Markdown on its way through the allow-list; a part of html. */
#ifndef BUILD_HTML_RAW_H
#define BUILD_HTML_RAW_H

#include "build/html.h"

void html_add_block(struct html *html, const struct md_node *node);

/* One tag or comment inside a text. */
void html_add_raw(struct html *html, struct str raw);

/* A block of HTML.  Elements that it leaves open (details around Markdown)
 * stay open until html_close_raw. */
void html_add_raw_block(struct html *html, const struct md_node *node);

/* Close raw elements until only `opened` are open. */
void html_close_raw(struct html *html, size_t opened);

#endif
