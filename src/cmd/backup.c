/* Copies of the database: sennight-store makes them, by the records here. */
#include "cmd/cmd.h"

const struct cmd cmd_backup = {
	.name = "backup",
	.line = "copy the database to a file",
	.arguments = "FILE",
	.text = "Copies all that the database holds, as it is at one moment, "
		"to a new\nfile, while others go on working with it. The file "
		"holds people's\naddresses: keep it as safe as the database. "
		"The key (`key`, beside the\ndatabase) is not in it, and links "
		"in mails need that too.",
	.run = cmd_become_store,
};

const struct cmd cmd_restore = {
	.name = "restore",
	.line = "bring back what a backup holds",
	.arguments = "FILE",
	.text = "Fills an empty database with what a backup holds, of either "
		"engine. A\ndatabase that holds something is not touched: give "
		"it another name first,\nor name a new one in the setting "
		"`database`.",
	.run = cmd_become_store,
};
