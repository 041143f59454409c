#include "send/smtp_reply.h"

#include "base/limits.h"
#include "base/text.h"

enum { CODE = 3 /* digits */ };

void smtp_reader_init(struct smtp_reader *r)
{
	*r = (struct smtp_reader){ .start = 0 };
	strbuf_init(&r->in, LIMIT_SMTP_REPLY);
}

void smtp_reader_release(struct smtp_reader *r)
{
	strbuf_release(&r->in);
}

void smtp_reader_forget(struct smtp_reader *r)
{
	strbuf_reset(&r->in);
	r->start = 0;
}

void smtp_reader_add(struct smtp_reader *r, struct str bytes)
{
	struct str left = str_sub(strbuf_str(&r->in), r->start, r->in.len);

	if (r->start > 0) {
		memmove(r->in.buf, left.at, left.len);
		strbuf_truncate(&r->in, left.len);
		r->start = 0;
	}
	strbuf_add(&r->in, bytes);
}

/* The code of a line, and whether it is the last of its reply; 0: none. */
static int read_code(struct str line, bool *ret_last)
{
	uint64_t code;

	if (!str_to_number(str_sub(line, 0, CODE), 599, &code) || code < 200 ||
	    line.len < CODE)
		return 0;
	*ret_last = line.len == CODE || line.at[CODE] != '-';
	return line.len == CODE || line.at[CODE] == ' ' ||
		       line.at[CODE] == '-' || line.at[CODE] == '\r'
		   ? (int)code
		   : 0;
}

/* Digits at *at, at most `most`; *at is behind them. */
static bool take_digits(struct str s, size_t *at, size_t most)
{
	size_t start = *at;

	while (*at < s.len && char_is_digit(s.at[*at]))
		(*at)++;
	return *at > start && *at - start <= most;
}

static bool take_dot(struct str s, size_t *at)
{
	if (*at >= s.len || s.at[*at] != '.')
		return false;
	(*at)++;
	return true;
}

/* "5.1.1 No such user", of class 5. */
static struct str read_status(struct str text, int class)
{
	struct str none = { NULL, 0 };
	size_t at = 0;

	if (text.len == 0 || !take_digits(text, &at, 1) ||
	    text.at[0] != '0' + class || !take_dot(text, &at) ||
	    !take_digits(text, &at, 3) || !take_dot(text, &at) ||
	    !take_digits(text, &at, 3))
		return none;
	return at == text.len || char_is_space(text.at[at])
		   ? str_sub(text, 0, at)
		   : none;
}

enum smtp_read smtp_reader_next(
    struct smtp_reader *r, struct smtp_reply *ret_reply)
{
	struct str all = str_sub(strbuf_str(&r->in), r->start, r->in.len);
	struct str rest = all;
	int code = 0;

	while (rest.len > 0) {
		size_t end = str_find_char(rest, '\n', 0);
		bool last = false;
		int own;

		if (end == STR_NONE)
			break;
		own = read_code(str_sub(rest, 0, end), &last);
		if (own == 0 || (code != 0 && own != code))
			return SMTP_READ_BROKEN;
		code = own;
		rest = str_sub(rest, end + 1, rest.len);
		if (!last)
			continue;
		ret_reply->code = code;
		ret_reply->lines = str_sub(all, 0, all.len - rest.len);
		all = ret_reply->lines;
		r->start += all.len;
		ret_reply->status =
		    read_status(smtp_reply_line(&all), code / 100);
		return SMTP_READ_REPLY;
	}
	return r->in.full ? SMTP_READ_BROKEN : SMTP_READ_MORE;
}

struct str smtp_reply_line(struct str *lines)
{
	struct str line =
	    lines->len > 0 ? str_take(lines, '\n') : (struct str){ NULL, 0 };

	if (line.at == NULL)
		return line;
	return str_trim(str_sub(line, CODE + 1, line.len));
}

void smtp_reply_say(struct strbuf *out, const struct smtp_reply *reply)
{
	struct str lines = reply->lines, line;
	struct strbuf raw, clean;

	strbuf_init(&raw, LIMIT_SMTP_REPLY);
	strbuf_init(&clean, 3 * LIMIT_SMTP_REPLY);
	strbuf_printf(&raw, "%d", reply->code);
	while (line = smtp_reply_line(&lines), line.at != NULL) {
		strbuf_add_char(&raw, ' ');
		/* Said once, on the first line. */
		if (raw.len > CODE + 1 && reply->status.len > 0 &&
		    str_starts(line, reply->status))
			line = str_trim(
			    str_sub(line, reply->status.len, line.len));
		for (size_t i = 0; i < line.len; i++)
			strbuf_add_char(&raw,
			    (unsigned char)line.at[i] < ' ' ? ' ' : line.at[i]);
	}
	text_add_clean(&clean, strbuf_str(&raw));
	line = strbuf_str(&clean);
	strbuf_add(out, str_sub(line, 0, text_boundary(line, LIMIT_SMTP_SAID)));
	strbuf_release(&raw);
	strbuf_release(&clean);
}
