/* merge_words: three versions of a short text, merged word by word. */
#ifndef DRAFT_MERGE_WORDS_H
#define DRAFT_MERGE_WORDS_H

#include "base/arena.h"

/*
 * Merge what ours and theirs made of base, if they changed other words of it;
 * the target of a link is one word.  False if they touch one another.
 */
bool merge_words(struct arena *arena, struct str base, struct str ours,
    struct str theirs, struct str *ret_text);

/* Has `more` all the words of `less`, in their order?  Only what people read
 * counts if not `targets`. */
bool merge_words_within(struct str less, struct str more, bool targets);

#endif
