/*
 * fmt: what the passes of `draft fmt` share.  Private to src/draft.
 *
 * A pass looks at the issue and proposes edits of its text; it need not be
 * sure that they are harmless.  fmt.c makes them, reads the result, and takes
 * back those that changed what the issue means (meaning.h).
 */
#ifndef DRAFT_FMT_H
#define DRAFT_FMT_H

#include "draft/draft.h"
#include "model/edit.h"
#include "model/issue.h"

/* What a line belongs to: the kind of its outermost block. */
enum fmt_line_kind {
	FMT_LINE_BLANK,
	FMT_LINE_HEADER,
	FMT_LINE_OTHER, /* a definition, or not known */
	FMT_LINE_TEXT,
	FMT_LINE_HEADING,
	FMT_LINE_LIST,
	FMT_LINE_QUOTE,
	FMT_LINE_TABLE,
	FMT_LINE_RULE,
	FMT_LINE_CODE,
	FMT_LINE_HTML,
};

struct fmt_line {
	size_t from, to; /* without the line end */
	enum fmt_line_kind kind;
	size_t block; /* number of its outermost block; equal for its lines */
	bool code;    /* of a code block, at any depth: bytes are content */
	bool html;    /* the same of a HTML block */
};

/* A part of the edits of a pass that is made whole or not at all. */
struct fmt_edit {
	struct edit edit;
	size_t unit;
};

struct fmt {
	struct arena *arena; /* of this text and its issue */
	struct str text;
	struct issue issue;
	struct fmt_line *line;
	size_t lines;
	/* What the pass proposes; units are numbers below `units`. */
	struct fmt_edit *edit;
	size_t edits, units;
};

/* Fill in the lines; text and issue must be there. */
void fmt_read_lines(struct fmt *f);
/* The line that holds an offset of the text. */
struct fmt_line *fmt_line_at(const struct fmt *f, size_t offset);
struct str fmt_line_text(const struct fmt *f, const struct fmt_line *line);
/* Columns before an offset of a line, tabs being four wide. */
size_t fmt_column(const struct fmt *f, const struct fmt_line *line, size_t to);
/* Offset of the first byte of the line that is no blank; `to` if none is. */
size_t fmt_line_indent(const struct fmt *f, const struct fmt_line *line);

/* Propose that [from, to) becomes `insert`; nothing if it already is.  It
 * belongs to the unit that was begun last. */
void fmt_propose(struct fmt *f, size_t from, size_t to, struct str insert);
/* What is proposed from now on is another unit. */
void fmt_next_unit(struct fmt *f);
/* Forget what was proposed since the unit was begun. */
void fmt_drop_unit(struct fmt *f);

typedef void fmt_pass(struct fmt *f);

fmt_pass fmt_line_ends;   /* LF, no byte order mark */
fmt_pass fmt_tabs;        /* blanks in indents */
fmt_pass fmt_trailing;    /* no blanks at the ends of lines */
fmt_pass fmt_blank_lines; /* one around headings and lists, no runs */
fmt_pass fmt_header;
fmt_pass fmt_headings;
fmt_pass fmt_items; /* bullets and indents */
fmt_pass fmt_tight; /* no blank lines between items */
fmt_pass fmt_references;
fmt_pass fmt_tags;
fmt_pass fmt_tables;
fmt_pass fmt_events; /* bars and dates */
fmt_pass fmt_order;  /* of events */

#endif
