/* Groups of commands: "subscribers import". */
#include <string.h>

#include "base/nearest.h"
#include "cmd/cmd.h"

/* The part of a name behind that of its group. */
static const char *own_name(const struct cmd *group, const struct cmd *cmd)
{
	return cmd->name + strlen(group->name) + 1;
}

static int fail_unknown(const struct cmd *cmd, const char *name)
{
	fprintf(stderr, "sennight %s: there is no command %s", cmd->name, name);
	for (const struct cmd *const *sub = cmd->group; *sub != NULL; sub++)
		if (name_is_near(str_of(name), str_of(own_name(cmd, *sub))))
			fprintf(
			    stderr, "; did you mean %s?", own_name(cmd, *sub));
	fputs("\n\n", stderr);
	cmd_print_help(cmd, stderr);
	return CMD_FAILED;
}

const struct cmd *cmd_of_group(const struct cmd *group, const char *name)
{
	for (const struct cmd *const *sub = group->group; *sub != NULL; sub++)
		if (strcmp(name, own_name(group, *sub)) == 0)
			return *sub;
	return NULL;
}

int cmd_run_group(const struct cmd *cmd, int argc, char **argv)
{
	const struct cmd *sub;

	if (argc < 2) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		cmd_print_help(cmd, stdout);
		return CMD_FINE;
	}
	sub = cmd_of_group(cmd, argv[1]);
	if (sub != NULL)
		return sub->run(sub, argc - 1, argv + 1);
	return fail_unknown(cmd, argv[1]);
}

int cmd_fail(const struct cmd *cmd, const struct error *err)
{
	fprintf(stderr, "sennight %s: %s\n", cmd->name, err->text);
	return CMD_FAILED;
}
