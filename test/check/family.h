/*
 * family: what tests of rule families share.
 */
#ifndef TEST_CHECK_FAMILY_H
#define TEST_CHECK_FAMILY_H

#include "../test.h"

#include "check/rules.h"
#include "newsletter.h"

/* An issue, the one before it, and what the rules find in it. */
struct family_case {
	const char *what;
	const char *settings; /* YAML over the neutral preset, or NULL */
	const char *before;   /* issue 8 of 2026-02-25, or NULL */
	const char *text;     /* issue 9 of 2026-03-04 */
	const char *only;     /* id of the rule that looks */
	size_t found;
	const char *fixed; /* what must stand in it after all fixes, or NULL */
	const char *gone;  /* and what not, or NULL */
};

/* Check one case; the test fails with its name. */
static inline void family_check(const struct family_case *k)
{
	const char *path = "content/2026-03-04-issue-9.md";
	struct arena arena = { 0 };
	struct str only = str_of(k->only), fixed;
	struct check_options options = {
		.path = &path, .paths = 1, .only = { &only, 1 }, .threads = 1
	};
	struct check_text text[2] = { { path,
	    example_text(&arena, k->text, 9, "2026-03-04") } };
	struct check_report report;
	size_t done, waiting, texts = 1;

	if (k->before != NULL)
		text[texts++] =
		    (struct check_text){ "content/2026-02-25-issue-8.md",
			    example_text(&arena, k->before, 8, "2026-02-25") };
	report = example_check(
	    example_settings(&arena, k->settings), &options, text, texts);
	if (check_count(&report, CHECK_OFF) != k->found)
		fail_msg("%s: %zu findings of %s, not %zu", k->what,
		    check_count(&report, CHECK_OFF), k->only, k->found);
	fixed =
	    check_fixed_text(&arena, &report.file[0], true, &done, &waiting);
	if (k->fixed != NULL &&
	    str_find(fixed, str_of(k->fixed), 0) == STR_NONE)
		fail_msg("%s: fixed to\n%.*s", k->what, STR_ARG(fixed));
	if (k->gone != NULL && str_find(fixed, str_of(k->gone), 0) != STR_NONE)
		fail_msg("%s: still there in\n%.*s", k->what, STR_ARG(fixed));
	check_release(&report);
	arena_release(&arena);
}

#endif
