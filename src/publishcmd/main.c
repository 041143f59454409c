/* sennight-publish: bringing an issue out, as a program of its own, which has
 * the libraries of all stages. */
#include "publishcmd/publishcmd.h"

static const struct cmd_row commands[] = {
	{ &cmd_publish, publishcmd_publish },
	{ &cmd_publish_answers, publishcmd_answers },
	{ &cmd_publish_undo, publishcmd_undo },
	{ &cmd_publish_correct, publishcmd_correct },
};

int main(int argc, char **argv)
{
	return cmd_program("sennight-publish", "bring an issue out", commands,
	    sizeof(commands) / sizeof(commands[0]), argc, argv);
}
