/* Text of Markdown as readers see it: entities, escapes, plain text. */
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "model/md_html.h"
#include "model/md_priv.h"

static const struct md_entity *find_entity(struct str name)
{
	size_t low = 0, high = md_entities_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(name, md_entities[middle].name);

		if (order == 0)
			return &md_entities[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static int digit_value(char c, unsigned base)
{
	int value;

	if (char_is_digit(c))
		return c - '0';
	value = char_lower(c) - 'a' + 10;
	return base == 16 && value >= 10 && value < 16 ? value : -1;
}

/* The code point of the digits, or 0 if there are none or something else. */
static uint32_t read_code_point(struct str digits, unsigned base)
{
	uint32_t c = 0;

	for (size_t i = 0; i < digits.len; i++) {
		int value = digit_value(digits.at[i], base);

		if (value < 0)
			return 0;
		if (c < 0x110000)
			c = c * base + (uint32_t)value;
	}
	/* CommonMark 2.5: zero and what is no character become U+FFFD. */
	if (digits.len > 0 && (c == 0 || c > 0x10ffff))
		return 0xfffd;
	return c;
}

static struct str numeric_text(struct arena *arena, struct str source)
{
	bool hex = source.len > 3 && char_lower(source.at[2]) == 'x';
	struct str digits = str_sub(source, hex ? 3 : 2, source.len - 1);
	uint32_t c = read_code_point(digits, hex ? 16 : 10);
	struct strbuf text;
	struct str copy;

	if (c == 0)
		return source;
	strbuf_init(&text, 8);
	strbuf_add_code_point(&text, c);
	copy = arena_str(arena, strbuf_str(&text));
	strbuf_release(&text);
	return copy;
}

struct str md_entity_text(struct arena *arena, struct str source)
{
	const struct md_entity *entity;

	if (source.len < 3)
		return source;
	if (source.at[1] == '#')
		return numeric_text(arena, source);
	entity = find_entity(str_sub(source, 1, source.len - 1));
	return entity != NULL ? entity->text : source;
}

/* The entity that begins at the & at `at`, with its semicolon; empty if it is
 * none. */
static struct str entity_at(struct str s, size_t at)
{
	size_t end = at + 1;

	while (end < s.len && end - at < 50 &&
	       (char_is_alnum(s.at[end]) || s.at[end] == '#'))
		end++;
	if (end == s.len || s.at[end] != ';' || end - at < 2)
		return str_sub(s, at, at);
	return str_sub(s, at, end + 1);
}

/* Entities decoded, and with `escapes` backslashes taken away. */
static struct str decode(struct arena *arena, struct str s, bool escapes)
{
	struct strbuf text;
	struct str copy;

	strbuf_init(&text, s.len * 4);
	for (size_t at = 0; at < s.len; at++) {
		struct str entity = STR("");

		if (s.at[at] == '&')
			entity = entity_at(s, at);
		if (entity.len > 0) {
			strbuf_add(&text, md_entity_text(arena, entity));
			at += entity.len - 1;
			continue;
		}
		if (escapes && s.at[at] == '\\' && at + 1 < s.len &&
		    char_is_punct(s.at[at + 1]))
			at++;
		strbuf_add_char(&text, s.at[at]);
	}
	copy = arena_str(arena, strbuf_str(&text));
	strbuf_release(&text);
	return copy;
}

struct str md_unescape(struct arena *arena, struct str s)
{
	if (str_find_char(s, '\\', 0) == STR_NONE &&
	    str_find_char(s, '&', 0) == STR_NONE)
		return s;
	return decode(arena, s, true);
}

struct str md_decode(struct arena *arena, struct str s)
{
	if (str_find_char(s, '&', 0) == STR_NONE)
		return s;
	return decode(arena, s, false);
}

/* The node behind `at` and all below it: in the run of siblings below `top`,
 * before `stop`; NULL if there is none. */
static const struct md_node *next_in_run(const struct md_node *at,
    const struct md_node *top, const struct md_node *stop)
{
	if (at->first != NULL)
		return at->first;
	while (at->next == NULL) {
		at = at->parent;
		if (at == top)
			return NULL;
	}
	return at->next == stop ? NULL : at->next;
}

static struct str node_text(const struct md_node *node)
{
	switch (node->kind) {
	case MD_TEXT: return node->text;
	case MD_SOFT_BREAK:
	case MD_HARD_BREAK: return STR(" ");
	default: return STR("");
	}
}

static bool is_block(const struct md_node *node)
{
	return node->kind <= MD_RULE;
}

struct str md_plain_text_of(
    struct arena *arena, const struct md_node *from, const struct md_node *to)
{
	const struct md_node *top = from != NULL ? from->parent : NULL;
	struct strbuf text;
	struct str copy;

	if (from == NULL || from == to)
		return STR("");
	if (from->first == NULL && (from->next == NULL || from->next == to))
		return str_trim(node_text(from));
	strbuf_init(&text, LIMIT_ISSUE_FILE);
	for (const struct md_node *at = from; at != NULL;
	     at = next_in_run(at, top, to)) {
		if (is_block(at) && text.len > 0 &&
		    text.buf[text.len - 1] != ' ')
			strbuf_add_char(&text, ' ');
		strbuf_add(&text, node_text(at));
	}
	copy = arena_str(arena, str_trim(strbuf_str(&text)));
	strbuf_release(&text);
	return copy;
}

struct str md_plain_text(struct arena *arena, const struct md_node *node)
{
	if (node->first == NULL)
		return str_trim(node_text(node));
	return md_plain_text_of(arena, node->first, NULL);
}
