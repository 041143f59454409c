/*
 * child: run another program, give it a text and take what it prints.
 *
 * No shell is between: arguments arrive as they are.  The program gets the
 * text on its standard input, its standard output is collected, and its
 * standard error is ours, unless that is wanted with the output.  Both pipes are
 * served at once, so that neither side can wait for the other for ever, however
 * much is read or written.
 *
 * Nothing of this process changes: no signal handler, no mask, no folder.  A
 * program that does not read its input to the end is fine.  It is always
 * waited for, also after an error.  Any thread may run one.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/arena.h"
#include "base/error.h"

struct child {
	const char *path;  /* of the program; it is not looked for */
	char *const *argv; /* its name first, NULL at the end */
	struct str input;
	size_t max;  /* bytes of output */
	int seconds; /* it may run; 0: however long it takes */
	bool errors; /* what it says on its standard error is output, too */
	/* What it finds there, as environ is; NULL: what we do. */
	char *const *environment;
};

/*
 * Run it to its end, and until nobody holds its output open any more.  *ret_output is in the arena, with a NUL behind it
 * that is not counted; *ret_status is what it exited with, 0..255.
 *
 * False if it cannot be started, if a signal ended it, or if it prints more
 * than `max` bytes or runs too long, upon which it is killed; both results are untouched then.
 */
bool child_run(const struct child *child, struct arena *arena,
    struct str *ret_output, int *ret_status, struct error *err);

/* The path of a program that $PATH has, in the arena; NULL if it has none. */
const char *child_find(struct arena *arena, const char *name);

#endif
