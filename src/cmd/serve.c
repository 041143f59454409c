#include "cmd/cmd.h"

int cmd_serve(int argc, char **argv)
{
	(void)argc;
	return cmd_become("sennight-serve", argv);
}
