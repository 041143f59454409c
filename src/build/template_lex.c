/* Text, tags and the words in them. */
#include "build/template_priv.h"

#include <string.h>

static const char *const reserved[] = { "and", "or", "not", "in", "is", "if",
	"else", "elif", "true", "false", "none", "True", "False", "None",
	"loop", "super" };

/* Longest first. */
static const char *const signs[] = { "==", "!=", "<=", ">=", "//", "**", "<",
	">", "+", "-", "*", "/", "%", "~", "|", ".", ",", ":", "(", ")", "[",
	"]", "{", "}", "=" };

static struct str source_text(const struct parser *p)
{
	return p->template->source.text;
}

static char byte_at(const struct parser *p, size_t at)
{
	struct str text = source_text(p);

	return at < text.len ? text.at[at] : '\0';
}

static bool starts_at(const struct parser *p, size_t at, const char *what)
{
	struct str text = source_text(p);

	return str_starts(str_sub(text, at, text.len), str_of(what));
}

/* Offset of the next {{, {% or {#, or the end. */
static size_t find_tag(const struct parser *p)
{
	struct str text = source_text(p);
	size_t at = p->at;

	while ((at = str_find_char(text, '{', at)) != STR_NONE) {
		char c = byte_at(p, at + 1);

		if (c == '{' || c == '%' || c == '#')
			return at;
		at++;
	}
	return text.len;
}

static bool skip_comment(struct parser *p)
{
	struct str text = source_text(p);
	size_t end = str_find(text, STR("#}"), p->at);

	if (end == STR_NONE)
		return parse_error(p, p->tag_at, p->tag_at + 2,
		    "this comment is never closed; add `#}`");
	p->trim = end > p->at && text.at[end - 1] == '-';
	p->at = end + 2;
	return true;
}

/* Pass {%, its sign for white space, and read the first token. */
static bool open_tag(struct parser *p, enum segment *ret_segment)
{
	char kind = byte_at(p, p->at + 1);
	char sign = byte_at(p, p->at + 2);

	p->tag_at = p->at;
	p->at += sign == '-' || sign == '+' ? 3 : 2;
	if (kind == '#') {
		*ret_segment = SEGMENT_COMMENT;
		return skip_comment(p);
	}
	*ret_segment = kind == '%' ? SEGMENT_TAG : SEGMENT_PRINT;
	p->closing = kind == '%' ? '%' : '}';
	return lex_token(p);
}

bool lex_segment(
    struct parser *p, struct str *ret_text, enum segment *ret_segment)
{
	size_t end = find_tag(p);
	struct str text = str_sub(source_text(p), p->at, end);

	if (p->trim)
		text = str_trim_left(text);
	p->trim = false;
	p->at = end;
	if (end == source_text(p).len) {
		*ret_segment = SEGMENT_END;
		*ret_text = text;
		return true;
	}
	if (byte_at(p, end + 2) == '-')
		text = str_trim_right(text);
	*ret_text = text;
	return open_tag(p, ret_segment);
}

/* Is this the end of the tag?  Then pass it. */
static bool close_tag(struct parser *p)
{
	char sign = byte_at(p, p->at);
	size_t at = p->at + (sign == '-' || sign == '+');

	if (byte_at(p, at) != p->closing || byte_at(p, at + 1) != '}')
		return false;
	p->trim = sign == '-';
	p->at = at + 2;
	return true;
}

static bool is_word_byte(char c)
{
	return char_is_alnum(c) || c == '_';
}

static bool lex_number(struct parser *p)
{
	struct token *t = &p->token;
	uint64_t value;

	while (is_word_byte(byte_at(p, p->at)))
		p->at++;
	t->kind = TOKEN_NUMBER;
	t->end = p->at;
	t->text = str_sub(source_text(p), t->at, t->end);
	if (byte_at(p, p->at) == '.' && char_is_digit(byte_at(p, p->at + 1)))
		return token_error(p, "only whole numbers can be written here");
	if (!str_to_number(t->text, INT64_MAX, &value))
		return token_error(p, "this is not a number");
	t->number = (int64_t)value;
	return true;
}

static char unescaped(char c)
{
	switch (c) {
	case 'n': return '\n';
	case 't': return '\t';
	case 'r': return '\r';
	case '\\':
	case '\'':
	case '"': return c;
	default: return '\0';
	}
}

/* The contents of a literal, with its escapes resolved. */
static struct str literal(struct parser *p, struct str raw)
{
	char *copy;
	size_t len = 0;

	if (str_find_char(raw, '\\', 0) == STR_NONE)
		return raw;
	copy = arena_alloc(p->set->arena, raw.len);
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.at[i];

		if (c == '\\' && i + 1 < raw.len &&
		    unescaped(raw.at[i + 1]) != '\0')
			c = unescaped(raw.at[++i]);
		copy[len++] = c;
	}
	return (struct str){ copy, len };
}

static bool lex_literal(struct parser *p)
{
	struct token *t = &p->token;
	struct str text = source_text(p);
	char quote = text.at[p->at++];

	while (p->at < text.len && text.at[p->at] != quote)
		p->at += text.at[p->at] == '\\' ? 2 : 1;
	if (p->at >= text.len)
		return parse_error(p, t->at, t->at + 1,
		    "this text is never closed; add %c", quote);
	t->kind = TOKEN_TEXT;
	t->text = literal(p, str_sub(text, t->at + 1, p->at));
	t->end = ++p->at;
	return true;
}

