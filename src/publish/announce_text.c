/* What is said at a place, within the length that it takes. */
#include <utf8proc.h>

#include "base/text.h"
#include "publish/announce_priv.h"

/* Offset behind the grapheme cluster at `at`. */
static size_t next_character(struct str text, size_t at)
{
	utf8proc_int32_t before = 0, code, state = 0;
	size_t from = at;

	while (at < text.len) {
		utf8proc_ssize_t size =
		    utf8proc_iterate((const utf8proc_uint8_t *)text.at + at,
			(utf8proc_ssize_t)(text.len - at), &code);

		if (size <= 0)
			return at > from ? at : at + 1;
		if (at > from &&
		    utf8proc_grapheme_break_stateful(before, code, &state))
			return at;
		before = code;
		at += (size_t)size;
	}
	return at;
}

size_t announce_characters(struct str text)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len; count++)
		at = next_character(text, at);
	return count;
}

/* The text of the rule with a title. */
static struct str filled(struct arena *arena, const struct announce_rule *rule,
    const struct announcement *a, struct str title)
{
	const struct {
		struct str word, value;
	} words[] = {
		{ STR("{title}"), title },
		{ STR("{address}"), a->address },
		{ STR("{name}"), a->name },
	};
	struct str rest = rule->text, text;
	struct strbuf out;

	strbuf_init(&out, LIMIT_SMALL_FILE);
	while (rest.len > 0) {
		size_t i = 0;

		while (i < 3 && !str_starts(rest, words[i].word))
			i++;
		if (i == 3)
			strbuf_add_char(&out, rest.at[0]);
		else
			strbuf_add(&out, words[i].value);
		rest = str_sub(rest, i == 3 ? 1 : words[i].word.len, rest.len);
	}
	text = arena_str(arena, str_trim(strbuf_str(&out)));
	strbuf_release(&out);
	return text;
}

static size_t count_links(struct str text, struct str address)
{
	size_t count = 0;

	for (size_t at = str_find(text, address, 0); at != STR_NONE;
	     at = str_find(text, address, at + address.len))
		count++;
	return count;
}

static bool fits(
    struct str text, struct str address, const struct announce_length *length)
{
	size_t characters = announce_characters(text);
	size_t links = length->link > 0 ? count_links(text, address) : 0;

	characters += links * length->link;
	characters -= links * announce_characters(address);
	return (length->characters == 0 || characters <= length->characters) &&
	       (length->bytes == 0 || text.len <= length->bytes);
}

/* Back to a blank, if that does not lose much and no word ends here. */
static size_t word_end(struct str text, size_t at)
{
	enum { FAR = 20 };
	size_t from = at > FAR ? at - FAR : 0;

	if (at < text.len && text.at[at] == ' ')
		return at;
	for (size_t i = at; i > from; i--)
		if (text.at[i - 1] == ' ')
			return i - 1;
	return at;
}

struct str announce_text_within(struct arena *arena,
    const struct announce_rule *rule, const struct announcement *a,
    const struct announce_length *length)
{
	struct str title = text_clean(arena, a->title), text;
	size_t at = 0, fitting = 0;

	text = filled(arena, rule, a, title);
	if (title.len == 0 || fits(text, a->address, length))
		return text;
	while (at < title.len) {
		struct str cut;

		at = next_character(title, at);
		cut = arena_printf(
		    arena, "%.*s\u2026", STR_ARG(str_sub(title, 0, at)));
		if (!fits(filled(arena, rule, a, cut), a->address, length))
			break;
		fitting = at;
	}
	title = str_trim(str_sub(title, 0, word_end(title, fitting)));
	return filled(
	    arena, rule, a, arena_printf(arena, "%.*s\u2026", STR_ARG(title)));
}
