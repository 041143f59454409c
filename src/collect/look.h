/*
 * look: at the pages that found links lead to, so that an editor sees what
 * they are called, in which language, how long they are, and whether all may
 * read them.
 *
 * Only links that the inbox does not have are looked at; of those it has, what
 * was seen then stays.  Pages that do not answer harm nothing: the candidate
 * says so.  Private to src/collect.
 */
#ifndef COLLECT_LOOK_H
#define COLLECT_LOOK_H

#include "collect/kind.h"
#include "collect/page_link.h"

/* Ask for the pages; answers are read as those of the source. */
void look_at_links(struct harvest *h);

/*
 * The tags that a link to such a page should have: those whose `links` have its
 * address, else "video" or "audio" if the settings know such a tag; and a
 * language that is not the newsletter's, "DE".
 */
struct str_list link_tags(struct arena *arena, const struct settings *settings,
    struct str url, enum page_medium medium, struct str language);

#endif
