#include "base/xml.h"

#include "base/text.h"
#include "base/url.h"

/* What an ASCII byte means to the writers; most are copied in runs. */
enum {
	T = 1, /* escaped in text */
	A = 2, /* escaped in attributes */
	B = T | A,
	X = 4, /* forbidden */
};

static const unsigned char kind[128] = {
	/* tab, LF and CR are at 9, 10 and 13 */
	X, X, X, X, X, X, X, X, X, A, A, X, X, B, X, X, /* */
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, /* */
	/*  !  "  #  $  %  &  '  (  )  *  +  ,  -  .  / */
	0, 0, A, 0, 0, 0, B, A, 0, 0, 0, 0, 0, 0, 0, 0, /* */
	/* 1  2  3  4  5  6  7  8  9  :  ;  <  =  >  ? */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, B, 0, B, 0, /* */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, X, /* */
};

static void add_escape(struct strbuf *out, char c)
{
	switch (c) {
	case '<': strbuf_lit(out, "&lt;"); break;
	case '>': strbuf_lit(out, "&gt;"); break;
	case '&': strbuf_lit(out, "&amp;"); break;
	case '"': strbuf_lit(out, "&quot;"); break;
	case '\'': strbuf_lit(out, "&#39;"); break;
	case '\t': strbuf_lit(out, "&#9;"); break;
	case '\n': strbuf_lit(out, "&#10;"); break;
	case '\r': strbuf_lit(out, "&#13;"); break;
	default: break; /* forbidden: nothing */
	}
}

/* How many bytes from `at` on are ASCII and copied as they are. */
static size_t plain_run(struct str s, size_t at, unsigned char special)
{
	size_t end = at;

	while (end < s.len && (unsigned char)s.at[end] < 0x80 &&
	       (kind[(unsigned char)s.at[end]] & special) == 0)
		end++;
	return end - at;
}

/* Step over the character at *at; true if it can be copied as it is. */
static bool take_plain(
    struct str s, size_t *at, unsigned char special, uint32_t *ret_c)
{
	unsigned char c = (unsigned char)s.at[*at];

	*ret_c = c;
	if (c < 0x80) {
		(*at)++;
		return (kind[c] & special) == 0;
	}
	*ret_c = text_next(s, at);
	return *ret_c != TEXT_INVALID && !text_is_forbidden(*ret_c);
}

static void add(struct strbuf *out, struct str s, unsigned char special)
{
	size_t from = 0; /* what is before it was added */

	for (size_t at = 0; at < s.len;) {
		size_t start;
		uint32_t c;

		at += plain_run(s, at, special);
		if (at == s.len)
			break;
		start = at;
		if (take_plain(s, &at, special, &c))
			continue;
		strbuf_add(out, str_sub(s, from, start));
		if (c == TEXT_INVALID)
			strbuf_add_code_point(out, 0xfffd);
		else if (c < 0x80)
			add_escape(out, (char)c);
		from = at;
	}
	strbuf_add(out, str_sub(s, from, s.len));
}

void xml_add_text(struct strbuf *out, struct str s)
{
	add(out, s, T | X);
}

void xml_add_attribute(struct strbuf *out, struct str s)
{
	add(out, s, A | X);
}

/* Is all of it as it stands both encoded and escaped?  Most are. */
static bool is_simple_url(struct str url)
{
	for (size_t i = 0; i < url.len; i++) {
		char c = url.at[i];

		if (!char_is_alnum(c) && c != '/' && c != '-' && c != '.' &&
		    c != ':' && c != '_' && c != '#' && c != '=' && c != '?')
			return false;
	}
	return true;
}

struct str xml_attribute(struct arena *arena, struct str s)
{
	struct strbuf out;
	struct str result;

	/* "&quot;" is the longest that a byte becomes. */
	strbuf_init(&out, 6 * s.len);
	xml_add_attribute(&out, s);
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

void xml_add_url(struct strbuf *out, struct str url)
{
	struct strbuf encoded;

	if (is_simple_url(url)) {
		strbuf_add(out, url);
		return;
	}
	/* Three bytes for one at most. */
	strbuf_init(&encoded, url.len * 3);
	url_add_encoded(&encoded, url);
	xml_add_attribute(out, strbuf_str(&encoded));
	strbuf_release(&encoded);
}
