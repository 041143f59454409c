/*
 * merge_growth: does the time of a merge grow with the length of the texts?
 *
 * Each case has a line for the base and one for either side; the three texts
 * repeat them a thousand and ten thousand times.  The second may take ten
 * times as long as the first, and some more.  In a line, # is the number of
 * the repetition.  Times are those of the processor, the least of a few
 * rounds.
 *
 * Exit 1: some case takes more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "draft/draft.h"

enum { ROUNDS = 3, FEW = 1000, MANY = 10 * FEW };

/* Sorting, and caches that no longer hold all of it, take their part. */
#define MOST_GROWTH 30.0

static const struct {
	const char *name;
	const char *base, *ours, *theirs;
} cases[] = {
	{ "new items", "* [a#](https://a.example/#)\n",
	    "* [a#](https://a.example/#)\n* [b#](https://b.example/#)\n",
	    "* [a#](https://a.example/#)\n* [c#](https://c.example/#)\n" },
	{ "one item", "* [a](https://a.example/)\n",
	    "* [a](https://a.example/)\n* [b](https://b.example/)\n",
	    "* [b](https://b.example/)\n" },
	{ "edited items", "* [a#](https://a.example/#)\n",
	    "* [b#](https://a.example/#)\n", "* [c#](https://a.example/#)\n" },
	{ "texts", "a #\n\n", "b #\n\n", "c #\n\n" },
	{ "one text", "a\n", "b\na\n", "a\nc\n" },
	{ "paragraphs", "a\n\nb\n", "a\n\nc\n\nb\n", "b\n\na\n\nb #\n" },
	{ "headings", "# a #\n", "# a #\n* x\n", "# b #\n# a #\n" },
	{ "one heading", "# a\n\nb\n", "# a\n\nb\n\n# a\n", "# b\n\n# a\n" },
	{ "comments", "<!-- # -->\n", "<!-- >\n", "x # -->\n" },
	{ "other items", "* a #\n", "* b #\n\n", "c #\n* a #\n" },
};

static struct str repeated(struct arena *arena, const char *unit, size_t times)
{
	struct strbuf out;
	struct str text;

	strbuf_init(&out, LIMIT_MERGE);
	strbuf_lit(&out, "Title: N\nNumber: 9\nDate: 2026-03-04\n\n");
	for (size_t i = 0; i < times; i++) {
		for (const char *at = unit; *at != '\0'; at++) {
			if (*at == '#' && at > unit && at[1] != ' ')
				strbuf_add_number(&out, i);
			else
				strbuf_add_char(&out, *at);
		}
	}
	text = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return text;
}

static double seconds(
    const struct settings *settings, size_t index, size_t times)
{
	struct arena arena = { 0 };
	struct merge_input input = { .settings = settings,
		.labels = { "ours", "theirs", 7 } };
	struct merge_result result;
	struct error err;
	clock_t began;
	double taken;

	input.base.text = repeated(&arena, cases[index].base, times);
	input.ours.text = repeated(&arena, cases[index].ours, times);
	input.theirs.text = repeated(&arena, cases[index].theirs, times);
	began = clock();
	if (!draft_merge(&arena, &input, &result, &err)) {
		fprintf(stderr, "merge_growth: %s\n", err.text);
		exit(2);
	}
	taken = (double)(clock() - began) / CLOCKS_PER_SEC;
	arena_release(&arena);
	return taken;
}

static double least(const struct settings *settings, size_t index, size_t times)
{
	double least = seconds(settings, index, times);

	for (int i = 1; i < ROUNDS; i++) {
		double s = seconds(settings, index, times);

		least = s < least ? s : least;
	}
	return least;
}

int main(void)
{
	struct arena arena = { 0 };
	struct settings settings;
	struct error err;
	int status = 0;

	if (!settings_preset(&arena, STR("neutral"), &settings, &err)) {
		fprintf(stderr, "merge_growth: %s\n", err.text);
		return 2;
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double few = least(&settings, i, FEW);
		double many = least(&settings, i, MANY);
		bool over = many > MOST_GROWTH * few;

		printf("%7.1f ms, ten times the text %7.1f ms  x %4.1f%s  %s\n",
		    1e3 * few, 1e3 * many, many / few, over ? " OVER" : "",
		    cases[i].name);
		status |= over;
	}
	arena_release(&arena);
	return status;
}
