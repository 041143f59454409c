/*
 * http_date: points in time as headers of HTTP have them (RFC 9110, 5.6.7).
 */
#ifndef BASE_HTTP_DATE_H
#define BASE_HTTP_DATE_H

#include "base/str.h"

/* "Sun, 06 Nov 1994 08:49:37 GMT" and NUL */
enum { HTTP_DATE_SIZE = 32 };

/* Seconds since 1970 as Last-Modified has them. */
void http_date_print(char ret_date[HTTP_DATE_SIZE], int64_t seconds);

/* The same back; only this form, which is the one that is sent.  False for
 * others, as for a header that is not there. */
bool http_date_parse(struct str text, int64_t *ret_seconds);

#endif
