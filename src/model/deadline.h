/*
 * deadline: all that was printed with a last day to do something about it:
 * comment periods, and calls.
 *
 * First what one issue prints, then what all of them do: the same thing, by
 * its canonical address, is one deadline however often it was printed.  What
 * its newest issue says of it holds, the day too.  An issue that prints it
 * without a day changes nothing.  An address that is printed again two months
 * after all was over is that of another thing: the call of the next year.
 */
#ifndef MODEL_DEADLINE_H
#define MODEL_DEADLINE_H

#include "model/issue.h"

enum deadline_kind {
	DEADLINE_COMMENTS,
	DEADLINE_TESTING,
	DEADLINE_PARTICIPATION,
	DEADLINE_SPEAKING,
};

/* In one issue. */
struct printed_deadline {
	enum deadline_kind kind;
	struct date closes; /* always set; counts in */
	struct str title;   /* plain, never empty; "Project - Task" */
	struct str url;     /* unset if it may be no link */
	struct str key;     /* what is equal for the same thing */
	struct str anchor;  /* of its section; empty for level 0 */
	size_t offset;      /* of its item in the file */
};

struct printed_deadlines {
	struct printed_deadline *item; /* in file order */
	size_t count;
	struct date date; /* of the issue */
};

/* Of an issue of the day `date`; all is copied into `keep`. */
struct printed_deadlines deadlines_printed(
    struct arena *keep, const struct issue *issue, struct date date);

/* In all issues.  Issues are indices into the list that was joined, in which
 * the newest is the first. */
struct deadline {
	const struct printed_deadline *now;   /* in the newest that has it */
	const struct printed_deadline *first; /* in the oldest */
	size_t newest, oldest;
	size_t since;      /* the oldest since which it reads as it does now */
	int64_t revisions; /* how often it read otherwise before */
	struct str name;   /* of letters, digits and '-'; one of its own, and
			      the same as long as address and oldest issue are */
};

struct deadlines {
	struct deadline *item; /* by day; of one day by title */
	size_t count;
};

/* The printings are borrowed.  One issue that prints a thing with several days
 * has several deadlines. */
struct deadlines deadlines_join(
    struct arena *arena, const struct printed_deadlines *issue, size_t issues);

/* Those whose last day is `first` or later, and before `end` if that is set;
 * the list of `all` is used. */
struct deadlines deadlines_between(
    struct deadlines all, struct date first, struct date end);

/* "comments", "testing", "participation", "speaking"; and for people: "Call
 * for testing". */
struct str deadline_kind_name(enum deadline_kind kind);
struct str deadline_kind_title(enum deadline_kind kind);

#endif
