/*
 * search_words: a text as the words that are searched for.
 *
 * A word is a run of letters and digits of any script, without case, accents
 * on Latin letters and combining accents; an ideograph or kana is a word of
 * its own.  theme/search.js cuts the same way.
 *
 * Private to search*.c.
 */
#ifndef BUILD_SEARCH_WORDS_H
#define BUILD_SEARCH_WORDS_H

#include "base/limits.h"
#include "base/str.h"

struct search_words {
	struct str rest; /* set to the text */
	struct str word; /* the last one taken; valid until the next */
	char buf[4 * LIMIT_SEARCH_WORD];
};

/* Take the next word off the front; false at the end. */
bool search_words_take(struct search_words *words);

#endif
