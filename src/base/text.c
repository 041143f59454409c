#include "base/text.h"

#include <utf8proc.h>

uint32_t text_next(struct str s, size_t *at)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t len;

	if ((unsigned char)s.at[*at] < 0x80)
		return (unsigned char)s.at[(*at)++];
	len = utf8proc_iterate((const utf8proc_uint8_t *)s.at + *at,
	    (utf8proc_ssize_t)(s.len - *at), &c);
	if (len <= 0) {
		(*at)++;
		return TEXT_INVALID;
	}
	*at += (size_t)len;
	return (uint32_t)c;
}

/* Behind the printable ASCII that stands at `at`: most of most texts. */
static size_t skip_plain(struct str s, size_t at)
{
	while (at < s.len && s.at[at] >= ' ' && s.at[at] < 0x7f)
		at++;
	return at;
}

bool text_is_valid(struct str s)
{
	for (size_t at = skip_plain(s, 0); at < s.len; at = skip_plain(s, at))
		if (text_next(s, &at) == TEXT_INVALID)
			return false;
	return true;
}

size_t text_length(struct str s)
{
	size_t length = 0;

	for (size_t at = 0; at < s.len; length++)
		text_next(s, &at);
	return length;
}

size_t text_boundary(struct str s, size_t at)
{
	size_t start = at;

	if (at >= s.len)
		return s.len;
	while (start > 0 && at - start < 3 &&
	       ((unsigned char)s.at[start] & 0xc0) == 0x80)
		start--;
	for (size_t next = start; next <= at;) {
		start = next;
		text_next(s, &next);
	}
	return start;
}

int text_width(uint32_t c)
{
	if (c == TEXT_INVALID)
		return 1;
	return utf8proc_charwidth((utf8proc_int32_t)c);
}

size_t text_columns(struct str s)
{
	size_t columns = 0;

	for (size_t at = 0; at < s.len;)
		columns += (size_t)text_width(text_next(s, &at));
	return columns;
}

