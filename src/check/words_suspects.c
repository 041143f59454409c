/*
 * Suspects: words that are rare and unknown are put in an index, and all words
 * that may have been meant are held against it.
 */
#include <stdlib.h>

#include "base/nearest.h"
#include "check/dictionary.h"
#include "check/words_table.h"

/* A word that stands more often than this in the archive is meant so. */
enum { RARE = 2 };
/* Shorter words are too near to others. */
enum { SHORTEST = 5, SHORTEST_MEANT = 4, SHORTEST_JOINED = 3, SHORT = 6 };
/* In an archive of so many issues words are common that stand in it so often;
 * in a smaller one less often. */
enum { LARGE_ARCHIVE = 200, COMMON = 15, COMMON_LEAST = 5 };
/* In comparison with common words. */
enum { VERY_COMMON = 10 };
/* Long words may be meant that are in the dictionary and not common. */
enum { LONG = 8 };
/* Words of more letters are not meant; with none of them and each left out. */
enum { NEAR_MAX = 64 };
/* With less than so many the words of the dictionary are as good as common,
 * with very few nothing is. */
enum { SMALL_ARCHIVE = 20, TINY_ARCHIVE = 3 };
/* Without a dictionary, near a word of the settings. */
enum { LONG_WITHOUT_DICTIONARY = 8 };

/* How sure it is what was meant. */
enum sureness { UNLIKELY, OF_DICTIONARY, IN_NAME, SURE };

/* A rare word that the dictionary does not know. */
struct candidate {
	struct str text; /* that it stands in */
	struct str word;
	bool capital;     /* begins with one */
	bool joined;      /* to other words, by hyphens or colons */
	bool twice;       /* once more, so perhaps meant so */
	struct str meant; /* what is best so far; at NULL if nothing */
	enum sureness sure;
	uint32_t count; /* of what was meant */
};

/* A word that may have been meant. */
struct meant {
	struct str word;
	uint32_t count, capitals;
};

/* A candidate, with one of its letters left out or none. */
struct near_slot {
	uint64_t key;       /* 0: empty */
	uint32_t candidate; /* index */
};

struct search {
	struct arena *arena;
	const struct words *words;
	const struct settings *settings;
	const struct dictionary *dictionary; /* NULL if there is none */
	const struct str *wanted;
	size_t wanteds, issues;
	uint32_t common; /* what stands so often is common */
	struct candidate *candidate;
	size_t candidates;
	struct near_slot *slot;
	size_t slots; /* a power of two, at most half of them used */
};

static bool is_given(const struct search *s, struct str word)
{
	for (size_t i = 0; i < s->settings->check.words.count; i++)
		if (str_eq_fold(s->settings->check.words.item[i], word))
			return true;
	return false;
}

/* --------------------------------------------------------------- candidates */

/* The text under check that holds a place; at NULL if none does. */
static struct str text_of(const struct search *s, const char *at)
{
	size_t low = 0, high = s->wanteds;

	while (at != NULL && low < high) {
		size_t middle = low + (high - low) / 2;
		struct str text = s->wanted[middle];

		if ((uintptr_t)at < (uintptr_t)text.at)
			high = middle;
		else if ((uintptr_t)at >= (uintptr_t)text.at + text.len)
			low = middle + 1;
		else
			return text;
	}
	return (struct str){ 0 };
}

/* Is there a hyphen or a colon that joins two words? */
static bool is_joint(struct str text, size_t at)
{
	if (at >= text.len || (text.at[at] != '-' && text.at[at] != ':'))
		return false;
	return text.at[at] == '-' ||
	       str_starts(str_sub(text, at, text.len), STR("::")) ||
	       str_starts(str_sub(text, at - 1, text.len), STR("::"));
}

/* The word that a joint before `end` joins to. */
static struct str word_before(struct str text, size_t end)
{
	size_t start;

	while (end > 0 && is_joint(text, end - 1))
		end--;
	for (start = end; start > 0 && char_is_alpha(text.at[start - 1]);)
		start--;
	return str_sub(text, start, end);
}

static struct str word_behind(struct str text, size_t start)
{
	size_t end;

