/* The command that asks sources: sennight-collect runs it, by the record
 * here. */
#include "cmd/cmd.h"

static const struct cmd_option options[] = {
	{ '\0', "since", "DAY",
	    "what came up from then on; the day of the newest issue if nothing "
	    "is said" },
	{ 'n', "dry-run", NULL, "say what there is, and put nothing anywhere" },
	{ '\0', "window", "FROM..TO",
	    "what came up from one day to the day before another one; an end "
	    "may be left out" },
	{ '\0', "add", "ADDRESS",
	    "recognise the source that an address is, show what it has, and "
	    "add it to the settings" },
	{ '\0', "id", "ID", "what the added one is called" },
	{ '\0', "section", "SECTION",
	    "what the things of the added one are for" },
	{ 'y', "yes", NULL, "add it without asking" },
	{ '\0', "share", "FILE",
	    "say what of that issue or draft came in by itself, and which "
	    "sources could have brought the rest" },
	{ '\0', "no-look", NULL,
	    "do not look at the pages that new links lead to" },
	{ '\0', "kinds", NULL, "list the kinds of sources there are" },
	{ '\0', "record", "FOLDER", "keep all that is answered there" },
	{ '\0', "replay", "FOLDER",
	    "ask nobody, and read what was recorded there" },
	{ '\0', "unpaced", NULL,
	    "without pauses, and many at a time: for servers of one's own" },
	{ '\0', "allow", "ADDRESS:PORT",
	    "an address that may be met though it is not of the public "
	    "internet; may be given again" },
	{ '\0', "format", "FORMAT",
	    "text, or json: one object a source, with -n one for each thing "
	    "too" },
};

const struct cmd cmd_collect = {
	.name = "collect",
	.line = "ask sources for what could stand in the next issue",
	.arguments = "[SOURCE...]",
	.text = "Asks the sources of the settings, or those named, and puts "
		"what they have\ninto the inbox as candidates. A second run "
		"changes nothing. A source that\nfails harms no other one: it "
		"is shown as incomplete, and the next run asks\nit again.\n\n"
		"Exit status 1: a source is incomplete.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = cmd_become_collect,
};
