/* Any items in any number of issues: no crash, no file that breaks the form
 * of its lines, the same files a second time. */
#include <stdlib.h>
#include <string.h>

#include "build/search.h"

static bool put(
    void *data, const char *path, struct str contents, struct error *err)
{
	uint64_t *hash = data;

	(void)err;
	if (strcmp(path, SEARCH_ROOT) != 0 && contents.len == 0)
		abort();
	for (size_t i = 0; i < contents.len; i++)
		*hash = (*hash ^ (unsigned char)contents.at[i]) * 1099511628211;
	while (strcmp(path, SEARCH_ROOT) != 0 && contents.len > 0)
		if (str_find_char(str_take(&contents, '\n'), '\t', 0) ==
		    STR_NONE)
			abort();
	return true;
}

/* A line is an item; one that starts with '#' starts an issue. */
static uint64_t write_index(struct str rest)
{
	struct arena arena = { 0 };
	struct search_part *part[16];
	struct error err;
	size_t parts = 0;
	uint64_t hash = 0;

	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');
		struct str text = str_take(&line, '\r');

		if (parts == 0 || (str_starts(text, STR("#")) && parts < 16))
			part[parts++] = search_part_new(
			    &arena, &(struct search_issue){
					.title = text, .address = line });
		search_part_add(
		    part[parts - 1], &(struct search_item){ .text = text,
					 .section = str_sub(text, 0, 3),
					 .anchor = str_sub(text, 1, 3),
					 .url = line });
	}
	if (!search_write(part, parts, put, &hash, &err))
		abort();
	arena_release(&arena);
	return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str input = { (const char *)data, size };

	if (write_index(input) != write_index(input))
		abort();
	return 0;
}
