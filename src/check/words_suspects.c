#include <stdlib.h>

#include "base/nearest.h"
#include "check/dictionary.h"
#include "check/words_table.h"

/* A word that stands more often than this in the archive is meant so. */
enum { RARE = 2 };
/* Shorter words are too near to others. */
enum { SHORTEST = 5, SHORTEST_COMMON = 4, SHORT = 6 };
/* In an archive of so many issues words are common that stand in it so often;
 * in a smaller one less often. */
enum { LARGE_ARCHIVE = 200, COMMON = 15, COMMON_LEAST = 5 };
/* With less than so many the dictionary suggests what was meant, with very few
 * nothing is. */
enum { SMALL_ARCHIVE = 20, TINY_ARCHIVE = 3, SUGGESTIONS_MAX = 100 };
/* Without a dictionary, near a word of the settings. */
enum { LONG_WITHOUT_DICTIONARY = 8 };

/* A common word, with one of its letters left out or none. */
struct near_slot {
	uint64_t key;  /* 0: empty */
	uint32_t word; /* index */
};

struct common {
	struct str word;
	uint32_t count;
};

struct search {
	struct arena *arena;
	const struct words *words;
	const struct settings *settings;
	const struct str *wanted;
	size_t wanteds, issues;
	struct common *common;
	size_t commons;
	struct near_slot *slot;
	size_t slots; /* a power of two, at most half of them used */
	struct suspects found;
	size_t suggestions;
};

/* ---------------------------------------------------------- what is common */

static uint32_t common_count(size_t issues)
{
	if (issues >= LARGE_ARCHIVE)
		return COMMON;
	return (uint32_t)(COMMON_LEAST +
			  issues * (COMMON - COMMON_LEAST) / LARGE_ARCHIVE);
}

static void add_common(struct search *s, struct str word, uint32_t count)
{
	s->common = ARENA_GROW(s->arena, s->common, s->commons);
	s->common[s->commons++] = (struct common){ word, count };
}

static void find_common(struct search *s)
{
	const struct str_list *given = &s->settings->check.words;
	uint32_t least = common_count(s->issues);

	for (size_t i = 0; i < given->count; i++)
		if (given->item[i].len >= SHORTEST_COMMON)
			add_common(s, given->item[i], least);
	for (size_t i = 0; s->issues >= SMALL_ARCHIVE && i < s->words->slots;
	     i++) {
		const struct word_slot *slot = &s->words->slot[i];

		if (slot->key != 0 && slot->count >= least &&
		    slot->len >= SHORTEST_COMMON && slot->at[0] != NULL)
			add_common(s, (struct str){ slot->at[0], slot->len },
			    slot->count);
	}
}

static void add_near(struct search *s, uint64_t key, size_t word)
{
	size_t at = key & (s->slots - 1);

	while (s->slot[at].key != 0)
		at = (at + 1) & (s->slots - 1);
	s->slot[at] = (struct near_slot){ key, (uint32_t)word };
}

static void index_common(struct search *s)
{
	size_t keys = 1;

	for (size_t i = 0; i < s->commons; i++)
		keys += s->common[i].word.len + 1;
	for (s->slots = 64; s->slots < 2 * keys;)
		s->slots *= 2;
	s->slot = ARENA_ARRAY(s->arena, s->slots, struct near_slot);
	for (size_t i = 0; i < s->commons; i++) {
		struct str word = s->common[i].word;

		add_near(s, hash_word(word, STR_NONE), i);
		for (size_t k = 0; k < word.len; k++)
			/* "aab" without either a is the same. */
			if (k == 0 || word.at[k] != word.at[k - 1])
				add_near(s, hash_word(word, k), i);
	}
}

/* ------------------------------------------------------------- what is near */

/* The first letter in which two words differ. */
static size_t first_difference(struct str a, struct str b)
{
	size_t at = 0;

	while (at < a.len && at < b.len &&
	       char_lower(a.at[at]) == char_lower(b.at[at]))
		at++;
	return at;
}

static bool is_swap(struct str word, struct str meant, size_t at)
{
	return at + 1 < word.len && word.at[at] == char_lower(meant.at[at + 1]);
}

/*
 * May one have been mistyped for the other, rather than be another form of it
 * or another word?  Not "inlines" for "inline", "tabled" for "tables",
 * "fopen" for "open", "normalise" for "normalize".
 */
static bool is_plausible(struct str word, struct str meant)
{
	size_t at = first_difference(word, meant);

	if (word.len < meant.len)
		return word.len + 1 == meant.len && at < word.len;
	if (word.len > meant.len)
		return word.len > SHORT && at > 0 &&
		       (at < meant.len ||
			   word.at[at] == char_lower(meant.at[at - 1]));
	if (is_swap(word, meant, at))
		return true;
	return word.len >= SHORT && at > 0 && at + 1 < word.len &&
	       !(word.at[at] == 's' && char_lower(meant.at[at]) == 'z');
}

static const struct common *better(
    const struct common *best, const struct common *other, struct str word)
{
	if (other == NULL || (best != NULL && other->count <= best->count) ||
	    name_distance(other->word, word) != 1 ||
	    !is_plausible(word, other->word))
		return best;
	return other;
}

static const struct common *look_up(const struct search *s, uint64_t key,
    struct str word, const struct common *best)
{
	size_t at = key & (s->slots - 1);

