#include "draft/lines.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
	FIRST_SLOTS = 256,
	/* Ranges with so many pairs of elements, per element, are compared
	 * pair by pair; larger ones are cut at what is unique first. */
	PAIRS_PER_ELEMENT = 128,
	MAX_PAIRS = 1 << 20,
	/* How often a range is cut. */
	MAX_DEPTH = 8,
};

struct names_slot {
	uint64_t hash;
	struct str text;
	uint32_t id; /* 0: empty */
};

static struct names_slot *find_slot(
    const struct names *names, uint64_t hash, struct str text)
{
	size_t at = (size_t)hash & (names->slots - 1);

	while (
	    names->slot[at].id != 0 && (names->slot[at].hash != hash ||
					   !str_eq(names->slot[at].text, text)))
		at = (at + 1) & (names->slots - 1);
	return &names->slot[at];
}

static void grow(struct names *names, struct arena *arena)
{
	struct names old = *names;

	names->slots = old.slots == 0 ? FIRST_SLOTS : 2 * old.slots;
	names->slot = ARENA_ARRAY(arena, names->slots, struct names_slot);
	for (size_t i = 0; i < old.slots; i++) {
		const struct names_slot *slot = &old.slot[i];

		if (slot->id != 0)
			*find_slot(names, slot->hash, slot->text) = *slot;
	}
}

uint32_t names_add(struct names *names, struct arena *arena, struct str text)
{
	uint64_t hash = XXH3_64bits(text.at != NULL ? text.at : "", text.len);
	struct names_slot *slot;

	if (2 * (size_t)names->count >= names->slots)
		grow(names, arena);
	slot = find_slot(names, hash, text);
	if (slot->id == 0)
		*slot = (struct names_slot){ hash, text, ++names->count };
	return slot->id;
}

bool lines_equal(struct lines a, struct lines b)
{
	return a.count == b.count &&
	       (a.count == 0 ||
		   memcmp(a.id, b.id, a.count * sizeof(*a.id)) == 0);
}

struct lines lines_sub(struct lines lines, size_t from, size_t to)
{
	return (struct lines){ lines.count > 0 ? lines.id + from : NULL,
		to - from };
}

void lines_rising(
    struct arena *arena, const size_t *number, size_t count, bool *ret_in)
{
	/* tail[k]: where the rising part of k + 1 elements ends that ends
	 * lowest; before[i]: the element before i in its part. */
	size_t *tail = ARENA_ARRAY(arena, count, size_t);
	size_t *before = ARENA_ARRAY(arena, count, size_t);
	size_t length = 0;

	for (size_t i = 0; i < count; i++) {
		size_t low = 0, high = length;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (number[tail[middle]] < number[i])
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low > 0 ? tail[low - 1] : STR_NONE;
		tail[low] = i;
		if (low == length)
			length++;
		ret_in[i] = false;
	}
	for (size_t i = length > 0 ? tail[length - 1] : STR_NONE; i != STR_NONE;
	     i = before[i])
		ret_in[i] = true;
}

/* What stays the same while two sequences are compared. */
struct match {
	struct arena *arena;
	struct arena pairs; /* emptied after each use */
	const uint32_t *a, *b;
	size_t *to;
};

struct range {
	size_t a, a_end, b, b_end;
};

/* Match what is equal at both ends. */
static struct range trim(struct match *m, struct range r)
{
	while (r.a < r.a_end && r.b < r.b_end && m->a[r.a] == m->b[r.b])
		m->to[r.a++] = r.b++;
	while (r.a < r.a_end && r.b < r.b_end &&
	       m->a[r.a_end - 1] == m->b[r.b_end - 1])
		m->to[--r.a_end] = --r.b_end;
	return r;
}

/* A longest common part, pair by pair. */
static void match_pairs(struct match *m, struct range r)
{
	size_t wide = r.b_end - r.b + 1, high = r.a_end - r.a + 1;
	/* common[i * wide + j]: length of what is common from i and j on. */
	uint32_t *common = ARENA_ARRAY(&m->pairs, wide * high, uint32_t);
	size_t i, j;

	for (i = high - 1; i-- > 0;) {
		uint32_t *row = &common[i * wide], *below = row + wide;

		for (j = wide - 1; j-- > 0;) {
			if (m->a[r.a + i] == m->b[r.b + j])
				row[j] = below[j + 1] + 1;
			else
				row[j] = below[j] > row[j + 1] ? below[j]
							       : row[j + 1];
		}
	}
	for (i = 0, j = 0; i + 1 < high && j + 1 < wide;) {
		if (m->a[r.a + i] == m->b[r.b + j])
			m->to[r.a + i++] = r.b + j++;
		else if (common[(i + 1) * wide + j] >= common[i * wide + j + 1])
			i++;
		else
			j++;
	}
	arena_reset(&m->pairs);
}

/* An element of either sequence, to be sorted. */
struct element {
	uint32_t id;
	bool in_b;
	size_t at;
};

static int element_cmp(const void *left, const void *right)
{
	const struct element *x = left, *y = right;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->in_b > y->in_b) - (x->in_b < y->in_b);
}

