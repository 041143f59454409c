/*
 * str: a borrowed run of bytes.
 *
 * Nearly all text in Sennight is a slice of a file that was read once, so a
 * text is a pointer and a length, has no final NUL, and is owned by whoever
 * owns the bytes (a file, an arena).  It may hold any bytes, NUL included; it
 * is UTF-8 only where a header says so.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Invariant: at may be NULL only if len is 0. */
struct str {
	const char *at;
	size_t len; /* bytes */
};

struct str_list {
	struct str *item;
	size_t count;
};

/* A str of a string literal. */
#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
/* The same as a constant initialiser of a static table. */
#define STR_INIT(literal)                      \
	{                                      \
		(literal), sizeof(literal) - 1 \
	}
/* The two arguments of printf's "%.*s"; evaluates s twice. */
#define STR_ARG(s) (int)(s).len, (s).at
/* "Not found", from the functions that return an offset. */
#define STR_NONE SIZE_MAX

/* What is called for every byte or word is defined here, to be inlined. */

/* Borrow a C string. */
static inline struct str str_of(const char *text)
{
	return (struct str){ text, strlen(text) };
}

/* Borrow s[from..to); both are cut to the length, so that it never fails. */
static inline struct str str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	if (s.at == NULL)
		return s;
	return (struct str){ s.at + from, to - from };
}

static inline bool str_eq(struct str a, struct str b)
{
	/* Most that differ do so at once. */
	return a.len == b.len &&
	       (a.len == 0 ||
		   (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.len) == 0));
}

/* Less, equal, greater: as bytes, the shorter one first. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_starts_fold(struct str s, struct str prefix);
/* Equal but for the case of ASCII letters. */
static inline bool str_eq_fold(struct str a, struct str b)
{
	return a.len == b.len && str_starts_fold(a, b);
}

/* Offset of the first match at or after `from`, or STR_NONE. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_find_char(struct str s, char c, size_t from);
bool str_contains_fold(struct str s, struct str needle);

/* Without blanks, tabs and line ends at both ends, at the left, the right. */
struct str str_trim(struct str s);
struct str str_trim_left(struct str s);
struct str str_trim_right(struct str s);

/*
 * Take what stands before the next `sep` off the front of *rest and return
 * it; *rest continues after the separator.  Without a separator all is
 * returned and *rest becomes empty with at == NULL, which ends a loop:
 *
 *	while (rest.at != NULL)
 *		line = str_take(&rest, '\n');
 */
struct str str_take(struct str *rest, char sep);

/*
 * Read s[0..len), all of it, as a decimal number of digits only, at most
 * `max`.  False, and *ret_value untouched, for anything else.
 */
bool str_to_number(struct str s, uint64_t max, uint64_t *ret_value);

/* ASCII only, and so safe on any byte; ctype.h depends on the locale. */
static inline char char_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline char char_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Blank or tab. */
static inline bool char_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* And line ends, form feed, vertical tab. */
static inline bool char_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool char_is_alpha(char c)
{
	char lower = char_lower(c);

	return lower >= 'a' && lower <= 'z';
}

static inline bool char_is_alnum(char c)
{
	return char_is_alpha(c) || char_is_digit(c);
}

/* CommonMark's "ASCII punctuation character". */
static inline bool char_is_punct(char c)
{
	return c > ' ' && c < 0x7f && !char_is_alnum(c);
}

/* 0..15 for a hexadecimal digit of either case, else -1. */
int char_hex(char c);
/* Bytes as such digits, in lower case: 2 * len characters, no NUL. */
void hex_write(const void *bytes, size_t len, char *to);

#endif
