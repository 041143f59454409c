#include "../test/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

const char *archive_folder(struct arena *arena)
{
	const char *folder = getenv("SENNIGHT_DATA");

	if (folder == NULL)
		folder = path_join(arena, SOURCE_ROOT, "../shared/data");
	return folder_exists(folder) ? folder : NULL;
}

static bool is_markdown(const char *path)
{
	const char *ending = path_ending(path);

	return strcmp(ending, ".md") == 0 || strcmp(ending, ".markdown") == 0;
}

size_t archive_each(const char *below, archive_visit *visit, void *data)
{
	struct arena arena = { 0 };
	struct file_list list;
	struct error err;
	const char *folder = archive_folder(&arena);
	size_t count = 0;

	if (folder == NULL) {
		arena_release(&arena);
		return 0;
	}
	folder = path_join(&arena, folder, below);
	if (!folder_walk(folder, NULL, &arena, &list, &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	for (size_t i = 0; i < list.count; i++) {
		const char *path =
		    path_join(&arena, folder, list.entry[i].path);
		struct str text;

		if (!is_markdown(path))
			continue;
		if (!file_read(path, LIMIT_ISSUE_FILE, &arena, &text, &err)) {
			fprintf(stderr, "%s\n", err.text);
			abort();
		}
		visit(list.entry[i].path, text, data);
		count++;
	}
	arena_release(&arena);
	return count;
}
