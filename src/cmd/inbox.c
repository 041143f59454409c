/* The commands about candidates: sennight-store runs them, by the records
 * here. */
#include "cmd/cmd.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct cmd_option list_options[] = {
	{ '\0', "state", "STATE",
	    "new (if nothing is said), accepted, rejected, placed, published, "
	    "withdrawn, all" },
	{ '\0', "kind", "KIND",
	    "only link, event, call, decision, change or feature" },
	{ '\0', "section", "SECTION",
	    "only those for this section; - for none" },
	{ '\0', "source", "NAME", "only from this source; reader for readers" },
	{ '\0', "text", "TEXT", "only with this in their texts or address" },
	{ '\0', "after", "ID", "only those behind this one" },
	{ '\0', "most", "N", "at most this many" },
	{ '\0', "count", NULL, "how many there are in each state" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

static const struct cmd_option show_options[] = {
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

/* Of accept, reject and move. */
static const struct cmd_option decide_options[] = {
	{ '\0', "section", "SECTION",
	    "the section they are for, by id or title" },
	{ '\0', "reason", "TEXT", "why; it is kept" },
	{ '\0', "all", NULL,
	    "all that the filters choose, instead of numbers" },
	{ '\0', "state", "STATE",
	    "of --all and ranges: in this state; new if nothing is said" },
	{ '\0', "kind", "KIND", "of --all and ranges: only this kind" },
	{ '\0', "in", "SECTION",
	    "of --all and ranges: only those for this section; - for none" },
	{ '\0', "source", "NAME",
	    "of --all and ranges: only from this source" },
	{ '\0', "text", "TEXT",
	    "of --all and ranges: only with this in their texts or address" },
	{ '\0', "overturn", NULL,
	    "also where another editor decided otherwise" },
	{ '\0', "as", "NAME", "who decides; else you, as the system knows" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

static const struct cmd_option undo_options[] = {
	{ '\0', "as", "NAME", "whose; else yours, as the system knows you" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

static const struct cmd_option add_options[] = {
	{ '\0', "from", "FILE", "lines of JSON; - is the standard input" },
	{ '\0', "source", "NAME",
	    "the source of lines that name none; command if nothing is said" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

const struct cmd cmd_inbox_list = {
	.name = "inbox list",
	.line = "what waits for a decision, or for anything else",
	.arguments = "",
	.text = "Lists candidates, one a line: number, state (if they differ), "
		"kind, section,\ntitle, where it leads, and how long it has "
		"been there.",
	.option = list_options,
	.options = LENGTH(list_options),
	.run = cmd_become_store,
};

const struct cmd cmd_inbox_show = {
	.name = "inbox show",
	.line = "all that is known about some",
	.arguments = "ID...",
	.text = "Prints candidates with all their fields, where each comes "
		"from, and what\nwas decided. Numbers are written as 12, "
		"12-20 or 12,15.\n\nExit status 1: there is no such "
		"candidate.",
	.option = show_options,
	.options = LENGTH(show_options),
	.run = cmd_become_store,
};

const struct cmd cmd_inbox_accept = {
	.name = "inbox accept",
	.line = "they are to stand in the next issue",
	.arguments = "ID...",
	.text =
	    "Accepts candidates; with --section, for that one. Numbers are "
	    "written as\n12, 12-20 or 12,15; --all takes all that are new and "
	    "that the filters choose.\n\nWhat another editor rejected stays "
	    "rejected without --overturn, and what\nstands in a draft stays "
	    "there.\n\nExit status 1: some were not accepted.",
	.option = decide_options,
	.options = LENGTH(decide_options),
	.run = cmd_become_store,
};

const struct cmd cmd_inbox_reject = {
	.name = "inbox reject",
	.line = "they are not, and why",
	.arguments = "ID...",
	.text =
	    "Rejects candidates. What is rejected stays so when its source "
	    "brings it\nagain. Readers see the --reason on the page of what "
	    "they sent in. Numbers are\nwritten as 12, 12-20 or 12,15; --all "
	    "takes all that are new and that the\nfilters choose.\n\nExit "
	    "status 1: some were not rejected.",
	.option = decide_options,
	.options = LENGTH(decide_options),
	.run = cmd_become_store,
};

const struct cmd cmd_inbox_move = {
	.name = "inbox move",
	.line = "they are for another section",
	.arguments = "ID... --section SECTION",
	.text = "Moves candidates to another section, whatever was decided. "
		"Numbers are\nwritten as 12, 12-20 or 12,15; --all takes all "
		"that are new and that the\nfilters choose.\n\nExit status 1: "
		"some could not be moved.",
	.option = decide_options,
	.options = LENGTH(decide_options),
	.run = cmd_become_store,
};

const struct cmd cmd_inbox_undo = {
	.name = "inbox undo",
	.line = "take back the last decision",
	.arguments = "[ID...]",
	.text = "Takes back your last accept, reject or move, with all the "
		"candidates it was\nabout; again, the one before. With "
		"numbers: the last decision on each of\nthese candidates, "
		"whosever it was; also that it was put into a draft, once "
		"its\nline there is taken out. What somebody decided on since "
		"stays.\n\n"
		"Exit status 1: there was nothing to take back, or some "
		"stayed.",
	.option = undo_options,
	.options = LENGTH(undo_options),
	.run = cmd_become_store,
};

const struct cmd cmd_inbox_add = {
	.name = "inbox add",
	.line = "put in candidates from lines of JSON",
	.arguments = "--from FILE",
	.text = "Puts candidates into the inbox; docs/inbox.md describes the "
		"lines. What is\nthere already is said, with what became of "
		"it. If a line is wrong, nothing\nis put in.",
	.option = add_options,
	.options = LENGTH(add_options),
	.run = cmd_become_store,
};

static const struct cmd *const group[] = { &cmd_inbox_list, &cmd_inbox_show,
	&cmd_inbox_accept, &cmd_inbox_reject, &cmd_inbox_move, &cmd_inbox_undo,
	&cmd_inbox_add, NULL };

const struct cmd cmd_inbox = {
	.name = "inbox",
	.line = "look at candidates for the next issue, and decide",
	.arguments = "COMMAND",
	.text = "Candidates come from sources and from readers. Nothing gets "
		"into an issue\nthat no editor accepted.",
	.run = cmd_run_group,
	.group = group,
};
