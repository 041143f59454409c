/* sennight-store: the commands that need the database, as a program of its
 * own, so that the front program needs none. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "storecmd/storecmd.h"

static const struct {
	const struct cmd *cmd;
	storecmd_run *run;
} commands[] = {
	{ &cmd_draft_fill, storecmd_draft_fill },
	{ &cmd_inbox_list, storecmd_inbox_list },
	{ &cmd_inbox_show, storecmd_inbox_show },
	{ &cmd_inbox_accept, storecmd_inbox_decide },
	{ &cmd_inbox_reject, storecmd_inbox_decide },
	{ &cmd_inbox_move, storecmd_inbox_decide },
	{ &cmd_inbox_undo, storecmd_inbox_undo },
	{ &cmd_inbox_add, storecmd_inbox_add },
	{ &cmd_votes_list, storecmd_votes_list },
	{ &cmd_votes_open, storecmd_votes_open },
	{ &cmd_votes_close, storecmd_votes_close },
	{ &cmd_votes_nominate, storecmd_votes_nominate },
	{ &cmd_votes_refuse, storecmd_votes_refuse },
	{ &cmd_votes_tally, storecmd_votes_tally },
	{ &cmd_subscribers_import, storecmd_subscribers_import },
	{ &cmd_subscribers_export, storecmd_subscribers_export },
	{ &cmd_subscribers_show, storecmd_subscribers_show },
	{ &cmd_subscribers_erase, storecmd_subscribers_erase },
	{ &cmd_backup, storecmd_backup },
	{ &cmd_restore, storecmd_restore },
};

static const char usage[] =
    "usage: sennight-store COMMAND [OPTION...] [ARG...]\n"
    "\n"
    "The commands of sennight that need the database; a name of two words is\n"
    "one argument. `sennight COMMAND --help` says more.\n"
    "\n";

static void print_usage(FILE *to)
{
	fputs(usage, to);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(to, "  %-18s  %s\n", commands[i].cmd->name,
		    commands[i].cmd->line);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		print_usage(stdout);
		return CMD_FINE;
	}
	/* Who closes the pipe ends an export with an error, not silently. */
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0;
	     argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].cmd->name) == 0)
			return commands[i].run(
			    commands[i].cmd, argc - 1, argv + 1);
	print_usage(stderr);
	return CMD_FAILED;
}
