/*
 * metrics: what the server did, in the text that Prometheus reads.  Nothing of
 * it is about a person.
 */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

struct readers;

/* Only the server's thread has them. */
struct metrics {
	uint64_t answers[2][6]; /* files and made pages, by the first digit of
				   the status; 0: the client went away */
	uint64_t took[2];       /* microseconds, all together */
};

void metrics_count(
    struct metrics *metrics, bool made, unsigned status, int64_t microseconds);

/* The whole text; `readers` may be NULL. */
struct MHD_Response *metrics_answer(
    const struct metrics *metrics, struct readers *readers);

#endif
