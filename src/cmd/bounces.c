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

static const struct cmd_option read_options[] = {
	{ 'n', "dry-run", NULL, "say what would be noted, and change nothing" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

const struct cmd cmd_bounces_read = {
	.name = "bounces read",
	.line = "note what mails that came back tell",
	.arguments = "SOURCE...",
	.text =
	    "Reads mails that came back, finds the readers they are about, and "
	    "acts on\nthem: whoever cannot be reached gets no more mail, whoever "
	    "complained has\nleft. To read a mail again changes nothing. What is "
	    "not understood is kept,\nsee `sennight bounces list`.\n\n"
	    "SOURCE is a maildir, from whose new/ what was noted is moved to "
	    "cur/ with\nthe flag S; a file with one mail, or an mbox, which is "
	    "not changed; or -,\none mail on the standard input; or "
	    "imaps://HOST/FOLDER, a folder of a mail\nserver whose new mails "
	    "are read and, when they are noted, marked as seen\n(the user is "
	    "the setting mail.bounces_user, the password the secret\n"
	    "SENNIGHT_BOUNCES_PASSWORD; imap:// must encrypt, unless it is "
	    "this machine).\n\n"
	    "Exit status 1: something was not understood, or is forged. With - "
	    "as the\nonly SOURCE it is 0 if the mail was noted or kept and 75 "
	    "(EX_TEMPFAIL)\notherwise, so that a mail server that pipes into it "
	    "tries again later.",
	.option = read_options,
	.options = sizeof(read_options) / sizeof(read_options[0]),
	.run = cmd_become_send,
};

static const struct cmd_option list_options[] = {
	{ '\0', "reader", "ADDRESS", "all that came back of this reader" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

const struct cmd cmd_bounces_list = {
	.name = "bounces list",
	.line = "list what came back and was not understood",
	.arguments = "",
	.text =
	    "Lists the mails that are kept until somebody has looked at them: "
	    "oldest\nfirst, the number that `bounces show` and `bounces drop` "
	    "want in front.\nAt most 1000 are kept; what comes then stays where "
	    "it is read from.\n\nExit status 1: there are some.",
	.option = list_options,
	.options = sizeof(list_options) / sizeof(list_options[0]),
	.run = cmd_become_send,
};

const struct cmd cmd_bounces_show = {
	.name = "bounces show",
	.line = "print a mail that was not understood",
	.arguments = "ID",
	.text =
	    "Prints the mail as it came, its first 256 KiB if it is larger. "
	    "On a\nterminal what would command it is left out.",
	.run = cmd_become_send,
};

static const struct cmd_option drop_options[] = {
	{ '\0', "all", NULL, "all that are kept" },
};

const struct cmd cmd_bounces_drop = {
	.name = "bounces drop",
	.line = "forget mails that were not understood",
	.arguments = "[ID...]",
	.text = "Whoever drops a mail has looked at it. Reading it again still "
		"changes\nnothing.",
	.option = drop_options,
	.options = sizeof(drop_options) / sizeof(drop_options[0]),
	.run = cmd_become_send,
};

static const struct cmd *const group[] = { &cmd_bounces_read, &cmd_bounces_list,
	&cmd_bounces_show, &cmd_bounces_drop, &cmd_bounces_classify, NULL };

const struct cmd cmd_bounces = {
	.name = "bounces",
	.line = "mails that came back, and what they tell",
	.arguments = "COMMAND",
	.text = "Mail servers tell what they could not deliver, and providers "
		"who complained.",
	.run = cmd_run_group,
	.group = group,
};
