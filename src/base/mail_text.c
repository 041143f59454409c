#include "base/mail_text.h"

#include "base/quoted_printable.h"

enum { LINE_MOST = 998 }; /* bytes of any line */

static void add_headers(struct strbuf *out, const struct mail_text *mail)
{
	mail_header_person(out, "From", &mail->from);
	mail_header_person(out, "To", &mail->to);
	mail_header_text(out, "Subject", mail->subject);
	mail_header_date(out, mail->date);
	strbuf_printf(out, "Message-ID: <%.*s>\r\n", STR_ARG(mail->message_id));
	for (size_t i = 0; i < mail->headers; i++)
		mail_header_value(
		    out, mail->header[i].name, mail->header[i].value);
	strbuf_lit(out, "MIME-Version: 1.0\r\n"
			"Content-Type: text/plain; charset=utf-8\r\n");
}

/* ---------------------------------------------------------------------- body */

static bool needs_encoding(struct str body)
{
	size_t line = 0;

	for (size_t i = 0; i < body.len; i++) {
		char c = body.at[i];

		line = c == '\n' ? 0 : line + 1;
		if ((c & 0x80) != 0 || ((unsigned char)c < ' ' && c != '\n') ||
		    c == 0x7f || line > LINE_MOST)
			return true;
	}
	return false;
}

static void add_lines(struct strbuf *out, struct str body)
{
	while (body.len > 0) {
		strbuf_add(out, str_take(&body, '\n'));
		strbuf_lit(out, "\r\n");
	}
}

void mail_text_add(struct strbuf *out, const struct mail_text *mail)
{
	add_headers(out, mail);
	if (needs_encoding(mail->body)) {
		strbuf_lit(
		    out, "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
		quoted_printable_add(out, mail->body);
	} else {
		strbuf_lit(out, "Content-Transfer-Encoding: 7bit\r\n\r\n");
		add_lines(out, mail->body);
	}
}
