#include "subscribers/rows.h"

#include "base/mail_address.h"
#include "base/text.h"

/* ------------------------------------------------------------------ encodings */

static uint32_t unit_at(struct str text, size_t at, bool big)
{
	unsigned a = (unsigned char)text.at[at];
	unsigned b = (unsigned char)text.at[at + 1];

	return big ? a << 8 | b : b << 8 | a;
}

/* Surrogates without their half become U+FFFD, as any that is no character. */
static struct str from_utf16(struct arena *arena, struct str text, bool big)
{
	struct strbuf out;
	struct str result;

	strbuf_init(&out, LIMIT_PEOPLE_FILE);
	for (size_t at = 2; at + 1 < text.len; at += 2) {
		uint32_t c = unit_at(text, at, big);

		if ((c & 0xfc00) == 0xd800 && at + 3 < text.len) {
			uint32_t low = unit_at(text, at + 2, big);

			if ((low & 0xfc00) == 0xdc00) {
				c = 0x10000 + ((c & 0x3ff) << 10) +
				    (low & 0x3ff);
				at += 2;
			}
		}
		strbuf_add_code_point(&out, c);
	}
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static struct str as_utf8(struct arena *arena, struct str text)
{
	if (str_starts(text, STR("\xef\xbb\xbf")))
		return str_sub(text, 3, text.len);
	if (str_starts(text, STR("\xff\xfe")))
		return from_utf16(arena, text, false);
	if (str_starts(text, STR("\xfe\xff")))
		return from_utf16(arena, text, true);
	return text;
}

/* What people take for a list, and what to do with it. */
static bool is_other_file(struct str text, const char *path, struct error *err)
{
	if (str_starts(text, STR("PK\3\4")))
		return error_set(err,
		    "%s is a ZIP archive; unpack it, and give the files in it",
		    path);
	if (str_starts(text, STR("\x1f\x8b")))
		return error_set(
		    err, "%s is compressed; unpack it with gunzip", path);
	if (str_find_char(str_sub(text, 0, 4096), '\0', 0) != STR_NONE)
		return error_set(err,
		    "%s is no text; expected CSV or JSON lines, in UTF-8 or "
		    "UTF-16 with a mark in front",
		    path);
	return true;
}

/* ------------------------------------------------------------- the first row */

static bool is_told(
    const struct rows *rows, struct arena *arena, struct str key, enum role *r)
{
	const struct rows_options *o = &rows->options;

	for (size_t i = 0; i < o->columns; i++)
		if (str_eq(column_key(arena, o->column[i].name), key)) {
			*r = o->column[i].role;
			return true;
		}
	return false;
}

/* A column that was told takes the place of others with its role. */
static bool role_is_told(const struct rows *rows, enum role role)
{
	for (size_t i = 0; i < rows->options.columns; i++)
		if (rows->options.column[i].role == role)
			return true;
	return false;
}

enum role rows_role(
    const struct rows *rows, struct arena *arena, struct str key)
{
	enum role role = ROLE_NONE;

	if (is_told(rows, arena, key, &role))
		return role;
	role = column_role(rows->service, key);
	return role_is_told(rows, role) ? ROLE_IGNORED : role;
}

static void note_untaken(struct rows *rows, struct str name)
{
	struct str_list *list = &rows->untaken;

	list->item = ARENA_GROW(rows->arena, list->item, list->count);
	list->item[list->count++] = text_clean(rows->arena,
	    arena_str(rows->arena, str_sub(name, 0, LIMIT_PERSON_NAME)));
}

static void find_service(struct rows *rows, const struct str *key, size_t count)
{
	rows->service = rows->options.is_told ? rows->options.service
					      : service_of(key, count);
}

/* Which field of a row without names is an address? */
static size_t find_address(const struct csv_row *row)
{
	struct arena arena = { 0 };
	struct mail_address address;
	size_t i = 0;

	while (i < row->fields && mail_address_read(&arena, row->field[i],
				      &address) != MAIL_ADDRESS_OK)
		i++;
	arena_release(&arena);
	return i;
}

static void take_names(struct rows *rows, const struct csv_row *row)
{
	struct str *key = ARENA_ARRAY(rows->arena, row->fields, struct str);
	bool taken[ROLES] = { false };

	for (size_t i = 0; i < row->fields; i++)
		key[i] = column_key(rows->arena, row->field[i]);
	find_service(rows, key, row->fields);
	for (size_t i = 0; i < row->fields; i++) {
		enum role role = rows_role(rows, rows->arena, key[i]);

		if (role == ROLE_NONE || (taken[role] && role < ROLE_IGNORED))
			note_untaken(rows, row->field[i]);
		rows->role[i] = taken[role] ? ROLE_NONE : role;
		taken[role] = role != ROLE_NONE;
	}
}

static bool has_role(const struct rows *rows, enum role role)
{
	for (size_t i = 0; i < rows->columns; i++)
		if (rows->role[i] == role)
			return true;
	return false;
}

static bool csv_error(const struct rows *rows, const struct csv_row *row,
    enum csv_status status, struct error *err)
{
	static const char *const texts[] = {
		[CSV_OPEN] =
		    "the quote that opens here is never closed; double "
		    "it (\"\") if it is meant as a character",
		[CSV_TOO_LONG] =
		    "this row has more than a megabyte; is a quote "
		    "missing?",
		[CSV_TOO_MANY] =
		    "this row has more than 1000 fields; is this a "
		    "list of people?",
	};

