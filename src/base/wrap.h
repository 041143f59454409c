/*
 * wrap: words that fill lines, by the columns they take on a screen.
 *
 * A line is broken at blanks, and between ideographs, which have none; a word
 * that is longer than a line, an address for example, is never broken.  Text
 * comes in pieces as it is found: a word may go over several of them.
 *
 *	wrap_begin(&w, STR("* "), STR("  "));
 *	wrap_add(&w, STR("one thi"));
 *	wrap_add(&w, STR("ng"));
 *	wrap_end(&w);
 *
 * No line ends in blanks.  Control characters and invalid bytes are cleaned as
 * text_add_clean does; tabs and line ends in the text count as blanks.
 */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include "base/strbuf.h"

struct wrap {
	struct strbuf *out;
	size_t columns; /* of a line with its prefix */
	/* Private. */
	struct str first, rest; /* prefixes of the next line, of all later */
	struct strbuf word;     /* not yet on a line */
	size_t word_columns;
	uint32_t last; /* code point of the word; 0 if it is empty */
	size_t used;   /* columns of the line, 0 if it has not begun */
	bool begun;    /* something stands behind its prefix */
	bool blank;    /* one belongs before the word */
};

/* Owns memory: wrap_release. */
void wrap_init(struct wrap *wrap, struct strbuf *out, size_t columns);
void wrap_release(struct wrap *wrap);

/* Begin a paragraph whose first line begins with `first`, the others with
 * `rest`; both are borrowed until its end. */
void wrap_begin(struct wrap *wrap, struct str first, struct str rest);
void wrap_add(struct wrap *wrap, struct str text);
/* Go on in a new line; after another break, or at the beginning, that line is
 * empty but for its prefix. */
void wrap_break(struct wrap *wrap);
/* End the paragraph with a line end; one without any text has no line. */
void wrap_end(struct wrap *wrap);

#endif
