/*
 * call: one request to a service where something is posted, and what its
 * answer means.
 *
 * Whether a post may have arrived is told as well as it can be known: what
 * failed before it was sent did not, a lost answer leaves it open.  Private to
 * src/publish.
 */
#ifndef PUBLISH_CALL_H
#define PUBLISH_CALL_H

#include "base/from_json.h"
#include "base/transfer.h"
#include "publish/announce.h"

enum { CALL_HEADERS = 2 };

/* What all requests of a run have in common. */
struct call_way {
	int64_t now;         /* seconds since 1970 */
	int total_ms;        /* that a request may take; 0: a minute */
	const char *ca_file; /* as in base/transfer.h */
	const struct transfer_address *allow;
	size_t allows;
};

struct call_ask {
	struct str url;
	const char *type; /* of the body; NULL: it is a GET */
	struct str body;
	struct str bearer;                /* a token, or unset */
	const char *header[CALL_HEADERS]; /* more of them; the rest is NULL */
};
struct call_answer {
	int status;        /* 0: none came */
	bool sent;         /* without a status: it may have arrived */
	struct str body;   /* in the arena */
	struct str why;    /* of no status; in the arena */
	int64_t wait_s;    /* that the service wants; -1: it did not say */
	struct str secret; /* that was sent, and is not to be shown; or unset */
};
void call_service(const struct call_way *way, const struct call_ask *ask,
    struct arena *arena, struct call_answer *ret_answer);

/* What to do about a request that got no answer, behind its reason: "; ..."; ""
 * if there is nothing. */
const char *call_advice(enum transfer_outcome outcome);

/* What an answer that is no success means; `message` is where its JSON has
 * words for people: "error", or NULL. */
void call_judge(struct arena *arena, const struct call_answer *answer,
    const char *message, struct announced *ret);

#endif
