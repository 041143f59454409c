/*
 * keeper: a thread that takes more time for the one who publishes.
 *
 * It has a connection to the store of its own.
 */
#ifndef PUBLISHCMD_KEEPER_H
#define PUBLISHCMD_KEEPER_H

#include "store/store.h"

enum { KEEPER_SECONDS = 60 /* that the lease holds each time */ };

struct keeper;

/* The lease is taken already; NULL if there can be no thread.  Both are
 * borrowed until the end. */
struct keeper *keeper_start(
    const struct store_options *options, struct str holder);
/* Has the lease time left, as far as we know? */
bool keeper_holds(struct keeper *keeper);
void keeper_end(struct keeper *keeper);

#endif
