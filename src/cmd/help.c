#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "model/settings.h"

static const char usage[] =
    "usage: sennight help settings\n"
    "\n"
    "Describes everything that sennight.yaml can say. For a command, ask the\n"
    "command: sennight build --help.\n";

static void print_settings(void)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	settings_add_help(&out);
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
}

int cmd_help(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "settings") == 0) {
		print_settings();
		return CMD_FINE;
	}
	fputs(usage,
	    argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
	return argc == 2 && strcmp(argv[1], "--help") == 0 ? CMD_FINE
							   : CMD_FAILED;
}
