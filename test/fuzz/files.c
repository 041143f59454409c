/* Any target of a request: the path stays below the site, and is clean. */
#include <assert.h>
#include <string.h>

#include "base/http_date.h"
#include "serve/conditional.h"
#include "serve/files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_clean(struct str path)
{
	while (path.at != NULL) {
		struct str part = str_take(&path, '/');

		/* Only the last may be empty: "a/". */
		assert(part.len > 0 || path.at == NULL);
		assert(part.len == 0 || part.at[0] != '.');
		for (size_t i = 0; i < part.len; i++)
			assert((unsigned char)part.at[i] >= 0x20 &&
			       part.at[i] != '\\' && part.at[i] != 0x7f);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str target = { (const char *)data, size };
	char path[LIMIT_URL];
	int64_t seconds;

	if (files_path(target, path) == FILES_FOUND) {
		assert(strlen(path) < size);
		check_clean(str_of(path));
	}
	etag_matches(target, STR("\"1-2\""));
	if (http_date_parse(target, &seconds)) {
		char again[HTTP_DATE_SIZE];

		http_date_print(again, seconds);
		assert(str_eq(str_trim(target), str_of(again)));
	}
	return 0;
}
