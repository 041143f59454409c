/*
 * verdict: what the answer to a mail means for its delivery.
 *
 * A refusal can be about the reader (nobody has that address), about us (our
 * domain, our server, the mail itself), or about how fast we are.  Only the
 * first kind ends anything for the reader; the second kind is the same for all
 * of them, and it is the mailing that must stop.
 */
#ifndef SEND_VERDICT_H
#define SEND_VERDICT_H

#include "send/bounce.h"
#include "send/smtp.h"
#include "store/store.h"

enum verdict_about {
	VERDICT_FINE,   /* it was sent */
	VERDICT_READER, /* nobody else is concerned */
	VERDICT_US,     /* all readers there, or all, are refused in this way */
	VERDICT_PACE,   /* too many, too fast */
	VERDICT_WAY,    /* the connection broke */
};

struct verdict {
	/* Without reader and lease; its texts are in the arena. */
	struct delivery_outcome outcome;
	enum verdict_about about;
	const char *advice; /* of VERDICT_US: what may help */
};

/* `tries` before this one, `now` in seconds since 1970. */
struct verdict verdict_on(struct arena *arena, const struct smtp_answer *answer,
    int64_t tries, int64_t now);

/*
 * Seconds until a mail that was deferred for the nth time (from 0 on) is tried
 * again: minutes at first, hours later; 0: it is given up, after two and a half
 * days (RFC 5321, 4.5.4.1 wants four to five, of a newsletter that comes each
 * week less is more).
 */
int64_t verdict_delay(int64_t tries);

/* What may help against a reason that is ours, and the same for all readers;
 * NULL for any other. */
const char *verdict_advice(enum bounce_reason reason);

#endif
