/*
 * search_terms: the words of all items and where each occurs.
 *
 * Fed with the words of every item in the order of the item numbers; then
 * sorted once.  Besides the words, two neighbours that are both common make a
 * term of their own, "of the", so that a phrase of common words is found
 * without a look at the texts.
 *
 * Private to search*.c.
 */
#ifndef BUILD_SEARCH_TERMS_H
#define BUILD_SEARCH_TERMS_H

#include "base/arena.h"

enum {
	/* The most common words: neighbours among them are terms. */
	SEARCH_PAIRED = 600,
	/* The first of those are so common that readers know them by name,
	 * to look for the others first. */
	SEARCH_COMMON = 200,
};

struct search_slot;

struct search_term {
	struct str text; /* a word, or two with a blank between them */
	uint32_t count;  /* items that have it */
	uint32_t last;   /* one more than the last item seen */
	uint32_t from;   /* items[from..from + count), after the sort */
	bool paired;     /* one of the SEARCH_PAIRED words */
};

/* Made with zeros and the arena set. */
struct search_terms {
	struct arena *arena;      /* for the texts of terms */
	struct search_term *term; /* in the order of their first use */
	struct search_slot *slot; /* hash table of the terms */
	uint32_t *seen;  /* the terms in the order of the texts, and marks */
	uint32_t *order; /* indexes into term, sorted by text as bytes */
	uint32_t *items; /* numbers, ascending for each term */
	size_t terms, terms_room, slots, seens, seens_room;
	uint32_t item;                  /* the one that is being added */
	uint32_t paired[SEARCH_PAIRED]; /* terms, most common first */
	size_t paireds;
};

/* Words added from now on belong to this item; numbers must rise. */
void search_terms_item(struct search_terms *terms, uint32_t number);
/* The words of one text (a heading, or of an item). */
void search_terms_add(struct search_terms *terms, struct str text);
/* Find the common words and pairs, sort, fill in `items`. */
void search_terms_sort(struct search_terms *terms);
void search_terms_release(struct search_terms *terms);

#endif
