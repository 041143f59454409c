/*
 * lines: which elements of one sequence are those of another.
 *
 * Lines of a text, or words of a line.  Texts become numbers first, so that
 * equal texts are equal numbers; what is equal is so for who adds the names.
 * Takes time n log n in the length of the sequences, whatever is in them.
 */
#ifndef DRAFT_LINES_H
#define DRAFT_LINES_H

#include "base/arena.h"

struct names_slot;

/* Numbers of texts, from 1.  All zeros is empty; texts are borrowed. */
struct names {
	struct names_slot *slot; /* open addressing */
	size_t slots;
	uint32_t count; /* the largest number */
};

/* The number of a text; a new one gets the next. */
uint32_t names_add(struct names *names, struct arena *arena, struct str text);

struct lines {
	const uint32_t *id; /* of one struct names */
	size_t count;
};

/*
 * For each element of `a`, ret_match says the index in `b` of the one that it
 * is, or STR_NONE.  Matches never cross.  What is found is a longest common
 * part for short sequences, and for long ones one that begins with what is
 * unique in both.
 */
void lines_match(struct lines a, struct lines b, size_t *ret_match);

/* Which elements of a sequence of numbers belong to a longest rising part of
 * it?  Equal numbers must not occur. */
void lines_rising(
    struct arena *arena, const size_t *number, size_t count, bool *ret_in);

/* Are two sequences equal? */
bool lines_equal(struct lines a, struct lines b);
struct lines lines_sub(struct lines lines, size_t from, size_t to);

/*
 * Two changed versions of one sequence, side by side: number 0 is the old one.
 *
 *	three_begin(&three, &arena, sides);
 *	while (three_next(&three, &chunk))
 *		...
 */
struct three {
	struct lines side[3];
	size_t *match[3]; /* [1], [2]: old index -> index there */
	size_t at[3];
};

/* A run of elements that is in all three (`same`), or what lies between two
 * such runs; [from, to) of each side, and not all of them empty. */
struct three_chunk {
	size_t from[3], to[3];
	bool same;
};

void three_begin(
    struct three *three, struct arena *arena, const struct lines side[3]);
bool three_next(struct three *three, struct three_chunk *ret_chunk);

#endif
