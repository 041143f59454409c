/*
 * measure FILE COMMAND...: append what a command cost to a file: wall clock
 * in microseconds, CPU time in microseconds, peak memory in KiB.
 *
 * Memory is that of the largest process among the command and its children.
 * The output of the command is thrown away; its errors are not.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static long long microseconds(struct timeval t)
{
	return (long long)t.tv_sec * 1000000 + t.tv_usec;
}

/* Run to the end; false, saying so, if that failed. */
static bool run(char **command)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int failure, status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	failure =
	    posix_spawnp(&pid, command[0], &actions, NULL, command, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (failure != 0) {
		fprintf(stderr, "measure: cannot run %s: %s\n", command[0],
		    strerror(failure));
		return false;
	}
	if (waitpid(pid, &status, 0) < 0 || !WIFEXITED(status) ||
	    WEXITSTATUS(status) != 0) {
		fprintf(stderr, "measure: %s failed\n", command[0]);
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	long long started, wall;
	FILE *file;

	if (argc < 3) {
		fprintf(stderr, "usage: measure FILE COMMAND...\n");
		return 2;
	}
	started = now();
	if (!run(argv + 2))
		return 1;
	wall = now() - started;
	getrusage(RUSAGE_CHILDREN, &usage);
	file = fopen(argv[1], "a");
	if (file == NULL) {
		perror(argv[1]);
		return 2;
	}
	fprintf(file, "%lld %lld %ld\n", wall,
	    microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
	    usage.ru_maxrss);
	return fclose(file) == 0 ? 0 : 2;
}
