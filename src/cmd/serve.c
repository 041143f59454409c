#include <string.h>

#include "cmd/cmd.h"

/* Read by sennight-serve; here they are only explained. */
static const struct cmd_option options[] = {
	{ '\0', "preview", NULL,
	    "build a copy with the issues in work, again at every change" },
	{ '\0', "no-drafts", NULL,
	    "leave the issues in work out of the preview" },
	{ '\0', "drafts", NULL, "with them; the default with --preview" },
	{ '\0', "listen", "ADDR:PORT",
	    "where to listen; else 127.0.0.1:8765, or a free port" },
	{ '\0', "try", NULL,
	    "try readers' pages: links lead here, mails into var/mail" },
	{ '\0', "log", "[=addresses]",
	    "a line for each request; network addresses only if asked for" },
	{ 'o', "output", "DIR", "the folder of the site, or of the copies" },
};

static int run(const struct cmd *cmd, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0) {
			cmd_print_help(cmd, stdout);
			return CMD_FINE;
		}
	return cmd_become("sennight-serve", argv);
}

const struct cmd cmd_serve = {
	.name = "serve",
	.line = "serve the site; --preview rebuilds on change",
	.arguments = "",
	.text =
	    "Serves the built site, and builds it first if there is none. "
	    "Prints its\naddress when it is ready; Ctrl-C ends it.\n\n"
	    "With --preview, open pages are loaded again after every "
	    "change, and\nmistakes in templates and settings show in the "
	    "page. The site itself is\nnot touched.\n\n"
	    "With the settings `subscribe: open`, `submit: open` and `vote`, "
	    "readers can\nsubscribe, send something in and vote there, and "
	    "the mails for that are sent.\nWith --try, links of mails lead "
	    "to the address that is printed, and mails are\nput into the "
	    "folder mail below `folders: cache`, instead of being sent.\n\n"
	    "SIGTERM ends the server once all that was asked is "
	    "answered; a listening\nsocket may be handed on (LISTEN_FDS).",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
