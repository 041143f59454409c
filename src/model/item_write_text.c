/* Outside text and addresses as Markdown. */
#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"
#include "model/item_write.h"

/* Longer runs of backticks are no code spans here. */
enum { LONGEST_RUN = 32 };

/* ------------------------------------------------------------------ one line */

/* What Unicode calls a line end, and blanks that may not stand at the ends:
 * emphasis would not begin before one. */
static bool is_line_end(uint32_t c)
{
	return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 ||
	       c == 0x2029;
}

static bool is_wide_blank(uint32_t c)
{
	return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Without blanks of any width at both ends; Python-Markdown does so in code. */
static struct str trim_blanks(struct str s)
{
	size_t from = 0, next = 0, to = s.len;

	while (next < s.len) {
		uint32_t c = text_next(s, &next);

		if (c != ' ' && !is_wide_blank(c))
			break;
		from = next;
	}
	while (to > from) {
		size_t last = text_boundary(s, to - 1), at = last;
		uint32_t c = text_next(s, &at);

		if (c != ' ' && !is_wide_blank(c))
			break;
		to = last;
	}
	return str_sub(s, from, to);
}

static void add_one_line(struct strbuf *out, struct str text)
{
	size_t at = 0, start = out->len, end = out->len;
	bool blank = false;

	while (at < text.len) {
		size_t from = at;
		uint32_t c = text_next(text, &at);

		if (c == ' ' || is_line_end(c)) {
			blank = true;
			continue;
		}
		if ((c != TEXT_INVALID && text_is_forbidden(c)) ||
		    (is_wide_blank(c) && out->len == start))
			continue;
		if (blank && out->len > start)
			strbuf_add_char(out, ' ');
		blank = false;
		if (c == TEXT_INVALID)
			strbuf_add_code_point(out, 0xFFFD);
		else
			strbuf_add(out, str_sub(text, from, at));
		if (!is_wide_blank(c))
			end = out->len;
	}
	strbuf_truncate(out, end);
}

struct str text_one_line(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str line;

	strbuf_init(&out, LIMIT_ISSUE_FILE);
	add_one_line(&out, text);
	line = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return line;
}

/* ---------------------------------------------------------------- code spans */

/* Where to write, what is left, and which runs of backticks have no partner
 * any more, so that each length is looked for in vain once. */
struct escaper {
	struct strbuf *out;
	struct str text; /* one line */
	enum text_place place;
	size_t tildes; /* runs of them */
	bool lone[LONGEST_RUN + 1];
};

static size_t run_of(struct str s, size_t at, char c)
{
	size_t end = at;

	while (end < s.len && s.at[end] == c)
		end++;
	return end - at;
}

/* Offset of the next run of exactly `length` backticks, or STR_NONE. */
static size_t find_run(struct escaper *e, size_t from, size_t length)
{
	size_t at = from;

	if (length > LONGEST_RUN || e->lone[length])
		return STR_NONE;
	while ((at = str_find_char(e->text, '`', at)) != STR_NONE) {
		size_t found = run_of(e->text, at, '`');

		if (found == length)
			return at;
		at += found;
	}
	e->lone[length] = true;
	return STR_NONE;
}

static void add_code(struct escaper *e, struct str ticks, struct str code)
{
	bool pad = code.at[0] == '`' || code.at[code.len - 1] == '`';

	strbuf_add(e->out, ticks);
	if (pad)
		strbuf_add_char(e->out, ' ');
	for (size_t i = 0; i < code.len; i++)
		strbuf_add_char(
		    e->out, code.at[i] == '|' && e->place == TEXT_IN_FIELD
				? ','
				: code.at[i]);
	if (pad)
		strbuf_add_char(e->out, ' ');
	strbuf_add(e->out, ticks);
}

/* ------------------------------------------------------------------ escaping */

/* "&amp;", "&#38;": would an & be read as the start of a reference?  For some
 * readers one by number needs no semicolon. */
static bool is_reference(struct str s, size_t at)
{
	size_t end = at + 1;

	if (end < s.len && s.at[end] == '#')
		return true;
	while (end < s.len && char_is_alnum(s.at[end]))
		end++;
	return end > at + 1 && end < s.len && s.at[end] == ';';
}

/* Between letters or digits an underscore means nothing. */
static bool is_inside_word(struct str s, size_t at)
{
	size_t from = at, to = at;

	while (from > 0 && s.at[from - 1] == '_')
		from--;
	while (to < s.len && s.at[to] == '_')
		to++;
	return from > 0 && to < s.len && to - from <= LONGEST_RUN &&
	       char_is_alnum(s.at[from - 1]) && char_is_alnum(s.at[to]);
}

/* What a character is written as.  Where "\\" is no escape in Python-Markdown,
 * or does not help, it is a reference. */
static void add_char(struct escaper *e, size_t at)
{
	char c = e->text.at[at];

	switch (c) {
	case '<': strbuf_lit(e->out, "&lt;"); return;
	case '~':
		if (e->tildes > 1 || e->place != TEXT_IN_LINK)
			strbuf_lit(e->out, "&#126;");
		else
			strbuf_add_char(e->out, c);
		return;
	case '&':
		strbuf_add_cstr(
		    e->out, is_reference(e->text, at) ? "&amp;" : "&");
		return;
	case '|':
		strbuf_add_char(e->out, e->place == TEXT_IN_FIELD ? ',' : c);
		return;
	case '^':
		/* "[^" begins a footnote. */
		strbuf_add_cstr(e->out, at == 0 ? "&#94;" : "^");
		return;
	case '_':
		if (!is_inside_word(e->text, at))
			strbuf_add_char(e->out, '\\');
		break;
	case ']':
		/* "[...]:" is a definition, whatever is escaped. */
		if (at + 1 < e->text.len && e->text.at[at + 1] == ':') {
			strbuf_lit(e->out, "&#93;");
			return;
		}
		strbuf_add_char(e->out, '\\');
		break;
	case '\\':
	case '*':
	case '[':
	case '{': strbuf_add_char(e->out, '\\'); break;
	default: break;
	}
	strbuf_add_char(e->out, c);
}

static void add_literal(struct escaper *e, size_t ticks)
{
	for (size_t i = 0; i < ticks; i++)
		strbuf_lit(e->out, "\\`");
}

/* "[...]:" is a definition even if code is in it, and code has no escapes: it
 * becomes text then. */
static void add_no_code(struct escaper *e, struct str code)
{
	size_t from = (size_t)(code.at - e->text.at);

	for (size_t i = from; i < from + code.len; i++) {
		if (e->text.at[i] == '`')
			add_literal(e, 1);
		else
			add_char(e, i);
	}
}

/* A run of backticks: a code span if it has a partner.  Returns the offset
 * behind it. */
static size_t add_ticks(struct escaper *e, size_t at)
{
	size_t length = run_of(e->text, at, '`');
	size_t end = find_run(e, at + length, length);
	struct str inside = str_sub(e->text, at + length, end);
	struct str code = trim_blanks(inside);

	if (end == STR_NONE) {
		add_literal(e, length);
		return at + length;
	}
	if (str_find(code, STR("]:"), 0) != STR_NONE) {
		add_no_code(e, code);
	} else if (code.len > 0) {
		add_code(e, str_sub(e->text, at, at + length), code);
	} else {
		add_literal(e, length);
		strbuf_add(e->out, inside);
		add_literal(e, length);
	}
	return end + length;
}

/* What makes a heading, a list, a quote or a definition of a paragraph. */
static size_t add_start(struct escaper *e)
{
	struct str s = e->text;
	size_t digits = 0;

	if (s.len > 0 && s.at[0] == ':') {
		strbuf_lit(e->out, "&#58;");
		return 1;
	}
	if (s.len > 0 && str_find_char(STR("#>+-="), s.at[0], 0) != STR_NONE) {
		strbuf_add_char(e->out, '\\');
		strbuf_add_char(e->out, s.at[0]);
		return 1;
	}
	while (digits < s.len && char_is_digit(s.at[digits]))
		digits++;
	if (digits == 0 || digits == s.len ||
	    (s.at[digits] != '.' && s.at[digits] != ')'))
		return 0;
	strbuf_add(e->out, str_sub(s, 0, digits));
	strbuf_add_char(e->out, '\\');
	return digits;
}

static size_t count_tildes(struct str s)
{
	size_t runs = 0;

	for (size_t i = 0; i < s.len; i++)
		runs += s.at[i] == '~' && (i == 0 || s.at[i - 1] != '~');
	return runs;
}

void md_add_text(struct strbuf *out, struct str text, enum text_place place)
{
	struct escaper e = { .out = out, .place = place };
	struct strbuf line;
	size_t at = 0;

	strbuf_init(&line, LIMIT_ISSUE_FILE);
	add_one_line(&line, text);
	e.text = strbuf_str(&line);
	e.tildes = count_tildes(e.text);
	if (place == TEXT_AT_START)
		at = add_start(&e);
	while (at < e.text.len) {
		if (e.text.at[at] == '`')
			at = add_ticks(&e, at);
		else
			add_char(&e, at++);
	}
	strbuf_release(&line);
}

/* ----------------------------------------------------------------- addresses */

static bool is_balanced(struct str s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '(')
			depth++;
		else if (s.at[i] == ')' && depth-- == 0)
			return false;
	}
	return depth == 0;
}

