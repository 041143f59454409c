/*
 * smtp_reply: read the replies of a mail server (RFC 5321, section 4.2).
 *
 * Bytes come in as they do; a reply is there when its last line is.  A line may
 * have far more than the 512 bytes of the RFC, and a reply as many lines as fit
 * into LIMIT_SMTP_REPLY; what goes beyond is a broken server.
 */
#ifndef SEND_SMTP_REPLY_H
#define SEND_SMTP_REPLY_H

#include "base/strbuf.h"

struct smtp_reader {
	/* Private: what has come and was not read yet, from `start` on. */
	struct strbuf in;
	size_t start;
};

struct smtp_reply {
	int code; /* 200..599 */
	/* The enhanced status of its first line, "5.1.1" (RFC 3463, 2034);
	 * empty if there is none, or if it is of another class than the code. */
	struct str status;
	/* All of its lines as they came, LF or CRLF between them, any bytes. */
	struct str lines;
};

enum smtp_read { SMTP_READ_MORE, SMTP_READ_REPLY, SMTP_READ_BROKEN };

void smtp_reader_init(struct smtp_reader *reader);
void smtp_reader_release(struct smtp_reader *reader);
/* Forget what came and was not read: what comes next is of another kind (RFC
 * 3207, section 4.2, of TLS). */
void smtp_reader_forget(struct smtp_reader *reader);

void smtp_reader_add(struct smtp_reader *reader, struct str bytes);
/* The next reply, whose slices are valid until more is added. */
enum smtp_read smtp_reader_next(
    struct smtp_reader *reader, struct smtp_reply *ret_reply);

/*
 * Take the next line off *lines and return its text, without the code; at ==
 * NULL after the last one.
 */
struct str smtp_reply_line(struct str *lines);

/* Append a reply as people read it: on one line, UTF-8, without controls, at
 * most LIMIT_SMTP_SAID bytes. */
void smtp_reply_say(struct strbuf *out, const struct smtp_reply *reply);

#endif
