#include "model/event_name.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/url.h"

struct keyed_event {
	struct str key;
	const struct event *event;
};

static int by_key(const void *left, const void *right)
{
	const struct keyed_event *a = left, *b = right;
	int order = str_cmp(a->key, b->key);

	return order != 0 ? order : date_cmp(a->event->first, b->event->first);
}

static struct str make_name(
    struct arena *arena, const struct keyed_event *k, bool shared)
{
	struct str key = k->key;

	if (shared)
		key = arena_printf(arena, "%.*s %04d-%02d-%02d", STR_ARG(key),
		    k->event->first.year, k->event->first.month,
		    k->event->first.day);
	return arena_printf(
	    arena, "%016llx", (unsigned long long)XXH3_64bits(key.at, key.len));
}

/* Name the events list[from..to), which have one address. */
static void name_run(struct arena *arena, const struct issue *typed,
    const struct keyed_event *list, size_t from, size_t to, struct str *names)
{
	bool shared =
	    date_cmp(list[from].event->first, list[to - 1].event->first) != 0;

	for (size_t i = from; i < to; i++)
		names[list[i].event - typed->event] =
		    make_name(arena, &list[i], shared);
}

const struct str *event_names(struct arena *arena, const struct issue *typed)
{
	size_t count = typed->events;
	struct keyed_event *list =
	    ARENA_ARRAY(arena, count + 1, struct keyed_event);
	struct str *names = ARENA_ARRAY(arena, count + 1, struct str);

	for (size_t i = 0; i < count; i++) {
		const struct event *e = &typed->event[i];

		list[i].event = e;
		list[i].key =
		    url_canonical(arena, e->url.at != NULL ? e->url : e->title);
	}
	if (count > 0)
		qsort(list, count, sizeof(list[0]), by_key);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (!str_eq(list[from].key, list[to].key))
				break;
		name_run(arena, typed, list, from, to, names);
	}
	return names;
}
