/*
 * indexer: keeps the index of the search (store/search.h) as the issues are.
 *
 * It is a thread that looks when it is told to, and fills the index anew if the
 * issues are others than those it holds.  Until it is full, readers find what
 * was there before.
 */
#ifndef SERVE_INDEXER_H
#define SERVE_INDEXER_H

#include "base/error.h"

struct indexer;

/*
 * Make the file if it is not there, or damaged, and begin to fill it.  Whoever
 * asks it opens it after this.  `failed` may be called by the indexer's thread.
 * Fails if the file cannot be made.
 */
bool indexer_open(const char *path,
    void (*failed)(void *data, const struct error *err), void *data,
    struct indexer **ret_indexer, struct error *err);
/* Leaves what is half done; NULL is fine. */
void indexer_close(struct indexer *indexer);

/* The issues may have changed. */
void indexer_look(struct indexer *indexer);

#endif