/* Some parsers count only so many. */
static bool is_deep(struct str s)
{
	size_t open = 0;

	for (size_t i = 0; i < s.len; i++)
		open += s.at[i] == '(';
	return open > LONGEST_RUN;
}

/* What may stand in no address. */
static bool is_forbidden(unsigned char c, bool valid)
{
	return c <= ' ' || c == 0x7F || c == '"' || c == '<' || c == '>' ||
	       c == '\\' || c == '`' || (!valid && c >= 0x80);
}

struct str url_as_written(struct arena *arena, struct str url)
{
	bool valid;
	struct strbuf out;

	url = str_trim(url);
	valid = text_is_valid(url);
	strbuf_init(&out, LIMIT_ISSUE_FILE);
	for (size_t i = 0; i < url.len; i++) {
		if (is_forbidden((unsigned char)url.at[i], valid))
			url_add_escape(&out, url.at[i]);
		else
			strbuf_add_char(&out, url.at[i]);
	}
	url = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return url;
}

static void add_url_char(
    struct strbuf *out, struct str url, size_t at, bool escape)
{
	unsigned char c = (unsigned char)url.at[at];

	if (c == '&' && is_reference(url, at))
		strbuf_lit(out, "&amp;");
	else if (c == '\'' || c == '[' || c == ']')
		strbuf_printf(out, "&#%d;", c);
	else if (escape && (c == '(' || c == ')'))
		strbuf_printf(out, "\\%c", c);
	else
		strbuf_add_char(out, (char)c);
}

void md_add_target(struct strbuf *out, struct str url)
{
	bool escape, valid;

	url = str_trim(url);
	escape = !is_balanced(url) || is_deep(url);
	valid = text_is_valid(url);
	for (size_t i = 0; i < url.len; i++) {
		if (is_forbidden((unsigned char)url.at[i], valid))
			url_add_escape(out, url.at[i]);
		else
			add_url_char(out, url, i, escape);
	}
}

void md_add_link(struct strbuf *out, struct str text, struct str url,
    bool strong, enum text_place place)
{
	const char *stars = strong ? "**" : "";

	if (url.len == 0) {
		md_add_text(out, text, place);
		return;
	}
	strbuf_printf(out, "[%s", stars);
	md_add_text(out, text, TEXT_IN_LINK);
	strbuf_printf(out, "%s](", stars);
	md_add_target(out, url);
	strbuf_add_char(out, ')');
}
