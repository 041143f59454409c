#include "serve/conditional.h"

#include <stdio.h>

void etag_print(char ret_etag[ETAG_SIZE], int64_t mtime_ns, uint64_t size)
{
	snprintf(ret_etag, ETAG_SIZE, "\"%llx-%llx\"",
	    (unsigned long long)mtime_ns, (unsigned long long)size);
}

bool etag_matches(struct str header, struct str etag)
{
	while (header.at != NULL) {
		struct str tag = str_trim(str_take(&header, ','));

		if (str_eq(tag, STR("*")))
			return true;
		if (str_starts(tag, STR("W/")))
			tag = str_sub(tag, 2, tag.len);
		if (str_eq(tag, etag))
			return true;
	}
	return false;
}