static bool lex_sign(struct parser *p)
{
	struct token *t = &p->token;

	t->kind = TOKEN_SIGN;
	t->end = t->at + 1;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (starts_at(p, p->at, signs[i])) {
			t->text = str_of(signs[i]);
			p->at += t->text.len;
			t->end = p->at;
			return true;
		}
	return token_error(p, "this sign has no meaning in a tag");
}

bool lex_token(struct parser *p)
{
	struct token *t = &p->token;
	char c;

	while (char_is_space(byte_at(p, p->at)))
		p->at++;
	*t = (struct token){ .at = p->at, .end = p->at };
	if (p->at >= source_text(p).len)
		return parse_error(p, p->tag_at, p->tag_at + 2,
		    "this tag is never closed; add `%c}`", p->closing);
	if (close_tag(p)) {
		t->end = p->at;
		return true;
	}
	c = byte_at(p, p->at);
	if (c == '"' || c == '\'')
		return lex_literal(p);
	if (char_is_digit(c))
		return lex_number(p);
	if (!is_word_byte(c))
		return lex_sign(p);
	while (is_word_byte(byte_at(p, p->at)))
		p->at++;
	t->kind = TOKEN_NAME;
	t->end = p->at;
	t->text = str_sub(source_text(p), t->at, t->end);
	return true;
}

/* Is there {% endraw %} at `at`?  Then *ret_end is behind it. */
static bool is_endraw(struct parser *p, size_t at, size_t *ret_end)
{
	at += 2;
	if (byte_at(p, at) == '-' || byte_at(p, at) == '+')
		at++;
	while (char_is_space(byte_at(p, at)))
		at++;
	if (!starts_at(p, at, "endraw"))
		return false;
	for (at += strlen("endraw"); char_is_space(byte_at(p, at));)
		at++;
	p->trim = byte_at(p, at) == '-';
	if (byte_at(p, at) == '-' || byte_at(p, at) == '+')
		at++;
	*ret_end = at + 2;
	return starts_at(p, at, "%}");
}

bool lex_raw(struct parser *p, struct str *ret_text)
{
	struct str text = source_text(p);
	size_t from = p->at, end;
	bool trim = p->trim;

	for (size_t at = p->at;; at++) {
		at = str_find(text, STR("{%"), at);
		if (at == STR_NONE)
			return parse_error(p, p->tag_at, from,
			    "`raw` is never closed; add `{%% endraw %%}`");
		if (!is_endraw(p, at, &end))
			continue;
		*ret_text = str_sub(text, from, at);
		if (trim)
			*ret_text = str_trim_left(*ret_text);
		if (text.at[at + 2] == '-')
			*ret_text = str_trim_right(*ret_text);
		p->at = end;
		return true;
	}
}

const char *token_shown(struct parser *p)
{
	struct str text = source_text(p);

	if (p->token.kind == TOKEN_END)
		return "the end of the tag";
	text = str_sub(text, p->token.at, p->token.end);
	return arena_printf(p->set->arena, "`%.*s`", STR_ARG(text)).at;
}

bool token_is(const struct parser *p, const char *sign)
{
	return p->token.kind == TOKEN_SIGN &&
	       str_eq(p->token.text, str_of(sign));
}

bool token_is_word(const struct parser *p, const char *word)
{
	return p->token.kind == TOKEN_NAME &&
	       str_eq(p->token.text, str_of(word));
}

bool skip_sign(struct parser *p, const char *sign, bool *ret_was)
{
	*ret_was = token_is(p, sign);
	return !*ret_was || lex_token(p);
}

bool skip_word(struct parser *p, const char *word, bool *ret_was)
{
	*ret_was = token_is_word(p, word);
	return !*ret_was || lex_token(p);
}

bool expect_sign(struct parser *p, const char *sign)
{
	if (!token_is(p, sign))
		return token_error(
		    p, "expected `%s`, not %s", sign, token_shown(p));
	return lex_token(p);
}

bool expect_word(struct parser *p, const char *word)
{
	if (!token_is_word(p, word))
		return token_error(
		    p, "expected `%s`, not %s", word, token_shown(p));
	return lex_token(p);
}

bool expect_name(
    struct parser *p, const char *what, const struct name **ret_name)
{
	struct str text = p->token.text;

	if (p->token.kind != TOKEN_NAME)
		return token_error(
		    p, "expected %s, not %s", what, token_shown(p));
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (str_eq(text, str_of(reserved[i])))
			return token_error(p,
			    "`%s` is a word of the language and cannot be %s",
			    reserved[i], what);
	*ret_name = set_name(p->set, text);
	return lex_token(p);
}

bool expect_text(struct parser *p, const char *what, struct str *ret_text)
{
	if (p->token.kind != TOKEN_TEXT)
		return token_error(
		    p, "expected %s in quotes, not %s", what, token_shown(p));
	*ret_text = p->token.text;
	return lex_token(p);
}
