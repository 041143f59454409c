/* Any bytes are a dictionary: its stems are words of it, and questions have an
 * answer.  The input is FLAGS, a NUL, STEMS. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "check/dictionary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[32];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	struct arena arena = { 0 };
	struct error err;
	struct dictionary *d;
	struct str affixes = str_take(&all, '\0'), stem;
	size_t at = 0;

	if (folder[0] == '\0') {
		snprintf(folder, sizeof(folder), "/tmp/sennight-fuzz-XXXXXX");
		if (mkdtemp(folder) == NULL)
			abort();
	}
	if (all.at == NULL)
		all = STR("");
	if (!file_write(
		path_join(&arena, folder, "xx.aff"), affixes, NULL, &err) ||
	    !file_write(path_join(&arena, folder, "xx.dic"), all, NULL, &err))
		abort();
	d = dictionary_open(&arena, folder, STR("xx"));
	for (int i = 0; d != NULL && i < 100 && dictionary_next(d, &at, &stem);
	     i++)
		dictionary_knows(d, stem);
	if (d != NULL) {
		dictionary_knows(d, STR("walking"));
		dictionary_knows(d, STR("unreadable"));
		dictionary_knows(d, STR(""));
	}
	arena_release(&arena);
	return 0;
}
