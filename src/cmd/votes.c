/* The commands about votes: sennight-store runs them, by the records here. */
#include "cmd/cmd.h"

static const struct cmd_option list_options[] = {
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

static const struct cmd_option open_options[] = {
	{ '\0', "until", "TIME",
	    "when votes end: 2026-03-04, 2026-03-04T17:00Z; else when you "
	    "close" },
};

static const struct cmd_option close_options[] = {
	{ '\0', "none", NULL, "without a winner" },
	{ '\0', "as", "NAME", "who decides; else you, as the system knows" },
};

const struct cmd cmd_votes_list = {
	.name = "votes list",
	.line = "what is nominated, and how many want it",
	.arguments = "[KIND]",
	.text = "Lists the open nominations of a kind (crate, quote), or of "
		"all, those with\nmost votes first. What was counted elsewhere "
		"stands beside and is not added.",
	.option = list_options,
	.options = sizeof(list_options) / sizeof(list_options[0]),
	.run = cmd_become_store,
};

const struct cmd cmd_votes_open = {
	.name = "votes open",
	.line = "begin a round of votes, or change its end",
	.arguments = "KIND",
	.text = "Begins a round of votes for a kind of feature. If one is "
		"open, only its\nend is changed.",
	.option = open_options,
	.options = sizeof(open_options) / sizeof(open_options[0]),
	.run = cmd_become_store,
};

const struct cmd cmd_votes_close = {
	.name = "votes close",
	.line = "end a round with the winner that you choose",
	.arguments = "KIND [ID]",
	.text = "Ends the round of a kind. The nomination with that number is "
		"the winner;\nwithout one, that with the most votes, unless "
		"several have as many: then you\nchoose. The others stay "
		"nominated, and have no votes in the next round.\n\nExit "
		"status 1: there is a tie, or nothing to close.",
	.option = close_options,
	.options = sizeof(close_options) / sizeof(close_options[0]),
	.run = cmd_become_store,
};

static const struct cmd *const group[] = { &cmd_votes_list, &cmd_votes_open,
	&cmd_votes_close, NULL };

const struct cmd cmd_votes = {
	.name = "votes",
	.line = "what readers want featured",
	.arguments = "COMMAND",
	.text = "Readers nominate what they want featured, and vote for it.",
	.run = cmd_run_group,
	.group = group,
};
