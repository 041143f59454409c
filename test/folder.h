/*
 * folder: folders of a test, which are gone when its program ends.
 */
#ifndef TEST_FOLDER_H
#define TEST_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEST_FOLDERS = 256 };
static struct {
	char path[64];
	pid_t owner; /* not what it started */
} test_folder[TEST_FOLDERS];
static size_t test_folders;

static inline void remove_test_folders(void)
{
	for (size_t i = 0; i < test_folders; i++) {
		char command[96];

		snprintf(command, sizeof(command), "rm -rf '%.63s'",
		    test_folder[i].path);
		if (test_folder[i].owner == getpid() && system(command) != 0)
			fprintf(stderr, "%s stays\n", test_folder[i].path);
	}
}

/* mkdtemp, for a short path below /tmp without quotes. */
static inline char *make_test_folder(char *pattern)
{
	char *path = mkdtemp(pattern);

	if (test_folders == 0)
		atexit(remove_test_folders);
	if (path != NULL && test_folders < TEST_FOLDERS) {
		snprintf(test_folder[test_folders].path,
		    sizeof(test_folder[0].path), "%s", path);
		test_folder[test_folders++].owner = getpid();
	}
	return path;
}

#endif
