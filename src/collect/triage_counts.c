/* Counts in sentences, by digits and in words. */
#include "collect/triage_priv.h"

/* A number is of a thing that is named within so many words: "2 of them in
 * rollups", "37 artifact comparisons". */
enum { WORDS_BETWEEN = 4, COUNT_MOST = 1000000 };

static const struct str numbers[] = {
	STR_INIT("zero"),
	STR_INIT("one"),
	STR_INIT("two"),
	STR_INIT("three"),
	STR_INIT("four"),
	STR_INIT("five"),
	STR_INIT("six"),
	STR_INIT("seven"),
	STR_INIT("eight"),
	STR_INIT("nine"),
	STR_INIT("ten"),
	STR_INIT("eleven"),
	STR_INIT("twelve"),
};
enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

/* What a word counts, by its beginning, as an offset in struct triage. */
static const struct {
	struct str word;
	size_t count;
} things[] = {
	{ STR_INIT("regression"), offsetof(struct triage, said.regressions) },
	{ STR_INIT("improvement"), offsetof(struct triage, said.improvements) },
	{ STR_INIT("mixed"), offsetof(struct triage, said.mixed) },
	{ STR_INIT("rollup"), offsetof(struct triage, said.rollups) },
	{ STR_INIT("comparison"), offsetof(struct triage, comparisons) },
};
enum { THINGS = sizeof(things) / sizeof(things[0]) };

/* The number that a word is, or -1. */
static int64_t number_of(struct str word)
{
	uint64_t number;

	if (str_to_number(word, COUNT_MOST, &number))
		return (int64_t)number;
	if (str_eq_fold(word, STR("no")) || str_eq_fold(word, STR("none")))
		return 0;
	for (size_t i = 0; i < NUMBERS; i++)
		if (str_eq_fold(word, numbers[i]))
			return (int64_t)i;
	return -1;
}

/* The next run of letters and digits; empty at the end. */
static struct str next_word(struct str text, size_t *at)
{
	size_t from;

	while (*at < text.len && !char_is_alnum(text.at[*at]))
		++*at;
	for (from = *at; *at < text.len && char_is_alnum(text.at[*at]);)
		++*at;
	return str_sub(text, from, *at);
}

static int64_t *counter_of(struct triage *triage, struct str word)
{
	for (size_t i = 0; i < THINGS; i++) {
		char *at = (char *)triage + things[i].count;

		if (str_starts_fold(word, things[i].word))
			return (int64_t *)(void *)at;
	}
	return NULL;
}

bool triage_read_counts(struct triage *triage, struct str text)
{
	int64_t number = -1, *counter;
	size_t at = 0, between = 0;
	bool said = false;

	for (struct str word = next_word(text, &at); word.len > 0;
	     word = next_word(text, &at)) {
		if (number_of(word) >= 0) {
			number = number_of(word);
			between = 0;
			continue;
		}
		counter = counter_of(triage, word);
		if (counter != NULL && number >= 0) {
			said = true;
			if (*counter < 0)
				*counter = number;
		}
		if (counter != NULL || ++between == WORDS_BETWEEN)
			number = -1;
	}
	return said;
}

bool triage_starts_count(struct str text)
{
	size_t at = 0;

	return str_starts(text, STR("???")) ||
	       number_of(next_word(text, &at)) >= 0;
}
