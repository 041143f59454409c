/*
 * cmd: the commands of the front program, one file each.
 *
 * A command gets its own name as argv[0], reads its options with getopt_long,
 * prints for people, and returns what the program exits with.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/error.h"

enum cmd_exit {
	CMD_FINE = 0,
	CMD_NOT_FINE = 1, /* looked at it, and it is not fine */
	CMD_FAILED = 2,   /* could not look */
};

/* Make a newsletter here, or settings beside an existing repository. */
int cmd_init(int argc, char **argv);
/* Print the typed view of an issue. */
int cmd_show(int argc, char **argv);
/* Build the site. */
int cmd_build(int argc, char **argv);
/* Describe the settings. */
int cmd_help(int argc, char **argv);
/* Run the program that serves pages. */
int cmd_serve(int argc, char **argv);

/* Print "sennight COMMAND: TEXT" to the standard error; CMD_FAILED. */
int cmd_fail(const char *command, const struct error *err);

/*
 * Become the program `name`, which stands beside this one (in a build folder)
 * or in the libexec folder.  Returns only on failure, with CMD_FAILED.
 */
int cmd_become(const char *name, char **argv);

#endif
