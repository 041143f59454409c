/*
 * imap_reply: read what an IMAP server says (RFC 3501), and write what it must
 * be told in forms of its own.
 *
 * A reply is a line; but where a line ends with "{n}", n bytes of any kind (a
 * literal) and another piece of the line follow.  Bytes come in as they do.
 * Private to imap.c.
 */
#ifndef BASE_IMAP_REPLY_H
#define BASE_IMAP_REPLY_H

#include "base/strbuf.h"

struct imap_reader {
	/* Private: what has come and was not read yet, from `start` on.  From
	 * there to `seen` no line ends that is a reply. */
	struct strbuf in;
	size_t start, seen;
};

enum imap_status {
	IMAP_NONE, /* data, or what cannot be understood */
	IMAP_OK,
	IMAP_NO,  /* it cannot be done */
	IMAP_BAD, /* we or they do not know the protocol */
	IMAP_BYE, /* the server ends the connection */
};

/* All borrowed from the reader, any bytes. */
struct imap_reply {
	struct str tag; /* "*" if it answers no command, "+" if it waits */
	enum imap_status status;
	struct str code; /* "READ-ONLY" of "[READ-ONLY] ..."; may be empty */
	struct str text; /* what follows, for people; or the data */
};

/* What is said of one mail; what was not said is 0 or unset. */
struct imap_fetched {
	uint32_t uid;
	uint64_t size; /* of all of it */
	struct str body;
};

enum imap_read { IMAP_READ_MORE, IMAP_READ_REPLY, IMAP_READ_BROKEN };

/* A reply may have `max` bytes, its literals counted. */
void imap_reader_init(struct imap_reader *reader, size_t max);
void imap_reader_release(struct imap_reader *reader);
void imap_reader_add(struct imap_reader *reader, struct str bytes);
/* The next reply, valid until more is added.  BROKEN: it is too long. */
enum imap_read imap_reader_next(
    struct imap_reader *reader, struct imap_reply *ret_reply);

/* Read a line, without its end, that was got in another way. */
void imap_reply_read(struct str line, struct imap_reply *ret_reply);

/* Take the next number off the data of a SEARCH; 0 after the last one.  False
 * if the reply is no SEARCH. */
bool imap_reply_is_search(const struct imap_reply *reply, struct str *ret_rest);
uint32_t imap_search_next(struct str *rest);

/* Is it the answer to a FETCH, and readable?  Items that are unknown are
 * skipped. */
bool imap_reply_is_fetch(
    const struct imap_reply *reply, struct imap_fetched *ret_fetched);

/*
 * Append the name of a folder as a quoted text in the modified UTF-7 that
 * servers want (section 5.1.3).  False, with nothing appended, if it is empty,
 * no UTF-8, or has control characters.
 */
bool imap_add_folder(struct strbuf *out, struct str name);

#endif
