/*
 * error: why something in the world outside did not work, for a person.
 *
 * The three kinds of failure: a bug is an assert; bad input is a status and a
 * position; a bad world (a file that cannot be read, a disk that is full) is
 * this record.  The text can be printed as it is: what was attempted, on
 * what, why it failed, what to do.  No final newline; lines after the first
 * (a source line with a caret) are allowed.
 *
 * Functions that can fail take `struct error *err` last and return false (or
 * NULL).  On success err is untouched.  err must not be NULL.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/limits.h"
#include "base/str.h"

struct error {
	char text[LIMIT_ERROR]; /* "" while nothing failed; cut if longer */
};

/* Fill in the text.  Always returns false: return error_set(err, ...); */
bool error_set(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * "WHAT: reason of errno", and for the common reasons what to do about it.
 * WHAT is what was attempted: "cannot read content/a.md".  Always false.
 */
bool error_errno(struct error *err, int number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