	for (; s->slot[at].key != 0; at = (at + 1) & (s->slots - 1))
		if (s->slot[at].key == key && s->common != NULL)
			best = better(best, &s->common[s->slot[at].word], word);
	return best;
}

/* The most common word that was meant, or NULL. */
static const struct common *find_meant(const struct search *s, struct str word)
{
	const struct common *best =
	    look_up(s, hash_word(word, STR_NONE), word, NULL);

	for (size_t i = 0; i < word.len; i++)
		best = look_up(s, hash_word(word, i), word, best);
	return best;
}

/* ----------------------------------------------------------------- suspects */

static bool is_given(const struct search *s, struct str word)
{
	for (size_t i = 0; i < s->settings->check.words.count; i++)
		if (str_eq_fold(s->settings->check.words.item[i], word))
			return true;
	return false;
}

static bool is_wanted(const struct search *s, const char *at)
{
	size_t low = 0, high = s->wanteds;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct str text = s->wanted[middle];

		if ((uintptr_t)at < (uintptr_t)text.at)
			high = middle;
		else if ((uintptr_t)at >= (uintptr_t)text.at + text.len)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

static void add_suspect(struct search *s, struct str word, struct str meant)
{
	struct suspects *f = &s->found;

	if (!is_wanted(s, word.at))
		return;
	f->suspect = ARENA_GROW(s->arena, f->suspect, f->count);
	f->suspect[f->count++] = (struct suspect){ word, meant };
}

static bool is_rare(const struct search *s, const struct word_slot *slot)
{
	return slot->key != 0 && slot->count <= RARE && slot->len >= SHORTEST &&
	       ((slot->at[0] != NULL && is_wanted(s, slot->at[0])) ||
		   (slot->at[1] != NULL && is_wanted(s, slot->at[1])));
}

static void find_suspects(struct search *s)
{
	for (size_t i = 0; i < s->words->slots; i++) {
		const struct word_slot *slot = &s->words->slot[i];
		struct str word = { slot->at[0], slot->len };
		struct str meant = { 0 };
		const struct common *near;

		if (!is_rare(s, slot) || is_given(s, word))
			continue;
		near = find_meant(s, word);
		if (near != NULL)
			meant = near->word;
		/* What is near to nothing common may still be suggested. */
		if (near == NULL &&
		    (s->issues >= SMALL_ARCHIVE || s->issues < TINY_ARCHIVE))
			continue;
		add_suspect(s, word, meant);
		if (slot->at[1] != NULL)
			add_suspect(
			    s, (struct str){ slot->at[1], slot->len }, meant);
	}
}

static bool is_suggested(
    struct search *s, struct dictionary *d, struct suspect *suspect)
{
	if (s->suggestions++ >= SUGGESTIONS_MAX)
		return false;
	suspect->meant = dictionary_suggests(d, s->arena, suspect->word);
	return suspect->meant.at != NULL &&
	       name_distance(suspect->meant, suspect->word) == 1 &&
	       is_plausible(suspect->word, suspect->meant);
}

static bool is_mistyped(
    struct search *s, struct dictionary *d, struct suspect *suspect)
{
	if (d == NULL)
		return suspect->meant.at != NULL &&
		       is_given(s, suspect->meant) &&
		       suspect->word.len >= LONG_WITHOUT_DICTIONARY;
	if (dictionary_knows(d, suspect->word))
		return false;
	return suspect->meant.at != NULL || is_suggested(s, d, suspect);
}

static void ask_dictionary(struct search *s, const char *folder)
{
	struct dictionary *d = NULL;
	size_t kept = 0;

	if (s->found.count == 0)
		return;
	if (folder != NULL)
		d = dictionary_open(s->arena, folder, s->settings->language);
	for (size_t i = 0; i < s->found.count; i++)
		if (is_mistyped(s, d, &s->found.suspect[i]))
			s->found.suspect[kept++] = s->found.suspect[i];
	s->found.count = kept;
	dictionary_close(d);
}

static int by_place(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t)((const struct suspect *)left)->word.at;
	uintptr_t b = (uintptr_t)((const struct suspect *)right)->word.at;

	return (a > b) - (a < b);
}

struct suspects words_suspects(struct arena *arena, const struct words *words,
    const struct settings *settings, const struct str *wanted, size_t wanteds,
    size_t issues, const char *dictionaries)
{
	struct search s = { .arena = arena,
		.words = words,
		.settings = settings,
		.wanted = wanted,
		.wanteds = wanteds,
		.issues = issues };

	find_common(&s);
	index_common(&s);
	find_suspects(&s);
	if (s.found.count > 1)
		qsort(s.found.suspect, s.found.count, sizeof(*s.found.suspect),
		    by_place);
	ask_dictionary(&s, dictionaries);
	return s.found;
}

struct suspects suspects_in(const struct suspects *all, struct str text)
{
	struct suspects in = { 0 };
	size_t low = 0, high = all->count;

	if (all->count == 0)
		return in;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if ((uintptr_t)all->suspect[middle].word.at <
		    (uintptr_t)text.at)
			low = middle + 1;
		else
			high = middle;
	}
	in.suspect = all->suspect + low;
	while (low + in.count < all->count &&
	       (uintptr_t)all->suspect[low + in.count].word.at <
		   (uintptr_t)text.at + text.len)
		in.count++;
	return in;
}