	return error_set(
	    err, "%s:%zu: %s", rows->options.path, row->line, texts[status]);
}

static bool open_csv(struct rows *rows, struct error *err)
{
	struct csv_row row = { 0 };
	enum csv_status status;
	struct csv first;
	size_t address;

	csv_start(&rows->csv, rows->text);
	first = rows->csv;
	status = csv_next(&rows->csv, rows->arena, &row);
	if (status == CSV_END)
		return error_set(err, "%s is empty", rows->options.path);
	if (status != CSV_ROW)
		return csv_error(rows, &row, status, err);
	rows->columns = row.fields;
	rows->role = ARENA_ARRAY(rows->arena, row.fields, enum role);
	address = find_address(&row);
	if (address < row.fields) {
		rows->role[address] = ROLE_ADDRESS;
		find_service(rows, NULL, 0);
		rows->csv = first;
		return true;
	}
	take_names(rows, &row);
	return has_role(rows, ROLE_ADDRESS) ||
	       error_set(err,
		   "%s:%zu: no column has a name such as \"email\"; say which "
		   "one it is with --column address=NAME",
		   rows->options.path, row.line);
}

static bool open_json(struct rows *rows, struct error *err)
{
	struct str rest = rows->text, line;
	struct str_list keys;

	do
		line = str_trim(str_take(&rest, '\n'));
	while (line.len == 0 && rest.at != NULL);
	if (!json_keys(rows->arena, line, &keys))
		return error_set(err,
		    "%s: the first line is no JSON object; expected one object "
		    "a line",
		    rows->options.path);
	find_service(rows, keys.item, keys.count);
	rows->json = true;
	return true;
}

bool rows_open(struct rows *rows, struct arena *arena, struct str text,
    const struct rows_options *options, struct error *err)
{
	*rows = (struct rows){ .options = *options, .arena = arena };
	rows->text = as_utf8(arena, text);
	if (!is_other_file(rows->text, options->path, err))
		return false;
	if (str_starts(str_trim_left(str_sub(rows->text, 0, 4096)), STR("{")))
		return open_json(rows, err);
	if (str_starts(str_trim_left(str_sub(rows->text, 0, 4096)), STR("[")))
		return error_set(err,
		    "%s is one JSON list; expected JSON lines: one object a "
		    "line, without [ and commas between (jq -c '.[]' makes "
		    "them)",
		    options->path);
	return open_csv(rows, err);
}

size_t rows_done(const struct rows *rows)
{
	return rows->json ? rows->at : rows->csv.at;
}

/* ---------------------------------------------------------------- other rows */

/* Fields beyond the names are a separator that should have been quoted: the
 * others may then stand one too far. */
static bool has_too_many(const struct rows *rows, const struct csv_row *row)
{
	for (size_t i = rows->columns; i < row->fields; i++)
		if (str_trim(row->field[i]).len > 0)
			return true;
	return false;
}

static enum row_status next_csv(struct rows *rows, struct arena *arena,
    struct row *ret_row, const char **ret_why, struct error *err)
{
	struct csv_row row = { 0 };
	enum csv_status status = csv_next(&rows->csv, arena, &row);

	*ret_row = (struct row){ .line = row.line };
	if (status == CSV_END)
		return ROW_END;
	if (status != CSV_ROW) {
		csv_error(rows, &row, status, err);
		return ROW_BROKEN;
	}
	for (size_t i = 0; i < row.fields && i < rows->columns; i++)
		ret_row->value[rows->role[i]] =
		    rows->service == SERVICE_SENNIGHT
			? csv_unguarded(row.field[i])
			: row.field[i];
	ret_row->value[ROLE_NONE] = (struct str){ NULL, 0 };
	if (!has_too_many(rows, &row))
		return ROW_OK;
	*ret_why = arena_printf(arena,
	    "it has %zu fields, where %zu have a name; put quotes around a "
	    "field with a separator in it",
	    row.fields, rows->columns)
		       .at;
	return ROW_WRONG;
}

static enum row_status next_json(struct rows *rows, struct arena *arena,
    struct row *ret_row, const char **ret_why)
{
	while (rows->at < rows->text.len) {
		struct str rest = str_sub(rows->text, rows->at, rows->text.len);
		struct str line = str_take(&rest, '\n');

		rows->at += line.len + 1;
		rows->line++;
		line = str_trim(line);
		if (line.len == 0)
			continue;
		*ret_row = (struct row){ .line = rows->line };
		*ret_why = row_of_json(rows, arena, line, ret_row);
		return *ret_why == NULL ? ROW_OK : ROW_WRONG;
	}
	return ROW_END;
}

enum row_status rows_next(struct rows *rows, struct arena *arena,
    struct row *ret_row, const char **ret_why, struct error *err)
{
	return rows->json ? next_json(rows, arena, ret_row, ret_why)
			  : next_csv(rows, arena, ret_row, ret_why, err);
}
