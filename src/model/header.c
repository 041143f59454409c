#include "model/issue.h"

#include "base/text.h"

/* What one of the two forms of header is made of: lines of a key, a colon and
 * a value, which may go on in indented lines. */
struct lines {
	struct str file;
	size_t at; /* start of the next line */
};

static struct str next_line(struct lines *l)
{
	size_t end = str_find_char(l->file, '\n', l->at);
	struct str line = str_sub(l->file, l->at, end);

	l->at = end == STR_NONE ? l->file.len : end + 1;
	return line;
}

static size_t indent_of(struct str line)
{
	size_t i = 0;

	while (i < line.len && line.at[i] == ' ')
		i++;
	return i;
}

static bool is_key_char(char c)
{
	return char_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* Split "  Key: value"; false if the line is none. */
static bool split_line(struct str line, struct header_field *ret_field)
{
	size_t from = indent_of(line), to = from;

	while (to < line.len && is_key_char(line.at[to]))
		to++;
	if (to == from || to == line.len || line.at[to] != ':')
		return false;
	if (str_starts(str_sub(line, to + 1, STR_NONE), STR("//")))
		return false; /* an address, not a field */
	ret_field->key = str_sub(line, from, to);
	ret_field->value = str_trim(str_sub(line, to + 1, STR_NONE));
	return true;
}

static void add_field(
    struct arena *arena, struct header *h, struct header_field field)
{
	h->field = ARENA_GROW(arena, h->field, h->fields);
	h->field[h->fields++] = field;
}

/* The value goes on to `end`, an offset in the file. */
static void extend_field(struct header *h, struct str file, size_t end)
{
	struct header_field *f;
	size_t from;

	if (h->fields == 0)
		return;
	f = &h->field[h->fields - 1];
	from = f->value.at != NULL && f->value.len > 0
		   ? (size_t)(f->value.at - file.at)
		   : f->end;
	f->end = end;
	f->value = str_trim(str_sub(file, from, end));
}

static size_t line_end(struct str file, struct str line)
{
	return (size_t)(line.at - file.at) + str_trim_right(line).len;
}

/*
 * Up to three blanks may stand before a key; more continue the value above.
 * Returns the offset of the body: behind the blank line, or where the first
 * line stands that is no field.
 */
static size_t read_plain(
    struct arena *arena, struct str file, size_t from, struct header *h)
{
	struct lines l = { file, from };

	while (l.at < file.len) {
		size_t start = l.at;
		struct str line = next_line(&l);
		struct header_field f = { 0 };

		if (str_trim(line).len == 0)
			return l.at;
		if (indent_of(line) >= 4 && h->fields > 0) {
			extend_field(h, file, line_end(file, line));
			continue;
		}
		if (indent_of(line) >= 4 || !split_line(line, &f))
			return start;
		f.offset = start;
		f.end = line_end(file, line);
		add_field(arena, h, f);
	}
	return file.len;
}

static bool is_fence(struct str line, bool closing)
{
	line = str_trim_right(line);
	return str_eq(line, STR("---")) ||
	       (closing && str_eq(line, STR("...")));
}

/* STR_NONE if the front matter is not closed: then it is none. */
static size_t read_yaml(
    struct arena *arena, struct str file, size_t from, struct header *h)
{
	struct lines l = { file, from };

	next_line(&l);
	while (l.at < file.len) {
		size_t start = l.at;
		struct str line = next_line(&l), text = str_trim(line);
		struct header_field f = { 0 };

		if (is_fence(line, true)) {
			h->end = line_end(file, line);
			return l.at;
		}
		if (text.len == 0 || text.at[0] == '#')
			continue;
		if (indent_of(line) > 0 || text.at[0] == '-' ||
		    !split_line(line, &f)) {
			extend_field(h, file, line_end(file, line));
			continue;
		}
		f.offset = start;
		f.end = line_end(file, line);
		add_field(arena, h, f);
	}
	return STR_NONE;
}

static char unescaped(char c)
{
	switch (c) {
	case 'n': return '\n';
	case 't': return '\t';
	default: return c;
	}
}

/* The inside of a quoted scalar; the closing quote may be missing. */
static struct str yaml_quoted(struct arena *arena, struct str s)
{
	char quote = s.at[0], *out = arena_alloc(arena, s.len + 1);
	size_t len = 0;

	for (size_t i = 1; i < s.len; i++) {
		char c = s.at[i];

		if (c == '\\' && quote == '"' && i + 1 < s.len) {
			c = unescaped(s.at[++i]);
		} else if (c == quote) {
			if (quote == '"' || i + 1 == s.len ||
			    s.at[i + 1] != quote)
				break;
			i++;
		}
		out[len++] = c;
	}
	return (struct str){ out, len };
}

/* at == NULL for an empty one and for the forms that are not read. */
static struct str yaml_scalar(struct arena *arena, struct str s)
{
	size_t comment;

	if (s.len == 0 || s.at[0] == '|' || s.at[0] == '>' || s.at[0] == '{')
		return (struct str){ 0 };
	if (s.at[0] == '"' || s.at[0] == '\'')
		return yaml_quoted(arena, s);
	comment = s.at[0] == '#' ? 0 : str_find(s, STR(" #"), 0);
	s = str_trim(str_sub(s, 0, comment));
	if (s.len == 0 || str_eq(s, STR("null")) || str_eq(s, STR("~")))
		return (struct str){ 0 };
	return s;
}

static void add_to_list(
    struct arena *arena, struct str_list *list, struct str s)
{
	if (s.len == 0)
		return;
	list->item = ARENA_GROW(arena, list->item, list->count);
	list->item[list->count++] = s;
}

/* The comma that ends an entry of [a, "b, c"]; quotes keep theirs. */
static struct str take_flow_entry(struct str *rest)
{
	char quote = 0;
	struct str entry = *rest;

	for (size_t i = 0; i < rest->len; i++) {
		char c = rest->at[i];

		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == ',') {
			entry = str_sub(*rest, 0, i);
			*rest = str_sub(*rest, i + 1, STR_NONE);
			return str_trim(entry);
		}
	}
	*rest = (struct str){ 0 };
	return str_trim(entry);
}

