/*
 * csv: tables as text: RFC 4180, and what programs make of it.
 *
 * Fields are apart by commas, semicolons or tabs, whichever the first row has
 * most of; "sep=;" as a line of its own in front says it.  Rows end in LF, CR
 * or CRLF.  A field in quotes may hold separators, line ends and doubled
 * quotes; what stands behind its closing quote belongs to it.  A quote inside
 * a field without quotes is a character.  Rows without any text are passed
 * over.
 *
 *	csv_start(&csv, text);
 *	while ((status = csv_next(&csv, &arena, &row)) == CSV_ROW)
 *		take(&row);
 *
 * Takes time linear in the text.
 */
#ifndef SUBSCRIBERS_CSV_H
#define SUBSCRIBERS_CSV_H

#include "base/arena.h"
#include "base/strbuf.h"

struct csv {
	struct str text;
	size_t at;   /* the next row */
	size_t line; /* and its line, from 1 */
	char separator;
};

struct csv_row {
	size_t line; /* where it begins */
	struct str *field;
	size_t fields;
};

enum csv_status {
	CSV_ROW,
	CSV_END,
	CSV_OPEN,     /* a quote is never closed: nothing behind is sure */
	CSV_TOO_LONG, /* a row beyond LIMIT_PEOPLE_ROW */
	CSV_TOO_MANY, /* fields beyond LIMIT_PEOPLE_FIELDS */
};

/* The text must be there until the end, and have no BOM. */
void csv_start(struct csv *csv, struct str text);

/* The next row.  Fields are slices of the text, or in the arena.  For what is
 * wrong, row->line is where it begins; that is the end. */
enum csv_status csv_next(
    struct csv *csv, struct arena *arena, struct csv_row *ret_row);

/* Append one field, in quotes if it needs them. */
void csv_add(struct strbuf *out, struct str field);

/* The same with a ' in front of what a spreadsheet would run as a formula
 * (=cmd), and of a '; and back, for a field that was read. */
void csv_add_guarded(struct strbuf *out, struct str field);
struct str csv_unguarded(struct str field);

#endif
