/*
 * transfer_lookup: why a name could not be looked up.
 *
 * libcurl says only that it could not.  But a name that does not exist is a
 * fact about a link, and a name server that does not answer is one about our
 * own network, so the system is asked a second time, by a thread, because it
 * may take long.  Private to transfer.c.
 */
#ifndef BASE_TRANSFER_LOOKUP_H
#define BASE_TRANSFER_LOOKUP_H

#include "base/str.h"

enum transfer_lookup_state {
	LOOKUP_RUNS,
	LOOKUP_NO_HOST, /* there is no such name, or it has no address */
	LOOKUP_FAILED,  /* no answer, or one that says nothing of the name */
	LOOKUP_FOUND,   /* now it has an address */
};

struct transfer_lookup;

/* Never NULL; where no thread can be had, it has FAILED at once. */
struct transfer_lookup *transfer_lookup_start(struct str host);
enum transfer_lookup_state transfer_lookup_state(
    const struct transfer_lookup *lookup);
/* Done or not: a thread that still runs ends by itself. */
void transfer_lookup_free(struct transfer_lookup *lookup);

#endif
