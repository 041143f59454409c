/*
 * text: UTF-8, code by code point, and what people see of it.
 *
 * Outside text can hold any bytes.  Decoding never fails: an invalid byte is
 * one "character" TEXT_INVALID, so that columns stay countable and writers
 * can put U+FFFD there.  Overlong forms and surrogates are invalid bytes.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"
#include "base/strbuf.h"

#define TEXT_INVALID UINT32_MAX

/* The code point at s[*at], and *at behind it.  *at must be < s.len. */
uint32_t text_next(struct str s, size_t *at);
/* Is all of it valid UTF-8? */
bool text_is_valid(struct str s);
/* How many code points it has. */
size_t text_length(struct str s);
/* The largest offset <= `at` that does not split a code point. */
size_t text_boundary(struct str s, size_t at);

/* Columns on a terminal: 0 for marks and controls, 2 for wide ones. */
int text_width(uint32_t code_point);
size_t text_columns(struct str s);

/*
 * Append s as one line of a table on a terminal, `columns` wide: cut with an
 * ellipsis or, with `pad`, followed by blanks.  Line ends and tabs become
 * blanks; what would command the terminal or turn the direction of what
 * follows vanishes.
 */
void text_add_cell(struct strbuf *out, struct str s, size_t columns, bool pad);

/* Does it turn the direction of the text behind it (U+202A..U+202E,
 * U+2066..U+2069)? */
bool text_turns(uint32_t code_point);

/* Is it a character that XML 1.0 or HTML forbids: all below U+0020 but tab,
 * LF and CR, and U+007F..U+009F, U+FFFE, U+FFFF? */
bool text_is_forbidden(uint32_t code_point);
/* Append s with invalid bytes as U+FFFD and without forbidden characters. */
void text_add_clean(struct strbuf *out, struct str s);
/* The same; borrowed if s is clean already.  Unset stays unset. */
struct str text_clean(struct arena *arena, struct str s);

/*
 * s as one line: each run of blanks of any kind one blank, none at the ends,
 * no forbidden characters, at most `max` bytes and cut between characters.  In
 * the arena; unset if nothing is left.
 */
struct str text_line(struct arena *arena, struct str s, size_t max);

/*
 * Append a name for addresses: lower case, letters and digits of any script
 * kept, accents dropped from Latin letters, dots and apostrophes vanish, and
 * each run of anything else becomes one hyphen, none at the ends.
 * "The State of Rust 0.9" is the-state-of-rust-09.  May append nothing.
 */
void text_add_slug(struct strbuf *out, struct str s);
struct str text_slug(struct arena *arena, struct str s);

/*
 * Append s as it is compared and searched: lower case in the sense of Unicode
 * case folding, accents dropped from Latin letters.
 */
void text_add_folded(struct strbuf *out, struct str s);
/* Less, equal, greater: two texts as text_add_folded would leave them. */
int text_cmp_folded(struct str a, struct str b);

/* Lower case of one code point, accents kept. */
uint32_t text_fold_case(uint32_t code_point);

/* Letters, digits and the marks on them, of any script: what words are of. */
bool text_is_word(uint32_t code_point);
/* Ideographs and kana, which are written without blanks between words. */
bool text_is_cjk(uint32_t code_point);

/* Does the text read from right to left?  By its first strong character. */
bool text_is_rtl(struct str s);

/* Words as people count them, for reading time: runs of letters and digits;
 * each CJK ideograph or kana counts as half a word. */
size_t text_count_words(struct str s);

/*
 * Characters as people see them, grapheme clusters (UAX #29): the offset behind
 * that at `at`, which is before the end; and how many there are.  An invalid
 * byte is one.
 */
size_t text_next_character(struct str text, size_t at);
size_t text_characters(struct str text);

#endif
