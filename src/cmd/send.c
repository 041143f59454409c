/* The commands that send an issue: sennight-send runs them, by the records
 * here. */
#include <string.h>

#include "cmd/cmd.h"

static const struct cmd_option send_options[] = {
	{ 'n', "dry-run", NULL, "say what would happen, and send nothing" },
	{ 'y', "yes", NULL, "do not ask back" },
	{ '\0', "test", "ADDRESS",
	    "send one mail there, as a reader with that address would get it" },
	{ '\0', "at", "TIME",
	    "begin then: \"2026-11-27 18:00\", in the newsletter's time zone" },
	{ '\0', "no-wait", NULL,
	    "end when only those are left that are to be tried again later" },
};

static const struct cmd_option status_options[] = {
	{ '\0', "state", "STATE",
	    "list these: queued, leased, sent, deferred, bounced, suppressed, "
	    "unknown" },
	{ '\0', "domains", NULL, "count by domain, those with most readers" },
	{ '\0', "after", "ID", "list those behind this one" },
	{ '\0', "most", "N", "how many to list; 50 if nothing is said" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

static const struct cmd_option retry_options[] = {
	{ '\0', "unknown", "HOW",
	    "decide about those that may have got it: again, or sent" },
	{ 'y', "yes", NULL, "do not ask back" },
};

static const struct cmd_option undo_options[] = {
	{ 'y', "yes", NULL, "do not ask back" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct cmd cmd_send_status = {
	.name = "send status",
	.line = "say what became of the mails of an issue",
	.arguments = "ISSUE",
	.text = "Says how many mails of an issue are in which state, and lists "
		"those of one\nstate with what the mail servers said. The "
		"counts add up to all readers\nwho were to get it, at any "
		"moment.\n\nExit status 1: some are unknown, bounced or "
		"deferred.",
	.option = status_options,
	.options = COUNT(status_options),
	.run = cmd_become_send,
};

const struct cmd cmd_send_retry = {
	.name = "send retry",
	.line = "try those again now that are to be tried later",
	.arguments = "ISSUE",
	.text = "Makes all that is deferred due, and opens a mailing again "
		"that was stopped.\nWhat sends is `sennight send ISSUE`.\n\n"
		"A mail is unknown if its server took all of it, and the "
		"connection broke\nbefore the answer. Nothing is done about "
		"it until somebody decides:\n`--unknown again` sends it once "
		"more, and some get it twice; `--unknown\nsent` counts it as "
		"sent, and some may not have got it.",
	.option = retry_options,
	.options = COUNT(retry_options),
	.run = cmd_become_send,
};

const struct cmd cmd_send_undo = {
	.name = "send undo",
	.line = "take back that an issue is to be sent",
	.arguments = "ISSUE",
	.text = "Forgets that an issue is to be sent. That works until its "
		"first mail has\nleft, also while it waits for the time of "
		"`--at`.",
	.option = undo_options,
	.options = COUNT(undo_options),
	.run = cmd_become_send,
};

static const struct cmd *const group[] = { &cmd_send_status, &cmd_send_retry,
	&cmd_send_undo, NULL };

/* "send status ISSUE", or an issue. */
static int run(const struct cmd *cmd, int argc, char **argv)
{
	const struct cmd *sub = argc > 1 ? cmd_of_group(cmd, argv[1]) : NULL;

	return sub != NULL ? sub->run(sub, argc - 1, argv + 1)
			   : cmd_become_send(cmd, argc, argv);
}

const struct cmd cmd_send = {
	.name = "send",
	.line = "send an issue to its readers, one mail for each",
	.arguments = "ISSUE",
	.text =
	    "Sends an issue, named by its number, day, slug or file, to all "
	    "readers who\nsubscribed. It says first what will happen, and "
	    "asks.\n\nWhat became of each mail is noted at every step. It "
	    "can be ended at any time,\nand the same command goes on. Several "
	    "at once share the work. What a mail\nserver does not take now is "
	    "tried again for two and a half days; the\ncommand waits for that "
	    "if it is not told otherwise.\n\nThe mail server is that of "
	    "`mail.way`; the password of `mail.user` is the\nsecret "
	    "SENNIGHT_MAIL_PASSWORD, or SENNIGHT_MAIL_TOKEN for "
	    "XOAUTH2.\n\nExit status 1: something is unknown, bounced or "
	    "deferred.",
	.option = send_options,
	.options = COUNT(send_options),
	.run = run,
	.group = group,
};
