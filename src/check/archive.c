/* Finding where an address was printed before. */
#include "check/facts.h"

/*
 * A hash table of chains: slot[key & mask] is the number + 1 of the newest
 * printing, next[] of the one before it, older[] of the newest one before it
 * that an older issue has.  Printings are numbered through all issues, oldest
 * first.
 */
struct archive_index {
	uint32_t *slot, *next, *older;
	struct printing *printing;
	size_t mask, printings;
};

static size_t count_links(const struct archive *archive)
{
	size_t count = 0;

	for (size_t i = 0; i < archive->issues; i++)
		count += archive->issue[i].links;
	return count;
}

static void add_printing(struct archive_index *index, const struct facts *issue,
    const struct seen_link *link)
{
	size_t number = index->printings++;
	uint32_t *slot = &index->slot[link->key & index->mask];
	uint32_t last = *slot;

	index->printing[number] = (struct printing){ issue, link };
	index->next[number] = last;
	index->older[number] =
	    last > 0 && index->printing[last - 1].issue == issue
		? index->older[last - 1]
		: last;
	*slot = (uint32_t)number + 1;
}

void archive_index_links(struct arena *arena, struct archive *archive)
{
	struct archive_index *index = ARENA_NEW(arena, struct archive_index);
	size_t links = count_links(archive), size = 64;

	while (size < 2 * links)
		size *= 2;
	index->mask = size - 1;
	index->slot = ARENA_ARRAY(arena, size, uint32_t);
	index->next = ARENA_ARRAY(arena, links + 1, uint32_t);
	index->older = ARENA_ARRAY(arena, links + 1, uint32_t);
	index->printing = ARENA_ARRAY(arena, links + 1, struct printing);
	for (size_t i = 0; i < archive->issues; i++)
		for (size_t k = 0; k < archive->issue[i].links; k++)
			add_printing(index, &archive->issue[i],
			    &archive->issue[i].link[k]);
	archive->index = index;
}

static bool is_other_copy(const struct facts *a, const struct facts *b)
{
	return (a->number >= 0 && a->number == b->number) ||
	       (date_is_set(a->date) && date_cmp(a->date, b->date) == 0);
}

/* *at is 0 at the start, else the number + 1 of the printing given last. */
bool archive_seen(const struct archive *archive, const struct facts *facts,
    uint64_t key, size_t *at, struct printing *ret_printing)
{
	const struct archive_index *index = archive->index;
	uint32_t number =
	    *at == 0 ? index->slot[key & index->mask] : index->next[*at - 1];

	while (number != 0) {
		const struct printing *p = &index->printing[number - 1];

		if (p->issue >= facts || is_other_copy(p->issue, facts)) {
			number = index->older[number - 1];
		} else if (p->link->key != key) {
			number = index->next[number - 1];
		} else {
			*at = number;
			*ret_printing = *p;
			return true;
		}
	}
	return false;
}

const struct facts *archive_before(
    const struct archive *archive, const struct facts *facts, size_t back)
{
	for (size_t i = (size_t)(facts - archive->issue); i-- > 0;)
		if (!is_other_copy(&archive->issue[i], facts) && --back == 0)
			return &archive->issue[i];
	return NULL;
}

bool archive_is_newest(const struct archive *archive, const struct facts *facts)
{
	const struct facts *end = archive->issue + archive->issues;

	while (++facts < end)
		if (!is_other_copy(facts, facts - 1))
			return false;
	return true;
}