	while (is_joint(text, start))
		start++;
	for (end = start; end < text.len && char_is_alpha(text.at[end]);)
		end++;
	return str_sub(text, start, end);
}

static bool is_plain_word(const struct search *s, struct str word)
{
	return word.len >= SHORTEST_JOINED &&
	       dictionary_knows(s->dictionary, word);
}

/* Is the word at [from, to) joined to words of the language?  Names are to
 * others. */
static bool is_joined_well(
    const struct search *s, struct str text, size_t from, size_t to)
{
	return (!is_joint(text, from - 1) ||
		   is_plain_word(s, word_before(text, from))) &&
	       (!is_joint(text, to) || is_plain_word(s, word_behind(text, to)));
}

/* Twice in one text may be one mistake. */
static bool is_twice(const struct search *s, const struct word_slot *slot)
{
	return slot->count > 1 &&
	       text_of(s, slot->at[0]).at != text_of(s, slot->at[1]).at;
}

static void add_candidate(
    struct search *s, const struct word_slot *slot, const char *place)
{
	struct str text = text_of(s, place);
	size_t at = (size_t)(place - text.at), end = at + slot->len;
	bool joined = is_joint(text, at - 1) || is_joint(text, end);
	struct candidate c = { .text = text,
		.word = str_sub(text, at, end),
		.joined = joined,
		.capital = char_lower(*place) != *place,
		.twice = is_twice(s, slot) };

	if (joined && (s->dictionary == NULL || c.capital || slot->count > 1 ||
			  !is_joined_well(s, text, at, end)))
		return;
	s->candidate = ARENA_GROW(s->arena, s->candidate, s->candidates);
	s->candidate[s->candidates++] = c;
}

static bool is_unknown(const struct search *s, struct str word)
{
	if (is_given(s, word))
		return false;
	if (s->dictionary == NULL)
		return word.len >= LONG_WITHOUT_DICTIONARY;
	return !dictionary_knows(s->dictionary, word);
}

static void find_candidates(struct search *s)
{
	for (size_t i = 0; i < s->words->slots; i++) {
		const struct word_slot *slot = &s->words->slot[i];
		bool here[2];

		if (slot->key == 0 || slot->count > RARE ||
		    slot->len < SHORTEST)
			continue;
		for (int k = 0; k < 2; k++)
			here[k] = text_of(s, slot->at[k]).at != NULL;
		if ((!here[0] && !here[1]) ||
		    !is_unknown(s, (struct str){ slot->at[0], slot->len }))
			continue;
		for (int k = 0; k < 2; k++)
			if (here[k])
				add_candidate(s, slot, slot->at[k]);
	}
}

/* -------------------------------------------------------------------- index */

static void add_near(struct search *s, uint64_t key, size_t candidate)
{
	size_t at = key & (s->slots - 1);

	while (s->slot[at].key != 0)
		at = (at + 1) & (s->slots - 1);
	s->slot[at] = (struct near_slot){ key, (uint32_t)candidate };
}

/* The hashes of a word with none of its letters left out, then with each:
 * "aab" without either a is the same.  Returns how many. */
static size_t near_hashes(struct str word, uint64_t hash[NEAR_MAX])
{
	uint64_t start = HASH_START;
	size_t count = 1;

	for (size_t k = 0; k < word.len; k++) {
		uint64_t without = start;

		start = hash_step(start, char_lower(word.at[k]));
		if (k > 0 && word.at[k] == word.at[k - 1])
			continue;
		for (size_t i = k + 1; i < word.len; i++)
			without = hash_step(without, char_lower(word.at[i]));
		hash[count++] = hash_end(without);
	}
	hash[0] = hash_end(start);
	return count;
}

static void index_candidates(struct search *s)
{
	uint64_t hash[NEAR_MAX];
	size_t keys = 0;

	for (size_t i = 0; i < s->candidates; i++)
		keys += s->candidate[i].word.len + 1;
	for (s->slots = 64; s->slots < 2 * keys;)
		s->slots *= 2;
	s->slot = ARENA_ARRAY(s->arena, s->slots, struct near_slot);
	for (size_t i = 0; i < s->candidates; i++) {
		size_t count = near_hashes(s->candidate[i].word, hash);

		for (size_t k = 0; k < count; k++)
			add_near(s, hash[k], i);
	}
}

