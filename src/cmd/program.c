/* A program that has some of the commands. */
#include <signal.h>
#include <string.h>

#include "cmd/cmd.h"

static void print_usage(FILE *to, const char *name, const char *about,
    const struct cmd_row *row, size_t rows)
{
	fprintf(to,
	    "usage: %s COMMAND [OPTION...] [ARG...]\n\n"
	    "The commands of sennight that %s;\n"
	    "a name of two words is one argument. `sennight COMMAND --help` "
	    "says more.\n\n",
	    name, about);
	for (size_t i = 0; i < rows; i++)
		fprintf(
		    to, "  %-18s  %s\n", row[i].cmd->name, row[i].cmd->line);
}

int cmd_program(const char *name, const char *about, const struct cmd_row *row,
    size_t rows, int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		print_usage(stdout, name, about, row, rows);
		return CMD_FINE;
	}
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; argc > 1 && i < rows; i++)
		if (strcmp(argv[1], row[i].cmd->name) == 0)
			return row[i].run(row[i].cmd, argc - 1, argv + 1);
	print_usage(stderr, name, about, row, rows);
	return CMD_FAILED;
}
