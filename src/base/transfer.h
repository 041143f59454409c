/*
 * transfer: fetching over HTTP, many addresses at a time and politely.
 *
 *	struct transfers *t = transfers_new(&options);
 *	transfers_add(t, &(struct transfer_request){ .url = url,
 *	    .done = one_is_done, .data = thing });
 *	transfers_run(t, -1);		calls one_is_done for each
 *	transfers_free(t);
 *
 * The only place that sees libcurl, so that the rules for requests that others
 * cause stand in one place:
 *
 * - Only http and https; only addresses without tricks, and only the public
 *   internet (base/transfer_guard.h).  Redirects are followed here and not by
 *   libcurl: each hop is a new request that passes the same checks.
 * - No proxy, cookie, password file or other setting from the surroundings.
 * - Everything has a maximum: time, redirects, bytes of headers, and bytes of
 *   the body after decompression.
 * - At most so many requests at once, in all and to one host, with a pause
 *   between two to one host; a host is what stands before the port.  A host
 *   that asks for patience (429 or 503 with Retry-After) gets it.
 *
 * HTTP/1.1 only: what runs in parallel is ours to say, and one connection for
 * all would hide it.  Compression gzip and deflate only: what every server
 * has.  Certificates are checked.
 *
 * One thread; libcurl's own threads look up names.  The program must ignore
 * SIGPIPE.  Everything given is borrowed until it is said to be done with.
 */
#ifndef BASE_TRANSFER_H
#define BASE_TRANSFER_H

#include "base/transfer_guard.h"

struct transfers;

/* All must be set, but what may be zero or NULL. */
struct transfer_options {
	size_t parallel;          /* requests at once */
	size_t parallel_per_host; /* and to one host */
	int pause_ms;    /* from one request that reached a host to the next;
			    0: none */
	int connect_ms;  /* for name, connection and TLS of one hop */
	int total_ms;    /* for all hops, the waiting in between not counted */
	size_t body_max; /* bytes; what is behind them is not fetched */
	int redirects;   /* to follow; 0: a redirect is an answer as any */
	int patience_s;  /* the longest Retry-After that is waited for */
	const char *user_agent;
	/* "Name: value" for every request, ends with a NULL; may be NULL. */
	const char *const *header;
	/* Trust these certificates (a PEM file); NULL: those of the system. */
	const char *ca_file;
	/* Addresses that may be met though they are not public. */
	const struct transfer_address *allow;
	size_t allows;
};

enum transfer_outcome {
	TRANSFER_OK,      /* an HTTP answer came, whatever its status */
	TRANSFER_BAD_URL, /* not asked for: transfer_url_clean refused it */
	TRANSFER_FORBIDDEN_ADDRESS, /* the name leads to no public address */
	TRANSFER_NO_HOST,           /* there is no such name */
	TRANSFER_DNS,             /* whether there is such a name is unknown */
	TRANSFER_CONNECT_REFUSED, /* the machine is there, nobody listens */
	TRANSFER_UNREACHABLE,     /* no way to the machine */
	TRANSFER_TLS,             /* no secure connection: certificate, ... */
	TRANSFER_TIMEOUT,         /* status != 0: the body did not end */
	TRANSFER_TOO_MANY_REDIRECTS,
	TRANSFER_LOOP,     /* a redirect to where it was already */
	TRANSFER_PROTOCOL, /* no HTTP, or it broke off; status may be set */
	TRANSFER_HELD,     /* not asked for: the host wants more patience */
	TRANSFER_OUTCOMES, /* their number */
};

/* A redirect that was followed. */
struct transfer_hop {
	struct str url; /* where it stood */
	int status;
	bool permanent; /* 301 or 308 */
};

/*
 * What became of a request; valid only inside the callback.  Of several hops,
 * everything is said about the last one.  Texts of headers are as they came,
 * any bytes but line ends; unset if there was no such header.
 */
struct transfer_result {
	enum transfer_outcome outcome;
	/* A clause for people if the outcome is not OK: "its certificate has
	 * expired".  Never NULL; may quote what a server sent. */
	const char *why;
	struct str asked; /* as it was given */
	/* The last address, clean but with its fragment, or that of an
	 * earlier hop; of BAD_URL the refused one as it came. */
	struct str url;
	const struct transfer_hop *hop; /* in their order */
	size_t hops;
	int status; /* 0 if no HTTP answer came */
	struct str content_type, etag, last_modified, date, link;
	/* What is left of a service's allowance, and when it is whole again:
	 * X-RateLimit-... or RateLimit-... */
	struct str limit_remaining, limit_reset;
	/* Seconds to wait from now, by Retry-After; -1 without it.  Of HELD,
	 * what the host asked for when it was last heard, with its status. */
	int64_t retry_after_s;
	/* `cut`: it was longer than body_max, and this is its beginning. */
	struct str body;
	bool cut;
};

struct transfer_signature {
	const char *region;
	/* "ID:SECRET". */
	const char *key;
};

/* May add requests; must not run or free the transfers. */
typedef void transfer_done(const struct transfer_result *result, void *data);

/* Borrowed until `done` was called, or the transfers are freed. */
struct transfer_request {
	struct str url; /* any bytes */
	/* If set, even to nothing, it is a POST; then a redirect is an answer
	 * as any: what is meant for one server is not told to another. */
	struct str body;
	/* Instead of GET or POST: "PUT" has its body there, too.  NULL: none. */
	const char *method;
	/* Sign it as stores do that speak the protocol of Amazon's (AWS
	 * Signature Version 4); NULL: do not. */
	const struct transfer_signature *signature;
	/* Sent on every hop; may be unset.  No line ends. */
	struct str if_none_match, if_modified_since;
	/* "Name: value", ends with a NULL; may be NULL.  They may be secret:
	 * a redirect to another scheme, host or port does not get them. */
	const char *const *header;
	int delay_ms;    /* begin no earlier */
	size_t body_max; /* instead of that of the options; 0: that */
	transfer_done *done;
	void *data;
};

/* Never NULL.  What the options point to must outlive it. */
struct transfers *transfers_new(const struct transfer_options *options);
/* Requests that are not done are dropped without a call. */
void transfers_free(struct transfers *t);

void transfers_add(struct transfers *t, const struct transfer_request *request);

/* Other manners than those of the options, for the host of an address. */
struct transfer_pace {
	size_t parallel; /* requests at once */
	int pause_ms;    /* from one to the next */
};
void transfers_pace(
    struct transfers *t, struct str url, const struct transfer_pace *pace);

/* Nothing is asked of the host of an address for so long: what waits, waits
 * on, or if it is more than the patience of the options, is HELD.  For
 * services that say it in ways of their own. */
void transfers_rest(struct transfers *t, struct str url, int64_t seconds);

/*
 * Work until every request is done, those too that callbacks added: true.
 * False as soon as `wake` (a file descriptor, -1 for none) can be read; the
 * rest waits for another run.
 */
bool transfers_run(struct transfers *t, int wake);

#endif
