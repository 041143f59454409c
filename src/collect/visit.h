/*
 * visit: one source asked in one run: what is asked of it and what comes back,
 * until nothing is waited for any more.
 *
 * It knows kinds, recorded answers and what services say of their limits; what
 * becomes of the finds is collect.c's.  Private to src/collect.
 */
#ifndef COLLECT_VISIT_H
#define COLLECT_VISIT_H

#include "collect/kind.h"

struct visit;
struct asking;

/* What all visits of a run share. */
struct visits {
	const struct collect_options *options;
	struct transfers *transfers;
	/* With options->replay: what is to be answered from there. */
	struct asking *first, *last;
	/* Called when a visit has ended; it may not be used any more then. */
	void (*ended)(void *data, struct visit *visit);
	void *data;
};

struct visit {
	struct harvest harvest; /* the first member: harvest.c finds us by it */
	struct visits *visits;
	const struct kind *kind;
	struct source_state before; /* of the last run */
	size_t pending;
	/* What was asked; by hash. */
	uint64_t *asked;
	size_t askeds;
	/* Once it has ended. */
	bool finished;    /* the kind is done; only pages are still looked at */
	bool same;        /* it has nothing that it had not in the last run */
	struct str moved; /* to where, if it was said to be for good */
	struct arena arena;
};

/* The arena, rule, kind, and before must be set; it will end. */
void visit_start(struct visit *visit);
/* Answer what is to be answered from recorded answers. */
void visits_replay(struct visits *visits);

#endif
