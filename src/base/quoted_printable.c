#include "base/quoted_printable.h"

#include "base/text.h"

enum { LINE = 76 }; /* RFC 2045, 6.7: with the = at its end */

/* May byte i of a line be written as it is, on a line of the mail that has its
 * first byte at `start`? */
static bool is_plain(
    struct str line, size_t i, const struct strbuf *out, size_t start)
{
	unsigned char c = (unsigned char)line.at[i];

	if (c == ' ')
		return i + 1 < line.len &&
		       (out->len == start || out->buf[out->len - 1] != ' ');
	return c > ' ' && c < 0x7f && c != '=' &&
	       (c != '.' || out->len > start);
}

/* A line without its end, from the beginning of a line of the mail on. */
static void add_bytes(struct strbuf *out, struct str line)
{
	size_t start = out->len;

	for (size_t i = 0; i < line.len; i++) {
		/* What begins a line can only be longer for it. */
		if (out->len - start +
			(is_plain(line, i, out, start) ? 1 : 3) >=
		    LINE) {
			strbuf_lit(out, "=\r\n");
			start = out->len;
		}
		if (is_plain(line, i, out, start))
			strbuf_add_char(out, line.at[i]);
		else
			strbuf_printf(out, "=%02X", (unsigned char)line.at[i]);
	}
}

static void add_lines(struct strbuf *out, struct str text, const char *end)
{
	struct strbuf clean;

	strbuf_init(&clean, 3 * text.len);
	text_add_clean(&clean, text);
	text = strbuf_str(&clean);
	while (text.len > 0) {
		size_t newline = str_find_char(text, '\n', 0);

		add_bytes(out, str_sub(text, 0, newline));
		strbuf_add_cstr(out, newline != STR_NONE ? "\r\n" : end);
		text = newline != STR_NONE
			   ? str_sub(text, newline + 1, text.len)
			   : (struct str){ NULL, 0 };
	}
	strbuf_release(&clean);
}

void quoted_printable_add(struct strbuf *out, struct str text)
{
	add_lines(out, text, "\r\n");
}

void quoted_printable_add_part(struct strbuf *out, struct str part)
{
	add_lines(out, part, "=\r\n");
}
