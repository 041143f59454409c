#include "check/watch.h"

#include <stdlib.h>
#include <xxhash.h>

/* ------------------------------------------------------------------- by address */

static int by_url(const void *left, const void *right)
{
	const struct probe_result *const *a = left, *const *b = right;
	int order = str_cmp((*a)->url, (*b)->url);

	return order != 0 ? order : (*a > *b) - (*a < *b);
}

struct index {
	const struct probe_result **result; /* sorted by address */
	size_t count, at;
};

static struct index index_of(
    struct arena *arena, const struct probe_results *results)
{
	struct index index = { .result = ARENA_ARRAY(arena, results->count + 1,
				   const struct probe_result *) };

	for (size_t i = 0; i < results->count; i++)
		index.result[index.count++] = &results->result[i];
	if (index.count > 0)
		qsort(index.result, index.count, sizeof(*index.result), by_url);
	return index;
}

/* The last result of an address, or NULL; they are asked for in their order. */
static const struct probe_result *next_of(struct index *index, struct str url)
{
	const struct probe_result *found = NULL;

	while (index->at < index->count) {
		int order = str_cmp(index->result[index->at]->url, url);

		if (order > 0)
			break;
		if (order == 0)
			found = index->result[index->at];
		index->at++;
	}
	return found;
}

/* --------------------------------------------------------------------- picking */

struct pick {
	struct str url;
	int64_t seen; /* -1: never */
	uint64_t hash;
};

static int by_age(const void *left, const void *right)
{
	const struct pick *a = left, *b = right;

	if (a->seen != b->seen)
		return a->seen < b->seen ? -1 : 1;
	return (a->hash > b->hash) - (a->hash < b->hash);
}

void watch_pick(struct strbuf *out, struct str addresses,
    const struct probe_results *before, size_t most)
{
	struct arena arena = { 0 };
	struct index index = index_of(&arena, before);
	struct pick *pick = NULL;
	size_t count = 0;

	while (addresses.len > 0) {
		struct pick one = { .url = str_take(&addresses, '\n'),
			.seen = -1 };
		const struct probe_result *was = next_of(&index, one.url);

		if (was != NULL)
			one.seen = was->checked;
		one.hash = XXH3_64bits(one.url.at, one.url.len);
		pick = ARENA_GROW(&arena, pick, count);
		pick[count++] = one;
	}
	if (count > 0)
		qsort(pick, count, sizeof(*pick), by_age);
	for (size_t i = 0; i < count && i < most; i++) {
		strbuf_add(out, pick[i].url);
		strbuf_add_char(out, '\n');
	}
	arena_release(&arena);
}

/* ------------------------------------------------------------------- comparing */

enum change {
	CHANGE_NONE,
	CHANGE_UNKNOWN, /* it could not be found out */
	CHANGE_FIRST,   /* nothing was known before */
	CHANGE_GONE,
	CHANGE_BACK,
	CHANGE_TO, /* it moved, or moved on */
};

static bool says_nothing(const struct probe_result *r)
{
	return r == NULL || r->state == PROBE_BLOCKED ||
	       r->state == PROBE_UNSURE;
}

static enum change change_of(
    const struct probe_result *was, const struct probe_result *is)
{
	if (says_nothing(is))
		return CHANGE_UNKNOWN;
	if (says_nothing(was))
		return CHANGE_FIRST;
	if (is->state == PROBE_DEAD)
		return was->state == PROBE_DEAD ? CHANGE_NONE : CHANGE_GONE;
	if (was->state == PROBE_DEAD)
		return CHANGE_BACK;
	if (is->state == PROBE_MOVED &&
	    (was->state != PROBE_MOVED || !str_eq(was->to, is->to)))
		return CHANGE_TO;
	return CHANGE_NONE;
}

static void add(struct arena *arena, struct probe_results *list,
    const struct probe_result *result)
{
	list->result = ARENA_GROW(arena, list->result, list->count);
	list->result[list->count++] = *result;
}

static void take(struct arena *arena, struct watched *w, enum change change,
    const struct probe_result *is)
{
	w->first += change == CHANGE_FIRST;
	w->first_dead += change == CHANGE_FIRST && is->state == PROBE_DEAD;
	w->gone += change == CHANGE_GONE;
	w->moved += change == CHANGE_TO;
	if (change == CHANGE_GONE || change == CHANGE_TO)
		add(arena, &w->worse, is);
	if (change == CHANGE_BACK)
		add(arena, &w->back, is);
}

/* What is remembered of a link that was looked at. */
static struct probe_result remembered(
    const struct probe_result *was, const struct probe_result *is)
{
	struct probe_result kept = *is;

	if (says_nothing(is) && was != NULL) {
		kept = *was;
		kept.checked = is->checked;
	}
	return kept;
}

void watch_compare(struct arena *arena, struct str addresses,
    const struct probe_results *before, const struct probe_results *looked,
    struct watched *ret_watched)
{
	struct index old = index_of(arena, before);
	struct index now = index_of(arena, looked);
	struct watched *w = ret_watched;

	*w = (struct watched){ 0 };
	while (addresses.len > 0) {
		struct str url = str_take(&addresses, '\n');
		const struct probe_result *was = next_of(&old, url);
		const struct probe_result *is = next_of(&now, url);
		struct probe_result kept;

		w->links++;
		if (is == NULL) {
			if (was != NULL)
				add(arena, &w->after, was);
			continue;
		}
		w->looked++;
		take(arena, w, change_of(was, is), is);
		kept = remembered(was, is);
		add(arena, &w->after, &kept);
	}
}
