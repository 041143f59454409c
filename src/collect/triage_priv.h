/*
 * triage_priv: what the parts of reading a report share.  Private to the
 * files src/collect/triage*.c.
 */
#ifndef COLLECT_TRIAGE_PRIV_H
#define COLLECT_TRIAGE_PRIV_H

#include "collect/triage.h"
#include "model/md_target.h"

/* Tables that are looked at, and rows of one: a real one has five. */
enum { TRIAGE_TABLES_MOST = 16, TRIAGE_ROWS_MOST = 100 };
/* Revisions that are cut, and to how much: as git writes them. */
enum { TRIAGE_REVISION_LONG = 12, TRIAGE_REVISION_SHORT = 7 };

struct triage_reader {
	struct arena *arena;
	struct md_tree tree;
	const struct md_labels *labels;
	bool *kept; /* of tree.reference: it is among the definitions */
	struct triage *triage;
};

/* The text as it is parsed: valid, with '\n' for every line end, and an empty
 * line before and behind every table. */
struct str triage_prepare(struct arena *arena, struct str text);

/* Add a block of a kind: its source, changed where it has to be, with the
 * definitions that it needs. */
void triage_add_block(
    struct triage_reader *r, const struct md_node *node, enum triage_kind kind);
/* Add the ranges among the links below a node. */
void triage_add_ranges(struct triage_reader *r, const struct md_node *node);

/* Read counts out of a sentence: "3 Regressions, one improvement; 2 of them in
 * rollups".  What is known already stays.  False if it says none. */
bool triage_read_counts(struct triage *triage, struct str text);
/* Does it begin with a number, in digits, words or "???"? */
bool triage_starts_count(struct str text);

/* Append a sentence to the findings. */
void triage_find(struct triage_reader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Look at all that was read. */
void triage_judge(struct triage_reader *r);

#endif
