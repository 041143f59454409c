#include "base/limits.h"
#include "base/text.h"
#include "base/url.h"

#define DIRECTIVE ":~:"

/* Characters.  The words at an end are as many as SOME holds, or if those are
 * less than FEW, which much begins with, some more, but never over MOST. */
enum { WHOLE = 60, SOME = 30, FEW = 12, MOST = 100 };

struct str url_without_text(struct str url)
{
	size_t at = str_find(url, STR(DIRECTIVE), 0);

	if (at == STR_NONE)
		return url;
	return str_sub(url, 0, at > 0 && url.at[at - 1] == '#' ? at - 1 : at);
}

/* --------------------------------------------------------------------- words */

/* The words at both ends of a text; `last` is unset if `first` is all. */
struct ends {
	struct str first, last;
	size_t first_size, last_size; /* characters */
};

/* Does a word end behind this character for certain, however the language of
 * the text parts its words?  Those without blanks have stops. */
static bool is_stop(struct str character)
{
	static const char stops[] = "、。，！？（）「」『』【】〈〉《》";

	return character.len == sizeof("。") - 1 &&
	       str_find(STR(stops), character, 0) != STR_NONE;
}

/* Words part at `end`, and go on at `next`, which is `left` characters behind
 * the start and `right` before the end. */
static void take_break(struct ends *e, struct str text, size_t end, size_t next,
    size_t left, size_t right)
{
	if (e->first_size < FEW || left <= SOME) {
		e->first = str_sub(text, 0, end);
		e->first_size = left;
	}
	if (e->last.len == 0 || (e->last_size > SOME && right >= FEW)) {
		e->last = str_sub(text, next, text.len);
		e->last_size = right;
	}
}

static struct ends ends_of(struct str text)
{
	size_t all = text_characters(text), count = 0;
	struct ends e = { 0 };

	for (size_t at = 0, next; all > WHOLE && at < text.len; at = next) {
		struct str character;

		next = text_next_character(text, at);
		character = str_sub(text, at, next);
		count++;
		if (count == all)
			break;
		if (str_eq(character, STR(" ")))
			take_break(&e, text, at, next, count - 1, all - count);
		else if (is_stop(character))
			take_break(&e, text, next, next, count, all - count);
	}
	if (e.first.len == 0) {
		e.first = text;
		e.first_size = all;
	} else if (e.last.at < e.first.at + e.first.len) {
		e.last = (struct str){ 0 };
		e.last_size = 0;
	}
	return e;
}

/* ------------------------------------------------------------------- writing */

/* All but letters and digits is encoded: hyphens, commas and ampersands mean
 * something here, and who finds addresses in a text ends them at marks. */
static void add_words(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_is_alnum(text.at[i]))
			strbuf_add_char(out, text.at[i]);
		else
			url_add_escape(out, text.at[i]);
}

static void add_text(
    struct strbuf *out, struct str url, struct str before, const struct ends *e)
{
	strbuf_add(out, url);
	if (str_find_char(url, '#', 0) == STR_NONE)
		strbuf_add_char(out, '#');
	strbuf_lit(out, DIRECTIVE "text=");
	if (before.len > 0) {
		add_words(out, before);
		strbuf_lit(out, "-,");
	}
	add_words(out, e->first);
	if (e->last.len > 0) {
		strbuf_add_char(out, ',');
		add_words(out, e->last);
	}
}

static bool has_word(struct str text)
{
	for (size_t at = 0; at < text.len;)
		if (text_is_word(text_next(text, &at)))
			return true;
	return false;
}

struct str url_with_text(
    struct arena *arena, struct str url, struct str before, struct str text)
{
	/* Invalid bytes are seen as three. */
	struct str line = text_line(arena, text, 3 * text.len);
	struct ends ends = ends_of(line);
	struct strbuf out;

	if (url.len == 0 || !has_word(line) || ends.first_size > MOST ||
	    ends.last_size > MOST ||
	    str_find(url, STR(DIRECTIVE), 0) != STR_NONE)
		return url;
	strbuf_init(&out, LIMIT_URL);
	add_text(&out, url, text_line(arena, before, LIMIT_URL), &ends);
	if (!out.full)
		url = arena_str(arena, strbuf_str(&out));
	strbuf_release(&out);
	return url;
}
