#include "model/deadline.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/url.h"
#include "model/item_write.h"

/* After which an address that is printed again is that of another thing. */
enum { DAYS_OVER = 61 };

/* ------------------------------------------------------------- of one issue */

/* What calls and decisions have in common. */
struct thing {
	enum deadline_kind kind;
	struct date closes;
	struct str project, title, url;
	size_t offset, section;
};

static struct str title_of(struct arena *arena, const struct thing *thing)
{
	struct str title = thing->title;

	if (thing->project.len > 0)
		title = arena_printf(arena, "%.*s - %.*s",
		    STR_ARG(thing->project), STR_ARG(thing->title));
	title = text_one_line(arena, title);
	return title.len > 0 ? title : text_one_line(arena, thing->url);
}

static void add_printed(struct arena *keep, const struct issue *issue,
    const struct thing *thing, struct printed_deadlines *list)
{
	const struct section *section = &issue->section[thing->section];
	struct printed_deadline printed = { .kind = thing->kind,
		.closes = thing->closes,
		.title = title_of(keep, thing),
		.offset = thing->offset,
		.anchor = section->level > 0 ? arena_str(keep, section->id)
					     : STR("") };

	if (!date_is_set(thing->closes) || printed.title.len == 0)
		return;
	printed.key = printed.title;
	if (thing->url.len > 0 && url_scheme_is_safe(thing->url)) {
		printed.url = arena_str(keep, thing->url);
		printed.key = arena_str(keep, url_canonical(keep, printed.url));
	}
	list->item = ARENA_GROW(keep, list->item, list->count);
	list->item[list->count++] = printed;
}

static void add_call(struct arena *keep, const struct issue *issue,
    const struct call *call, struct printed_deadlines *list)
{
	static const enum deadline_kind kinds[] = {
		[CALL_TESTING] = DEADLINE_TESTING,
		[CALL_PARTICIPATION] = DEADLINE_PARTICIPATION,
		[CALL_SPEAKING] = DEADLINE_SPEAKING,
	};
	struct thing thing = { .kind = kinds[call->kind],
		.closes = call->closes,
		.project = call->project,
		.title = call->title,
		.url = call->url,
		.offset = call->offset,
		.section = call->section };

	if (date_is_set(call->closes))
		add_printed(keep, issue, &thing, list);
}

static void add_decision(struct arena *keep, const struct issue *issue,
    const struct decision *decision, struct printed_deadlines *list)
{
	struct thing thing = { .kind = DEADLINE_COMMENTS,
		.closes = decision->closes,
		.title = decision->title,
		.url = decision->url,
		.offset = decision->offset,
		.section = decision->section };

	if (date_is_set(decision->closes))
		add_printed(keep, issue, &thing, list);
}

static int by_offset(const void *left, const void *right)
{
	const struct printed_deadline *a = left, *b = right;

	return (a->offset > b->offset) - (a->offset < b->offset);
}

struct printed_deadlines deadlines_printed(
    struct arena *keep, const struct issue *issue, struct date date)
{
	struct printed_deadlines list = { .date = date };

	for (size_t i = 0; i < issue->calls; i++)
		add_call(keep, issue, &issue->call[i], &list);
	for (size_t i = 0; i < issue->decisions; i++)
		add_decision(keep, issue, &issue->decision[i], &list);
	if (list.count > 0)
		qsort(list.item, list.count, sizeof(list.item[0]), by_offset);
	return list;
}

/* ------------------------------------------------------------ of all issues */

/* One printing, and the issue that has it. */
struct printing {
	const struct printed_deadline *printed;
	size_t issue;
	struct date date; /* of the issue */
};

/* Printings of one thing stand together, the newest first. */
static int by_thing(const void *left, const void *right)
{
	const struct printing *a = left, *b = right;
	int order = str_cmp(a->printed->key, b->printed->key);

	if (order == 0)
		order = (a->issue > b->issue) - (a->issue < b->issue);
	if (order == 0)
		order = date_cmp(a->printed->closes, b->printed->closes);
	return order != 0 ? order : by_offset(a->printed, b->printed);
}

static int by_day(const void *left, const void *right)
{
	const struct deadline *a = left, *b = right;
	int order = date_cmp(a->now->closes, b->now->closes);

	if (order == 0)
		order = str_cmp(a->now->title, b->now->title);
	return order != 0 ? order : str_cmp(a->name, b->name);
}

/* "d-" and 16 digits; those after the first of one address are counted. */
static struct str name_of(
    struct arena *arena, const struct printing *oldest, size_t number)
{
	struct date day = oldest->date;
	struct str key = arena_printf(arena, "%04d-%02d-%02d %.*s", day.year,
	    day.month, day.day, STR_ARG(oldest->printed->key));
	unsigned long long hash = XXH3_64bits(key.at, key.len);

