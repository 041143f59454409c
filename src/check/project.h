/*
 * project: what the rules about merged changes share.
 * Private to src/check.
 */
#ifndef CHECK_PROJECT_H
#define CHECK_PROJECT_H

#include "check/rule.h"

/* Groups of decisions of one issue; those of one with more are not compared. */
enum { GROUPS_MAX = 100 };

/* An example with a count and a window of merged changes. */
#define CHANGES(count, first, last)                                     \
	"## Changes\n\n" count " patterns were [merged][merged].\n\n"   \
	"[merged]: https://example.org/knots?q=merged:" first ".." last \
	"\n\n* [Bowline " count "](https://example.org/knots/" count ")\n"

/* Looking at the count and at the window of merged changes. */
void change_look_count(struct checker *c);
void change_look_gap(struct checker *c);
void change_look_length(struct checker *c);
void change_look_old(struct checker *c);
void change_look_unusual(struct checker *c);

#endif
