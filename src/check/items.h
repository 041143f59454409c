/*
 * items: how the rules of the family look at items.  Private to src/check.
 */
#ifndef CHECK_ITEMS_H
#define CHECK_ITEMS_H

#include "check/rules.h"

/* The links of an item but for those of lists inside it. */
size_t own_links(const struct item *item);

/* items_title.c: the text of the link. */
void look_capitals(
    struct checker *c, const struct section *section, const struct item *item);
void look_site_name(
    struct checker *c, const struct section *section, const struct item *item);
void look_split_title(
    struct checker *c, const struct section *section, const struct item *item);
void look_title_address(
    struct checker *c, const struct section *section, const struct item *item);
void look_truncated(
    struct checker *c, const struct section *section, const struct item *item);

/* items_changes.c: items of merged changes. */
void look_change_group(struct checker *c);
void look_change_prefix(struct checker *c);

#endif
