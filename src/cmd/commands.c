/* The table of commands. */
#include <string.h>

#include "cmd/cmd.h"

const struct cmd *const cmd_all[] = { &cmd_init, &cmd_show, &cmd_check,
	&cmd_build, &cmd_serve, &cmd_help, NULL };

const struct cmd *cmd_named(const char *name)
{
	for (const struct cmd *const *cmd = cmd_all; *cmd != NULL; cmd++)
		if (strcmp((*cmd)->name, name) == 0)
			return *cmd;
	return NULL;
}

int cmd_fail(const struct cmd *cmd, const struct error *err)
{
	fprintf(stderr, "sennight %s: %s\n", cmd->name, err->text);
	return CMD_FAILED;
}
