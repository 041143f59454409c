/*
 * picks: what several people changed in a newsletter, and what is to be made
 * of it; as the program that knows git and the one that knows drafts tell one
 * another.
 *
 * Three lists: the heads that were asked for, the plan of commits, and the
 * answer to a plan.  All are fields, in an order that says what belongs to
 * what; nothing in them is escaped:
 *
 *	head 5			key and bytes of the value
 *	topic			the value, and a newline
 *
 * Texts that were read borrow from what was parsed.  Paths are as seen from
 * the folder of the newsletter and hold no NUL; ids are hexadecimal digits.
 */
#ifndef BASE_PICKS_H
#define BASE_PICKS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* Who wrote something, and when. */
struct pick_author {
	struct str name, mail; /* any bytes; at is NULL if unknown */
	int64_t time;          /* seconds since 1970; 0 if unknown */
	int zone;              /* minutes east of UTC */
};

/* -------------------------------------------------------------------- heads */

enum pick_state {
	PICK_OPEN,   /* can be taken */
	PICK_MERGED, /* HEAD has it already */
	PICK_LEFT,   /* cannot be taken; `why` says it */
};

/* A file in the folders asked for that a head changes.  A text whose at is
 * NULL is that of a file that is not there. */
struct pick_file {
	const char *path; /* where the head has it; where it had been if gone */
	const char *at;   /* where HEAD has it; NULL if it does not */
	struct str base, ours, theirs;
};

struct pick_head {
	const char *name; /* as it was asked for */
	enum pick_state state;
	struct str why;
	struct str commit;     /* at is NULL: a patch, not a branch */
	struct str base, tree; /* trees: where it began, and what it made */
	struct pick_author author;
	struct str message;    /* of its commit, or its commits */
	struct str *co_author; /* "Name <mail>", others than author */
	size_t co_authors;
	struct pick_file *file; /* in the folders asked for */
	size_t files;
	const char **other; /* changed files elsewhere */
	size_t others;
};

struct pick_heads {
	struct str ours; /* the commit of HEAD; at is NULL: there is none */
	struct pick_head *head;
	size_t count;
};

void pick_heads_add(struct strbuf *out, const struct pick_heads *heads);
/* False if it is no such list: cut short, or of another version; the result
 * is untouched then.  The same holds for the two below. */
bool pick_heads_parse(struct arena *arena, struct str text,
    struct pick_heads *ret_heads, struct error *err);

/* --------------------------------------------------------------------- plan */

/* What a file is to hold; a text whose at is NULL: it is to be gone. */
struct pick_text {
	const char *path;
	struct str text;
};

/* One head to take: merge base, tree and what HEAD has by then; but the files
 * named here hold what is said here. */
struct pick_take {
	struct str parent; /* the commit that counts as merged; or at is NULL */
	struct str base, tree;
	struct pick_text *text;
	size_t texts;
};

/* Follows the one before, or HEAD. */
struct pick_commit {
	struct str message;
	bool has_author; /* else it is whoever runs this, now */
	struct pick_author author;
	struct pick_take *take;
	size_t takes;
};

struct pick_plan {
	struct str ours; /* the commit that HEAD must be */
	struct pick_commit *commit;
	size_t commits;
	/* Files that the work tree has as they are to be: there they are left
	 * alone, with all that is not to be committed, and the index gets
	 * these texts. */
	struct pick_text *staged;
	size_t stageds;
};

void pick_plan_add(struct strbuf *out, const struct pick_plan *plan);
bool pick_plan_parse(struct arena *arena, struct str text,
    struct pick_plan *ret_plan, struct error *err);

/* ------------------------------------------------------------------- answer */

/* A head that cannot be taken after all; then nothing was done. */
struct pick_refusal {
	size_t take; /* its number, counted over all commits of the plan */
	struct str why;
};

struct pick_answer {
	struct pick_refusal *refusal;
	size_t refusals;
	struct str *made; /* ids of the commits, the new HEAD last */
	size_t commits;
};

void pick_answer_add(struct strbuf *out, const struct pick_answer *answer);
bool pick_answer_parse(struct arena *arena, struct str text,
    struct pick_answer *ret_answer, struct error *err);

#endif
