/*
 * secret: what must be known to few.
 *
 * A secret NAME is what the file named in $SENNIGHT_NAME_FILE holds, or else
 * the value of $SENNIGHT_NAME.  It is never in the settings, on the command
 * line, in a message or a log.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/arena.h"
#include "base/error.h"

/*
 * Read a secret; *ret_secret is without the line end that a file may have, and
 * at is NULL if neither is set.  False if the file cannot be read or is empty.
 */
bool secret_read(struct arena *arena, const char *name, struct str *ret_secret,
    struct error *err);

/* The file that has the secret; NULL if none is named for it. */
const char *secret_file(struct arena *arena, const char *name);

/* Equal?  Takes as long for any two texts of one length. */
bool secret_equal(struct str a, struct str b);

/* The key that this newsletter signs and hashes with. */
enum { SECRET_KEY_BYTES = 32 };
struct secret_key {
	unsigned char bytes[SECRET_KEY_BYTES];
};

/*
 * The key: made of the secret KEY, which has at least 16 characters; or, if
 * that is not set, of the file `path`, which is made with random bytes, for
 * its owner alone, if it is not there.
 */
bool secret_key_open(
    const char *path, struct secret_key *ret_key, struct error *err);

/* A keyed hash (BLAKE2b) of `size` bytes, 16 to 64, for one purpose: the same
 * text gives another for another purpose. */
void secret_hash(const struct secret_key *key, const char *purpose,
    struct str text, unsigned char *out, size_t size);

/* Random bytes that nobody can guess. */
void secret_random(unsigned char *out, size_t size);

#endif