bool text_turns(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* A character as it may stand in a cell; 0 if it may not. */
static uint32_t cell_character(uint32_t c)
{
	if (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
		return ' ';
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || text_turns(c))
		return 0;
	return c == TEXT_INVALID ? 0xfffd : c;
}

/* Add what fits into `columns`, with an `out`; returns the columns that all of
 * it, or what was added, takes. */
static size_t fit(struct strbuf *out, struct str s, size_t columns)
{
	size_t used = 0;

	for (size_t at = 0; at < s.len;) {
		uint32_t c = cell_character(text_next(s, &at));
		size_t width = c != 0 ? (size_t)text_width(c) : 0;

		if (width > columns - used)
			return out != NULL ? used : columns + 1;
		used += width;
		if (out != NULL && c != 0)
			strbuf_add_code_point(out, c);
	}
	return used;
}

void text_add_cell(struct strbuf *out, struct str s, size_t columns, bool pad)
{
	size_t used;

	if (fit(NULL, s, columns) <= columns) {
		used = fit(out, s, columns);
	} else {
		used = columns > 0 ? fit(out, s, columns - 1) + 1 : 0;
		if (columns > 0)
			strbuf_lit(out, "\xe2\x80\xa6");
	}
	if (pad && used < columns)
		strbuf_add_repeat(out, ' ', columns - used);
}

bool text_is_forbidden(uint32_t c)
{
	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\r';
	return (c >= 0x7f && c <= 0x9f) || c == 0xfffe || c == 0xffff;
}

void text_add_clean(struct strbuf *out, struct str s)
{
	size_t from = 0; /* what is before it was added or left out */

	for (size_t at = skip_plain(s, 0); at < s.len; at = skip_plain(s, at)) {
		size_t start = at;
		uint32_t c = text_next(s, &at);

		if (c != TEXT_INVALID && !text_is_forbidden(c))
			continue;
		strbuf_add(out, str_sub(s, from, start));
		if (c == TEXT_INVALID)
			strbuf_add_code_point(out, 0xfffd);
		from = at;
	}
	strbuf_add(out, str_sub(s, from, s.len));
}

static bool is_blank(uint32_t c)
{
	return (c < 0x80 && char_is_space((char)c)) || c == 0xa0 ||
	       c == 0x2028 || c == 0x2029 || c == 0x3000 || c == 0xfeff;
}

struct str text_line(struct arena *arena, struct str s, size_t max)
{
	struct strbuf out;
	struct str line = { 0 };
	bool blank = false;

	strbuf_init(&out, max);
	for (size_t at = 0; at < s.len && !out.full;) {
		uint32_t c = text_next(s, &at);
		size_t before = out.len;

		if (is_blank(c)) {
			blank = true;
			continue;
		}
		if (c != TEXT_INVALID && text_is_forbidden(c))
			continue;
		if (blank && out.len > 0)
			strbuf_add_char(&out, ' ');
		blank = false;
		if (c < 0x80)
			strbuf_add_char(&out, (char)c);
		else
			strbuf_add_code_point(&out, c);
		if (out.full)
			strbuf_truncate(&out, before);
	}
	if (out.len > 0)
		line = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return line;
}

static bool is_latin(uint32_t c)
{
	if (c < 0x80)
		return char_is_alpha((char)c);
	return (c >= 0xc0 && c <= 0x24f) || (c >= 0x1e00 && c <= 0x1eff);
}

struct str text_clean(struct arena *arena, struct str s)
{
	struct strbuf out;

	strbuf_init(&out, 3 * s.len);
	text_add_clean(&out, s);
	if (!str_eq(strbuf_str(&out), s))
		s = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return s;
}

/* The letter below its accents, for the Latin script; others are kept, since
 * a mark is part of the letter there. */
static uint32_t without_accent(uint32_t c)
{
	utf8proc_int32_t parts[4];
	utf8proc_ssize_t count;

	if (c < 0x80 || !is_latin(c))
		return c;
	count = utf8proc_decompose_char(
	    (utf8proc_int32_t)c, parts, 4, UTF8PROC_DECOMPOSE, NULL);
	return count > 0 ? (uint32_t)parts[0] : c;
}

static uint32_t fold(uint32_t c)
{
	if (c < 0x80)
		return (unsigned char)char_lower((char)c);
	c = without_accent(c);
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* An accent that is a code point of its own, behind its Latin letter or
 * behind another accent of it. */
static bool is_accent(uint32_t letter, uint32_t c)
{
	return c >= 0x300 && c <= 0x36f && is_latin(letter);
}

bool text_is_word(uint32_t c)
{
	if (c < 0x80)
		return char_is_alnum((char)c);
	if (c == TEXT_INVALID)
		return false;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO: return true;
	default: return false;
	}
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019;
}

void text_add_slug(struct strbuf *out, struct str s)
{
	bool gap = false, any = false;
	uint32_t before = 0;

	for (size_t at = 0; at < s.len;) {
		uint32_t c = text_next(s, &at);

		if (is_accent(before, c))
			continue;
		before = c;
		if (text_is_word(c)) {
			if (gap && any)
				strbuf_add_char(out, '-');
			strbuf_add_code_point(out, fold(c));
			any = true;
			gap = false;
		} else if (c != '.' && !is_apostrophe(c)) {
			gap = true;
		}
	}
}

struct str text_slug(struct arena *arena, struct str s)
{
	struct strbuf out;
	struct str slug;

	strbuf_init(&out, SIZE_MAX / 2);
	text_add_slug(&out, s);
	slug = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return slug;
}

/* A text that is folded code point by code point. */
struct folding {
	struct str text;
	size_t at;
	uint32_t before; /* the last code point that was no accent */
};

static bool next_folded(struct folding *f, uint32_t *ret_code_point)
{
	while (f->at < f->text.len) {
		uint32_t c = text_next(f->text, &f->at);

		if (is_accent(f->before, c))
			continue;
		f->before = c;
		*ret_code_point =
		    c < 0x80 ? (unsigned char)char_lower((char)c) : fold(c);
		return true;
	}
	return false;
}

void text_add_folded(struct strbuf *out, struct str s)
{
	struct folding f = { .text = s };
	uint32_t c;

	while (next_folded(&f, &c)) {
		if (c < 0x80)
			strbuf_add_char(out, (char)c);
		else
			strbuf_add_code_point(out, c);
	}
}

int text_cmp_folded(struct str a, struct str b)
{
	struct folding left = { .text = a }, right = { .text = b };
	uint32_t x, y;

	for (;;) {
		bool more = next_folded(&left, &x);

		if (!next_folded(&right, &y))
			return more;
		if (!more)
			return -1;
		if (x != y)
			return x < y ? -1 : 1;
	}
}

uint32_t text_fold_case(uint32_t c)
{
	if (c == TEXT_INVALID)
		return c;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* Hebrew, Arabic and the scripts between them, and their forms. */
static bool is_rtl_letter(uint32_t c)
{
	switch (utf8proc_get_property((utf8proc_int32_t)c)->bidi_class) {
	case UTF8PROC_BIDI_CLASS_R:
	case UTF8PROC_BIDI_CLASS_AL: return true;
	default: return false;
	}
}

bool text_is_rtl(struct str s)
{
	for (size_t at = 0; at < s.len;) {
		uint32_t c = text_next(s, &at);

		if (c == TEXT_INVALID)
			continue;
		if (c >= 0x590 && is_rtl_letter(c))
			return true;
		if (text_is_word(c) && !(c < 0x80 && char_is_digit((char)c)))
			return false;
	}
	return false;
}

bool text_is_cjk(uint32_t c)
{
	return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

size_t text_count_words(struct str s)
{
	size_t words = 0, halves = 0;
	bool inside = false;

	for (size_t at = 0; at < s.len;) {
		uint32_t c;

		if (char_is_alnum(s.at[at])) {
			words += !inside;
			inside = true;
			at++;
			continue;
		}
		c = text_next(s, &at);
		if (c >= 0x3040 && c != TEXT_INVALID && text_is_cjk(c)) {
			halves++;
			inside = false;
		} else if (text_is_word(c)) {
			words += !inside;
			inside = true;
		} else if (!is_apostrophe(c)) {
			inside = false;
		}
	}
	return words + halves / 2;
}

/* ----------------------------------------------------------- characters */

size_t text_next_character(struct str text, size_t at)
{
	utf8proc_int32_t before = 0, code, state = 0;
	size_t from = at;

	while (at < text.len) {
		utf8proc_ssize_t size =
		    utf8proc_iterate((const utf8proc_uint8_t *)text.at + at,
			(utf8proc_ssize_t)(text.len - at), &code);

		if (size <= 0)
			return at > from ? at : at + 1;
		if (at > from &&
		    utf8proc_grapheme_break_stateful(before, code, &state))
			return at;
		before = code;
		at += (size_t)size;
	}
	return at;
}

size_t text_characters(struct str text)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len; count++)
		at = text_next_character(text, at);
	return count;
}
