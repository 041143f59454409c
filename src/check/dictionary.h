/*
 * dictionary: the words of a language, from the files of hunspell.
 * Private to src/check.
 *
 * Reads FOLDER/LANGUAGE.dic, a list of stems, and the prefixes and suffixes
 * of FOLDER/LANGUAGE.aff.  The library itself takes ten times as long to open
 * them, mostly for what is not asked here.  In doubt a word is known: forms
 * whose flags this cannot read, and words joined of two in a language that
 * joins them.
 */
#ifndef CHECK_DICTIONARY_H
#define CHECK_DICTIONARY_H

#include "base/arena.h"

struct dictionary;

/* Read the dictionaries of a language (BCP 47: "en" is American and British
 * English) in a folder.  NULL if there is none, or it cannot be read.  Takes
 * 5 ms; it lives in the arena. */
struct dictionary *dictionary_open(
    struct arena *arena, const char *folder, struct str language);

/* Is it a word, in any case?  Of ASCII letters; longer than 64, it is. */
bool dictionary_knows(const struct dictionary *d, struct str word);

/* The next stem; start with *at of 0.  False when there is no more. */
bool dictionary_next(
    const struct dictionary *d, size_t *at, struct str *ret_stem);

#endif
