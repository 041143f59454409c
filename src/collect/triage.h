/*
 * triage: a week's report on the speed of a compiler, as the section of an
 * issue.
 *
 * People write such a report in Markdown around figures that a program made:
 * a title with its date, prose, who did it, the revisions that were compared,
 * a table, a line of counts, and then an entry for each change, which an issue
 * does not print.  The forms of all its years are read: without a table, with
 * the table turned, with counts in words, with links by reference.
 *
 * What people wrote is printed as they wrote it.  Only what has to change for
 * the place does: whole revisions are cut, definitions of links come along,
 * HTML is shown as text.  Nothing here asks the network or the clock.
 */
#ifndef COLLECT_TRIAGE_H
#define COLLECT_TRIAGE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "model/perf.h"

enum triage_kind {
	TRIAGE_PROSE, /* paragraphs, lists, quotes: what people say */
	TRIAGE_WHO,   /* who did it, and the revisions */
	TRIAGE_LABEL, /* what stands above the table: "**Summary**:" */
	TRIAGE_TABLE,
	TRIAGE_COUNTS,
};

struct triage_block {
	enum triage_kind kind;
	struct str text; /* Markdown, never empty, no line end behind it */
};

struct triage_range {
	struct str from, to; /* revisions as written, perhaps cut */
	struct str url;
};

/* -1 is not known. */
struct triage_counts {
	int64_t regressions, improvements, mixed;
	int64_t rollups; /* how many of all those are changes put together */
};

struct triage {
	struct date date;        /* of its title; may be unset */
	struct str_list triager; /* "nova", without the @ */
	struct triage_range *range;
	size_t ranges;
	struct triage_block *block; /* in the order of the report */
	size_t blocks;
	struct str_list definition; /* of links in the blocks, a line each */
	struct perf *table;         /* rows and metric of each table */
	size_t tables;
	struct triage_counts said;  /* by the line of counts */
	int64_t comparisons;        /* that were made; -1 */
	struct triage_counts found; /* by the entries; -1 in old forms */
	struct str_list finding;    /* sentences for an editor; see below */
};

/*
 * Read a report.  False, with a message for people, if the text is longer than
 * LIMIT_TRIAGE or holds nothing of a report: neither who did it nor revisions,
 * table or counts.  It may hold any bytes.  All is in the arena or static;
 * nothing is borrowed from the text.
 *
 * What looks wrong in a report is no failure: it becomes a finding.  A table
 * without its columns; a mean outside of its range, a range that is reversed,
 * a sign that is not of its kind, figures without a count or the reverse; a
 * row for all that is not the sum of the others, or whose mean is not theirs;
 * counts that differ from the entries; a relative link; what is missing.
 */
bool triage_read(struct arena *arena, struct str text,
    struct triage *ret_triage, struct error *err);

/*
 * Append the section, without its heading, with a line end behind the last
 * line.  `link` is the lasting address of the report; with an empty one the
 * line that links it is left out.
 */
void triage_add_markdown(
    struct strbuf *out, const struct triage *triage, struct str link);

#endif
