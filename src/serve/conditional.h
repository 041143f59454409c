/*
 * conditional: has the asker this version of a file already?  (RFC 9110,
 * section 13.)
 */
#ifndef SERVE_CONDITIONAL_H
#define SERVE_CONDITIONAL_H

#include "base/str.h"

enum { ETAG_SIZE = 48 /* with its quotes and NUL */ };

/* The ETag of a file, by its time and size: equal for equal ones. */
void etag_print(char ret_etag[ETAG_SIZE], int64_t mtime_ns, uint64_t size);

/* Does a value of If-None-Match name the tag, or any ("*")?  Compared weakly:
 * W/ in front does not matter. */
bool etag_matches(struct str header, struct str etag);

#endif
