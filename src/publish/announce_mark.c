/* Addresses and #tags in what is said at a place. */
#include "base/text.h"
#include "publish/announce_priv.h"

static size_t back_over(struct str text, size_t from, size_t to, const char *of)
{
	while (to > from && strchr(of, text.at[to - 1]) != NULL)
		to--;
	return to;
}

/* Without the dot of a sentence, and the bracket that was opened before. */
static size_t link_end(struct str text, size_t at)
{
	size_t to = at;

	while (to < text.len && !char_is_space(text.at[to]) &&
	       strchr("<>\"", text.at[to]) == NULL)
		to++;
	to = back_over(text, at, to, ".,;:!?'");
	if (to > at && text.at[to - 1] == ')' &&
	    str_find_char(str_sub(text, at, to), '(', 0) == STR_NONE)
		to = back_over(text, at, to - 1, ".,;:!?'");
	return to;
}

static bool is_link(struct str text, struct str address, size_t at,
    struct announce_mark *ret_mark)
{
	struct str rest = str_sub(text, at, text.len);
	size_t scheme = str_starts(rest, STR("https://"))  ? 8
			: str_starts(rest, STR("http://")) ? 7
							   : 0;

	if (scheme == 0)
		return false;
	*ret_mark = (struct announce_mark){ at, link_end(text, at), false };
	if (address.len > 0 && str_starts(rest, address) &&
	    ret_mark->to < at + address.len)
		ret_mark->to = at + address.len;
	return ret_mark->to > at + scheme;
}

/* What words are of, and what joins them. */
static bool is_tag_char(uint32_t code)
{
	return code == '-' || code == '_' || text_is_word(code);
}

static bool is_tag(struct str text, size_t at, struct announce_mark *ret_mark)
{
	enum { CHARACTERS = 64 }; /* of app.bsky.richtext.facet#tag */
	size_t to = at + 1;
	bool number = true;

	if (text.at[at] != '#' || (at > 0 && !char_is_space(text.at[at - 1]) &&
				      text.at[at - 1] != '('))
		return false;
	while (to < text.len) {
		size_t next = to;
		uint32_t code = text_next(text, &next);

		if (code == TEXT_INVALID || !is_tag_char(code))
			break;
		number = number && code < 0x80 && char_is_digit((char)code);
		to = next;
	}
	to = back_over(text, at + 1, to, "-");
	*ret_mark = (struct announce_mark){ at, to, true };
	/* "#7" counts something. */
	return !number && to > at + 1 &&
	       text_characters(str_sub(text, at + 1, to)) <= CHARACTERS;
}

bool announce_next_mark(struct str text, struct str address, size_t at,
    struct announce_mark *ret_mark)
{
	for (; at < text.len; at++)
		if (is_link(text, address, at, ret_mark) ||
		    is_tag(text, at, ret_mark))
			return true;
	return false;
}
