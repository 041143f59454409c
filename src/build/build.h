/*
 * build: a folder of Markdown becomes a website, feeds and calendars.
 *
 * Deterministic: equal input gives byte-identical output, and the clock is
 * never read: "today" is the date of the newest issue.
 */
#ifndef BUILD_BUILD_H
#define BUILD_BUILD_H

#include "base/error.h"
#include "build/output.h"
#include "model/settings.h"

struct build_options {
	const char *output; /* folder; NULL: as the settings say */
	bool drafts;        /* pages for the issues in work, too */
	int threads;        /* 0: as many as there are processors */
	const char *reload; /* address of the script that a preview adds to
			       every page; NULL: none */
};

struct build_report {
	size_t issues, drafts, pages, events, items;
	struct output_counts files;
	bool unchanged; /* the input was that of the last build, and its
			   output still stands: nothing was done */
	const char *output;
	char fingerprint[40]; /* of the input: equal if all of it is */
	/* What the editors should know: files left out, two issues of one
	 * number, ... one sentence each, with the file's name first. */
	const char **note;
	size_t notes;
};

/*
 * Build the newsletter in the current folder.  On failure err says why; what
 * was written is completed by the next build.  The report lives in the arena.
 */
bool build_site(const struct build_options *options, struct arena *arena,
    struct build_report *ret_report, struct error *err);

/*
 * The built-in file of the default theme, "issue.html"; false if there is
 * none.  For `init` and tests.
 */
bool theme_default(const char *name, struct str *ret_text);

#endif
