#include "check/census.h"

#include <stdlib.h>

#include "check/dictionary.h"

void census_begin(struct arena *arena, struct census *ret_census,
    const struct settings *settings, const struct str *wanted, size_t wanteds,
    bool all)
{
	struct words words = { 0 };

	*ret_census = (struct census){ .settings = settings };
	ret_census->dictionary =
	    dictionary_open(arena, WORDS_DICTIONARIES, settings->language);
	if (all)
		return;
	for (size_t i = 0; i < wanteds; i++)
		words_count(arena, &words, NULL, wanted[i]);
	ret_census->filter =
	    words_filter(arena, &words, settings, ret_census->dictionary);
}

void census_count(
    struct arena *keep, struct census *census, int worker, struct str text)
{
	words_count(keep, &census->words[worker], census->filter, text);
}

static int by_address(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t)((const struct str *)left)->at;
	uintptr_t b = (uintptr_t)((const struct str *)right)->at;

	return (a > b) - (a < b);
}

struct suspects census_end(struct arena *arena, const struct census *census,
    struct str *wanted, size_t wanteds, size_t issues)
{
	struct words words = { 0 };

	for (int w = 0; w < CREW_MAX; w++)
		words_add(arena, &words, &census->words[w]);
	qsort(wanted, wanteds, sizeof(*wanted), by_address);
	return words_suspects(arena, &words, census->settings, wanted, wanteds,
	    issues, census->dictionary);
}
