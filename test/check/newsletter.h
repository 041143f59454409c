/*
 * newsletter: issues of a small newsletter in memory, and a check of them.
 */
#ifndef TEST_CHECK_NEWSLETTER_H
#define TEST_CHECK_NEWSLETTER_H

#include "check/check.h"

/* The neutral preset with more YAML over it; NULL: nothing more. */
const struct settings *example_settings(struct arena *arena, const char *yaml);

/* An example of a rule as a whole file: with the header of issue `number` of
 * that date (YYYY-MM-DD) if it has none. */
struct str example_text(
    struct arena *arena, const char *text, int number, const char *date);

/* Check the texts; the test fails if it could not look. */
struct check_report example_check(const struct settings *settings,
    const struct check_options *options, const struct check_text *text,
    size_t texts);

/* What was found, in order: "rule:3 other-rule:12", by id and line. */
struct str example_found(
    struct arena *arena, const struct check_report *report);

#endif
