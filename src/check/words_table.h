/*
 * words_table: the table of words, for words.c and words_suspects.c.
 *
 * A hash table with open addressing; the hash of a word in lower case names
 * it, since two of 64 bits are never equal by chance in any archive.
 */
#ifndef CHECK_WORDS_TABLE_H
#define CHECK_WORDS_TABLE_H

#include "check/words.h"

enum { WORD_CAPITALS_MAX = (1 << 26) - 1 };

struct word_slot {
	uint64_t key;      /* 0: empty */
	const char *at[2]; /* the first two that have no capital but the first
			      letter, or NULL */
	uint32_t count;
	uint32_t capitals : 26; /* how many begin with one */
	uint32_t len : 6;
};

/* The slot of a word by its hash, or NULL. */
const struct word_slot *words_find(const struct words *words, uint64_t key);

/*
 * A set of (half of a word, length of the word).  Of two words one letter
 * apart the first or the last letters are equal: two of them in short words,
 * three and four in longer ones.
 */
enum { FILTER_BITS = 1 << 16 };

struct word_filter {
	uint64_t bit[FILTER_BITS / 64];
};

/* The bit of words of `len` letters that begin, or end, as this one does. */
static inline size_t filter_bit(struct str word, size_t len, bool end)
{
	size_t half = len < 7 ? 2 : len < 9 ? 3 : 4;
	size_t at = end ? word.len - half : 0;
	uint32_t letters = (uint32_t)(2 * len + end);

	for (size_t i = at; i < at + half; i++)
		letters = letters << 5 | (word.at[i] & 31);
	return letters * UINT32_C(0x9e3779b1) >> 16;
}

static inline bool filter_has(const struct word_filter *filter, size_t bit)
{
	return (filter->bit[bit / 64] >> bit % 64 & 1) != 0;
}

/* FNV-1a: fast for short texts, letter by letter as they are read. */
#define HASH_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t hash_step(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)c) * UINT64_C(0x100000001b3);
}

static inline uint64_t hash_end(uint64_t hash)
{
	hash ^= hash >> 32;
	return hash != 0 ? hash : 1;
}

/* Of a word in any case, without the letter at `but` (STR_NONE: with all). */
static inline uint64_t hash_word(struct str word, size_t but)
{
	uint64_t hash = HASH_START;

	for (size_t i = 0; i < word.len; i++)
		if (i != but)
			hash = hash_step(hash, char_lower(word.at[i]));
	return hash_end(hash);
}

#endif
