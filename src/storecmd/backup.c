/* sennight backup, sennight restore */
#include <stdio.h>

#include "storecmd/storecmd.h"

static bool take_none(void *data, size_t index, const char *value)
{
	(void)data;
	(void)index;
	(void)value;
	return false;
}

typedef bool copying(struct store *store, const char *path, struct error *err);

static int run_copy(const struct cmd *cmd, int argc, char **argv, copying *copy,
    const char *done)
{
	struct arena arena = { 0 };
	struct store *store = NULL;
	struct settings settings;
	struct error err;
	int first, status;

	if (!cmd_read_options(
		cmd, argc, argv, take_none, NULL, &first, &status))
		return status;
	if (argc - first != 1) {
		cmd_print_help(cmd, stderr);
		return CMD_FAILED;
	}
	status = CMD_FINE;
	if (storecmd_open(&arena, &settings, &store, &err) &&
	    copy(store, argv[first], &err))
		printf("%s %s\n", done, argv[first]);
	else
		status = cmd_fail(cmd, &err);
	store_close(store);
	arena_release(&arena);
	return status;
}

int storecmd_backup(const struct cmd *cmd, int argc, char **argv)
{
	return run_copy(
	    cmd, argc, argv, store_backup, "copied the database to");
}

int storecmd_restore(const struct cmd *cmd, int argc, char **argv)
{
	return run_copy(
	    cmd, argc, argv, store_restore, "filled the database with");
}
