#include "build/search_terms.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "build/search_part.h"
#include "build/search_words.h"

enum {
	/* In `seen`: the next entry is the number of the item that follows;
	 * a new text starts, its first word has no neighbour before it. */
	MARK_ITEM = INT32_MAX,
	MARK_TEXT = INT32_MAX - 1,
	/* A word in fewer items is rare enough without pairs. */
	PAIRED_AT_LEAST = 64,
};

static void *zeros(size_t count, size_t size)
{
	return memset(xmalloc(count * size), 0, count * size);
}

static void see(struct search_terms *t, uint32_t what)
{
	if (t->seens == t->seens_room) {
		t->seens_room += t->seens_room / 4 + 4096;
		t->seen = xrealloc(t->seen, t->seens_room * sizeof(*t->seen));
	}
	t->seen[t->seens++] = what;
}

void search_terms_item(struct search_terms *t, uint32_t number)
{
	t->item = number;
	see(t, MARK_ITEM);
	see(t, number);
}

static uint32_t new_term(struct search_terms *t, struct str text)
{
	if (t->terms == t->terms_room) {
		t->terms_room += t->terms_room / 4 + 4096;
		t->term = xrealloc(t->term, t->terms_room * sizeof(*t->term));
	}
	t->term[t->terms] = (struct search_term){ .text = text };
	return (uint32_t)t->terms++;
}

struct search_slot {
	uint32_t hash;
	uint32_t term; /* index plus one; 0: the slot is empty */
};

/* The slot of a word: with its term, or the empty one where it belongs. */
static struct search_slot *find_slot(
    const struct search_terms *t, struct str word, uint32_t hash)
{
	size_t mask = t->slots - 1;
	size_t at = hash & mask;

	while (t->slot[at].term != 0 &&
	       (t->slot[at].hash != hash ||
		   !str_eq(t->term[t->slot[at].term - 1].text, word)))
		at = (at + 1) & mask;
	return &t->slot[at];
}

/* Twice the slots; at most half of them are in use. */
static void grow_slots(struct search_terms *t)
{
	struct search_slot *old = t->slot;
	size_t olds = t->slots;

	t->slots = olds > 0 ? olds * 2 : 4096;
	t->slot = zeros(t->slots, sizeof(*t->slot));
	for (size_t i = 0; i < olds; i++) {
		size_t at = old[i].hash & (t->slots - 1);

		if (old[i].term == 0)
			continue;
		while (t->slot[at].term != 0)
			at = (at + 1) & (t->slots - 1);
		t->slot[at] = old[i];
	}
	free(old);
}

static void count(struct search_term *term, uint32_t item)
{
	term->count += term->last != item + 1;
	term->last = item + 1;
}

void search_terms_add(struct search_terms *t, struct str text)
{
	struct search_words words = { .rest = text };

	see(t, MARK_TEXT);
	while (search_words_take(&words)) {
		uint32_t hash = (uint32_t)search_hash(0, words.word);
		struct search_slot *slot;

		if (t->terms >= t->slots / 2)
			grow_slots(t);
		slot = find_slot(t, words.word, hash);
		if (slot->term == 0) {
			slot->hash = hash;
			slot->term =
			    new_term(t, arena_str(t->arena, words.word)) + 1;
		}
		count(&t->term[slot->term - 1], t->item);
		see(t, slot->term - 1);
	}
}

static int more_common(const void *a, const void *b)
{
	const struct search_term *x = *(const struct search_term *const *)a;
	const struct search_term *y = *(const struct search_term *const *)b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return str_cmp(x->text, y->text);
}

static void find_paired(struct search_terms *t)
{
	struct search_term **list = xmalloc((t->terms + 1) * sizeof(*list));
	size_t found = 0;

	for (size_t i = 0; i < t->terms; i++)
		if (t->term[i].count >= PAIRED_AT_LEAST)
			list[found++] = &t->term[i];
	qsort(list, found, sizeof(*list), more_common);
	t->paireds = found < SEARCH_PAIRED ? found : SEARCH_PAIRED;
	for (size_t i = 0; i < t->paireds; i++) {
		t->paired[i] = (uint32_t)(list[i] - t->term);
		list[i]->paired = true;
	}
	free(list);
}

/* For the two walks through `seen`: small, since they touch it at random. */
struct walk {
	uint16_t *rank;  /* of each word among the common ones plus one, or 0 */
	uint32_t *pairs; /* [rank][rank]: term of the pair plus one, or 0 */
	struct cursor {
		uint32_t at;   /* where its next item goes */
		uint32_t last; /* one more than its last item */
	} * cursor;            /* of each term; NULL: only find the pairs */
};

_Static_assert(SEARCH_PAIRED < UINT16_MAX, "ranks are 16 bits");

static struct str two_words(struct arena *arena, struct str a, struct str b)
{
	char *text = arena_alloc(arena, a.len + 1 + b.len);

	memcpy(text, a.at, a.len);
	text[a.len] = ' ';
	memcpy(text + a.len + 1, b.at, b.len);
	return (struct str){ text, a.len + 1 + b.len };
}

