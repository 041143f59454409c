#include "base/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { CARET_WIDTH = 100 }; /* code points of a line that are shown */

size_t source_line_start(struct str text, size_t offset)
{
	while (offset > 0 && text.at[offset - 1] != '\n')
		offset--;
	return offset;
}

size_t source_line_end(struct str text, size_t offset)
{
	size_t end = str_find_char(text, '\n', offset);

	return end != STR_NONE ? end : text.len;
}

static size_t count_code_points(struct str s)
{
	size_t count = 0;

	for (size_t at = 0; at < s.len; count++)
		text_next(s, &at);
	return count;
}

struct position source_position(struct str text, size_t offset)
{
	struct position p = { 1, 1 };
	size_t start;

	if (offset > text.len)
		offset = text.len;
	start = source_line_start(text, offset);
	for (size_t i = 0; i < start; i++)
		p.line += text.at[i] == '\n';
	p.column += count_code_points(str_sub(text, start, offset));
	return p;
}

/* A terminal would obey these, so they are shown as blanks. */
static bool is_control(uint32_t c)
{
	return (c < ' ' && c != '\t') || (c >= 0x7f && c <= 0x9f);
}

/* Columns of `c` as add_shown() shows it; a tab counts as one. */
static size_t shown_columns(uint32_t c)
{
	return is_control(c) || c == '\t' ? 1 : (size_t)text_width(c);
}

/* What stands in the caret line below `before`: blanks, tabs as they are. */
static void add_padding(struct strbuf *out, struct str before)
{
	for (size_t at = 0; at < before.len;) {
		uint32_t c = text_next(before, &at);

		strbuf_add_repeat(
		    out, c == '\t' ? '\t' : ' ', shown_columns(c));
	}
}

static void add_carets(struct strbuf *out, struct str below)
{
	size_t columns = 0;

	for (size_t at = 0; at < below.len;)
		columns += shown_columns(text_next(below, &at));
	strbuf_add_repeat(out, '^', columns > 0 ? columns : 1);
}

static void add_shown(struct strbuf *out, struct str line)
{
	for (size_t at = 0; at < line.len;) {
		size_t from = at;
		uint32_t c = text_next(line, &at);

		if (is_control(c))
			strbuf_add_char(out, ' ');
		else if (c == TEXT_INVALID)
			strbuf_add_code_point(out, 0xfffd);
		else
			strbuf_add(out, str_sub(line, from, at));
	}
}

void source_caret(
    struct strbuf *out, struct str text, size_t offset, size_t end)
{
	size_t start, stop;

	if (offset > text.len)
		offset = text.len;
	start = source_line_start(text, offset);
	stop = source_line_end(text, offset);
	if (end > stop || end < offset)
		end = stop;
	if (offset - start > CARET_WIDTH)
		start = text_boundary(text, offset - CARET_WIDTH / 2);
	if (stop - start > 2 * CARET_WIDTH)
		stop = text_boundary(text, start + 2 * CARET_WIDTH);
	if (end > stop)
		end = stop;
	strbuf_add_repeat(out, ' ', 4);
	add_shown(out, str_sub(text, start, stop));
	strbuf_lit(out, "\n    ");
	add_padding(out, str_sub(text, start, offset));
	add_carets(out, str_sub(text, offset, end));
	strbuf_add_char(out, '\n');
}

bool source_error(struct error *err, const struct source *source, size_t offset,
    size_t end, const char *format, ...)
{
	struct position p = source_position(source->text, offset);
	struct strbuf caret;
	char message[LIMIT_ERROR / 2];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	strbuf_init(&caret, LIMIT_ERROR);
	source_caret(&caret, source->text, offset, end);
	if (caret.len > 0)
		strbuf_truncate(&caret, caret.len - 1);
	error_set(err, "%s:%zu:%zu: %s\n%s", source->path, p.line, p.column,
	    message, caret.buf);
	strbuf_release(&caret);
	return false;
}
