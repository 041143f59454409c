/*
 * pick: the parts of `sennight draft pick`.  Private to src/cmd.
 *
 * git tells what the heads change (pick_heads of base/picks.h); pick_merge
 * makes one text of every draft, head after head; git commits; pick_print says
 * what became of each head.
 */
#ifndef CMD_PICK_H
#define CMD_PICK_H

#include "base/picks.h"
#include "cmd/cmd.h"
#include "draft/draft.h"
#include "model/settings.h"

struct pick_options {
	bool separate, dry, json;
	const char *message; /* NULL: one is made */
	const char *preset;
};

/* A file of the newsletter that some head changes, as it is by now. */
struct pick_slot {
	const char *path;
	struct str text; /* at is NULL: there is none */
};

/* A draft that a head changes, and what was made of it. */
struct pick_merged {
	const struct pick_file *file;
	struct pick_slot *slot;
	struct str before, after; /* the slot's text, without and with it */
};

/* What became of a head. */
struct pick_outcome {
	const struct pick_head *head;
	bool taken;
	struct str why; /* if it is left */
	struct pick_merged *merged;
	size_t merges;
	const char **other; /* files that git merges */
	size_t others;
	struct str *conflict; /* what could not be merged: a line each */
	size_t conflicts;
	size_t item[DRAFT_REMOVED + 1]; /* changes by kind, if it is taken */
	struct draft_change **change;   /* of each of `merged` */
	size_t *changes;
};

struct pick {
	struct arena *arena;
	const struct pick_options *options;
	const struct settings *settings;
	const struct pick_heads *heads;
	struct pick_slot *slot; /* sorted by path */
	size_t slots;
	struct pick_outcome *outcome; /* patches first, else as asked for */
	size_t outcomes;
	struct pick_answer answer;
};

/* Prepare the outcomes: which are open, and which files they change. */
void pick_begin(struct pick *pick);
/* Merge the texts of every head that is not left for a reason already. */
void pick_merge(struct pick *pick);
/* Find out what was done to which items, by the heads that are taken. */
bool pick_count(struct pick *pick, struct error *err);
/* The commits to make; no commits if no head is taken. */
struct pick_plan pick_plan(struct pick *pick);
/* Leave what git refused; the takes were counted as in the plan. */
void pick_take_refusals(struct pick *pick, const struct pick_answer *answer);

/* For people or, in options, as JSON: one line a head, and one at the end. */
void pick_print(const struct pick *pick, struct strbuf *out);

#endif
