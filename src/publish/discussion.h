/*
 * discussion: the line of an issue with the link to where it is discussed.
 *
 * The address is known only when the issue is out.  Until then the line of the
 * template, which leads nowhere, is kept out of sight in a comment,
 *
 *	<!-- discussion: [Discuss on the board](LINK_HERE) -->
 *
 * which readers of neither the page nor the mail get to see, and editors do.
 */
#ifndef PUBLISH_DISCUSSION_H
#define PUBLISH_DISCUSSION_H

#include "model/edit.h"
#include "model/issue.h"

enum discussion_state {
	DISCUSSION_NONE,   /* the issue has no such line, or its address is
			      not in it: [Discuss][1] */
	DISCUSSION_OPEN,   /* its link is a placeholder or leads elsewhere than
			      to a discussion (settings->discussion.links) */
	DISCUSSION_HIDDEN, /* it is in a comment */
	DISCUSSION_LINKED,
};

struct discussion {
	enum discussion_state state;
	struct str url;         /* where it leads */
	size_t offset, end;     /* bytes of its line, or of the comment */
	struct str line;        /* without the comment */
	size_t url_at, url_end; /* of the address in the line, as written */
};

/* Find it; the text is that of a whole file.  False for a bomb
 * (model/issue.h). */
bool discussion_find(struct arena *arena, const struct settings *settings,
    struct source source, struct discussion *ret_discussion, struct error *err);

/* Keep an open one out of sight.  What cannot stand in a comment ("--") stays
 * as it is. */
struct edit discussion_hide(
    struct arena *arena, const struct discussion *discussion);
/* Put in the address, which must be one that may stand in a link
 * (discussion_fits), whatever the state but DISCUSSION_NONE. */
struct edit discussion_link(
    struct arena *arena, const struct discussion *discussion, struct str url);

/* Is it the address of a discussion?  Else false, with what was expected. */
bool discussion_fits(
    const struct settings *settings, struct str url, struct error *err);

#endif
