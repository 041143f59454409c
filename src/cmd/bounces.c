/* The commands about mails that came back: sennight-send runs them, by the
 * records here. */
#include "cmd/cmd.h"

static const struct cmd_option classify_options[] = {
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

const struct cmd cmd_bounces_classify = {
	.name = "bounces classify",
	.line = "say what a mail that came back tells",
	.arguments = "FILE...",
	.text = "Says of each file (- is the standard input), which holds one "
		"mail, about\nwhom it is, and whether it is a bounce, a "
		"complaint, an automatic reply or\na confirmation of delivery. "
		"Nothing is done about it.\n\nExit status 1: some of them are "
		"none of these.",
	.option = classify_options,
	.options = sizeof(classify_options) / sizeof(classify_options[0]),
	.run = cmd_become_send,
};

static const struct cmd *const group[] = { &cmd_bounces_classify, NULL };

const struct cmd cmd_bounces = {
	.name = "bounces",
	.line = "mails that came back, and what they tell",
	.arguments = "COMMAND",
	.text = "Mail servers tell what they could not deliver, and providers "
		"who complained.",
	.run = cmd_run_group,
	.group = group,
};
