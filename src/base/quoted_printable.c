#include "base/quoted_printable.h"

#include "base/text.h"

enum { LINE = 76 }; /* RFC 2045, 6.7: with the = at its end */

static void add_line(struct strbuf *out, struct str line)
{
	size_t start = out->len;

	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.at[i];
		bool plain = c >= ' ' && c < 0x7f && c != '=' &&
			     !(c == ' ' && i + 1 == line.len);

		if (out->len - start + (plain ? 1 : 3) >= LINE) {
			strbuf_lit(out, "=\r\n");
			start = out->len;
		}
		if (plain)
			strbuf_add_char(out, (char)c);
		else
			strbuf_printf(out, "=%02X", c);
	}
	strbuf_lit(out, "\r\n");
}

void quoted_printable_add(struct strbuf *out, struct str body)
{
	struct strbuf clean;

	strbuf_init(&clean, 3 * body.len);
	text_add_clean(&clean, body);
	body = strbuf_str(&clean);
	while (body.len > 0)
		add_line(out, str_take(&body, '\n'));
	strbuf_release(&clean);
}
