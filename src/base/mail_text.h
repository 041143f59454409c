/*
 * mail_text: write one mail of plain text (RFC 5322, 2045, 2047).
 *
 * Lines end with CRLF and have at most 998 bytes; header lines are folded at
 * 78.  Nothing that is given can add a header or end one: control characters
 * in header values become blanks.  What is not ASCII is an encoded word in
 * headers, and quoted-printable in the body.
 */
#ifndef BASE_MAIL_TEXT_H
#define BASE_MAIL_TEXT_H

#include "base/mail_header.h"

struct mail_header {
	const char *name;
	struct str value; /* structured: ASCII, written as it is, folded at
			     blanks only */
};

struct mail_text {
	struct mail_person from, to;
	struct str subject;    /* UTF-8 */
	int64_t date;          /* seconds since 1970 */
	struct str message_id; /* without <>: "id@host" */
	const struct mail_header *header;
	size_t headers;
	struct str body; /* UTF-8; lines end with LF */
};

void mail_text_add(struct strbuf *out, const struct mail_text *mail);

#endif
