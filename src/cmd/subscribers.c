/* The commands about subscribers: sennight-store runs them, by the records
 * here. */
#include "cmd/cmd.h"

static const struct cmd_option import_options[] = {
	{ 'n', "dry-run", NULL, "say what would happen, and change nothing" },
	{ '\0', "from", "NAME",
	    "what wrote the files, if it is not seen: mailchimp, listmonk, "
	    "buttondown, ghost, substack, sennight, plain" },
	{ '\0', "column", "WHAT=NAME",
	    "the column that holds WHAT: address, name, state, created, "
	    "confirmed, language; as often as needed" },
	{ '\0', "state", "STATE",
	    "of people whose row tells none: active, pending, left, bounced" },
	{ '\0', "consent", "TEXT",
	    "what they agreed to, and where; kept with each" },
	{ '\0', "source", "TEXT", "where they come from, for the records" },
	{ '\0', "format", "FORMAT",
	    "text, or json: one object a line of the report" },
};

static const struct cmd_option export_options[] = {
	{ '\0', "format", "FORMAT",
	    "csv, or jsonl: one object a line; jsonl if nothing is said" },
	{ '\0', "state", "STATE",
	    "only these: active, pending, paused, left, bounced" },
	{ 'o', "output", "FILE", "write there; the file must not exist" },
};

static const struct cmd_option show_options[] = {
	{ '\0', "state", "STATE",
	    "list only these: active, pending, paused, left, bounced" },
	{ '\0', "after", "ID", "list those behind this one" },
	{ '\0', "most", "N", "how many to list; 50 if nothing is said" },
	{ '\0', "count", NULL,
	    "how many there are in each state, and no list" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

static const struct cmd_option erase_options[] = {
	{ 'y', "yes", NULL, "do not ask back" },
	{ '\0', "forget", NULL,
	    "keep no hash either: the next import may bring them back" },
};

const struct cmd cmd_subscribers_import = {
	.name = "subscribers import",
	.line = "take in lists from other services, CSV, JSON lines",
	.arguments = "FILE...",
	.text =
	    "Takes in subscribers from CSV files or files of JSON lines (- is "
	    "the\nstandard input): exports of Mailchimp, listmonk, Buttondown, "
	    "Ghost,\nSubstack and Sennight, and lists with a column of "
	    "addresses.\n\nAll files are one change: either everything is "
	    "done or nothing. Whoever\nunsubscribed there has left here, and "
	    "whoever left here stays so, unless\nthe file shows that they "
	    "asked for it later. Nobody on the list of those\nwho must not be "
	    "written to comes back. Lines that are not taken in are\ntold "
	    "with what is wrong with them.\n\nExit status 1: some lines were "
	    "not taken in.",
	.option = import_options,
	.options = sizeof(import_options) / sizeof(import_options[0]),
	.run = cmd_become_store,
};

const struct cmd cmd_subscribers_export = {
	.name = "subscribers export",
	.line = "write them out, with what they agreed to",
	.arguments = "",
	.text = "Writes all subscribers, with their wishes and what they "
		"agreed to, to\nthe standard output. What it writes can be "
		"taken in again by `subscribers\nimport`, and nothing is "
		"lost.\n\nIn CSV, a text that a spreadsheet would take for a "
		"formula has a ' in\nfront; the import takes it away again.",
	.option = export_options,
	.options = sizeof(export_options) / sizeof(export_options[0]),
	.run = cmd_become_store,
};

const struct cmd cmd_subscribers_show = {
	.name = "subscribers show",
	.line = "list them, or all that is held about one",
	.arguments = "[ADDRESS]",
	.text =
	    "Without an address: a page of the list. With one: all that is "
	    "held about\nit, as JSON.\n\nExit status 1: nothing is held about that address.",
	.option = show_options,
	.options = sizeof(show_options) / sizeof(show_options[0]),
	.run = cmd_become_store,
};

const struct cmd cmd_subscribers_erase = {
	.name = "subscribers erase",
	.line = "forget everything about an address",
	.arguments = "ADDRESS",
	.text = "Removes everything that is held about an address, and keeps "
		"a hash from\nwhich it cannot be read, so that no import "
		"brings it back. The person can\nsubscribe again "
		"themselves.\n\nBackups that were made before still have it.",
	.option = erase_options,
	.options = sizeof(erase_options) / sizeof(erase_options[0]),
	.run = cmd_become_store,
};

static const struct cmd *const group[] = { &cmd_subscribers_import,
	&cmd_subscribers_export, &cmd_subscribers_show, &cmd_subscribers_erase,
	NULL };

const struct cmd cmd_subscribers = {
	.name = "subscribers",
	.line = "take in, give out, show and forget subscribers",
	.arguments = "COMMAND",
	.text = "Who gets the newsletter.",
	.run = cmd_run_group,
	.group = group,
};
