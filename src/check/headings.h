/*
 * headings: what the rules about headings and sections share.
 * Private to src/check.
 */
#ifndef CHECK_HEADINGS_H
#define CHECK_HEADINGS_H

#include "check/rule.h"

/* Are two headings the same?  Without case, outer blanks, a final : or ,. */
bool heading_is(struct str title, struct str other);
/* Is it that of a section, region or group in the settings, or of the unsorted
 * links? */
bool heading_is_known(const struct settings *s, struct str title);
/* The rule that the section's own heading has, not that of a heading above
 * it; NULL if it has none. */
const struct section_rule *heading_rule(
    const struct settings *s, const struct section *section);
/* A heading of the issue itself, not one in a quote or list, whose place is
 * known. */
bool heading_is_plain(const struct md_node *heading);

/* How the rules look that do not stand in headings.c. */
void heading_look_blank(struct checker *c, const struct md_node *heading);
void heading_look_level(struct checker *c);
void heading_look_order(struct checker *c);
void heading_look_punctuation(struct checker *c, const struct section *section);
void heading_look_space(struct checker *c, const struct checked_line *line);

#endif
