/* The command that looks whether mails can be sent: sennight-send runs it, by
 * the record here. */
#include "cmd/cmd.h"

static const struct cmd_option options[] = {
	{ '\0', "only", "NAME", "make only this check; may be given again" },
	{ '\0', "address", "ADDRESS",
	    "where mails leave from, if that is not where the mail server "
	    "is reached" },
	{ '\0', "dns", "ADDRESS:PORT",
	    "ask this name server, not those of the system" },
	{ '\0', "format", "FORMAT", "text, or json: one object a line" },
};

const struct cmd cmd_doctor = {
	.name = "doctor",
	.line = "look whether mails can be sent",
	.arguments = "",
	.text = "Looks at all that mails are judged by, and at what breaks a "
		"mailing, and\nsays of each thing whether it is ok, a warning, "
		"wrong, or why it was skipped;\nand what to do, with records "
		"of DNS to paste into a zone. No mail is sent and\nnothing is "
		"changed.\n\n"
		"  settings  what must be set before anything is sent\n"
		"  mx        can answers and bounces arrive?\n"
		"  spf       does the domain let our mail server send?\n"
		"  dkim      can signatures be verified?\n"
		"  dmarc     what does the domain say about forged mails?\n"
		"  ptr       has the address that sends a name?\n"
		"  size      how large is the mail of the newest issue?\n"
		"  relay     do the mail servers take mails from us?\n"
		"  keys      can others on this machine read the keys?\n"
		"  database  are the readers' addresses safe?\n"
		"  clock     is the clock right?\n\n"
		"Exit status 1: something is wrong. 2: something could not be "
		"looked at.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = cmd_become_send,
};
