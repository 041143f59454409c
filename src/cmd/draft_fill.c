/* draft fill: sennight-store runs it, by the record here. */
#include "cmd/cmd.h"

static const struct cmd_option options[] = {
	{ 's', "section", "SECTION",
	    "only those for this section, by id or title; - for none" },
	{ 'n', "dry-run", NULL,
	    "print what would be put where, and change nothing" },
	{ '\0', "no-commit", NULL, "leave git alone" },
	{ '\0', "as", "NAME", "who does it; else you, as the system knows" },
	{ '\0', "format", "text|json",
	    "json: an object a line, see docs/drafts.md" },
};

const struct cmd cmd_draft_fill = {
	.name = "draft fill",
	.line = "put accepted candidates into a draft",
	.arguments = "[DRAFT]",
	.text =
	    "Puts what was accepted in the inbox into the draft, each at its "
	    "place, notes\nit there as placed, and commits it: links, events, "
	    "calls, decisions, changes\nand features, a commit each. Edits of "
	    "the draft that are not committed are kept\nand are in none of "
	    "these commits.\n\n"
	    "What has no place stays accepted, and it is said why: exit "
	    "status 1. If it is\ninterrupted, run it again.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = cmd_become_store,
};
