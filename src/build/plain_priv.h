/* What the parts of plain share. */
#ifndef BUILD_PLAIN_PRIV_H
#define BUILD_PLAIN_PRIV_H

#include "build/plain.h"

bool plain_is_hidden(const struct plain *p);

/* A paragraph: lines between the two, with an empty one before if that is
 * due; nothing at all if no text comes. */
void plain_begin(struct plain *p);
void plain_end(struct plain *p);

void plain_add_text(struct plain *p, struct str text);
void plain_add_inlines(struct plain *p, const struct md_node *first);
/* " [3]" behind a text that leads to `target`, if that may be a link. */
void plain_add_link_number(struct plain *p, struct str target);
void plain_add_picture(struct plain *p, struct str alt, struct str target);

/* plain_raw.c: a tag or comment inside a text; a block of HTML. */
void plain_add_raw(struct plain *p, struct str raw);
void plain_add_raw_block(struct plain *p, const struct md_node *node);

/* plain_table.c */
void plain_add_table(struct plain *p, const struct md_node *table);

#endif