/* ------------------------------------------------------------ what was meant */

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
	return at + 1 < word.len &&
	       char_lower(word.at[at]) == char_lower(meant.at[at + 1]);
}

/*
 * May one have been mistyped for the other, rather than be another form of it
 * or another word?  Not "inlines" for "inline", "tabled" for "tables",
 * "fopen" for "open", "normalise" for "normalize".
 */
static bool is_plausible(struct str word, struct str meant, bool very_common)
{
	size_t at = first_difference(word, meant);

	if (word.len < meant.len)
		return at < word.len;
	if (word.len > meant.len)
		return word.len > SHORT && at > 0 &&
		       (at < meant.len || char_lower(word.at[at]) ==
					      char_lower(meant.at[at - 1]));
	if (is_swap(word, meant, at))
		return true;
	return word.len >= (very_common ? SHORTEST : SHORT) && at > 0 &&
	       at + 1 < word.len &&
	       !(char_lower(word.at[at]) == 's' &&
		   char_lower(meant.at[at]) == 'z');
}

static bool is_word(const struct search *s, struct str word)
{
	return s->dictionary != NULL && dictionary_knows(s->dictionary, word);
}

/* A name is likely to be a rare name, unless a common one was meant. */
static enum sureness sureness_of(
    const struct search *s, const struct candidate *c, const struct meant *m)
{
	uint32_t small = m->count - m->capitals;

	if (c->twice && m->count < VERY_COMMON * s->common)
		return UNLIKELY;
	if (c->capital && c->word.len < SHORT)
		return UNLIKELY;
	if (c->joined || c->capital) {
		if (m->count >= s->common && is_word(s, m->word))
			return IN_NAME;
		if (c->capital && m->capitals >= s->common)
			return IN_NAME;
	} else if (small >= s->common) {
		return SURE;
	}
	if (c->word.len >= LONG && m->count > 1 && is_word(s, m->word))
		return OF_DICTIONARY;
	return UNLIKELY;
}

static void consider(
    const struct search *s, struct candidate *c, const struct meant *m)
{
	bool very_common = m->count >= VERY_COMMON * s->common;
	enum sureness sure;

	if (name_distance(m->word, c->word) != 1 ||
	    !is_plausible(c->word, m->word, very_common))
		return;
	sure = sureness_of(s, c, m);
	if (sure < c->sure || (sure == c->sure && m->count <= c->count))
		return;
	c->sure = sure;
	c->count = m->count;
	c->meant = m->word;
}

/* Hold a word against all candidates that are near. */
static void offer(const struct search *s, const struct meant *m)
{
	uint64_t hash[NEAR_MAX];
	size_t count;

	if (s->candidates == 0 || m->word.len < SHORTEST_MEANT ||
	    m->word.len >= NEAR_MAX)
		return;
	count = near_hashes(m->word, hash);
	for (size_t k = 0; k < count; k++) {
		size_t at = hash[k] & (s->slots - 1);

		for (; s->slot[at].key != 0; at = (at + 1) & (s->slots - 1))
			if (s->slot[at].key == hash[k])
				consider(
				    s, &s->candidate[s->slot[at].candidate], m);
	}
}

static void offer_given(const struct search *s)
{
	const struct str_list *given = &s->settings->check.words;

	for (size_t i = 0; i < given->count; i++)
		offer(s, &(struct meant){
			     given->item[i], 2 * s->common, s->common });
}

static void offer_archive(const struct search *s)
{
	for (size_t i = 0; i < s->words->slots; i++) {
		const struct word_slot *slot = &s->words->slot[i];

		if (slot->key != 0 && slot->count > 1 && slot->at[0] != NULL)
			offer(s, &(struct meant){ { slot->at[0], slot->len },
				     slot->count, slot->capitals });
	}
}

