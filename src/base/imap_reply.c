#include "base/imap_reply.h"

#include "base/text.h"

/* Replies. */

void imap_reader_init(struct imap_reader *r, size_t max)
{
	*r = (struct imap_reader){ .start = 0 };
	strbuf_init(&r->in, max);
}

void imap_reader_release(struct imap_reader *r)
{
	strbuf_release(&r->in);
	r->start = r->seen = 0;
}

void imap_reader_add(struct imap_reader *r, struct str bytes)
{
	if (r->start > 0) {
		size_t left = r->in.len - r->start;

		if (left > 0)
			memmove(r->in.buf, r->in.buf + r->start, left);
		strbuf_truncate(&r->in, left);
		r->start = 0;
	}
	strbuf_add(&r->in, bytes);
}

static struct str take_word(struct str *rest)
{
	size_t end = 0;
	struct str word;

	while (end < rest->len && rest->at[end] != ' ')
		end++;
	word = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end + 1, rest->len);
	return word;
}

static enum imap_status status_of(struct str word)
{
	static const struct {
		const char *word;
		enum imap_status status;
	} words[] = {
		{ "OK", IMAP_OK },
		{ "NO", IMAP_NO },
		{ "BAD", IMAP_BAD },
		{ "BYE", IMAP_BYE },
		{ "PREAUTH", IMAP_OK },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_fold(word, str_of(words[i].word)))
			return words[i].status;
	return IMAP_NONE;
}

/* Only data has literals: words for people may end with "{5}" and mean it. */
static bool may_have_literals(struct str line)
{
	struct str tag = take_word(&line);

	return str_eq(tag, STR("*")) &&
	       status_of(take_word(&line)) == IMAP_NONE;
}

/* The n of a line that ends with "{n}". */
static bool literal_of(struct str line, size_t *ret_size)
{
	size_t open = line.len;
	uint64_t size;

	if (line.len < 3 || line.at[line.len - 1] != '}')
		return false;
	while (open > 0 && line.at[open - 1] != '{')
		open--;
	if (open == 0 || !str_to_number(str_sub(line, open, line.len - 1),
			     UINT32_MAX, &size))
		return false;
	*ret_size = (size_t)size;
	return true;
}

static struct str without_line_end(struct str line)
{
	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

void imap_reply_read(struct str line, struct imap_reply *reply)
{
	struct str rest;

	*reply = (struct imap_reply){ .tag = take_word(&line), .text = line };
	rest = line;
	reply->status = status_of(take_word(&rest));
	if (reply->status == IMAP_NONE)
		return;
	reply->text = rest;
	if (str_starts(rest, STR("["))) {
		size_t end = str_find_char(rest, ']', 0);

		if (end == STR_NONE)
			return;
		reply->code = str_sub(rest, 1, end);
		reply->text = str_trim(str_sub(rest, end + 1, rest.len));
	}
}

enum imap_read imap_reader_next(
    struct imap_reader *r, struct imap_reply *ret_reply)
{
	for (;;) {
		struct str all = strbuf_str(&r->in);
		size_t end = str_find_char(all, '\n', r->start + r->seen);
		struct str line, piece;
		size_t literal;

		if (end == STR_NONE)
			return r->in.full ? IMAP_READ_BROKEN : IMAP_READ_MORE;
		line = without_line_end(str_sub(all, r->start, end));
		piece = str_sub(line, r->seen, line.len);
		if (may_have_literals(line) && literal_of(piece, &literal)) {
			size_t next = end + 1 - r->start;

			if (literal > r->in.max - next)
				return IMAP_READ_BROKEN;
			if (literal > all.len - r->start - next)
				return r->in.full ? IMAP_READ_BROKEN
						  : IMAP_READ_MORE;
			r->seen = next + literal;
			continue;
		}
		r->start = end + 1;
		r->seen = 0;
		imap_reply_read(line, ret_reply);
		return IMAP_READ_REPLY;
	}
}

/* Data. */

bool imap_reply_is_search(const struct imap_reply *reply, struct str *ret_rest)
{
	struct str rest = reply->text;

	if (!str_eq(reply->tag, STR("*")) ||
	    !str_eq_fold(take_word(&rest), STR("SEARCH")))
		return false;
	*ret_rest = rest;
	return true;
}

uint32_t imap_search_next(struct str *rest)
{
	while (rest->len > 0) {
		uint64_t number;

		/* "(MODSEQ 7)" may stand at the end. */
		if (str_to_number(take_word(rest), UINT32_MAX, &number) &&
		    number > 0)
			return (uint32_t)number;
	}
	return 0;
}

static bool take_char(struct str *rest, char c)
{
	if (rest->len == 0 || rest->at[0] != c)
		return false;
	*rest = str_sub(*rest, 1, rest->len);
	return true;
}

/* The name of an item: "UID", "BODY[HEADER.FIELDS (DATE)]<0>". */
static struct str take_name(struct str *rest)
{
	size_t at = 0;
	bool inside = false;
	struct str name;

	for (; at < rest->len; at++) {
		char c = rest->at[at];

		if (!inside && (c == ' ' || c == ')' || c == '('))
			break;
		inside = c == '[' || (inside && c != ']');
	}
	name = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at, rest->len);
	return name;
}

