#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "cmd/cmd.h"

#ifndef LIBEXEC_FOLDER
#define LIBEXEC_FOLDER "/usr/local/libexec/sennight"
#endif

const char *cmd_own_path(struct arena *arena)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path));

	if (len <= 0 || (size_t)len == sizeof(path))
		return NULL;
	return arena_cstr(arena, (struct str){ path, (size_t)len });
}

/* Where the program is, or should be. */
static const char *find_program(struct arena *arena, const char *name)
{
	const char *own = cmd_own_path(arena), *path = NULL;

	if (own != NULL)
		path = path_join(arena, path_folder(arena, own), name);
	if (path == NULL || !file_exists(path))
		path = path_join(arena, LIBEXEC_FOLDER, name);
	return path;
}

int cmd_become(const char *name, char **argv)
{
	struct arena arena = { 0 };
	const char *path = find_program(&arena, name);

	execv(path, argv);
	fprintf(stderr, "sennight %s: cannot run %s: %s\n", argv[0], path,
	    strerror(errno));
	arena_release(&arena);
	return CMD_FAILED;
}

/* Become a program that has the command of this record. */
static int become_of(
    char *program, const struct cmd *cmd, int argc, char **argv)
{
	struct arena arena = { 0 };
	char **args;
	size_t len = strlen(cmd->name) + 1;
	int status;

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0) {
			cmd_print_help(cmd, stdout);
			return CMD_FINE;
		}
	args = ARENA_ARRAY(&arena, (size_t)argc + 2, char *);
	args[0] = program;
	args[1] = memcpy(arena_alloc(&arena, len), cmd->name, len);
	for (int i = 1; i < argc; i++)
		args[i + 1] = argv[i];
	status = cmd_become(program, args);
	arena_release(&arena);
	return status;
}

int cmd_become_store(const struct cmd *cmd, int argc, char **argv)
{
	static char program[] = "sennight-store";

	return become_of(program, cmd, argc, argv);
}

int cmd_become_send(const struct cmd *cmd, int argc, char **argv)
{
	static char program[] = "sennight-send";

	return become_of(program, cmd, argc, argv);
}

int cmd_become_collect(const struct cmd *cmd, int argc, char **argv)
{
	static char program[] = "sennight-collect";

	return become_of(program, cmd, argc, argv);
}

int cmd_become_publish(const struct cmd *cmd, int argc, char **argv)
{
	static char program[] = "sennight-publish";

	return become_of(program, cmd, argc, argv);
}

bool cmd_call(const char *name, char **argv, struct str input, size_t max,
    struct arena *arena, struct str *ret_output, int *ret_status,
    struct error *err)
{
	const struct child child = { .path = find_program(arena, name),
		.argv = argv,
		.input = input,
		.max = max };

	return child_run(&child, arena, ret_output, ret_status, err);
}
