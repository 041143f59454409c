/*
 * answers: what sources answered, kept in files of a folder.
 *
 * To be asked for again only if it has changed, to be looked at when something
 * went wrong, and to be read again instead of asking.  One file an answer,
 * named by what was asked: a line of JSON about it, and the body as it came
 * (after decompression).  Secrets are in none.
 *
 * Private to src/collect.
 */
#ifndef COLLECT_ANSWERS_H
#define COLLECT_ANSWERS_H

#include "base/arena.h"
#include "base/error.h"

struct kept_answer {
	struct str asked; /* address and body of the request */
	struct str url;   /* that it came from */
	int status;       /* 0: none came; `why` tells */
	struct str why, content_type, etag, last_modified, link;
	bool cut;
	struct str body;
};

/* Of what is asked: 32 hexadecimal digits.  In the arena. */
const char *answer_name(struct arena *arena, struct str url, struct str body);

/* False if it is not there, or is no such file. */
bool answer_find(const char *folder, const char *name, struct arena *arena,
    struct kept_answer *ret_answer);
bool answer_keep(const char *folder, const char *name,
    const struct kept_answer *answer, struct error *err);
/* When it was kept, in seconds since 1970; 0 if it is not there. */
int64_t answer_kept_at(const char *folder, const char *name);
/* Remove those that are older than some weeks. */
void answers_sweep(const char *folder, int64_t now);

#endif
