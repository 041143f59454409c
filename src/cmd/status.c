/* What `sennight status` is: sennight-store runs it, by this record. */
#include "cmd/cmd.h"

static const struct cmd_option options[] = {
	{ 'a', "all", NULL,
	    "each section in a row, also those that are as they should be, "
	    "and each source" },
	{ '\0', "format", "FORMAT",
	    "text, or json: one object, which docs/status.md describes" },
};

const struct cmd cmd_status = {
	.name = "status",
	.line = "say how far an issue is, and what blocks it",
	.arguments = "[ISSUE]",
	.text =
	    "Shows an issue at a glance: when it is due, what blocks it, what "
	    "is in its\nsections and who looks after them, which sources are "
	    "incomplete, which\ncandidates wait, open votes, and what to do "
	    "next. ISSUE is its number, its\nday, its slug or its file; "
	    "without one it is the only draft.\n\nWhat blocks an issue is "
	    "every error of `sennight check`, what is unfinished\n(an empty "
	    "section, a note about work to do), votes that are over without "
	    "a\nwinner, and a day that is over. Nothing is changed.\n\nExit "
	    "status 1: something blocks it, or there is no draft. 2: it is "
	    "not known.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = cmd_become_store,
};
