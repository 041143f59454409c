/*
 * fill: what the parts of `draft fill` share.  Private to storecmd.
 *
 * Each accepted candidate is to stand in four places: the draft, its texts in
 * the index and in HEAD, and, as placed, in the store; the store comes last.
 * Every place is asked what it lacks and gets only that.  So a run that was
 * cut off anywhere is completed by the next, with nothing doubled.
 */
#ifndef STORECMD_FILL_H
#define STORECMD_FILL_H

#include "base/picks.h"
#include "draft/draft.h"
#include "storecmd/storecmd.h"

enum fill_state {
	FILL_LEFT,  /* it stays accepted; see `why` */
	FILL_THERE, /* it stands in the draft, since before */
	FILL_ADDED,
};

struct fill_item {
	const struct candidate *candidate;
	/* What it says; its line is its number in the list of items, from 1. */
	struct addition addition;
	bool readable;
	enum fill_state state;
	const char *why; /* it is left, or one of its regions is */
	/* As the store had it when it was to be noted; or NULL. */
	const struct candidate *meanwhile;
};

/* What a text is with all that was to be put in. */
struct fill_text {
	struct str before;
	struct str after[CANDIDATE_KINDS]; /* with this kind and those before */
	struct placed *placed; /* addition->line tells the item; lines are of
				  the last text */
	size_t count;
};

struct fill {
	/* What is asked for. */
	const struct cmd *cmd;
	const char *path;    /* of the draft, from the folder here */
	const char *section; /* NULL: all */
	const char *as;
	bool dry_run, no_commit, json;
	int held; /* the folder of the draft; -1: not yet */

	struct arena arena;
	struct settings settings;
	struct store *store;

	struct fill_item *item; /* by kind, and then as they are to stand */
	size_t items;
	struct fill_text draft;

	/* Of git.  What cannot be committed, and why, is no failure. */
	const char *not_committed; /* NULL: it is committed */
	const struct pick_head *head;
	struct pick_plan plan;
	struct pick_answer answer;
};

/* -------------------------------------------------------------------- items */

/* What a candidate says, to be put into a draft; false with what is wrong. */
bool fill_addition(struct arena *arena, const struct settings *settings,
    const struct candidate *candidate, struct addition *ret_addition,
    struct error *err);

/* The accepted candidates, those of the section if one was asked for. */
bool fill_read_items(struct fill *f, struct error *err);

/*
 * Does a candidate that was placed stand in its draft still?  *ret_line is
 * where, 0 if that is not known.  A draft that is gone holds nothing.  False
 * if the draft cannot be read.
 */
bool fill_stands(const struct settings *settings,
    const struct candidate *candidate, bool *ret_stands, size_t *ret_line,
    struct error *err);

/* --------------------------------------------------------------------- texts */

/*
 * Put all items into a text, kind by kind; with `taken` only those that are
 * not left.  Where they cannot be put in together, each is alone, and what
 * cannot be is PLACED_NOT.
 */
struct fill_text fill_put(struct fill *f, struct str text, bool taken);
/* Put the items into the draft, and say in each what became of it. */
void fill_draft(struct fill *f, struct str text);

/* ----------------------------------------------------------------------- git */

/*
 * Ask git for its texts of the draft, and make the plan of a commit for each
 * kind; or note why there is none.  False if git stands in the way, which it
 * has said itself.
 */
bool fill_plan(struct fill *f, struct error *err);
/* Carry it out.  The draft has been written. */
bool fill_commit(struct fill *f, struct error *err);

/* ------------------------------------------------------------------ printing */

bool fill_print(struct fill *f, struct error *err);
/* "2 links" */
void fill_add_count(struct strbuf *out, size_t count, enum candidate_kind kind);

#endif
