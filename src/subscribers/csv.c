#include "subscribers/csv.h"

#include "base/limits.h"

/* ------------------------------------------------------------------- reading */

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The end of the first row, if a quote in it is not counted. */
static size_t first_line_end(struct str text)
{
	size_t end = 0;
	bool quoted = false;

	while (end < text.len && (quoted || !is_line_end(text.at[end]))) {
		quoted ^= text.at[end] == '"';
		end++;
	}
	return end;
}

static char find_separator(struct str row)
{
	static const char known[] = ",;\t";
	size_t counts[sizeof(known) - 1] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < row.len; i++) {
		const char *at =
		    row.at[i] != '\0' ? strchr(known, row.at[i]) : NULL;

		quoted ^= row.at[i] == '"';
		if (!quoted && at != NULL)
			counts[at - known]++;
	}
	for (size_t i = 1; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i] > counts[best])
			best = i;
	return known[best];
}

void csv_start(struct csv *csv, struct str text)
{
	size_t end = first_line_end(text);

	*csv = (struct csv){ .text = text, .line = 1 };
	csv->separator = find_separator(str_sub(text, 0, end));
	if (end == 5 && str_starts_fold(text, STR("sep=")))
		csv->separator = text.at[4];
	else
		return;
	csv->at = end;
	if (csv->at < text.len && text.at[csv->at] == '\r')
		csv->at++;
	if (csv->at < text.len && text.at[csv->at] == '\n')
		csv->at++;
	csv->line++;
}

/* Behind the end of a line; a CRLF is one. */
static void pass_line_end(struct csv *csv)
{
	char c = csv->text.at[csv->at++];

	if (c == '\r' && csv->at < csv->text.len &&
	    csv->text.at[csv->at] == '\n')
		csv->at++;
	csv->line++;
}

static bool at_field_end(const struct csv *csv)
{
	return csv->at == csv->text.len ||
	       csv->text.at[csv->at] == csv->separator ||
	       is_line_end(csv->text.at[csv->at]);
}

static struct str take_plain(struct csv *csv)
{
	size_t from = csv->at;

	while (!at_field_end(csv))
		csv->at++;
	return str_sub(csv->text, from, csv->at);
}

/* What stands between the quotes, and how many of its quotes are doubled.
 * False if it never ends. */
static bool pass_quoted(struct csv *csv, struct str *ret_raw, size_t *doubled)
{
	size_t from = ++csv->at;
	struct str text = csv->text;

	for (; csv->at < text.len; csv->at++) {
		char c = text.at[csv->at];

		if (c == '\n' ||
		    (c == '\r' && (csv->at + 1 == text.len ||
				      text.at[csv->at + 1] != '\n')))
			csv->line++;
		if (c != '"')
			continue;
		if (csv->at + 1 == text.len || text.at[csv->at + 1] != '"') {
			*ret_raw = str_sub(text, from, csv->at++);
			return true;
		}
		csv->at++;
		++*doubled;
	}
	return false;
}

/* `raw` with its doubled quotes as one, and `tail` behind it. */
static struct str joined(
    struct arena *arena, struct str raw, size_t doubled, struct str tail)
{
	char *copy;
	size_t len = 0;

	if (doubled == 0 && tail.len == 0)
		return raw;
	copy = arena_alloc(arena, raw.len - doubled + tail.len + 1);
	for (size_t i = 0; i < raw.len; i++) {
		copy[len++] = raw.at[i];
		if (raw.at[i] == '"')
			i++;
	}
	for (size_t i = 0; i < tail.len; i++)
		copy[len++] = tail.at[i];
	return (struct str){ copy, len };
}

static bool take_field(struct csv *csv, struct arena *arena, struct str *ret)
{
	struct str raw;
	size_t doubled = 0;

	if (csv->at == csv->text.len || csv->text.at[csv->at] != '"') {
		*ret = take_plain(csv);
		return true;
	}
	if (!pass_quoted(csv, &raw, &doubled))
		return false;
	*ret = joined(arena, raw, doubled, take_plain(csv));
	return true;
}

static enum csv_status take_row(
    struct csv *csv, struct arena *arena, struct csv_row *row)
{
	size_t from = csv->at;

	for (;;) {
		struct str field;

		if (row->fields == LIMIT_PEOPLE_FIELDS)
			return CSV_TOO_MANY;
		if (!take_field(csv, arena, &field))
			return CSV_OPEN;
		if (csv->at - from > LIMIT_PEOPLE_ROW)
			return CSV_TOO_LONG;
		row->field = ARENA_GROW(arena, row->field, row->fields);
		row->field[row->fields++] = field;
		if (csv->at == csv->text.len)
			return CSV_ROW;
		if (csv->text.at[csv->at] != csv->separator) {
			pass_line_end(csv);
			return CSV_ROW;
		}
		csv->at++;
	}
}

static bool is_blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->fields; i++)
		if (str_trim(row->field[i]).len > 0)
			return false;
	return true;
}

enum csv_status csv_next(
    struct csv *csv, struct arena *arena, struct csv_row *ret_row)
{
	while (csv->at < csv->text.len) {
		struct csv_row row = { .line = csv->line };
		enum csv_status status = take_row(csv, arena, &row);

		if (status == CSV_ROW && is_blank(&row))
			continue;
		*ret_row = row;
		return status;
	}
	return CSV_END;
}

/* ------------------------------------------------------------------- writing */

/* What makes a spreadsheet take a text for a formula, and the guard itself. */
static bool needs_guard(struct str field)
{
	return field.len > 0 && field.at[0] != '\0' &&
	       strchr("=+-@\t\r'", field.at[0]) != NULL;
}

void csv_add_guarded(struct strbuf *out, struct str field)
{
	struct strbuf guarded;

	if (!needs_guard(field)) {
		csv_add(out, field);
		return;
	}
	strbuf_init(&guarded, field.len + 1);
	strbuf_add_char(&guarded, '\'');
	strbuf_add(&guarded, field);
	csv_add(out, strbuf_str(&guarded));
	strbuf_release(&guarded);
}

struct str csv_unguarded(struct str field)
{
	struct str rest = str_sub(field, 1, field.len);

	return field.len > 1 && field.at[0] == '\'' && needs_guard(rest)
		   ? rest
		   : field;
}

void csv_add(struct strbuf *out, struct str field)
{
	bool quotes = false;

	for (size_t i = 0; i < field.len && !quotes; i++)
		quotes = field.at[i] == '"' || field.at[i] == ',' ||
			 field.at[i] == ';' || field.at[i] == '\t' ||
			 is_line_end(field.at[i]);
	quotes |= field.len > 0 && (char_is_space(field.at[0]) ||
				       char_is_space(field.at[field.len - 1]));
	if (!quotes) {
		strbuf_add(out, field);
		return;
	}
	strbuf_add_char(out, '"');
	for (size_t i = 0; i < field.len; i++) {
		if (field.at[i] == '"')
			strbuf_add_char(out, '"');
		strbuf_add_char(out, field.at[i]);
	}
	strbuf_add_char(out, '"');
}
