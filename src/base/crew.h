/*
 * crew: threads that share the pieces of one work.
 *
 * Pieces are taken in order, by whichever thread is free.  A worker writes
 * only what belongs to its piece or to itself (its number names it: an arena
 * for each), so that the result does not depend on who was first.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <stdbool.h>
#include <stddef.h>

enum { CREW_MAX = 16 };

/* Do piece `index`; `worker` is 0..CREW_MAX-1.  False ends the work: pieces
 * that were begun are finished, no new one is taken. */
typedef bool crew_work(void *data, int worker, size_t index);

/* How many threads to use if `wanted` of the user is 0: one for each
 * processor.  1..CREW_MAX. */
int crew_size(int wanted);

/*
 * Do pieces 0..count-1 with so many threads, this one among them; a thread
 * that cannot be started is no error, for the others do its work.  False if a
 * piece returned false.
 */
bool crew_run(int threads, size_t count, crew_work *work, void *data);

#endif
