/* sennight-collect: asking sources, as a program of its own. */
#include "collectcmd/collectcmd.h"

static const struct cmd_row commands[] = {
	{ &cmd_collect, collectcmd_collect },
	{ &cmd_draft_perf, collectcmd_perf },
};

int main(int argc, char **argv)
{
	return cmd_program("sennight-collect", "ask sources", commands,
	    sizeof(commands) / sizeof(commands[0]), argc, argv);
}