/* [a, b], lines of "- a", or one scalar. */
static struct str_list yaml_list(struct arena *arena, struct str s)
{
	struct str_list list = { 0 };

	if (s.len > 0 && s.at[0] == '[') {
		size_t end = str_find_char(s, ']', 0);
		struct str rest = str_sub(s, 1, end);

		while (rest.at != NULL)
			add_to_list(arena, &list,
			    yaml_scalar(arena, take_flow_entry(&rest)));
	} else if (s.len > 0 && s.at[0] == '-') {
		while (s.at != NULL) {
			struct str line = str_trim(str_take(&s, '\n'));

			if (line.len > 0 && line.at[0] == '-')
				line = str_trim(str_sub(line, 1, STR_NONE));
			add_to_list(arena, &list, yaml_scalar(arena, line));
		}
	} else {
		add_to_list(arena, &list, yaml_scalar(arena, s));
	}
	return list;
}

static struct str_list comma_list(struct arena *arena, struct str s)
{
	struct str_list list = { 0 };

	while (s.at != NULL)
		add_to_list(arena, &list, str_trim(str_take(&s, ',')));
	return list;
}

static const struct {
	struct str key;
	size_t field;
} texts[] = {
	{ STR_INIT("title"), offsetof(struct header, title) },
	{ STR_INIT("category"), offsetof(struct header, category) },
	{ STR_INIT("categories"), offsetof(struct header, category) },
	{ STR_INIT("slug"), offsetof(struct header, slug) },
	{ STR_INIT("status"), offsetof(struct header, status) },
	{ STR_INIT("language"), offsetof(struct header, language) },
	{ STR_INIT("lang"), offsetof(struct header, language) },
	{ STR_INIT("author"), offsetof(struct header, author) },
	{ STR_INIT("authors"), offsetof(struct header, author) },
	{ STR_INIT("summary"), offsetof(struct header, summary) },
	{ STR_INIT("description"), offsetof(struct header, summary) },
};

static struct str *text_field(struct header *h, struct str key)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (str_eq_fold(texts[i].key, key))
			return (struct str *)((char *)h + texts[i].field);
	}
	return NULL;
}

static bool is_known(struct header *h, struct str key)
{
	return text_field(h, key) != NULL || str_eq_fold(key, STR("date")) ||
	       str_eq_fold(key, STR("number")) || str_eq_fold(key, STR("tags"));
}

/* "2014-05-05 12:30": the day, and the time if there is one. */
static void read_date(struct header *h, struct str s)
{
	size_t day = 0;
	uint64_t hours, minutes;

	while (day < s.len && !char_is_space(s.at[day]) && s.at[day] != 'T')
		day++;
	if (!date_parse(str_sub(s, 0, day), true, &h->date))
		return;
	s = str_trim(str_sub(s, day + 1, STR_NONE));
	if (s.len >= 5 && s.at[2] == ':' &&
	    str_to_number(str_sub(s, 0, 2), 23, &hours) &&
	    str_to_number(str_sub(s, 3, 5), 59, &minutes))
		h->minutes = (int)(hours * 60 + minutes);
}

/* The first field of a name counts; later ones stay in the list of all. */
static void read_field(
    struct arena *arena, struct header *h, const struct header_field *f)
{
	struct str *text = text_field(h, f->key);
	struct str_list list =
	    h->yaml ? yaml_list(arena, f->value) : comma_list(arena, f->value);
	struct str first = { 0 };
	uint64_t number;

	if (!h->yaml && f->value.len > 0)
		first = f->value;
	else if (h->yaml && list.count > 0)
		first = list.item[0];
	if (first.at == NULL)
		return;
	if (text != NULL && text->at == NULL)
		*text = first;
	else if (str_eq_fold(f->key, STR("date")) && !date_is_set(h->date))
		read_date(h, first);
	else if (str_eq_fold(f->key, STR("tags")) && h->tags.count == 0)
		h->tags = list;
	else if (str_eq_fold(f->key, STR("number")) && h->number < 0 &&
		 str_to_number(first, INT32_MAX, &number))
		h->number = (int64_t)number;
}

static bool any_known(struct header *h)
{
	for (size_t i = 0; i < h->fields; i++) {
		if (is_known(h, h->field[i].key))
			return true;
	}
	return false;
}

size_t header_read(
    struct arena *arena, struct str file, struct header *ret_header)
{
	const struct header none = { .number = -1,
		.minutes = -1,
		.offset = MD_UNKNOWN,
		.end = MD_UNKNOWN };
	struct header h = none;
	size_t from = str_starts(file, STR("\xEF\xBB\xBF")) ? 3 : 0;
	struct lines l = { file, from };
	size_t body;

	*ret_header = none;
	h.yaml = is_fence(next_line(&l), false);
	body = h.yaml ? read_yaml(arena, file, from, &h)
		      : read_plain(arena, file, from, &h);
	/* Without a field that we know it is a text that begins with a word
	 * and a colon, or with a rule. */
	if (body == STR_NONE || !any_known(&h))
		return from;
	h.offset = from;
	if (!h.yaml)
		h.end = h.field[h.fields - 1].end;
	for (size_t i = 0; i < h.fields; i++)
		read_field(arena, &h, &h.field[i]);
	*ret_header = h;
	return body;
}
