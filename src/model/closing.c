#include "model/closing.h"

#include "model/when.h"

/* Between "deadline" and its day: "has been extended to". */
enum { SMALL_WORDS = 4 };

static const struct str closing_words[] = { STR_INIT("closes"),
	STR_INIT("closing"), STR_INIT("close"), STR_INIT("deadline"),
	STR_INIT("due"), STR_INIT("until"), STR_INIT("till"), STR_INIT("by"),
	STR_INIT("ends"), STR_INIT("expires") };

static const struct str small_words[] = { STR_INIT("on"), STR_INIT("at"),
	STR_INIT("is"), STR_INIT("date"), STR_INIT("day"), STR_INIT("the"),
	STR_INIT("by"), STR_INIT("now"), STR_INIT("has"), STR_INIT("been"),
	STR_INIT("was"), STR_INIT("extended"), STR_INIT("moved"),
	STR_INIT("until"), STR_INIT("till"), STR_INIT("to"), STR_INIT("end"),
	STR_INIT("of") };

static bool is_one_of(struct str word, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_fold(word, words[i]))
			return true;
	return false;
}

#define IS_ONE_OF(word, words) \
	is_one_of(word, words, sizeof(words) / sizeof((words)[0]))

/* The letters at the front of s. */
static struct str word_at(struct str s)
{
	size_t n = 0;

	while (n < s.len && char_is_alpha(s.at[n]))
		n++;
	return str_sub(s, 0, n);
}

/* Blanks, colons, and what marks a text as strong. */
static struct str skip_marks(struct str s)
{
	size_t n = 0;

	while (
	    n < s.len && (char_is_space(s.at[n]) ||
			     str_find_char(STR(":*_"), s.at[n], 0) != STR_NONE))
		n++;
	return str_sub(s, n, s.len);
}

/* 3/4 is the third of April, or the fourth of March. */
static bool has_slash(struct str day)
{
	return str_find_char(day, '/', 0) != STR_NONE;
}

/* A day at the front of s, behind a few small words. */
static bool day_follows(struct str s, struct date issue, struct date *ret_day)
{
	for (int i = 0; i <= SMALL_WORDS; i++) {
		struct str word, rest;
		struct when when;

		s = skip_marks(s);
		rest = s;
		if (when_take(&rest, issue, &when)) {
			if (has_slash(str_sub(s, 0, s.len - rest.len)))
				return false;
			*ret_day = when.last;
			return true;
		}
		word = word_at(s);
		if (!IS_ONE_OF(word, small_words))
			return false;
		s = str_sub(s, word.len, s.len);
	}
	return false;
}

bool closing_find(struct str s, struct date issue, struct date *ret_closes)
{
	for (size_t i = 0; i < s.len; i++) {
		struct str word = word_at(str_sub(s, i, s.len));

		if (word.len == 0)
			continue;
		/* "12by" and "co-closes" are other words. */
		if ((i == 0 ||
			(!char_is_digit(s.at[i - 1]) && s.at[i - 1] != '-')) &&
		    IS_ONE_OF(word, closing_words) &&
		    day_follows(
			str_sub(s, i + word.len, s.len), issue, ret_closes))
			return true;
		i += word.len;
	}
	return false;
}
