/* sennight-store: the commands that need the database, as a program of its
 * own, so that the front program needs none. */
#include "storecmd/storecmd.h"

static const struct cmd_row commands[] = {
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
	{ &cmd_status, storecmd_status },
	{ &cmd_backup, storecmd_backup },
	{ &cmd_restore, storecmd_restore },
};

int main(int argc, char **argv)
{
	return cmd_program("sennight-store", "need the database", commands,
	    sizeof(commands) / sizeof(commands[0]), argc, argv);
}
