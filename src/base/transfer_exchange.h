/*
 * transfer_exchange: one HTTP request and its answer, as libcurl does them.
 *
 * Knows nothing of redirects, hosts and queues, which are transfer.c's.
 * Private to transfer.c, but for what certificates mean.
 *
 *	start -> (libcurl works) -> end -> free
 *
 * After `end` it may still have to find out why a name was not found: while
 * `lookup` is set, transfer_exchange_look must be called from time to time.
 */
#ifndef BASE_TRANSFER_EXCHANGE_H
#define BASE_TRANSFER_EXCHANGE_H

#include <curl/curl.h>

#include "base/arena.h"
#include "base/transfer.h"
#include "base/transfer_lookup.h"

/* Headers of the answer, by their place in transfer_exchange.field. */
enum exchange_field {
	FIELD_LOCATION,
	FIELD_RETRY_AFTER,
	FIELD_CONTENT_TYPE,
	FIELD_ETAG,
	FIELD_LAST_MODIFIED,
	FIELD_DATE,
	FIELD_LINK,
	/* Of services that count requests, in two spellings. */
	FIELD_X_REMAINING,
	FIELD_X_RESET,
	FIELD_REMAINING,
	FIELD_RESET,
	FIELDS,
};

/* What it is to ask. */
struct exchange_request {
	const struct transfer_options *options;
	const char *url; /* clean */
	const struct transfer_request *request;
	bool own_headers; /* with those of the request? */
	int64_t time_ms;  /* for all of it */
};

struct transfer_exchange {
	const struct transfer_options *options;
	struct arena *arena;
	CURL *easy; /* NULL after the end */
	struct curl_slist *header;
	bool posts;
	/* Of the answer. */
	int status; /* 0 until all headers of a final answer were there */
	struct str field[FIELDS];
	size_t header_bytes;
	bool headers_too_long;
	struct strbuf body;
	bool cut;
	size_t dropped; /* bytes of a redirect's body */
	/* Of the connection. */
	bool forbidden; /* an address was refused */
	bool opened;    /* another one was not */
	/* After the end. */
	enum transfer_outcome outcome;
	const char *why;
	struct transfer_lookup *lookup;
};

/* Hand it to libcurl; `owner` is its CURLINFO_PRIVATE.  Never NULL, lives in
 * the arena. */
struct transfer_exchange *transfer_exchange_start(CURLM *multi,
    struct arena *arena, const struct exchange_request *request, void *owner);
/* libcurl is done with it, with this code: fill in outcome and why. */
void transfer_exchange_end(
    struct transfer_exchange *e, CURLM *multi, CURLcode code, struct str host);
/* Has the lookup ended?  Then outcome and why are final. */
bool transfer_exchange_look(struct transfer_exchange *e);
/* Also in the middle of its work. */
void transfer_exchange_free(struct transfer_exchange *e, CURLM *multi);

/* Does it send elsewhere, say where to, and are redirects to be followed? */
bool transfer_exchange_redirects(const struct transfer_exchange *e);
/* Retry-After in seconds from now, at least 0; -1 if there is none. */
int64_t transfer_exchange_retry_after(const struct transfer_exchange *e);

/* What was wrong with the certificate of a server, as a clause for people:
 * "its certificate has expired".  For imap.c too. */
const char *transfer_certificate_why(CURL *easy);

#endif
