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

static const struct cmd_option nominate_options[] = {
	{ '\0', "name", "NAME", "of what is to be featured; a quote has none" },
	{ '\0', "url", "URL", "where it is found" },
	{ '\0', "text", "TEXT", "the quote; or what is said of the thing" },
	{ '\0', "source", "WHO", "whose words a quote are" },
	{ '\0', "credit", "NAME", "whom to thank for it, in print" },
};

static const struct cmd_option refuse_options[] = {
	{ '\0', "reason", "TEXT", "why; it is kept" },
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

const struct cmd cmd_votes_nominate = {
	.name = "votes nominate",
	.line = "put something on the list",
	.arguments = "KIND",
	.text = "Nominates something that readers can vote for, such as what "
		"was proposed\nelsewhere. What is there already is said, with "
		"what became of it.",
	.option = nominate_options,
	.options = sizeof(nominate_options) / sizeof(nominate_options[0]),
	.run = cmd_become_store,
};

const struct cmd cmd_votes_refuse = {
	.name = "votes refuse",
	.line = "take something off the list",
	.arguments = "ID",
	.text = "Takes an open nomination off the list. When it is nominated "
		"again, it stays\noff.\n\nExit status 1: it is not on the "
		"list.",
	.option = refuse_options,
	.options = sizeof(refuse_options) / sizeof(refuse_options[0]),
	.run = cmd_become_store,
};

const struct cmd cmd_votes_tally = {
	.name = "votes tally",
	.line = "note what was counted elsewhere",
	.arguments = "ID SOURCE COUNT",
	.text = "Notes how many were for a nomination somewhere else, such as "
		"likes in a\nforum. It is shown beside the votes, and never "
		"added to them.",
	.run = cmd_become_store,
};

static const struct cmd *const group[] = { &cmd_votes_list, &cmd_votes_nominate,
	&cmd_votes_tally, &cmd_votes_refuse, &cmd_votes_open, &cmd_votes_close,
	NULL };

const struct cmd cmd_votes = {
	.name = "votes",
	.line = "what readers want featured",
	.arguments = "COMMAND",
	.text = "Readers nominate what they want featured, and vote for it.",
	.run = cmd_run_group,
	.group = group,
};
