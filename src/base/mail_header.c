#include "base/mail_header.h"

#include "base/date.h"
#include "base/text.h"

enum {
	FOLD = 78, /* where lines are broken, if they can be */
	WORD = 45, /* bytes in an encoded word: 60 in base64 */
	DAY = 24 * 60 * 60,
};

/* A header that is being written: where its line began. */
struct header_line {
	struct strbuf *out;
	size_t start;
};

static struct header_line begin(struct strbuf *out, const char *name)
{
	struct header_line line = { out, out->len };

	strbuf_add_cstr(out, name);
	strbuf_add_char(out, ':');
	return line;
}

/* One word, behind a blank or on a line of its own. */
static void add_word(struct header_line *line, struct str word)
{
	if (line->out->len - line->start + 1 + word.len > FOLD) {
		strbuf_lit(line->out, "\r\n");
		line->start = line->out->len;
	}
	strbuf_add_char(line->out, ' ');
	strbuf_add(line->out, word);
}

static void end(struct header_line *line)
{
	strbuf_lit(line->out, "\r\n");
}

/* ------------------------------------------------------------- header values */

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/* Printable ASCII in words that fit on a line, none of which looks encoded. */
static bool is_plain(struct str text)
{
	size_t word = 0;

	if (str_find(text, STR("=?"), 0) != STR_NONE)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		word = text.at[i] == ' ' ? 0 : word + 1;
		if (is_control(text.at[i]) || (text.at[i] & 0x80) != 0 ||
		    word > FOLD - 10)
			return false;
	}
	return true;
}

static void add_words(struct header_line *line, struct str text)
{
	while (text.at != NULL) {
		struct str word = str_take(&text, ' ');

		if (word.len > 0)
			add_word(line, word);
	}
}

void mail_base64(struct strbuf *out, struct str bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < bytes.len; i += 3) {
		uint32_t bits = 0;

		for (size_t k = i; k < i + 3; k++)
			bits = bits << 8 |
			       (k < bytes.len ? (unsigned char)bytes.at[k] : 0);
		for (size_t k = 0; k < 4; k++)
			strbuf_add_char(
			    out, i + k > bytes.len
				     ? '='
				     : digits[bits >> (18 - 6 * k) & 63]);
	}
}

/* Encoded words, each of whole characters. */
static void add_encoded(struct header_line *line, struct str text)
{
	struct strbuf clean, word;

	strbuf_init(&clean, 4 * text.len);
	strbuf_init(&word, FOLD);
	for (size_t i = 0; i < text.len;) {
		uint32_t c = text_next(text, &i);

		strbuf_add_code_point(
		    &clean, text_is_forbidden(c) || c < ' ' ? ' ' : c);
	}
	text = strbuf_str(&clean);
	while (text.len > 0) {
		size_t part = text_boundary(text, WORD);

		strbuf_reset(&word);
		strbuf_lit(&word, "=?UTF-8?B?");
		mail_base64(&word, str_sub(text, 0, part));
		strbuf_lit(&word, "?=");
		add_word(line, strbuf_str(&word));
		text = str_sub(text, part, text.len);
	}
	strbuf_release(&clean);
	strbuf_release(&word);
}

void mail_header_text(struct strbuf *out, const char *name, struct str text)
{
	struct header_line line = begin(out, name);

	if (is_plain(text))
		add_words(&line, text);
	else
		add_encoded(&line, text);
	end(&line);
}

/* Words of letters, digits and blanks need no quotes. */
static bool is_phrase(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_alnum(text.at[i]) && text.at[i] != ' ' &&
		    text.at[i] != '-')
			return false;
	return true;
}

static void add_quoted(struct header_line *line, struct str text)
{
	struct strbuf quoted;

	strbuf_init(&quoted, 2 * text.len + 2);
	strbuf_add_char(&quoted, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"' || text.at[i] == '\\')
			strbuf_add_char(&quoted, '\\');
		strbuf_add_char(&quoted, text.at[i]);
	}
	strbuf_add_char(&quoted, '"');
	add_word(line, strbuf_str(&quoted));
	strbuf_release(&quoted);
}

void mail_header_person(
    struct strbuf *out, const char *name, const struct mail_person *person)
{
	struct header_line line = begin(out, name);
	struct strbuf address;

	if (!is_plain(person->name) || person->name.len > FOLD / 2)
		add_encoded(&line, person->name);
	else if (is_phrase(person->name))
		add_words(&line, person->name);
	else
		add_quoted(&line, person->name);
	strbuf_init(&address, person->address.len + 2);
	strbuf_add_char(&address, '<');
	strbuf_add(&address, person->address);
	strbuf_add_char(&address, '>');
	add_word(&line, strbuf_str(&address));
	strbuf_release(&address);
	end(&line);
}

/* Without what could end the header. */
void mail_header_value(struct strbuf *out, const char *name, struct str value)
{
	struct header_line line = begin(out, name);
	struct strbuf clean;

	strbuf_init(&clean, value.len);
	for (size_t i = 0; i < value.len; i++)
		strbuf_add_char(
		    &clean, is_control(value.at[i]) ? ' ' : value.at[i]);
	add_words(&line, strbuf_str(&clean));
	strbuf_release(&clean);
	end(&line);
}

void mail_header_date(struct strbuf *out, int64_t seconds)
{
	int64_t days = seconds / DAY, rest = seconds % DAY;
	struct date d = date_from_days((int32_t)days);

	strbuf_printf(out,
	    "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\n",
	    date_weekday_name(date_weekday(d)).at, d.day,
	    date_month_name(d.month).at, d.year, (int)(rest / 3600),
	    (int)(rest / 60 % 60), (int)(rest % 60));
}
