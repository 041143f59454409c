/*
 * words: how often each word stands in the archive, and which look mistyped.
 * Private to src/check.
 *
 * A word that is rare in all issues, one letter away from one that is common
 * there, and unknown to the dictionary of the language is a suspect.  Only
 * words of ASCII letters count, and only those of running text: not in code,
 * addresses, comments, names with dots or digits.
 */
#ifndef CHECK_WORDS_H
#define CHECK_WORDS_H

#include "base/arena.h"
#include "model/settings.h"

struct word_slot;
struct word_filter;
struct dictionary;

/* The words of some texts.  Zeros are an empty one; it lives in the arena
 * that words_count is given. */
struct words {
	struct word_slot *slot;
	size_t slots, used;
};

/* Count the words of a text, which must outlive the table: those that a
 * filter lets pass, or (NULL) all. */
void words_count(struct arena *arena, struct words *words,
    const struct word_filter *filter, struct str text);
/* Add all counts of another table. */
void words_add(
    struct arena *arena, struct words *words, const struct words *other);

/* A filter for what may matter to the words of texts under check: those that
 * the dictionary (NULL: none) does not know, and what is near them.  Most
 * words are neither, and finding that out is cheaper than counting them. */
struct word_filter *words_filter(struct arena *arena, const struct words *words,
    const struct settings *settings, const struct dictionary *dictionary);

/* A word of some text that looks mistyped. */
struct suspect {
	struct str word;  /* where it stands */
	struct str meant; /* with a capital if the word has one */
};

/* Invariant: sorted by the address of the word. */
struct suspects {
	struct suspect *suspect;
	size_t count;
};

/* More in one text tire its editor. */
enum { SUSPECTS_MAX = 5 };

/* Where dictionaries are. */
#define WORDS_DICTIONARIES "/usr/share/hunspell"

/*
 * The suspects among the words of the `wanted` texts, which are sorted by
 * their addresses: of each text the SUSPECTS_MAX that are the surest.
 * `issues` is how many texts were counted: a few have no common words, and
 * those of the dictionary take their place.  Without a
 * dictionary (NULL: none is used) only what is near a word of
 * settings->check.words is a suspect.
 */
struct suspects words_suspects(struct arena *arena, const struct words *words,
    const struct settings *settings, const struct str *wanted, size_t wanteds,
    size_t issues, const struct dictionary *dictionary);

/* Those inside a text. */
struct suspects suspects_in(const struct suspects *all, struct str text);

#endif