	if (number > 0)
		return arena_printf(arena, "d-%016llx-%zu", hash, number + 1);
	return arena_printf(arena, "d-%016llx", hash);
}

static bool reads_alike(
    const struct printed_deadline *a, const struct printed_deadline *b)
{
	return date_cmp(a->closes, b->closes) == 0 &&
	       str_eq(a->title, b->title);
}

/* Fill in since when it reads as it does, and how often it did not, from the
 * printings of one thing. */
static void add_history(
    struct deadline *d, const struct printing *printing, size_t count)
{
	const struct printed_deadline *last = d->now;

	d->since = d->newest;
	for (size_t i = 0; i < count; i++) {
		const struct printing *p = &printing[i];

		/* Of several in one issue the first may stand for it. */
		if (p->issue == d->newest ||
		    (i > 0 && printing[i - 1].issue == p->issue))
			continue;
		d->revisions += !reads_alike(p->printed, last);
		if (d->revisions == 0)
			d->since = p->issue;
		last = p->printed;
	}
}

/* The deadlines of one thing: those of the newest issue that has it. */
static void add_thing(struct arena *arena, const struct printing *printing,
    size_t count, struct deadlines *list)
{
	const struct printing *oldest = &printing[count - 1];
	size_t number = 0;

	while (oldest > printing && oldest[-1].issue == oldest->issue)
		oldest--;
	for (size_t i = 0; i < count && printing[i].issue == printing->issue;
	     i++) {
		struct deadline d = { .now = printing[i].printed,
			.first = oldest->printed,
			.newest = printing->issue,
			.oldest = oldest->issue };

		if (i > 0 && date_cmp(printing[i - 1].printed->closes,
				 d.now->closes) == 0)
			continue;
		d.name = name_of(arena, oldest, number++);
		add_history(&d, printing, count);
		list->item = ARENA_GROW(arena, list->item, list->count);
		list->item[list->count++] = d;
	}
}

/* Are two printings, one after the other, of the same thing?  A day may have
 * been put off when it was over, or had a wrong year. */
static bool is_same(const struct printing *older, const struct printing *newer)
{
	struct date over = older->printed->closes;

	if (!str_eq(older->printed->key, newer->printed->key))
		return false;
	if (date_cmp(over, older->date) < 0)
		over = older->date;
	return date_to_days(newer->date) - date_to_days(over) <= DAYS_OVER;
}

struct deadlines deadlines_join(
    struct arena *arena, const struct printed_deadlines *issue, size_t issues)
{
	struct deadlines list = { 0 };
	struct printing *all;
	size_t count = 0, same;

	for (size_t i = 0; i < issues; i++)
		count += issue[i].count;
	all = ARENA_ARRAY(arena, count + 1, struct printing);
	count = 0;
	for (size_t i = 0; i < issues; i++)
		for (size_t k = 0; k < issue[i].count; k++)
			all[count++] = (struct printing){ &issue[i].item[k], i,
				issue[i].date };
	qsort(all, count, sizeof(all[0]), by_thing);
	for (size_t i = 0; i < count; i += same) {
		for (same = 1; i + same < count &&
			       is_same(&all[i + same], &all[i + same - 1]);
		     same++)
			;
		add_thing(arena, &all[i], same, &list);
	}
	if (list.count > 0)
		qsort(list.item, list.count, sizeof(list.item[0]), by_day);
	return list;
}

struct deadlines deadlines_between(
    struct deadlines all, struct date first, struct date end)
{
	size_t from = 0, to;

	while (
	    from < all.count && date_cmp(all.item[from].now->closes, first) < 0)
		from++;
	to = from;
	while (
	    to < all.count &&
	    (!date_is_set(end) || date_cmp(all.item[to].now->closes, end) < 0))
		to++;
	return (
	    struct deadlines){ from < to ? &all.item[from] : NULL, to - from };
}

static const struct {
	struct str name, title;
} kind_words[] = {
	[DEADLINE_COMMENTS] = { STR_INIT("comments"),
	    STR_INIT("Comment period") },
	[DEADLINE_TESTING] = { STR_INIT("testing"),
	    STR_INIT("Call for testing") },
	[DEADLINE_PARTICIPATION] = { STR_INIT("participation"),
	    STR_INIT("Call for participation") },
	[DEADLINE_SPEAKING] = { STR_INIT("speaking"),
	    STR_INIT("Call for speakers") },
};

struct str deadline_kind_name(enum deadline_kind kind)
{
	return kind_words[kind].name;
}

struct str deadline_kind_title(enum deadline_kind kind)
{
	return kind_words[kind].title;
}
