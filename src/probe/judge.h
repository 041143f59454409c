/*
 * judge: what an answer, or none, means for a link.
 *
 * Called dead is only what nobody can reach: what a server says is gone, a
 * name that does not exist, a machine where nobody listens.  A server that
 * does not let programs in is one thing, a failure that may pass another.
 */
#ifndef PROBE_JUDGE_H
#define PROBE_JUDGE_H

#include "base/transfer.h"
#include "model/probe_result.h"

struct verdict {
	enum probe_state state;
	/* A sentence for people, in the arena. */
	struct str why;
	/* How often more it is worth asking, after `wait_ms`, before this is
	 * the last word; 0 for never. */
	int retries;
	int wait_ms;
	/* It says more about this machine's network than about the link; and
	 * the other way round, its host was met. */
	bool is_ours, is_met;
};

enum {
	JUDGE_PATIENCE_S = 60, /* the longest Retry-After that is obeyed */
};

/* The result is that of any attempt; who calls counts them. */
struct verdict judge(struct arena *arena, const struct transfer_result *result);

#endif
