/*
 * s3_answer: what a store of the protocol of Amazon's S3 answers, read.
 *
 * ListObjectsV2 and its errors, as its API reference has them.  The XML comes
 * from outside: nothing is fetched for it, entities of its own are refused,
 * and what is missing is unset.  Private to src/publish.
 */
#ifndef PUBLISH_S3_ANSWER_H
#define PUBLISH_S3_ANSWER_H

#include "base/arena.h"
#include "base/error.h"

struct s3_key {
	struct str name; /* the whole key */
	struct str etag; /* without quotes */
	uint64_t size;   /* bytes */
};

struct s3_list {
	struct s3_key *key;
	size_t count;
};

/* Add a page of a list; *ret_token is what leads to the next, unset behind the
 * last.  All is in the arena.  False, with nothing added, for what is no list
 * and for one that is cut without saying where it goes on. */
bool s3_list_read(struct arena *arena, struct str xml, struct s3_list *list,
    struct str *ret_token, struct error *err);
/* By name, for s3_list_find. */
void s3_list_sort(struct s3_list *list);
/* NULL if there is none. */
const struct s3_key *s3_list_find(const struct s3_list *list, struct str name);

/* Does the key hold just this, by size and MD5?  An ETag that is none (of
 * files that were sent in parts, or encrypted) is not equal to anything. */
bool s3_key_holds(const struct s3_key *key, struct str data);

struct s3_error {
	struct str code, message; /* unset if it is no such answer */
};
struct s3_error s3_error_read(struct arena *arena, struct str xml);

#endif
