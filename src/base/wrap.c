#include "base/wrap.h"

#include "base/limits.h"
#include "base/text.h"

void wrap_init(struct wrap *w, struct strbuf *out, size_t columns)
{
	*w = (struct wrap){ .out = out, .columns = columns };
	strbuf_init(&w->word, LIMIT_PAGE);
}

void wrap_release(struct wrap *w)
{
	strbuf_release(&w->word);
}

static void forget_word(struct wrap *w)
{
	strbuf_reset(&w->word);
	w->word_columns = 0;
	w->last = 0;
	w->blank = false;
}

void wrap_begin(struct wrap *w, struct str first, struct str rest)
{
	forget_word(w);
	w->first = first;
	w->rest = rest;
	w->used = 0;
	w->begun = false;
}

/* The prefix, and from now on the one of later lines. */
static void begin_line(struct wrap *w)
{
	strbuf_add(w->out, w->first);
	w->used = text_columns(w->first);
	w->first = w->rest;
	w->begun = true;
}

static void end_line(struct wrap *w)
{
	if (!w->begun) {
		strbuf_add(w->out, str_trim_right(w->first));
		w->first = w->rest;
	}
	strbuf_add_char(w->out, '\n');
	w->begun = false;
	w->used = 0;
}

static void flush_word(struct wrap *w)
{
	size_t blank = w->blank && w->begun;

	if (w->word.len == 0)
		return;
	if (w->begun && w->used + blank + w->word_columns > w->columns) {
		end_line(w);
		blank = 0;
	}
	if (!w->begun)
		begin_line(w);
	if (blank > 0)
		strbuf_add_char(w->out, ' ');
	strbuf_add(w->out, strbuf_str(&w->word));
	w->used += blank + w->word_columns;
	forget_word(w);
}

/* Brackets and quotes that stand with what follows them. */
static bool opens(uint32_t c)
{
	static const uint32_t list[] = { 0x2018, 0x201c, 0x3008, 0x300a, 0x300c,
		0x300e, 0x3010, 0x3014, 0x3016, 0x3018, 0xff08, 0xff3b,
		0xff5b };

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i] == c)
			return true;
	return false;
}

/* May a line end between two code points that no blank parts?  Marks such as
 * the ideographic full stop are no ideographs and stay with what is before. */
static bool is_seam(uint32_t before, uint32_t after)
{
	return before != 0 && (text_is_cjk(after) || opens(after)) &&
	       text_width(before) == 2 && !opens(before);
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void add_code_point(struct wrap *w, uint32_t c, struct str bytes)
{
	if (is_blank(c)) {
		flush_word(w);
		w->blank = true;
		return;
	}
	if (c != TEXT_INVALID && text_is_forbidden(c))
		return;
	if (c != TEXT_INVALID && is_seam(w->last, c))
		flush_word(w);
	if (c == TEXT_INVALID)
		strbuf_add_code_point(&w->word, 0xfffd);
	else
		strbuf_add(&w->word, bytes);
	w->word_columns += (size_t)text_width(c);
	w->last = c == TEXT_INVALID ? 0xfffd : c;
}

/* The run of plain letters of ASCII at the beginning; most text is such. */
static size_t plain_run(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && s.at[end] > ' ' && s.at[end] < 0x7f)
		end++;
	return end - at;
}

void wrap_add(struct wrap *w, struct str text)
{
	for (size_t at = 0; at < text.len;) {
		size_t run = plain_run(text, at), from = at;
		uint32_t c;

		if (run > 0) {
			strbuf_add(&w->word, str_sub(text, at, at + run));
			w->word_columns += run;
			w->last = (unsigned char)text.at[at + run - 1];
			at += run;
			continue;
		}
		c = text_next(text, &at);
		add_code_point(w, c, str_sub(text, from, at));
	}
}

void wrap_break(struct wrap *w)
{
	flush_word(w);
	end_line(w);
	w->blank = false;
}

void wrap_end(struct wrap *w)
{
	flush_word(w);
	if (w->begun)
		end_line(w);
	forget_word(w);
}
