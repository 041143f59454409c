/*
 * check_growth: does the time of a check grow with the length of the text?
 *
 * Each hostile line is checked a thousand and ten thousand times, by all
 * rules; the second may take ten times as long as the first, and some more.
 * Times are those of the processor, the least of a few rounds.
 *
 * Exit 1: some line takes more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/limits.h"
#include "check/check.h"

enum { ROUNDS = 3, FEW = 1000, MANY = 10 * FEW };

/* Sorting, and caches that no longer hold all of it, take their part. */
#define MOST_GROWTH 30.0

static const char *const line[] = {
	"* [a](https://a.example/x?utm_a=1&si=2)\n",
	"* [video][series] [a](https://a.example/x)\n",
	"* [a][r]\n",
	"[a](https://a.example//x) ",
	"* [a - b - c - d](hhttps://m.a.example) [b](x)\n",
	"# Quote of the Week\n",
	"# Newz of a long heading here\n## Quote\n### b\n#### c\n",
	"{{ a }}<!-- -->",
	"LINK_HERE ",
	"<<<<<<<\n",
	"* 2026-03-10 | Linz, AT | [K](https://k.example)\n"
	"    * [**T**](https://k.example/t)\n",
	"* 2026-03-10 |||||||||||||||||||\n",
};

static double seconds(const struct settings *settings, struct strbuf *text,
    const char *unit, size_t times)
{
	struct check_options options = { .threads = 1 };
	struct check_report report;
	struct error err;
	clock_t began;

	strbuf_reset(text);
	strbuf_lit(text, "Title: N\nNumber: 9\nDate: 2026-03-04\n\n"
			 "## Upcoming Events\n\n### Europe\n\n");
	for (size_t i = 0; i < times; i++)
		strbuf_add_cstr(text, unit);
	began = clock();
	if (!check_texts(&options, settings,
		&(struct check_text){ "a.md", strbuf_str(text) }, 1, &report,
		&err)) {
		fprintf(stderr, "check_growth: %s\n", err.text);
		exit(2);
	}
	check_release(&report);
	return (double)(clock() - began) / CLOCKS_PER_SEC;
}

static double least(const struct settings *settings, struct strbuf *text,
    const char *unit, size_t times)
{
	double least = seconds(settings, text, unit, times);

	for (int i = 1; i < ROUNDS; i++) {
		double s = seconds(settings, text, unit, times);

		least = s < least ? s : least;
	}
	return least;
}

int main(void)
{
	struct arena arena = { 0 };
	struct settings settings;
	struct strbuf text;
	struct error err;
	int status = 0;

	if (!settings_preset(&arena, STR("neutral"), &settings, &err)) {
		fprintf(stderr, "check_growth: %s\n", err.text);
		return 2;
	}
	strbuf_init(&text, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
		double few = least(&settings, &text, line[i], FEW);
		double many = least(&settings, &text, line[i], MANY);
		bool over = many > MOST_GROWTH * few;

		printf(
		    "%7.1f ms, ten times the text %7.1f ms  x %4.1f%s  %.*s\n",
		    1e3 * few, 1e3 * many, many / few, over ? " OVER" : "",
		    (int)strcspn(line[i], "\n"), line[i]);
		status |= over;
	}
	strbuf_release(&text);
	arena_release(&arena);
	return status;
}
