/*
 * How long the mail of an issue takes in process: mail_times ISSUE, in the
 * newsletter's folder.  Prints how large the issue's HTML is, and the median
 * microseconds of one body for everybody, of one for a reader's choice, and of
 * opening the issue.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "build/mail.h"

enum { ROUNDS = 100, OPENED = 5 };

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

static int64_t median_us(int64_t *time, size_t count)
{
	qsort(time, count, sizeof(time[0]), by_number);
	return time[count / 2] / 1000;
}

static void die(const struct error *err)
{
	fprintf(stderr, "mail_times: %s\n", err->text);
	exit(2);
}

static int64_t measure(const struct mail_maker *maker,
    const struct mail_choice *choice, size_t *ret_bytes)
{
	static int64_t time[ROUNDS];
	struct error err;

	for (size_t i = 0; i < ROUNDS; i++) {
		struct arena arena = { 0 };
		struct mail_bodies bodies;
		int64_t begin = now_ns();

		if (!mail_bodies_make(maker, choice, &arena, &bodies, &err))
			die(&err);
		time[i] = now_ns() - begin;
		*ret_bytes = bodies.html.text.len;
		arena_release(&arena);
	}
	return median_us(time, ROUNDS);
}

static int64_t measure_opening(const char *issue)
{
	int64_t time[OPENED];
	struct error err;

	for (size_t i = 0; i < OPENED; i++) {
		struct mail_maker *maker;
		int64_t begin = now_ns();

		if (!mail_maker_open(issue, &maker, &err))
			die(&err);
		time[i] = now_ns() - begin;
		mail_maker_free(maker);
	}
	return median_us(time, OPENED);
}

int main(int argc, char **argv)
{
	struct mail_maker *maker;
	struct mail_choice choice = { 0 };
	const struct settings *s;
	int64_t whole, part;
	size_t bytes, left;
	struct error err;

	if (argc != 2) {
		fprintf(stderr, "usage: mail_times ISSUE\n");
		return 2;
	}
	if (!mail_maker_open(argv[1], &maker, &err))
		die(&err);
	s = mail_maker_settings(maker);
	if (s->regions > 0)
		choice.regions =
		    (struct str_list){ .item = &s->region[0].id, .count = 1 };
	whole = measure(maker, NULL, &bytes);
	part = measure(maker, &choice, &left);
	mail_maker_free(maker);
	printf("%zu %lld %lld %lld\n", bytes, (long long)whole, (long long)part,
	    (long long)measure_opening(argv[1]));
	return 0;
}
