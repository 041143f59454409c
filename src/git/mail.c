#include "git/mail.h"

#include "base/date.h"
#include "base/text.h"

/* ------------------------------------------------------------------ encodings */

/* 0..63, or -1. */
static int base64_value(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* What is no digit is passed over. */
static void add_base64(struct strbuf *out, struct str text)
{
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < text.len && text.at[i] != '='; i++) {
		int value = base64_value(text.at[i]);

		if (value < 0)
			continue;
		bits = (bits << 6 | (unsigned)value) & 0xffffff;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		strbuf_add_char(out, (char)(bits >> have & 0xff));
	}
}

/* =XX is a byte; in a body = ends a line that goes on, in a header _ is a
 * blank. */
static void add_quoted(struct strbuf *out, struct str text, bool header)
{
	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_sub(text, i, text.len);
		char c = text.at[i];

		if (c == '=' && rest.len > 2 && char_hex(rest.at[1]) >= 0 &&
		    char_hex(rest.at[2]) >= 0) {
			strbuf_add_char(out, (char)(char_hex(rest.at[1]) * 16 +
						    char_hex(rest.at[2])));
			i += 2;
		} else if (!header && str_starts(rest, STR("=\n"))) {
			i++;
		} else {
			strbuf_add_char(out, header && c == '_' ? ' ' : c);
		}
	}
}

static void add_latin1(struct strbuf *out, struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		strbuf_add_code_point(out, (unsigned char)bytes.at[i]);
}

/* Bytes of an encoded word; RFC 2047 allows 75. */
enum { WORD_MAX = 1000 };

/* The encoded word that `text` begins with: append it and return its length,
 * or 0 if there is none. */
static size_t add_word(struct strbuf *out, struct str text)
{
	size_t charset = 2, kind, end;
	struct str inside, name;
	struct strbuf bytes;
	char how;

	if (!str_starts(text, STR("=?")))
		return 0;
	text = str_sub(text, 0, WORD_MAX);
	kind = str_find_char(text, '?', charset);
	if (kind == STR_NONE || kind + 2 >= text.len ||
	    text.at[kind + 2] != '?')
		return 0;
	end = str_find(text, STR("?="), kind + 3);
	if (end == STR_NONE)
		return 0;
	how = char_lower(text.at[kind + 1]);
	inside = str_sub(text, kind + 3, end);
	name = str_sub(text, charset, kind);
	if (how != 'q' && how != 'b')
		return 0;
	strbuf_init(&bytes, inside.len);
	if (how == 'q')
		add_quoted(&bytes, inside, true);
	else
		add_base64(&bytes, inside);
	if (str_starts_fold(name, STR("iso-8859-1")))
		add_latin1(out, strbuf_str(&bytes));
	else
		strbuf_add(out, strbuf_str(&bytes));
	strbuf_release(&bytes);
	return end + 2;
}

void mail_add_decoded(struct strbuf *out, struct str value)
{
	bool after_word = false;

	while (value.len > 0) {
		struct str trimmed = str_trim_left(value);
		size_t blanks = value.len - trimmed.len, len;

		/* Blanks between two words are none. */
		if (blanks > 0 &&
		    !(after_word && str_starts(trimmed, STR("=?"))))
			strbuf_add_char(out, ' ');
		value = trimmed;
		len = add_word(out, value);
		after_word = len > 0;
		while (len < value.len && !after_word &&
		       !char_is_space(value.at[len]))
			len++;
		if (!after_word)
			strbuf_add(out, str_sub(value, 0, len));
		value = str_sub(value, len, value.len);
	}
}

/* -------------------------------------------------------------------- headers */

static struct str decoded(struct arena *arena, struct str value)
{
	struct strbuf out;
	struct str result;

	strbuf_init(&out, 3 * value.len + 3);
	mail_add_decoded(&out, value);
	result = text_clean(arena, arena_str(arena, strbuf_str(&out)));
	strbuf_release(&out);
	return result;
}

static bool take_number(struct str *rest, char end, uint64_t max, int *ret)
{
	struct str part = str_take(rest, end);
	uint64_t number;

	if (!str_to_number(part, max, &number))
		return false;
	*ret = (int)number;
	return true;
}

/* "10:00:00" or "10:00", to seconds. */
static bool read_time(struct str text, int *ret_seconds)
{
	int hours, minutes, seconds = 0;

	if (!take_number(&text, ':', 23, &hours) ||
	    !take_number(&text, ':', 59, &minutes) ||
	    (text.at != NULL && !take_number(&text, ':', 60, &seconds)))
		return false;
	*ret_seconds = (hours * 60 + minutes) * 60 + seconds;
	return true;
}

