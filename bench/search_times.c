/*
 * How long the search at the server takes: search_times FILE, an index that is
 * filled.  Asks what its own newest items say: single words, pairs, phrases, the
 * first letters of words, with and without filters, and what nobody wrote.
 * Prints a row for each kind: how many, and microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "store/search.h"

enum { ITEMS = 4000, MOST = 4000, HITS = 30 };

struct question {
	struct str words, section, tag;
	int year;
};

struct kind {
	const char *name;
	struct question *question;
	size_t count;
};

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void die(const struct error *err)
{
	fprintf(stderr, "search_times: %s\n", err->text);
	exit(2);
}

/* -------------------------------------------------------------- what is asked */

static void ask_for(struct arena *arena, struct kind *kind, struct question q)
{
	if (kind->count == MOST || q.words.len == 0)
		return;
	kind->question = ARENA_GROW(arena, kind->question, kind->count);
	kind->question[kind->count++] = q;
}

static struct str begin_of(struct str word, size_t characters)
{
	size_t at = 0;

	while (characters-- > 0 && at < word.len)
		text_next(word, &at);
	return str_sub(word, 0, at);
}

enum {
	SINGLE,
	PAIR,
	PHRASE,
	BEGIN_1,
	BEGIN_2,
	BEGIN_3,
	SECTION,
	TAG,
	YEAR,
	NOTHING,
	KINDS
};

static void ask_about(
    struct arena *arena, struct kind *kinds, const struct search_entry *e)
{
	struct str rest = e->text, before = STR("");

	for (size_t i = 0; rest.at != NULL && i < 6; i++) {
		struct str word = str_take(&rest, ' ');
		struct question one = { .words = word };

		ask_for(arena, &kinds[SINGLE], one);
		for (size_t n = 1; n <= 3; n++)
			ask_for(arena, &kinds[BEGIN_1 + n - 1],
			    (struct question){ .words = begin_of(word, n) });
		one.section = e->section;
		ask_for(arena, &kinds[SECTION], one);
		one.section = STR("");
		one.year = e->date.year - (int)i;
		ask_for(arena, &kinds[YEAR], one);
		if (before.len > 0 && word.len > 0) {
			ask_for(arena, &kinds[PAIR],
			    (struct question){
				.words = arena_printf(arena, "%.*s %.*s ",
				    STR_ARG(before), STR_ARG(word)) });
			ask_for(arena, &kinds[PHRASE],
			    (struct question){
				.words = arena_printf(arena, "\"%.*s %.*s\"",
				    STR_ARG(before), STR_ARG(word)) });
		}
		before = word;
	}
	if (e->tags.count > 0)
		ask_for(arena, &kinds[TAG],
		    (struct question){ .words = begin_of(e->text, 3),
			.tag = e->tags.item[0] });
	ask_for(arena, &kinds[NOTHING],
	    (struct question){ .words = arena_printf(
				   arena, "zq%zuxw", kinds[NOTHING].count) });
}

static void gather(
    struct search *search, struct arena *arena, struct kind *kinds)
{
	struct search_query query = { .most = SEARCH_MOST };
	struct search_page page;
	struct error err;

	for (size_t items = 0; items < ITEMS; items += page.hits) {
		if (!search_ask(search, arena, &query, &page, &err))
			die(&err);
		for (size_t i = 0; i < page.hits; i++)
			ask_about(arena, kinds, &page.hit[i].entry);
		if (!page.more)
			return;
		query.before = page.hit[page.hits - 1].number;
	}
}

/* -------------------------------------------------------------------- measuring */

static int64_t ask(struct search *search, const struct question *q)
{
	const struct search_query query = { .words = q->words,
		.section = q->section,
		.tag = q->tag,
		.year = q->year,
		.most = HITS };
	struct arena arena = { 0 };
	struct search_page page;
	struct error err;
	int64_t start = now_ns();

	if (!search_ask(search, &arena, &query, &page, &err))
		die(&err);
	arena_release(&arena);
	return now_ns() - start;
}

static void print_row(const char *name, int64_t *ns, size_t count)
{
	if (count == 0)
		return;
	qsort(ns, count, sizeof(*ns), by_number);
	printf("%-10s %6zu %7lld %7lld %7lld\n", name, count,
	    (long long)ns[count / 2] / 1000,
	    (long long)ns[count * 99 / 100] / 1000,
	    (long long)ns[count - 1] / 1000);
}

int main(int argc, char **argv)
{
	static struct kind kinds[KINDS] = { { "word", NULL, 0 },
		{ "two words", NULL, 0 }, { "phrase", NULL, 0 },
		{ "1 letter", NULL, 0 }, { "2 letters", NULL, 0 },
		{ "3 letters", NULL, 0 }, { "section", NULL, 0 },
		{ "tag", NULL, 0 }, { "year", NULL, 0 },
		{ "nothing", NULL, 0 } };
	static int64_t all[KINDS * MOST], ns[MOST];
	struct arena arena = { 0 };
	struct search *search;
	struct error err;
	size_t count = 0;

	if (argc != 2) {
		fputs("usage: search_times FILE\n", stderr);
		return 2;
	}
	if (!search_open(argv[1], &search, &err))
		die(&err);
	gather(search, &arena, kinds);
	printf(
	    "%-10s %6s %7s %7s %7s\n", "us", "asked", "median", "99 %", "most");
	for (int k = 0; k < KINDS; k++) {
		for (size_t i = 0; i < kinds[k].count; i++)
			all[count++] = ns[i] =
			    ask(search, &kinds[k].question[i]);
		print_row(kinds[k].name, ns, kinds[k].count);
	}
	print_row("all", all, count);
	search_close(search);
	arena_release(&arena);
	return 0;
}
