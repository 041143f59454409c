/* sennight-send: the commands that send mails and read what comes back, as a
 * program of its own, so that the front program needs none of their
 * libraries. */
#include "sendcmd/sendcmd.h"

static const struct cmd_row commands[] = {
	{ &cmd_send, sendcmd_send },
	{ &cmd_send_status, sendcmd_send_status },
	{ &cmd_send_retry, sendcmd_send_retry },
	{ &cmd_send_undo, sendcmd_send_undo },
	{ &cmd_bounces_read, sendcmd_bounces_read },
	{ &cmd_bounces_list, sendcmd_bounces_list },
	{ &cmd_bounces_show, sendcmd_bounces_show },
	{ &cmd_bounces_drop, sendcmd_bounces_drop },
	{ &cmd_bounces_classify, sendcmd_bounces_classify },
	{ &cmd_doctor, sendcmd_doctor },
};

int main(int argc, char **argv)
{
	return cmd_program("sennight-send",
	    "send mails and read what comes back", commands,
	    sizeof(commands) / sizeof(commands[0]), argc, argv);
}
