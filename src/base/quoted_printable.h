/*
 * quoted_printable: a text as a body of mail that survives any server (RFC
 * 2045, section 6.7): ASCII, in lines of at most 76 bytes that end with CRLF.
 *
 * No line begins with a dot or has two blanks in a row or one at its end, so
 * that it goes over SMTP as it is (RFC 5321, 4.5.2) and is its own relaxed form
 * (RFC 6376, 3.4.4).
 */
#ifndef BASE_QUOTED_PRINTABLE_H
#define BASE_QUOTED_PRINTABLE_H

#include "base/strbuf.h"

/* Append a text, whose lines end with LF; what is no UTF-8 becomes U+FFFD.  The
 * last line is ended, too. */
void quoted_printable_add(struct strbuf *out, struct str text);

/* The same of a part of a text: what is appended next goes on behind it,
 * although it begins a line of the mail.  No part may end within a character. */
void quoted_printable_add_part(struct strbuf *out, struct str part);

#endif
