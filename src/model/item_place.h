/*
 * item_place: where items of a list stand in the file, and the edits that take
 * them out, put them in and give them other places.
 *
 * An item is moved as it is written, with all its lines; what stands between
 * items (blank lines, comments) stays where it is.
 */
#ifndef MODEL_ITEM_PLACE_H
#define MODEL_ITEM_PLACE_H

#include "model/edit.h"
#include "model/issue.h"

/* Bytes of a file, half-open; both MD_UNKNOWN if they are not known. */
struct span {
	size_t from, to;
};

/* Is it an item of a list, whose bytes are known?  What follows wants that. */
bool item_is_placed(const struct item *item);

/* Behind the line end of the line that holds `at`; at the end of the text
 * if that has none. */
size_t line_behind(struct str text, size_t at);
/* Behind the lines of an item. */
size_t item_behind(struct str text, const struct item *item);

/* Whole lines of an item, with the blank ones between it and its neighbour:
 * what goes when it is taken out. */
struct span item_lines(struct str text, const struct item *item);

/* Are all items of a section placed, in one list, and at least one? */
bool section_is_list(const struct section *section);
/* Do blank lines part the first two items? */
bool section_is_loose(struct str text, const struct section *section);

/*
 * Put `lines` (an item as it is to stand there, without the last line end)
 * before item number `place` of a section, or behind the last if that is
 * section->items.  section_is_list must hold.  The text is in the arena.
 */
struct edit item_insert(struct arena *arena, struct str text,
    const struct section *section, size_t place, struct str lines);

/*
 * The text of items `first` to `first + count` of a section in another order:
 * `order` has their numbers in the section.  Its place in the file is from the
 * offset of the first to the end of the last.  All must be placed, in one
 * list.  In the arena.
 */
struct str items_in_order(struct arena *arena, struct str text,
    const struct section *section, size_t first, const size_t *order,
    size_t count);

#endif
