/* sennight-send: the commands that send mails and read what comes back, as a
 * program of its own, so that the front program needs none of their
 * libraries. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "sendcmd/sendcmd.h"

static const struct {
	const struct cmd *cmd;
	sendcmd_run *run;
} commands[] = {
	{ &cmd_bounces_classify, sendcmd_bounces_classify },
};

static const char usage[] =
    "usage: sennight-send COMMAND [OPTION...] [ARG...]\n"
    "\n"
    "The commands of sennight about sending; a name of two words is one\n"
    "argument. `sennight COMMAND --help` says more.\n"
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
	/* Who closes the pipe ends a listing with an error, not silently. */
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0;
	     argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].cmd->name) == 0)
			return commands[i].run(
			    commands[i].cmd, argc - 1, argv + 1);
	print_usage(stderr);
	return CMD_FAILED;
}
