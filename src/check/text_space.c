/* Blanks, tabs and line ends. */
#include "check/text.h"

void text_look_final_newline(struct checker *c)
{
	size_t len = c->text.len;
	struct finding *f;

	if (len == 0 || c->text.at[len - 1] == '\n')
		return;
	f = check_found(c, len - 1, len, NULL);
	check_fix(c, f, true, len, 0, STR("\n"));
}

/* ---------------------------------------------------------------- line ends */

static bool is_crlf(const struct checker *c, size_t index)
{
	const struct checked_line *line = &c->line[index];
	size_t end = line->offset + line->text.len;

	return end < c->text.len && c->text.at[end] == '\r';
}

/* Those that are fewer are the wrong ones. */
void text_look_line_ends(struct checker *c)
{
	size_t crlf = 0, lines = c->lines;
	bool wrong;

	if (c->odds == 0)
		return;
	if (lines > 0 && c->text.at[c->text.len - 1] != '\n')
		lines--; /* the last one has no end */
	for (size_t i = 0; i < lines; i++)
		crlf += is_crlf(c, i);
	if (crlf == 0 || crlf == lines)
		return;
	wrong = crlf <= lines - crlf;
	for (size_t i = 0; i < lines; i++) {
		const struct checked_line *line = &c->line[i];
		size_t end = line->offset + line->text.len;
		struct finding *f;

		if (is_crlf(c, i) != wrong)
			continue;
		f = check_found(c, end, end + 1,
		    wrong ? "CR LF, and most have LF"
			  : "LF, and most have CR LF");
		check_fix(c, f, true, end, wrong ? 1 : 0,
		    wrong ? STR("") : STR("\r"));
	}
}

/* --------------------------------------------------------------------- tabs */

/* A line with tabs. */
struct tabbed {
	const struct checked_line *line;
	size_t indent;     /* offset of its first byte that is no blank */
	size_t end;        /* behind its last one */
	size_t column, at; /* of the indent, as far as it was counted */
};

static struct tabbed tabbed_of(const struct checked_line *line)
{
	struct str text = line->text;
	size_t left = text.len - str_trim_left(text).len;

	return (struct tabbed){
		.line = line,
		.indent = line->offset + left,
		.end = line->offset + str_trim_right(text).len,
		.at = line->offset,
	};
}

/* As an indent a tab reaches to the next column that is a multiple of four;
 * further on in a line it is shown as a blank. */
static struct str untabbed(struct checker *c, struct tabbed *t, size_t at)
{
	size_t width;

	if (at >= t->indent)
		return STR(" ");
	for (; t->at < at; t->at++)
		t->column += c->text.at[t->at] == '\t' ? 4 - t->column % 4 : 1;
	width = 4 - t->column % 4;
	return str_sub(STR("    "), 0, width);
}

void text_look_tab(struct checker *c)
{
	struct tabbed t = { 0 };

	for (size_t i = 0; i < c->odds; i++) {
		size_t at = c->odd[i].offset;
		const struct checked_line *line;
		struct finding *f;

		if (c->odd[i].code_point != '\t')
			continue;
		line = check_line_at(c, at);
		if (t.line == NULL || t.line->number != line->number)
			t = tabbed_of(line);
		if (line->code || at >= t.end)
			continue;
		f = check_found(c, at, at + 1, NULL);
		check_fix(c, f, !line->header, at, 1, untabbed(c, &t, at));
	}
}

/* ---------------------------------------------------------- trailing blanks */

/* The line that a hard break ends, or 0.  It has no place of its own. */
static size_t broken_line(const struct checker *c, const struct md_node *brk)
{
	const struct md_node *next = brk->next;

	while (next != NULL && next->offset == MD_UNKNOWN)
		next = next->first;
	return next != NULL ? check_line_at(c, next->offset)->number - 1 : 0;
}

/* Only a mark of a list: that its item is empty is another matter. */
static bool is_bare_mark(struct str text)
{
	size_t at = 0;

	text = str_trim(text);
	if (text.len == 1 &&
	    str_find_char(STR("*-+"), text.at[0], 0) != STR_NONE)
		return true;
	while (at < text.len && char_is_digit(text.at[at]))
		at++;
	return at > 0 && at + 1 == text.len &&
	       (text.at[at] == '.' || text.at[at] == ')');
}

static bool may_be_trimmed(const struct checked_line *line, struct str kept)
{
	return !line->code && !is_bare_mark(kept) &&
	       !(kept.len > 0 && kept.at[kept.len - 1] == '\\');
}

void text_look_trailing(struct checker *c)
{
	const struct node_list *breaks = &c->node[MD_HARD_BREAK];
	size_t next = 0;

	for (size_t i = 0; i < c->lines; i++) {
		const struct checked_line *line = &c->line[i];
		size_t len = line->text.len, end = line->offset + len;
		struct finding *f;
		struct str kept;

		if (len == 0 || !char_is_blank(line->text.at[len - 1]))
			continue;
		while (next < breaks->count &&
		       broken_line(c, breaks->node[next]) < line->number)
			next++;
		if (next < breaks->count &&
		    broken_line(c, breaks->node[next]) == line->number)
			continue;
		while (len > 0 && char_is_blank(line->text.at[len - 1]))
			len--;
		kept = str_sub(line->text, 0, len);
		if (!may_be_trimmed(line, kept))
			continue;
		f = check_found(c, line->offset + len, end, NULL);
		check_fix(c, f, true, f->offset, end - f->offset, STR(""));
	}
}

/* ----------------------------------------------------------- several blanks */

/* May two blanks stand side by side among these eight bytes?  Exact but for
 * a '!' behind a blank. */
static bool may_hold_two(const char *at)
{
	const uint64_t ones = UINT64_MAX / 255, high = ones * 0x80;
	uint64_t word, blanks;

	memcpy(&word, at, sizeof(word));
	word ^= ones * ' ';
	blanks = (word - ones) & ~word & high;
	return (blanks & (blanks >> 8)) != 0;
}

/* The first two blanks side by side at or behind `at`, or STR_NONE. */
static size_t two_blanks(struct str text, size_t at)
{
	while (at + 1 < text.len) {
		if (at + 8 <= text.len && !may_hold_two(text.at + at))
			at += 7;
		else if (text.at[at] == ' ' && text.at[at + 1] == ' ')
			return at;
		else
			at++;
	}
	return STR_NONE;
}

/* Behind a sentence two are a habit of typists, beside a bar and before a
 * number they line up columns, and at the ends of a text they are no matter of this rule. */
static bool is_customary(struct str text, size_t at, size_t end)
{
	return at == 0 || end == text.len ||
	       str_find_char(STR(".!?:;|)\""), text.at[at - 1], 0) !=
		   STR_NONE ||
	       text.at[end] == '|' || char_is_digit(text.at[end]);
}

void text_look_spaces(struct checker *c)
{
	const struct node_list *list = &c->node[MD_TEXT];

	for (size_t i = 0; i < list->count; i++) {
		struct str text = list->node[i]->text;
		size_t offset, at = two_blanks(text, 0);

		if (at == STR_NONE ||
		    !check_prose_at(c, list->node[i], &offset))
			continue;
		while (at != STR_NONE) {
			size_t end = at;

			while (end < text.len && text.at[end] == ' ')
				end++;
			/* Without a fix: a name may be missing here. */
			if (!is_customary(text, at, end))
				check_found(c, offset + at, offset + end, NULL);
			at = two_blanks(text, end);
		}
	}
}