static int read_zone(struct str text)
{
	uint64_t number;

	if (text.len != 5 || (text.at[0] != '+' && text.at[0] != '-') ||
	    !str_to_number(str_sub(text, 1, 5), 2359, &number))
		return 0;
	number = number / 100 * 60 + number % 100;
	return text.at[0] == '-' ? -(int)number : (int)number;
}

bool mail_read_date(struct str text, struct pick_author *author)
{
	struct date date = { 0 };
	int seconds;

	text = str_trim(text);
	if (str_find_char(text, ',', 0) != STR_NONE)
		str_take(&text, ',');
	text = str_trim(text);
	if (!take_number(&text, ' ', 31, &date.day))
		return false;
	date.month = date_month_named(str_take(&text, ' '));
	if (!take_number(&text, ' ', 9999, &date.year) || !date_exists(date) ||
	    !read_time(str_take(&text, ' '), &seconds))
		return false;
	author->zone = read_zone(str_trim(text));
	author->time = (int64_t)date_to_days(date) * 86400 + seconds -
		       (int64_t)author->zone * 60;
	return true;
}

/* `Name <mail>`, `"Name" <mail>`, `mail (Name)` or a mail alone. */
static void read_from(
    struct arena *arena, struct str value, struct pick_author *author)
{
	struct str rest = str_trim(value), name = str_take(&rest, '<');

	if (rest.at == NULL) {
		rest = str_trim(value);
		author->mail = str_trim(str_take(&rest, '('));
		name = str_take(&rest, ')');
	} else {
		author->mail = str_trim(str_take(&rest, '>'));
	}
	name = str_trim(name);
	if (name.len >= 2 && name.at[0] == '"' && name.at[name.len - 1] == '"')
		name = str_sub(name, 1, name.len - 1);
	author->name = decoded(arena, name);
	if (author->name.len == 0)
		author->name = author->mail;
}

/* Behind "Re:" and brackets that hold the word PATCH: others are a part of
 * the title. */
static struct str without_prefix(struct str subject)
{
	for (;;) {
		struct str rest = subject = str_trim(subject), mark;

		if (str_starts_fold(subject, STR("re:"))) {
			subject = str_sub(subject, 3, subject.len);
			continue;
		}
		mark = str_take(&rest, ']');
		if (!str_starts(mark, STR("[")) || rest.at == NULL ||
		    str_find(mark, STR("PATCH"), 0) == STR_NONE)
			return subject;
		subject = rest;
	}
}

enum coding { CODING_NONE, CODING_QUOTED, CODING_BASE64 };

static void take_header(struct arena *arena, struct str line, struct mail *mail,
    enum coding *coding)
{
	struct str name = str_take(&line, ':'), value = str_trim(line);

	if (str_eq_fold(name, STR("from")))
		read_from(arena, value, &mail->author);
	else if (str_eq_fold(name, STR("date")))
		mail->dated = mail_read_date(value, &mail->author);
	else if (str_eq_fold(name, STR("subject")))
		mail->subject = without_prefix(decoded(arena, value));
	else if (!str_eq_fold(name, STR("content-transfer-encoding")))
		return;
	else if (str_eq_fold(value, STR("quoted-printable")))
		*coding = CODING_QUOTED;
	else if (str_eq_fold(value, STR("base64")))
		*coding = CODING_BASE64;
}

static bool begins_diff(struct str line)
{
	return str_eq(str_trim_right(line), STR("---")) ||
	       str_starts(line, STR("diff ")) ||
	       str_starts(line, STR("--- ")) ||
	       str_starts(line, STR("Index: "));
}

/* Does a header stand here: "Name: value"? */
static bool is_header(struct str line)
{
	size_t at = 0;

	while (
	    at < line.len && (char_is_alnum(line.at[at]) || line.at[at] == '-'))
		at++;
	return at > 0 && at < line.len && line.at[at] == ':' &&
	       !begins_diff(line);
}

