#include <string.h>

#include "base/strbuf.h"
#include "cmd/cmd.h"
#include "model/settings.h"

static int print_settings(void)
{
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	settings_add_help(&out);
	fwrite(out.buf, 1, out.len, stdout);
	strbuf_release(&out);
	return CMD_FINE;
}

static bool take(void *data, size_t index, const char *value)
{
	bool *manual = data;

	(void)index;
	(void)value;
	*manual = true;
	return true;
}

static int run(const struct cmd *cmd, int argc, char **argv)
{
	const struct cmd *about;
	bool manual = false;
	int first, status;

	if (!cmd_read_options(cmd, argc, argv, take, &manual, &first, &status))
		return status;
	if (first + 1 == argc && strcmp(argv[first], "settings") == 0)
		return print_settings();
	about = first + 1 == argc ? cmd_named(argv[first]) : NULL;
	if (about == NULL) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	if (manual)
		cmd_print_manual(about, stdout);
	else
		cmd_print_help(about, stdout);
	return CMD_FINE;
}

static const struct cmd_option options[] = {
	{ .name = "man", .help = "print its manual page, for man -l -" },
};

const struct cmd cmd_help = {
	.name = "help",
	.line = "describe the settings, or a command",
	.arguments = "settings|COMMAND",
	.text = "Describes everything that sennight.yaml can say, or a "
		"command.",
	.option = options,
	.options = sizeof(options) / sizeof(options[0]),
	.run = run,
};
