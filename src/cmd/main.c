/* sennight: the front program. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "cmd/cmd.h"

static void print_usage(FILE *to)
{
	fputs("usage: sennight [-C DIR] COMMAND [OPTION...] [ARG...]\n\n", to);
	for (const struct cmd *const *cmd = cmd_all; *cmd != NULL; cmd++)
		fprintf(to, "  %-8s  %s\n", (*cmd)->name, (*cmd)->line);
	fputs("\n"
	      "  -C DIR     run as if started in DIR\n"
	      "  --version  print the version\n"
	      "  --help     this text; after a command, its own\n"
	      "\n"
	      "Exit status: 0 fine, 1 looked at it and it is not fine, 2 could "
	      "not look.\n",
	    to);
}

/* What to do with one option before the command: go on, or stop with a
 * status. */
enum step { GO_ON = -1 };

static int take_option(char **argv, int *at)
{
	const char *option = argv[*at];

	if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) {
		print_usage(stdout);
		return CMD_FINE;
	}
	if (strcmp(option, "--version") == 0) {
		puts("sennight " SENNIGHT_VERSION);
		return CMD_FINE;
	}
	if (strcmp(option, "-C") != 0 || argv[*at + 1] == NULL) {
		fprintf(stderr, "sennight: unknown option %s\n\n", option);
		print_usage(stderr);
		return CMD_FAILED;
	}
	if (chdir(argv[*at + 1]) != 0) {
		fprintf(stderr, "sennight: cannot go to %s: %s\n",
		    argv[*at + 1], strerror(errno));
		return CMD_FAILED;
	}
	*at += 2;
	return GO_ON;
}

static int fail_unknown(const char *name)
{
	fprintf(stderr, "sennight: there is no command %s", name);
	for (const struct cmd *const *cmd = cmd_all; *cmd != NULL; cmd++)
		if (name_is_near(str_of(name), str_of((*cmd)->name)))
			fprintf(stderr, "; did you mean %s?", (*cmd)->name);
	fputs("\n\n", stderr);
	print_usage(stderr);
	return CMD_FAILED;
}

int main(int argc, char **argv)
{
	const struct cmd *cmd;
	int at = 1;

	while (at < argc && argv[at][0] == '-') {
		int status = take_option(argv, &at);

		if (status != GO_ON)
			return status;
	}
	if (at == argc) {
		print_usage(stderr);
		return CMD_FAILED;
	}
	cmd = cmd_named(argv[at]);
	if (cmd == NULL)
		return fail_unknown(argv[at]);
	return cmd->run(cmd, argc - at, argv + at);
}
