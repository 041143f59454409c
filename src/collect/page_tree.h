/*
 * page_tree: a web page as libxml2's tree, for those who look for something in
 * it.
 *
 * It is what came over HTTP, in any encoding and broken in any way.  What is
 * nested deeper than any page for people is not there.  Private to src/collect.
 */
#ifndef COLLECT_PAGE_TREE_H
#define COLLECT_PAGE_TREE_H

#include <libxml/tree.h>

#include "collect/kind.h"

/* NULL if there is nothing in it; the caller frees it by xmlFreeDoc.  At most
 * LIMIT_SOURCE_PAGE bytes are read. */
xmlDocPtr page_tree_parse(const struct answer *page);

/* The next one in the order of the page, below `top`; not below `node` itself
 * if that is to be passed over. */
const xmlNode *page_tree_next(
    const xmlNode *node, const xmlNode *top, bool into);

/* Is it an element of that name, in any case? */
bool page_tree_is(const xmlNode *node, const char *name);
bool page_tree_has(const xmlNode *node, const char *attribute);
/* In the arena, without blanks around it; unset if it has none. */
struct str page_tree_attribute(
    struct arena *arena, const xmlNode *node, const char *name);
/* Is the word one of those of an attribute, as in class="a b"? */
bool page_tree_has_word(struct arena *arena, const xmlNode *node,
    const char *attribute, const char *word);
/* All text below it, of which `max` bytes are kept. */
struct str page_tree_text(struct arena *arena, const xmlNode *node, size_t max);

#endif
