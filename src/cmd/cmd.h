/*
 * cmd: the commands of the front program, one file each.
 *
 * A command gets its own name as argv[0], reads its options with getopt_long,
 * prints for people, and returns what the program exits with.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

enum cmd_exit {
	CMD_FINE = 0,
	CMD_NOT_FINE = 1, /* looked at it, and it is not fine */
	CMD_FAILED = 2,   /* could not look */
};

/* Make a newsletter here, or settings beside an existing repository. */
int cmd_init(int argc, char **argv);

#endif
