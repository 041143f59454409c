/*
 * choice: what is left of an issue for a mail, by what its reader wants.
 *
 * Sections that are left out, or of which nothing would be seen, vanish with
 * their headings; events of other regions vanish from their lists, and a list
 * of events of which none is left vanishes with all around it.
 */
#ifndef BUILD_CHOICE_H
#define BUILD_CHOICE_H

#include "build/html.h"
#include "build/mail.h"
#include "model/issue.h"

struct choice {
	const bool *left_out; /* sections, by index: not wanted */
	const bool *seen;     /* has contents of its own that readers see */
	const struct md_node *const *event; /* items left out, by address */
	size_t events;
};

/*
 * `wanted` may be NULL: everything.  `colophon` is the node in the last
 * section where the closing words begin, which every reader gets; NULL if it
 * has none.
 */
void choice_make(struct arena *arena, const struct settings *settings,
    const struct issue *typed, const struct md_node *colophon,
    const struct mail_choice *wanted, struct choice *ret_choice);

/* For html.h and plain.h; `choice` is a struct choice. */
bool choice_leaves_out(void *choice, const struct md_node *item);

#endif
