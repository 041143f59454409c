/*
 * quoted_printable: a text as a body of mail that survives any server (RFC
 * 2045, section 6.7): ASCII, in lines of at most 76 bytes that end with CRLF.
 */
#ifndef BASE_QUOTED_PRINTABLE_H
#define BASE_QUOTED_PRINTABLE_H

#include "base/strbuf.h"

/* Append a text, whose lines end with LF; what is no UTF-8 becomes U+FFFD.  The
 * last line is ended, too. */
void quoted_printable_add(struct strbuf *out, struct str text);

#endif