/* All elements of a range, equal ones together, those of a first. */
static struct element *sort_elements(struct match *m, struct range r)
{
	size_t count = 0;
	struct element *e = ARENA_ARRAY(
	    m->arena, r.a_end - r.a + r.b_end - r.b, struct element);

	for (size_t i = r.a; i < r.a_end; i++)
		e[count++] = (struct element){ m->a[i], false, i };
	for (size_t j = r.b; j < r.b_end; j++)
		e[count++] = (struct element){ m->b[j], true, j };
	qsort(e, count, sizeof(*e), element_cmp);
	return e;
}

/* Match the elements that are unique in both, whether they cross or not. */
static void match_crossing(struct match *m, struct range r)
{
	const struct element *e = sort_elements(m, r);
	size_t count = r.a_end - r.a + r.b_end - r.b;

	for (size_t i = 0, next; i < count; i = next) {
		for (next = i; next < count && e[next].id == e[i].id;)
			next++;
		if (next - i == 2 && !e[i].in_b && e[i + 1].in_b)
			m->to[e[i].at] = e[i + 1].at;
	}
}

/* Match the elements that are unique in both, as many as do not cross.
 * Returns how many. */
static size_t match_unique(struct match *m, struct range r)
{
	size_t *from = ARENA_ARRAY(m->arena, r.a_end - r.a, size_t);
	size_t *to = ARENA_ARRAY(m->arena, r.a_end - r.a, size_t);
	bool *in = ARENA_ARRAY(m->arena, r.a_end - r.a, bool);
	size_t count = 0, matched = 0;

	match_crossing(m, r);
	for (size_t i = r.a; i < r.a_end; i++) {
		if (m->to[i] == STR_NONE)
			continue;
		from[count] = i;
		to[count++] = m->to[i];
	}
	lines_rising(m->arena, to, count, in);
	for (size_t i = 0; i < count; i++) {
		matched += in[i];
		if (!in[i])
			m->to[from[i]] = STR_NONE;
	}
	return matched;
}

static void match_range(struct match *m, struct range r, int depth)
{
	size_t n, k;
	struct range part;

	r = trim(m, r);
	n = r.a_end - r.a;
	k = r.b_end - r.b;
	if (n == 0 || k == 0)
		return;
	if (n <= MAX_PAIRS / k && n * k <= PAIRS_PER_ELEMENT * (n + k)) {
		match_pairs(m, r);
		return;
	}
	if (depth == MAX_DEPTH || match_unique(m, r) == 0)
		return;
	/* What lies between two that are matched is a range of its own. */
	part = r;
	for (size_t i = r.a; i < r.a_end; i++) {
		if (m->to[i] == STR_NONE)
			continue;
		part.a_end = i;
		part.b_end = m->to[i];
		match_range(m, part, depth + 1);
		part.a = i + 1;
		part.b = m->to[i] + 1;
	}
	part.a_end = r.a_end;
	part.b_end = r.b_end;
	match_range(m, part, depth + 1);
}

void lines_match(struct lines a, struct lines b, size_t *ret_match)
{
	struct arena scratch = { 0 };
	struct match m = {
		.arena = &scratch, .a = a.id, .b = b.id, .to = ret_match
	};
	const struct range all = { 0, a.count, 0, b.count };

	for (size_t i = 0; i < a.count; i++)
		ret_match[i] = STR_NONE;
	match_range(&m, all, 0);
	arena_release(&m.pairs);
	arena_release(&scratch);
}

void three_begin(
    struct three *three, struct arena *arena, const struct lines side[3])
{
	*three = (struct three){ .side = { side[0], side[1], side[2] } };
	for (int k = 1; k < 3; k++) {
		three->match[k] = ARENA_ARRAY(arena, side[0].count, size_t);
		lines_match(side[0], side[k], three->match[k]);
	}
}

/* Do all three have old element `i`, and is it the next in each? */
static bool is_next(const struct three *three, const size_t at[3])
{
	return at[0] < three->side[0].count &&
	       three->match[1][at[0]] == at[1] &&
	       three->match[2][at[0]] == at[2];
}

/* Where the next run that all have begins, or the ends. */
static void find_common(const struct three *three, size_t to[3])
{
	size_t i = three->at[0];

	while (i < three->side[0].count && (three->match[1][i] == STR_NONE ||
					       three->match[2][i] == STR_NONE))
		i++;
	to[0] = i;
	for (int k = 1; k < 3; k++)
		to[k] = i < three->side[0].count ? three->match[k][i]
						 : three->side[k].count;
}

bool three_next(struct three *three, struct three_chunk *ret_chunk)
{
	size_t to[3] = { three->at[0], three->at[1], three->at[2] };
	bool ended = true;

	for (int k = 0; k < 3; k++)
		ended = ended && three->at[k] == three->side[k].count;
	if (ended)
		return false;
	ret_chunk->same = is_next(three, to);
	while (ret_chunk->same && is_next(three, to)) {
		for (int k = 0; k < 3; k++)
			to[k]++;
	}
	if (!ret_chunk->same)
		find_common(three, to);
	for (int k = 0; k < 3; k++) {
		ret_chunk->from[k] = three->at[k];
		ret_chunk->to[k] = three->at[k] = to[k];
	}
	return true;
}
