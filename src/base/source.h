/*
 * source: a text that came from a file, and positions in it.
 *
 * Positions inside the program are byte offsets.  For people they become
 * line and column, both from 1; columns count code points, an invalid byte
 * is one.  A tab is one column; the caret line repeats tabs, so that the
 * caret stands right in any terminal.
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include "base/error.h"
#include "base/strbuf.h"

struct source {
	const char *path; /* as the user named it, for messages */
	struct str text;
};

struct position {
	size_t line, column;
};

/* An offset beyond the end counts as the end.  Takes O(offset) time. */
struct position source_position(struct str text, size_t offset);

/* Offset of the first byte of the line that holds `offset`, and of its line
 * end (the \n, or the end of the text). */
size_t source_line_start(struct str text, size_t offset);
size_t source_line_end(struct str text, size_t offset);

/*
 * Append the line at `offset` and, below it, carets under [offset, end), at
 * least one, at most to the line's end; both indented by four blanks.  Long
 * lines are cut around the caret.  Ends with a newline.
 */
void source_caret(
    struct strbuf *out, struct str text, size_t offset, size_t end);

/*
 * Fill err with "path:line:col: MESSAGE" and the caret lines.  Always
 * returns false.
 */
bool source_error(struct error *err, const struct source *source, size_t offset,
    size_t end, const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
