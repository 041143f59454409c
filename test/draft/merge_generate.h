/*
 * merge_generate: drafts that several people edit, made from a number.
 *
 * Every item, event, heading and line holds a word that no other has ("qx17z"),
 * and every edit gives it another, so that what became of it can be told from
 * the words of a text alone, without reading the text as merge does.
 */
#ifndef TEST_DRAFT_MERGE_GENERATE_H
#define TEST_DRAFT_MERGE_GENERATE_H

#include "base/arena.h"

/* Two changed versions of one draft; at most `edits` edits on each side. */
struct generated {
	struct str base, ours, theirs;
	size_t words; /* they are numbered 0..words-1 */
};

struct generated merge_generate(
    struct arena *arena, uint64_t seed, unsigned edits);

/* Which words a text holds; `ret_in` has room for that many. */
void merge_words_of(struct str text, size_t words, bool *ret_in);

#endif
