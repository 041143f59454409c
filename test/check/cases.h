/*
 * cases: tables of issues, and on which lines a rule finds something.
 */
#ifndef TEST_CHECK_CASES_H
#define TEST_CHECK_CASES_H

#include "check/check.h"

struct rule_case {
	const char *rule;
	const char *yaml;  /* over the neutral preset; NULL: nothing */
	const char *text;  /* with the header of issue 9 if it has none, which
			      is 5 lines long */
	const char *lines; /* "6 8": where, one for each finding; "": none */
	const char *fixed; /* what all fixes make of the text; NULL: there is
			      no fix */
	bool safe;         /* the fixes are all safe */
};

/* Check each text with the rule alone; the test fails with the first case
 * that comes out otherwise. */
void check_cases(const struct rule_case *cases, size_t count);

#define CHECK_CASES(cases) \
	check_cases((cases), sizeof(cases) / sizeof((cases)[0]))

/* `unit` that many times, as the body of an issue. */
const char *repeated(struct arena *arena, const char *unit, size_t times);

/* How much the rule finds in a text that is made to be slow: what is not linear
 * takes minutes, and the test is stopped. */
size_t count_hostile(const char *rule, const char *text);

#endif
