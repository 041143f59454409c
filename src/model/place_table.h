/*
 * place_table: places by their other names.
 *
 * presets/places.tsv says, a line each, what people write and which place is
 * meant: "Praha, CZ" and "Prague, CZ"; the right state of a city that is often
 * given another; the state of a city that is known without.  Case and accents
 * do not matter.  What the table does not have stays as it is: no place is
 * guessed.
 */
#ifndef MODEL_PLACE_TABLE_H
#define MODEL_PLACE_TABLE_H

#include "model/issue.h"

struct place_table;

/* All of it; in the arena.  Takes less than a millisecond. */
const struct place_table *place_table_make(struct arena *arena);

/* Put in what is meant.  True if it is another place, or written otherwise
 * now; the texts are the table's. */
bool place_settle(const struct place_table *table, struct place *place);

/* "Vancouver, BC, CA": its parts with commas between them. */
struct str place_text(struct arena *arena, const struct place *place);

#endif
