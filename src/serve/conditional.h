/*
 * conditional: has the asker this version of a file already?  (RFC 9110,
 * section 13.)
 */
#ifndef SERVE_CONDITIONAL_H
#define SERVE_CONDITIONAL_H

#include "base/str.h"

enum {
	ETAG_SIZE = 48,      /* with its quotes and NUL */
	HTTP_DATE_SIZE = 32, /* "Sun, 06 Nov 1994 08:49:37 GMT" and NUL */
};

/* The ETag of a file, by its time and size: equal for equal ones. */
void etag_print(char ret_etag[ETAG_SIZE], int64_t mtime_ns, uint64_t size);

/* Does a value of If-None-Match name the tag, or any ("*")?  Compared weakly:
 * W/ in front does not matter. */
bool etag_matches(struct str header, struct str etag);

/* Seconds since 1970 as Last-Modified has them. */
void http_date_print(char ret_date[HTTP_DATE_SIZE], int64_t seconds);

/* The same back; only this form, which is the one that is sent.  False for
 * others, as for a header that is not there. */
bool http_date_parse(struct str text, int64_t *ret_seconds);

#endif
