/* sennight: the front program.  The table of commands is all there is. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "init", cmd_init, "make a newsletter folder, or adopt a repository" },
	{ "show", cmd_show, "print the typed view of an issue" },
	{ "build", cmd_build, "build the site, feeds and calendars" },
	{ "serve", cmd_serve, "serve the site; --preview rebuilds on change" },
	{ "help", cmd_help, "describe the settings: sennight help settings" },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_usage(FILE *to)
{
	fputs("usage: sennight [-C DIR] COMMAND [OPTION...] [ARG...]\n\n", to);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].help);
	fputs("\n"
	      "  -C DIR     run as if started in DIR\n"
	      "  --version  print the version\n"
	      "  --help     this text; after a command, its own\n"
	      "\n"
	      "Exit status: 0 fine, 1 looked at it and it is not fine, 2 could "
	      "not look.\n",
	    to);
}

/* Take the options before the command; the index of the command, or a
 * negative exit status minus one. */
static int take_options(int argc, char **argv)
{
	int at = 1;

	while (at < argc && argv[at][0] == '-') {
		if (strcmp(argv[at], "--help") == 0 ||
		    strcmp(argv[at], "-h") == 0) {
			print_usage(stdout);
			return -1 - CMD_FINE;
		}
		if (strcmp(argv[at], "--version") == 0) {
			puts("sennight " SENNIGHT_VERSION);
			return -1 - CMD_FINE;
		}
		if (strcmp(argv[at], "-C") != 0 || at + 1 == argc) {
			fprintf(stderr, "sennight: unknown option %s\n\n",
			    argv[at]);
			print_usage(stderr);
			return -1 - CMD_FAILED;
		}
		if (chdir(argv[at + 1]) != 0) {
			fprintf(stderr, "sennight: cannot go to %s: %s\n",
			    argv[at + 1], strerror(errno));
			return -1 - CMD_FAILED;
		}
		at += 2;
	}
	return at;
}

int main(int argc, char **argv)
{
	int at = take_options(argc, argv);

	if (at < 0)
		return -1 - at;
	if (at == argc) {
		print_usage(stderr);
		return CMD_FAILED;
	}
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(argv[at], commands[i].name) == 0)
			return commands[i].run(argc - at, argv + at);
	fprintf(stderr, "sennight: there is no command %s\n\n", argv[at]);
	print_usage(stderr);
	return CMD_FAILED;
}
