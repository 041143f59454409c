#include "cmd/cmd.h"

static int run(const struct cmd *cmd, int argc, char **argv)
{
	(void)cmd;
	(void)argc;
	return cmd_become("sennight-serve", argv);
}

const struct cmd cmd_serve = {
	.name = "serve",
	.line = "serve the site; --preview rebuilds on change",
	.arguments = "",
	.text = "Serves the built site.",
	.run = run,
};
