/*
 * rows: a list of people as rows of values with a meaning, whether it is CSV
 * or JSON lines.  Private to src/subscribers.
 *
 * UTF-16 with a mark in front is turned into UTF-8.  A list without a row of
 * names is taken for one if a field of its first row is an address.  Values
 * are as the file has them: any bytes.  A JSON value is text as it is, a
 * number or truth as it is written, a list of texts one text with semicolons
 * between, anything else its JSON.
 */
#ifndef SUBSCRIBERS_ROWS_H
#define SUBSCRIBERS_ROWS_H

#include "base/error.h"
#include "model/settings.h"
#include "subscribers/columns.h"
#include "subscribers/csv.h"

/* "address=E-Mail": a column that is told. */
struct told_column {
	enum role role;
	struct str name;
};

struct rows_options {
	const char *path; /* for messages */
	/* What wrote it; only if `is_told`. */
	enum service service;
	bool is_told;
	const struct told_column *column;
	size_t columns;
};

struct rows {
	struct rows_options options;
	struct str text;
	enum service service;
	/* Columns that hold nothing that is taken, for the report: names. */
	struct str_list untaken;
	bool json;
	/* Private. */
	struct arena *arena; /* as long as the rows */
	struct csv csv;
	enum role *role; /* of each column of CSV */
	size_t columns;
	size_t at, line; /* of JSON */
};

struct row {
	size_t line;
	struct str value[ROLES]; /* unset: there is none */
};

enum row_status {
	ROW_OK,
	ROW_WRONG, /* as *ret_why says; go on */
	ROW_END,
	ROW_BROKEN, /* as err says: the rest cannot be read */
};

/* Find out what it is.  False if it is no list of people. */
bool rows_open(struct rows *rows, struct arena *arena, struct str text,
    const struct rows_options *options, struct error *err);
/* The next row; its values live as long as `arena` and the text. */
enum row_status rows_next(struct rows *rows, struct arena *arena,
    struct row *ret_row, const char **ret_why, struct error *err);
/* How far in the text, for those who watch. */
size_t rows_done(const struct rows *rows);

/* Between rows.c and rows_json.c: what a name holds; the members of a line. */
enum role rows_role(
    const struct rows *rows, struct arena *arena, struct str key);
const char *row_of_json(struct rows *rows, struct arena *arena, struct str line,
    struct row *ret_row);
/* The names of its members, as keys; false if it is no object. */
bool json_keys(struct arena *arena, struct str line, struct str_list *ret_keys);

#endif
