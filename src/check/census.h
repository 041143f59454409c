/*
 * census: all words of the newsletter counted, by several threads, to find
 * those that look mistyped.  Private to src/check.
 *
 *	census_begin	with the texts under check
 *	census_count	each text of the archive, of any thread
 *	census_end	the suspects
 */
#ifndef CHECK_CENSUS_H
#define CHECK_CENSUS_H

#include "base/crew.h"
#include "check/words.h"

struct census {
	const struct settings *settings;
	const struct dictionary *dictionary; /* NULL: there is none */
	const struct word_filter *filter;    /* NULL: all words matter */
	struct words words[CREW_MAX];        /* of each worker */
};

/* Open the dictionary of the newsletter's language, and find out which words
 * matter to the texts under check; or, with `all`, take every word. */
void census_begin(struct arena *arena, struct census *ret_census,
    const struct settings *settings, const struct str *wanted, size_t wanteds,
    bool all);

/* Count the words of a text, in the arena of the worker that reads it. */
void census_count(
    struct arena *keep, struct census *census, int worker, struct str text);

/* Join what the workers counted: the suspects of the texts under check.
 * `wanted` gets sorted by address.  `issues` is how many texts were counted. */
struct suspects census_end(struct arena *arena, const struct census *census,
    struct str *wanted, size_t wanteds, size_t issues);

#endif