/* The term of two neighbours, made at its first use. */
static uint32_t pair_term(struct search_terms *t, const struct walk *walk,
    uint32_t left, uint32_t right)
{
	size_t at = (walk->rank[left] - 1U) * SEARCH_PAIRED;
	uint32_t *pair = &walk->pairs[at + walk->rank[right] - 1];

	if (*pair == 0)
		*pair = new_term(t, two_words(t->arena, t->term[left].text,
					t->term[right].text)) +
			1;
	return *pair - 1;
}

static void note(struct search_terms *t, const struct walk *walk, uint32_t term,
    uint32_t item)
{
	struct cursor *cursor = &walk->cursor[term];

	if (cursor->last == item + 1)
		return;
	cursor->last = item + 1;
	t->items[cursor->at++] = item;
}

/* Count the items of pairs, or (with cursors) note the items of all. */
static void walk_seen(struct search_terms *t, const struct walk *walk)
{
	uint32_t item = 0, before = MARK_TEXT;

	for (size_t i = 0; i < t->seens; i++) {
		uint32_t now = t->seen[i], pair;

		if (now == MARK_ITEM)
			item = t->seen[++i];
		if (now == MARK_ITEM || now == MARK_TEXT) {
			before = MARK_TEXT;
			continue;
		}
		if (walk->cursor != NULL)
			note(t, walk, now, item);
		if (walk->rank[now] == 0)
			now = MARK_TEXT; /* no neighbour of what follows */
		else if (before != MARK_TEXT) {
			pair = pair_term(t, walk, before, now);
			if (walk->cursor != NULL)
				note(t, walk, pair, item);
			else
				count(&t->term[pair], item);
		}
		before = now;
	}
}

/* What is sorted: eight bytes decide nearly always. */
struct sort_key {
	uint64_t start; /* of the text, big-endian */
	struct str text;
	uint32_t term;
};

static int by_text(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return str_cmp(x->text, y->text);
}

/* The words, of which there are as many as terms before there are pairs. */
static uint32_t *sort_words(const struct search_terms *t)
{
	struct sort_key *keys = xmalloc((t->terms + 1) * sizeof(*keys));
	uint32_t *sorted = xmalloc((t->terms + 1) * sizeof(*sorted));

	for (size_t i = 0; i < t->terms; i++) {
		struct str text = t->term[i].text;
		uint64_t start = 0;

		for (size_t k = 0; k < 8; k++)
			start = start << 8 |
				(k < text.len ? (unsigned char)text.at[k] : 0);
		keys[i] = (struct sort_key){ start, text, (uint32_t)i };
	}
	qsort(keys, t->terms, sizeof(*keys), by_text);
	for (size_t i = 0; i < t->terms; i++)
		sorted[i] = keys[i].term;
	free(keys);
	return sorted;
}

/*
 * Put the pairs in between: a blank is less than all that words are made of,
 * so that the pairs of a word come right behind it, in the order of the
 * second words.
 */
static void order_terms(struct search_terms *t, const struct walk *walk,
    const uint32_t *sorted, size_t words)
{
	uint32_t second[SEARCH_PAIRED];
	size_t seconds = 0, to = 0;

	for (size_t i = 0; i < words; i++)
		if (walk->rank[sorted[i]] != 0)
			second[seconds++] = walk->rank[sorted[i]] - 1U;
	t->order = xmalloc((t->terms + 1) * sizeof(*t->order));
	for (size_t i = 0; i < words; i++) {
		size_t rank = walk->rank[sorted[i]];

		t->order[to++] = sorted[i];
		for (size_t k = 0; rank != 0 && k < seconds; k++) {
			uint32_t pair =
			    walk->pairs[(rank - 1) * SEARCH_PAIRED + second[k]];

			if (pair != 0)
				t->order[to++] = pair - 1;
		}
	}
	assert(to == t->terms);
}

/* Give every term its place in `items` and fill it. */
static void fill_items(struct search_terms *t, struct walk *walk)
{
	uint32_t total = 0;

	walk->cursor = zeros(t->terms + 1, sizeof(*walk->cursor));
	for (size_t i = 0; i < t->terms; i++) {
		t->term[i].from = walk->cursor[i].at = total;
		total += t->term[i].count;
	}
	t->items = xmalloc(((size_t)total + 1) * sizeof(*t->items));
	walk_seen(t, walk);
	free(walk->cursor);
	free(t->seen);
	t->seen = NULL;
	t->seens = t->seens_room = 0;
}

void search_terms_sort(struct search_terms *t)
{
	size_t words = t->terms;
	size_t pairs = (size_t)SEARCH_PAIRED * SEARCH_PAIRED;
	struct walk walk = { .rank = zeros(words + 1, sizeof(*walk.rank)),
		.pairs = zeros(pairs, sizeof(*walk.pairs)) };
	uint32_t *sorted = sort_words(t);

	free(t->slot); /* no more words come */
	t->slot = NULL;
	t->slots = 0;
	find_paired(t);
	for (size_t i = 0; i < t->paireds; i++)
		walk.rank[t->paired[i]] = (uint16_t)(i + 1);
	walk_seen(t, &walk); /* finds the pairs */
	order_terms(t, &walk, sorted, words);
	fill_items(t, &walk);
	free(sorted);
	free(walk.rank);
	free(walk.pairs);
}

void search_terms_release(struct search_terms *t)
{
	free(t->term);
	free(t->slot);
	free(t->seen);
	free(t->order);
	free(t->items);
	*t = (struct search_terms){ 0 };
}
