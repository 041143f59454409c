#include "build/search_terms.h"

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
	COMMON_AT_LEAST = 64,
};

static void see(struct search_terms *t, uint32_t what)
{
	if (t->seens == t->seens_room) {
		t->seens_room = t->seens_room > 0 ? t->seens_room * 2 : 4096;
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
		t->terms_room = t->terms_room > 0 ? t->terms_room * 2 : 1024;
		t->term = xrealloc(t->term, t->terms_room * sizeof(*t->term));
	}
	t->term[t->terms] = (struct search_term){ .text = text };
	return (uint32_t)t->terms++;
}

/* The slot of a word: with its term, or the empty one where it belongs. */
static uint32_t *find_slot(struct search_terms *t, struct str word)
{
	size_t mask = t->slots - 1;
	size_t at = (size_t)search_hash(0, word) & mask;

	while (t->slot[at] != 0 && !str_eq(t->term[t->slot[at] - 1].text, word))
		at = (at + 1) & mask;
	return &t->slot[at];
}

/* Twice the slots; at most half of them are in use. */
static void grow_slots(struct search_terms *t)
{
	t->slots = t->slots > 0 ? t->slots * 2 : 4096;
	free(t->slot);
	t->slot = xmalloc(t->slots * sizeof(*t->slot));
	memset(t->slot, 0, t->slots * sizeof(*t->slot));
	for (size_t i = 0; i < t->terms; i++)
		*find_slot(t, t->term[i].text) = (uint32_t)i + 1;
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
		uint32_t *slot;

		if (t->terms >= t->slots / 2)
			grow_slots(t);
		slot = find_slot(t, words.word);
		if (*slot == 0)
			*slot =
			    new_term(t, arena_str(t->arena, words.word)) + 1;
		count(&t->term[*slot - 1], t->item);
		see(t, *slot - 1);
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

static void find_common(struct search_terms *t)
{
	struct search_term **list = xmalloc((t->terms + 1) * sizeof(*list));
	size_t found = 0;

	for (size_t i = 0; i < t->terms; i++)
		if (t->term[i].count >= COMMON_AT_LEAST)
			list[found++] = &t->term[i];
	qsort(list, found, sizeof(*list), more_common);
	t->commons = found < SEARCH_COMMON ? found : SEARCH_COMMON;
	for (size_t i = 0; i < t->commons; i++) {
		list[i]->common = (uint32_t)i + 1;
		t->common[i] = (uint32_t)(list[i] - t->term);
	}
	free(list);
}

/* The term of two common words; `pairs` has one more than its index. */
static uint32_t pair_term(
    struct search_terms *t, uint32_t *pairs, uint32_t left, uint32_t right)
{
	uint32_t *pair = &pairs[(t->term[left].common - 1) * SEARCH_COMMON +
				t->term[right].common - 1];

	if (*pair == 0)
		*pair = new_term(t, arena_printf(t->arena, "%.*s %.*s",
					STR_ARG(t->term[left].text),
					STR_ARG(t->term[right].text))) +
			1;
	return *pair - 1;
}

/*
 * Go through all that was seen once more.  With `fill` false count the pairs;
 * true: note the items of words and pairs.
 */
static void each_seen(struct search_terms *t, uint32_t *pairs, bool fill)
{
	uint32_t item = 0, before = MARK_TEXT;

	for (size_t i = 0; i < t->seens; i++) {
		uint32_t now = t->seen[i];

		if (now == MARK_ITEM)
			item = t->seen[++i];
		if (now == MARK_ITEM || now == MARK_TEXT) {
			before = MARK_TEXT;
			continue;
		}
		if (before != MARK_TEXT && t->term[before].common != 0 &&
		    t->term[now].common != 0) {
			uint32_t pair = pair_term(t, pairs, before, now);

			if (!fill)
				count(&t->term[pair], item);
			else if (t->term[pair].last != item + 1)
				t->items[t->term[pair].from++] = item;
			t->term[pair].last = item + 1;
		}
		if (fill && t->term[now].last != item + 1)
			t->items[t->term[now].from++] = item;
		if (fill)
			t->term[now].last = item + 1;
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

static void sort_terms(struct search_terms *t)
{
	struct sort_key *keys = xmalloc((t->terms + 1) * sizeof(*keys));

	for (size_t i = 0; i < t->terms; i++) {
		struct str text = t->term[i].text;
		uint64_t start = 0;

		for (size_t k = 0; k < 8; k++)
			start = start << 8 |
				(k < text.len ? (unsigned char)text.at[k] : 0);
		keys[i] = (struct sort_key){ start, text, (uint32_t)i };
	}
	qsort(keys, t->terms, sizeof(*keys), by_text);
	t->order = xmalloc((t->terms + 1) * sizeof(*t->order));
	for (size_t i = 0; i < t->terms; i++)
		t->order[i] = keys[i].term;
	free(keys);
}

void search_terms_sort(struct search_terms *t)
{
	size_t pairs_size = SEARCH_COMMON * SEARCH_COMMON * sizeof(uint32_t);
	uint32_t *pairs = xmalloc(pairs_size);
	uint32_t total = 0;

	memset(pairs, 0, pairs_size);
	find_common(t);
	each_seen(t, pairs, false);
	for (size_t i = 0; i < t->terms; i++) {
		t->term[i].from = total;
		t->term[i].last = 0;
		total += t->term[i].count;
	}
	t->items = xmalloc(((size_t)total + 1) * sizeof(*t->items));
	each_seen(t, pairs, true);
	for (size_t i = 0; i < t->terms; i++)
		t->term[i].from -= t->term[i].count;
	free(pairs);
	sort_terms(t);
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
