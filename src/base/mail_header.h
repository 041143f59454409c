/*
 * mail_header: write the headers of a mail (RFC 5322, 2047).
 *
 * Each function writes one header, whole, with its CRLF.  Lines are folded at
 * 78 bytes where they have a blank.  Nothing that is given can add a header or
 * end one: control characters become blanks.
 */
#ifndef BASE_MAIL_HEADER_H
#define BASE_MAIL_HEADER_H

#include "base/strbuf.h"

struct mail_person {
	struct str name;    /* may be unset; UTF-8 */
	struct str address; /* base/mail_address.h: text */
};

/* "NAME: value".  A text is for people, UTF-8, and becomes encoded words if it
 * is not ASCII; a value is ASCII and written as it is. */
void mail_header_text(struct strbuf *out, const char *name, struct str text);
void mail_header_value(struct strbuf *out, const char *name, struct str value);
void mail_header_person(
    struct strbuf *out, const char *name, const struct mail_person *person);
/* "Date", in UTC; seconds since 1970. */
void mail_header_date(struct strbuf *out, int64_t seconds);

/* Bytes in base64 (RFC 4648), without line ends. */
void mail_base64(struct strbuf *out, struct str bytes);

#endif