/* Read headers off the front of *rest, and the empty line behind them. */
static void take_headers(struct arena *arena, struct str *rest,
    struct mail *mail, enum coding *coding)
{
	while (rest->at != NULL) {
		struct str line = *rest;
		size_t end = 0;

		/* A line that begins with a blank goes on with the one above. */
		do
			end = str_find_char(line, '\n', end);
		while (end != STR_NONE && ++end < line.len &&
		       char_is_blank(line.at[end]));
		if (end == STR_NONE)
			end = line.len;
		line = str_trim_right(str_sub(line, 0, end));
		*rest = end < rest->len ? str_sub(*rest, end, rest->len)
					: (struct str){ 0 };
		if (line.len == 0)
			return;
		take_header(arena, line, mail, coding);
	}
}

/* ----------------------------------------------------------------------- body */

static struct str decode_body(
    struct arena *arena, struct str body, enum coding coding)
{
	struct strbuf out;
	struct str result;

	if (coding == CODING_NONE || body.at == NULL)
		return body;
	strbuf_init(&out, body.len);
	if (coding == CODING_QUOTED)
		add_quoted(&out, body, false);
	else
		add_base64(&out, body);
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

/*
 * The line "-- " and what follows is a signature, unless it looks like lines of
 * a diff: there it is a line "- " that was taken away.
 */
static struct str without_signature(struct str diff)
{
	size_t from = diff.len;
	struct str rest;

	for (size_t at = 0;
	     (at = str_find(diff, STR("\n-- \n"), at)) != STR_NONE; at++)
		from = at + 1;
	rest = str_sub(diff, from, diff.len);
	str_take(&rest, '\n');
	while (rest.at != NULL) {
		struct str line = str_take(&rest, '\n');

		if (line.len > 0 && strchr(" +-@\\d", line.at[0]) != NULL)
			return diff;
	}
	return str_sub(diff, 0, from);
}

static void read_body(struct arena *arena, struct str body, struct mail *mail)
{
	enum coding none;
	struct str rest = body;

	/* The author, if somebody else sent it. */
	if (str_starts(body, STR("From: ")))
		take_headers(arena, &body, mail, &none);
	rest = body;
	while (rest.at != NULL) {
		struct str before = rest, line = str_take(&rest, '\n');

		if (!begins_diff(line))
			continue;
		mail->message =
		    str_trim(str_sub(body, 0, (size_t)(before.at - body.at)));
		mail->diff = without_signature(before);
		return;
	}
	mail->message = str_trim(body);
}

/* The line ends of the mail's way are none of the patch. */
static struct str without_returns(struct arena *arena, struct str text)
{
	struct strbuf out;
	struct str result;
	size_t end = str_find_char(text, '\n', 0);

	if (end == STR_NONE || end == 0 || text.at[end - 1] != '\r')
		return text;
	strbuf_init(&out, text.len);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\r' || i + 1 == text.len ||
		    text.at[i + 1] != '\n')
			strbuf_add_char(&out, text.at[i]);
	result = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return result;
}

static struct mail read_mail(struct arena *arena, struct str text)
{
	struct mail mail = { .dated = false };
	enum coding coding = CODING_NONE;

	text = without_returns(arena, text);
	if (str_starts(text, STR("From ")))
		str_take(&text, '\n');
	if (is_header(text))
		take_headers(arena, &text, &mail, &coding);
	read_body(arena, decode_body(arena, text, coding), &mail);
	return mail;
}

/* ----------------------------------------------------------------------- mbox */

/* "From SOMETHING Mon Sep 17 00:00:00 2001" */
static bool is_separator(struct str line)
{
	size_t colon;

	line = str_trim_right(line);
	if (!str_starts(line, STR("From ")) || line.len < 15)
		return false;
	colon = str_find_char(line, ':', 0);
	return colon != STR_NONE && colon + 1 < line.len &&
	       char_is_digit(line.at[colon - 1]) &&
	       char_is_digit(line.at[colon + 1]);
}

void mails_read(struct arena *arena, struct str text, struct mail **ret_mail,
    size_t *ret_count)
{
	struct str rest = text;
	struct mail *mail = NULL;
	size_t count = 0, from = 0;
	bool blank = true;

	while (rest.at != NULL) {
		size_t at = (size_t)(rest.at - text.at);
		struct str line = str_take(&rest, '\n');

		if (blank && at > from && is_separator(line)) {
			mail = ARENA_GROW(arena, mail, count);
			mail[count++] =
			    read_mail(arena, str_sub(text, from, at));
			from = at;
		}
		blank = str_trim(line).len == 0;
	}
	mail = ARENA_GROW(arena, mail, count);
	mail[count++] = read_mail(arena, str_sub(text, from, text.len));
	*ret_mail = mail;
	*ret_count = count;
}