static bool take_quoted(struct str *rest, struct str *ret_value)
{
	for (size_t i = 1; i < rest->len; i++) {
		if (rest->at[i] == '\\') {
			i++;
		} else if (rest->at[i] == '"') {
			*ret_value = str_sub(*rest, 1, i);
			*rest = str_sub(*rest, i + 1, rest->len);
			return true;
		}
	}
	return false;
}

static bool take_literal(struct str *rest, struct str *ret_value)
{
	size_t end = str_find_char(*rest, '\n', 0), size;

	if (end == STR_NONE ||
	    !literal_of(without_line_end(str_sub(*rest, 0, end)), &size) ||
	    size > rest->len - end - 1)
		return false;
	*ret_value = str_sub(*rest, end + 1, end + 1 + size);
	*rest = str_sub(*rest, end + 1 + size, rest->len);
	return true;
}

/* A value of any form: what is in brackets is passed over. */
static bool take_value(struct str *rest, struct str *ret_value)
{
	size_t depth = 0;

	*ret_value = (struct str){ NULL, 0 };
	do {
		struct str inner;

		while (depth > 0 && take_char(rest, ' '))
			;
		if (rest->len == 0)
			return false;
		if (take_char(rest, '('))
			depth++;
		else if (depth > 0 && take_char(rest, ')'))
			depth--;
		else if (rest->at[0] == '"' ? !take_quoted(rest, &inner)
			 : rest->at[0] == '{'
			     ? !take_literal(rest, &inner)
			     : (inner = take_name(rest)).len == 0)
			return false;
		else if (depth == 0)
			*ret_value = inner;
	} while (depth > 0);
	return true;
}

static void keep_item(struct imap_fetched *f, struct str name, struct str value)
{
	uint64_t number;

	if (str_eq_fold(name, STR("UID")) &&
	    str_to_number(value, UINT32_MAX, &number))
		f->uid = (uint32_t)number;
	else if (str_eq_fold(name, STR("RFC822.SIZE")) &&
		 str_to_number(value, INT64_MAX, &number))
		f->size = number;
	else if (str_starts_fold(name, STR("BODY[]")) &&
		 !str_eq_fold(value, STR("NIL")))
		f->body = value;
}

bool imap_reply_is_fetch(
    const struct imap_reply *reply, struct imap_fetched *ret_fetched)
{
	struct str rest = reply->text, name, value;
	struct imap_fetched f = { .uid = 0 };
	uint64_t number;

	if (!str_eq(reply->tag, STR("*")) ||
	    !str_to_number(take_word(&rest), UINT32_MAX, &number) ||
	    !str_eq_fold(take_word(&rest), STR("FETCH")) ||
	    !take_char(&rest, '('))
		return false;
	while (!take_char(&rest, ')')) {
		name = take_name(&rest);
		if (name.len == 0 || !take_char(&rest, ' ') ||
		    !take_value(&rest, &value))
			return false;
		keep_item(&f, name, value);
		take_char(&rest, ' ');
	}
	*ret_fetched = f;
	return true;
}

/* Folders. */

/* Bits that wait to become digits of base64. */
struct shifted {
	struct strbuf *out;
	uint32_t bits;
	unsigned count;
	bool open; /* an "&" was written */
};

static void add_digits(struct shifted *s, unsigned least)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				    "pqrstuvwxyz0123456789+,";

	while (s->count >= least && s->count > 0) {
		uint32_t six = s->count >= 6 ? s->bits >> (s->count - 6)
					     : s->bits << (6 - s->count);

		strbuf_add_char(s->out, digit[six & 63]);
		s->count = s->count >= 6 ? s->count - 6 : 0;
	}
}

static void add_unit(struct shifted *s, uint32_t unit)
{
	if (!s->open)
		strbuf_add_char(s->out, '&');
	s->open = true;
	s->bits = s->bits << 16 | unit;
	s->count += 16;
	add_digits(s, 6);
}

static void close_shifted(struct shifted *s)
{
	if (!s->open)
		return;
	add_digits(s, 1);
	strbuf_add_char(s->out, '-');
	s->open = false;
	s->bits = s->count = 0;
}

static void add_code_point(struct shifted *s, uint32_t c)
{
	if (c > 0xffff) {
		add_unit(s, 0xd800 + ((c - 0x10000) >> 10));
		add_unit(s, 0xdc00 + ((c - 0x10000) & 0x3ff));
		return;
	}
	if (c > '~') {
		add_unit(s, c);
		return;
	}
	close_shifted(s);
	if (c == '"' || c == '\\')
		strbuf_add_char(s->out, '\\');
	strbuf_add_char(s->out, (char)c);
	if (c == '&')
		strbuf_add_char(s->out, '-');
}

bool imap_add_folder(struct strbuf *out, struct str name)
{
	struct shifted s = { .out = out };

	if (name.len == 0 || !text_is_valid(name))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] < ' ' || name.at[i] == 0x7f)
			return false;
	strbuf_add_char(out, '"');
	for (size_t at = 0; at < name.len;)
		add_code_point(&s, text_next(name, &at));
	close_shifted(&s);
	strbuf_add_char(out, '"');
	return true;
}
