/* The commands that bring an issue out: sennight-publish runs them, by the
 * records here. */
#include "cmd/cmd.h"

static const struct cmd_option publish_options[] = {
	{ 'n', "dry-run", NULL, "say what would happen, and do nothing" },
	{ 'y', "yes", NULL, "do not ask back" },
	{ '\0', "at", "TIME",
	    "look now whether it could go, and begin then: \"2026-11-27 "
	    "18:00\", in the newsletter's time zone" },
	{ '\0', "date", "DAY",
	    "the day that it has from now on: 2026-11-25, or today" },
	{ '\0', "even-so", "RULE",
	    "publish it though this rule of check is broken; may be given "
	    "again" },
	{ '\0', "because", "TEXT", "the reason for that, which is kept" },
	{ '\0', "only", "STEP",
	    "do nothing but this: check, move, push, build, deploy, "
	    "discussion, send, announce, archive" },
	{ '\0', "discussion", "ADDRESS", "where it is discussed" },
	{ '\0', "again", "NAME",
	    "tell that place once more, as it was not told after all" },
	{ '\0', "no-send", NULL, "without mails" },
	{ '\0', "no-push", NULL,
	    "leave the repository that the team shares as it is" },
	{ '\0', "take-over", NULL,
	    "files in a place that Sennight did not put there may go" },
	{ '\0', "allow", "ADDRESS:PORT",
	    "an address that may be met though it is not of the public "
	    "internet; may be given again" },
};

static const struct cmd_option undo_options[] = {
	{ 'y', "yes", NULL, "do not ask back" },
	{ '\0', "no-push", NULL,
	    "leave the repository that the team shares as it is" },
	{ '\0', "allow", "ADDRESS:PORT",
	    "an address that may be met though it is not of the public "
	    "internet; may be given again" },
};

static const struct cmd_option correct_options[] = {
	{ 'n', "dry-run", NULL, "say what changed, and do nothing" },
	{ 'y', "yes", NULL, "do not ask back" },
	{ '\0', "mail", NULL,
	    "a short mail to those readers whose mail held what was wrong" },
	{ '\0', "no-push", NULL,
	    "leave the repository that the team shares as it is" },
	{ '\0', "allow", "ADDRESS:PORT",
	    "an address that may be met though it is not of the public "
	    "internet; may be given again" },
};

static const struct cmd_option answers_options[] = {
	{ 'n', "dry-run", NULL, "show them, and send nothing" },
	{ 'y', "yes", NULL, "send them without asking for each" },
	{ '\0', "format", "text|json",
	    "text for people, or one JSON object per line, which sends only "
	    "with --yes" },
	{ '\0', "allow", "ADDRESS:PORT",
	    "an address that may be met though it is not of the public "
	    "internet; may be given again" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct cmd cmd_publish_undo = {
	.name = "publish undo",
	.line = "take back what no reader has been told yet",
	.arguments = "ISSUE",
	.text = "Makes an issue a draft again, as it was, and puts the site "
		"without it\neverywhere; what was pushed is taken back by one "
		"more commit. That works until\nthe first mail has left or the "
		"first place was told.",
	.option = undo_options,
	.options = COUNT(undo_options),
	.run = cmd_become_publish,
};

const struct cmd cmd_publish_correct = {
	.name = "publish correct",
	.line = "carry through what was edited in an issue that is out",
	.arguments = "ISSUE",
	.text = "Finds what changed in an issue since readers had it, by "
		"meaning: an event that\nmoved or does not take place, a link "
		"that leads elsewhere, something that was\nremoved, a slip of "
		"the pen. What matters is noted on its page, and feeds\nand "
		"calendars tell it to those who follow them; it waits in the "
		"inbox for the\nnext draft, and with --mail those readers get "
		"a short mail whose mail had it.",
	.option = correct_options,
	.options = COUNT(correct_options),
	.run = cmd_become_publish,
};

const struct cmd cmd_publish_answers = {
	.name = "publish answers",
	.line = "thank people where they proposed what was printed",
	.arguments = "ISSUE",
	.text = "For each pull request, call for testing, forum post and "
		"mention that an issue\nwas made from, shows a text with the "
		"address of the printed line, and sends it\nthere on one key. "
		"What is sent is noted, and never sent twice; \"no\" is "
		"noted,\ntoo. Where Sennight cannot post, the text is to be "
		"posted by hand.\n\nExit status 1: some could not be sent; the "
		"same command tries again.",
	.option = answers_options,
	.options = COUNT(answers_options),
	.run = cmd_become_publish,
};

static const struct cmd *const group[] = { &cmd_publish_answers,
	&cmd_publish_undo, &cmd_publish_correct, NULL };

/* "publish undo ISSUE", or an issue. */
static int run(const struct cmd *cmd, int argc, char **argv)
{
	const struct cmd *sub = argc > 1 ? cmd_of_group(cmd, argv[1]) : NULL;

	return sub != NULL ? sub->run(sub, argc - 1, argv + 1)
			   : cmd_become_publish(cmd, argc, argv);
}

const struct cmd cmd_publish = {
	.name = "publish",
	.line = "bring it out: check, move, build, deploy, send, announce",
	.arguments = "ISSUE",
	.text =
	    "Brings a draft out, named by its number, day, slug or file: it is "
	    "checked,\nmoved to the issues and committed, the commits go to "
	    "the remote of the setting\n`publish.push`, the site is built and "
	    "put to the places of `deploy`, the link\nto its discussion is put "
	    "in, mails are sent, and the places of `announce` are\ntold. "
	    "Errors of check stop it, and commits of others that are not "
	    "here.\n\nEach step is noted. The same command goes on where one "
	    "was interrupted, and\ndoes nothing twice; one at a time "
	    "publishes. It asks before mails leave;\nuntil then `sennight "
	    "publish undo` takes all of it back.\n\nExit status 1: something "
	    "stopped it, or mails are not all through.",
	.option = publish_options,
	.options = COUNT(publish_options),
	.run = run,
	.group = group,
};
