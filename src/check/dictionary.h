/*
 * dictionary: asks hunspell, if it is installed.
 * Private to src/check.
 *
 * The library is loaded when it is asked for, and nothing links to it: a
 * machine without it, or without a dictionary of the language, has none.
 */
#ifndef CHECK_DICTIONARY_H
#define CHECK_DICTIONARY_H

#include "base/arena.h"

struct dictionary;

/* Open the dictionaries of a language (BCP 47: "en" is American and British
 * English) in a folder.  NULL if there is none.  Takes 50 ms. */
struct dictionary *dictionary_open(
    struct arena *arena, const char *folder, struct str language);
void dictionary_close(struct dictionary *d);

/* Is it a word?  Of ASCII letters, up to 64. */
bool dictionary_knows(struct dictionary *d, struct str word);
/* What it thinks was meant, at NULL if nothing; in the arena. */
struct str dictionary_suggests(
    struct dictionary *d, struct arena *arena, struct str word);

#endif