static void offer_dictionary(const struct search *s)
{
	struct meant m = { .count = 2 * s->common, .capitals = s->common };

	for (size_t at = 0; dictionary_next(s->dictionary, &at, &m.word);)
		offer(s, &m);
}

/* ----------------------------------------------------------------- suspects */

/* By text, the surest first. */
static int by_sureness(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	uintptr_t x = (uintptr_t)a->text.at, y = (uintptr_t)b->text.at;

	if (x != y)
		return x < y ? -1 : 1;
	if (a->sure != b->sure)
		return a->sure > b->sure ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->word.at > b->word.at) - (a->word.at < b->word.at);
}

static int by_place(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t)((const struct suspect *)left)->word.at;
	uintptr_t b = (uintptr_t)((const struct suspect *)right)->word.at;

	return (a > b) - (a < b);
}

/* What was meant, with a capital or without. */
static struct str written(struct arena *arena, struct str meant, bool capital)
{
	char *text = arena_alloc(arena, meant.len + 1);

	for (size_t i = 0; i < meant.len; i++)
		text[i] = char_lower(meant.at[i]);
	if (capital)
		text[0] = (char)(text[0] - 'a' + 'A');
	return (struct str){ text, meant.len };
}

static void add_suspect(
    struct arena *arena, struct suspects *to, const struct candidate *c)
{
	to->suspect = ARENA_GROW(arena, to->suspect, to->count);
	to->suspect[to->count++] = (struct suspect){
		.word = c->word,
		.meant = written(arena, c->meant, c->capital),
	};
}

static struct suspects surest(struct search *s)
{
	struct suspects found = { 0 };
	size_t kept = 0;

	if (s->candidates > 0)
		qsort(s->candidate, s->candidates, sizeof(*s->candidate),
		    by_sureness);
	for (size_t i = 0; i < s->candidates; i++) {
		const struct candidate *c = &s->candidate[i];

		if (i == 0 || c->text.at != c[-1].text.at)
			kept = 0;
		if (c->sure == UNLIKELY || kept == SUSPECTS_MAX)
			continue;
		add_suspect(s->arena, &found, c);
		kept++;
	}
	if (found.count > 0)
		qsort(found.suspect, found.count, sizeof(*found.suspect),
		    by_place);
	return found;
}

static uint32_t common_count(size_t issues)
{
	if (issues >= LARGE_ARCHIVE)
		return COMMON;
	return (uint32_t)(COMMON_LEAST +
			  issues * (COMMON - COMMON_LEAST) / LARGE_ARCHIVE);
}

struct suspects words_suspects(struct arena *arena, const struct words *words,
    const struct settings *settings, const struct str *wanted, size_t wanteds,
    size_t issues, const struct dictionary *dictionary)
{
	struct search s = { .arena = arena,
		.words = words,
		.settings = settings,
		.wanted = wanted,
		.wanteds = wanteds,
		.issues = issues,
		.dictionary = dictionary,
		.common = common_count(issues) };

	find_candidates(&s);
	index_candidates(&s);
	offer_given(&s);
	if (issues >= SMALL_ARCHIVE && s.dictionary != NULL)
		offer_archive(&s);
	else if (issues >= TINY_ARCHIVE && s.dictionary != NULL)
		offer_dictionary(&s);
	return surest(&s);
}

static void add_bit(struct word_filter *filter, size_t bit)
{
	filter->bit[bit / 64] |= UINT64_C(1) << bit % 64;
}

struct word_filter *words_filter(struct arena *arena, const struct words *words,
    const struct settings *settings, const struct dictionary *dictionary)
{
	struct word_filter *filter = ARENA_NEW(arena, struct word_filter);
	struct search s = { .settings = settings, .dictionary = dictionary };

	for (size_t i = 0; i < words->slots; i++) {
		const struct word_slot *slot = &words->slot[i];
		struct str word = { slot->at[0], slot->len };

		if (word.at == NULL || word.len < SHORTEST ||
		    !is_unknown(&s, word))
			continue;
		for (size_t len = word.len - 1; len <= word.len + 1; len++) {
			add_bit(filter, filter_bit(word, len, false));
			add_bit(filter, filter_bit(word, len, true));
		}
	}
	return filter;
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
